"""A comparison that is never true, or always.

An alert that cannot fire looks like one that has nothing to say. The usual ways there: a share, which lies between 0 and 1, compared
with a percentage (`> 5` for 5 %); a burn-rate factor times an error budget that exceeds 1 (14.4 × 10 % is 144 % of all requests);
`count(…) == 0`, although a count of nothing is no result instead of 0; a rate below 0. The other way round `rate(…) >= 0` fires for
ever. Computed are the bounds of the expression from its functions, from divisions of a part by its whole, and from recording rules of
the same file; what has no known bounds is not judged.

Bad:

    - alert: CheckoutErrors
      expr: |
        sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]))
        / sum(rate(http_requests_total{job="checkout"}[5m])) > 5
      for: 10m

Bad, no count is 0:

    - alert: NoCheckout
      expr: count(up{job="checkout"} == 1) == 0

Good:

    - alert: CheckoutErrors
      expr: |
        100 * sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]))
        / sum(rate(http_requests_total{job="checkout"}[5m])) > 5
      for: 10m
    - alert: NoCheckout
      expr: absent(up{job="checkout"} == 1)
"""

from collections.abc import Iterator, Mapping
from typing import Final

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, conditions, tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.promql.reach import ANY, UNIT, Reach, reach
from slogen.promql.tree import COMPARISONS, Aggregate, Binary, Call, Node, Selector, walk

_MIRRORED: Final = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_EXISTENCE: Final = frozenset({"absent", "absent_over_time", "present_over_time", "timestamp", "vector"})


def find(file: FileSubject, settings: Settings) -> Iterator[Finding]:
    """At the comparison."""
    alerts = [(rule, tree) for rule in file.rules if rule.alert and (tree := tree_of(rule)) is not None]
    known = _recorded(file.rules) if alerts else {}
    for rule, tree in alerts:
        for comparison in conditions(tree):
            if not any(isinstance(part, Selector) or (isinstance(part, Call) and part.function != "vector") for part in walk(comparison)):
                continue  # `vector(1) > 0` is meant to fire for ever
            left, right = reach(comparison.left, known), reach(comparison.right, known)
            if _never(comparison.operator, left, right):
                yield Finding(
                    at(rule, comparison), f"this is never true: {_bounds(comparison, left, right)}", _hint(comparison, left, right)
                )
            elif comparison is tree and _always(comparison.operator, left, right) and not _asks_for_existence(comparison):
                hint = "the alert fires as long as there are series; compare with the value that is too much"
                yield Finding(at(rule, comparison), f"this is always true: {_bounds(comparison, left, right)}", hint)


def _recorded(rules: tuple[RuleSubject, ...]) -> Mapping[str, Reach]:
    """The bounds of the series that the file records, under the assumption that nobody else records them."""
    known: dict[str, Reach] = {}
    for rule in rules:
        if not rule.alert:
            tree = tree_of(rule)
            found = ANY if tree is None else reach(tree, known)
            known[rule.name.text] = found.hull(known[rule.name.text]) if rule.name.text in known else found
    return known


def _never(operator: str, left: Reach, right: Reach) -> bool:
    match operator:
        case ">":
            return left.high <= right.low
        case ">=":
            return left.high < right.low
        case "<":
            return left.low >= right.high
        case "<=":
            return left.low > right.high
        case "==":
            return left.high < right.low or right.high < left.low
        case _:
            return False


def _always(operator: str, left: Reach, right: Reach) -> bool:
    match operator:
        case ">":
            return left.low > right.high
        case ">=":
            return left.low >= right.high
        case "<":
            return left.high < right.low
        case "<=":
            return left.high <= right.low
        case _:
            return False


def _asks_for_existence(node: Node) -> bool:
    """Whether there are results only in some state of the world, so that a comparison that is always true does no harm."""
    return any(
        (isinstance(part, Binary) and part is not node and part.operator in (*COMPARISONS, "and", "or", "unless"))
        or (isinstance(part, Aggregate) and part.operator in ("count", "group", "count_values"))
        or (isinstance(part, Call) and part.function in _EXISTENCE)
        for part in walk(node)
    )


def _bounds(comparison: Binary, left: Reach, right: Reach) -> str:
    """What both sides are, in words; a number is just named."""
    return f"the left side is {_spelt(left)}, the right side {_spelt(right)}"


def _spelt(bounds: Reach) -> str:
    low, high = (f"{bound:g}" for bound in bounds)
    if bounds.low == bounds.high:
        return low
    if bounds.high == float("inf"):
        return f"at least {low}"
    return f"at most {high}" if bounds.low == -float("inf") else f"between {low} and {high}"


def _hint(comparison: Binary, left: Reach, right: Reach) -> str:
    if any(isinstance(part, Aggregate) and part.operator == "count" for part in walk(comparison.left)) and right.high <= 1:
        return "a count of nothing is no result: use absent(…), or (count(…) or vector(0)) == 0"
    if left == UNIT and 1 < right.low <= 100:
        return f"a share lies between 0 and 1: compare with {right.low / 100:g}, or multiply it by 100"
    return "choose a threshold that the expression can reach"


CHECK = Check("SL202", "unreachable-threshold", Severity.ERROR, FileSubject, find, __doc__)
