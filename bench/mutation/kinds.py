"""Every kind of mutation, and all mutants of a rule file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bench.mutation import expressions as x
from bench.mutation import rules as r
from slogen.rules.values import Group, Record, Rule, RuleFile

ThisOrThat = x.Breaker | r.RuleBreaker | Callable[[Group], Iterator[r.Changed]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule file with one change. `rule` is the name of the rule, `metric`'s or alert's, `group` its group's name."""

    kind: str
    group: str
    rule: str
    position: int
    what: str
    file: RuleFile


EXPRESSIONS: tuple[tuple[str, x.Breaker], ...] = (
    ("threshold ×1.1", x.thresholds(Decimal("1.1"))),
    ("threshold ×0.9", x.thresholds(Decimal("0.9"))),
    ("guard's count ±1", x.guard_counts),
    ("figure ×1.1", x.figures),
    ("window swapped", x.windows_swapped),
    ("other range halved", x.windows_halved),
    ("tile overlap dropped", x.overlap_dropped),
    ("and → or", x.and_to_or),
    ("unless → and", x.unless_to_and),
    ("condition dropped", x.condition_dropped),
    ("traffic guard dropped", x.guard_dropped),
    ("fallback behind or dropped", x.fallback_dropped),
    ("first side of or dropped", x.first_alternative_dropped),
    ("numerator ↔ denominator", x.division_swapped),
    ("> 0, > -Inf dropped", x.positive_dropped),
    ("comparison turned", x.comparison_turned),
    ("matcher dropped", x.matcher_dropped),
    ("aggregation changed", x.aggregation_changed),
    ("group label dropped", x.group_label_dropped),
    ("on (…) dropped", x.matching_dropped),
    ("clamp dropped", x.clamp_dropped),
    ("term dropped", x.term_dropped),
)
RULES: tuple[tuple[str, r.RuleBreaker], ...] = (
    ("label lost", r.label_lost),
    ("annotation lost", r.annotation_lost),
    ("for changed", r.wait_changed),
    ("keep_firing_for changed", r.keeping_changed),
)
GROUPS: tuple[tuple[str, Callable[[Group], Iterator[r.Changed]]], ...] = (
    ("rule lost", r.rule_lost),
    ("rule order swapped", r.order_swapped),
    ("interval doubled", r.interval_doubled),
)
KINDS: tuple[str, ...] = tuple(name for name, _ in (*EXPRESSIONS, *RULES, *GROUPS))


def mutants(file: RuleFile, windows: Sequence[str]) -> Iterator[Mutant]:
    """Every mutant of a file of one SLO's rules, in a fixed order; `windows` are those that the SLO records."""
    for number, group in enumerate(file.groups):
        for position, rule in enumerate(group.rules):
            for kind, what, changed in _of_rule(rule, windows):
                rules = (*group.rules[:position], changed, *group.rules[position + 1 :])
                yield Mutant(kind, group.name, name_of(rule), position, what, _with(file, number, replace(group, rules=rules)))
        for kind, breaker in GROUPS:
            for one in breaker(group):
                rule = group.rules[one.rule]
                yield Mutant(kind, group.name, name_of(rule), one.rule, one.what, _with(file, number, one.group))


def name_of(rule: Rule) -> str:
    """The metric that a rule records, or the alert's name."""
    return rule.metric if isinstance(rule, Record) else rule.name


def _of_rule(rule: Rule, windows: Sequence[str]) -> Iterator[tuple[str, str, Rule]]:
    it = x.source(rule.expr, windows)
    for kind, breaker in EXPRESSIONS:
        for change in breaker(it):
            yield kind, change.what, replace(rule, expr=change.text)
    for kind, alter in RULES:
        for what, changed in alter(rule):
            yield kind, what, changed


def _with(file: RuleFile, number: int, group: Group) -> RuleFile:
    return replace(file, groups=(*file.groups[:number], group, *file.groups[number + 1 :]))
