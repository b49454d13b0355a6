"""How exact `slogen lint` is on the corpus of hand-written rules: per check what was expected, found, missed and found too much."""

import sys
from collections import Counter

from slogen.lint.registry import CHECKS
from slogen.lint.subject import RuleSubject
from tests.lint.corpus_cases import FILES, case


def main() -> int:
    """Print the table; 1 if anything is missing or unexpected."""
    cases = [case(path) for path in FILES]
    expected = Counter((each.name, *one) for each in cases for one in each.expected)
    found = Counter((each.name, one.span.line, one.code.name) for each in cases for one in each.found)
    columns = {"expected": expected, "found": found, "missing": expected - found, "unexpected": found - expected}
    print(f"{'check':<24}", *(f"{name:>10}" for name in columns))
    for check in CHECKS:
        counts = [sum(number for (*_, name), number in column.items() if name == check.name) for column in columns.values()]
        if any(counts):
            print(f"{check.name:<24}", *(f"{count:>10}" for count in counts))
    totals = [column.total() for column in columns.values()]
    print(f"{'all':<24}", *(f"{total:>10}" for total in totals))
    rules = sum(len(each.subject.rules) for each in cases)
    spoiled = {(each.name, _rule_at(each.subject.rules, line)) for each in cases for line, _ in each.expected}
    print(f"\n{rules} rules in {len(cases)} files; {len(spoiled)} of them have something wrong with them, {rules - len(spoiled)} have not")
    for name, line, missing in sorted(columns["missing"]):
        print(f"missing: {name}.yaml:{line} {missing}")
    for name, line, unexpected in sorted(columns["unexpected"]):
        print(f"unexpected: {name}.yaml:{line} {unexpected}")
    return 1 if totals[2] or totals[3] else 0


def _rule_at(rules: tuple[RuleSubject, ...], line: int) -> int:
    return sum(rule.span.line <= line for rule in rules)


if __name__ == "__main__":
    sys.exit(main())
