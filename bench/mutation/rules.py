"""Ways to break a rule beside its expression, and a group beside its rules."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from slogen.model.duration import ZERO, Duration
from slogen.promql.tokens import tokenize
from slogen.rules.values import Alert, Group, Record, Rule

_LONGER = Duration.parse("10m")


@dataclass(frozen=True, slots=True)
class Changed:
    """`what` was done to a group, `rule` the position of the rule that it was done to."""

    what: str
    rule: int
    group: Group


RuleBreaker = Callable[[Rule], Iterator[tuple[str, Rule]]]


def label_lost(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """A rule loses one of its labels."""
    for name in rule.labels:
        rest = {label: text for label, text in rule.labels.items() if label != name}
        yield f"label {name} lost", replace(rule, labels=rest)


def annotation_lost(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """An alert loses one of its annotations."""
    if isinstance(rule, Alert):
        for name in rule.annotations:
            rest = {label: text for label, text in rule.annotations.items() if label != name}
            yield f"annotation {name} lost", replace(rule, annotations=rest)


def wait_changed(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """An alert fires without its `for`, or ten minutes later."""
    if isinstance(rule, Alert):
        if rule.for_ != ZERO:
            yield f"for: {rule.for_} dropped", replace(rule, for_=ZERO)
        later = rule.for_ + _LONGER
        yield f"for: {rule.for_} → {later}", replace(rule, for_=later)


def keeping_changed(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """An alert does not go on firing, or goes on for ten more minutes."""
    if isinstance(rule, Alert):
        if rule.keep_firing_for != ZERO:
            yield f"keep_firing_for: {rule.keep_firing_for} dropped", replace(rule, keep_firing_for=ZERO)
        later = rule.keep_firing_for + _LONGER
        yield f"keep_firing_for: {rule.keep_firing_for} → {later}", replace(rule, keep_firing_for=later)


def rule_lost(group: Group) -> Iterator[Changed]:
    """A group loses one of its rules."""
    for position, _ in enumerate(group.rules):
        if len(group.rules) > 1:
            yield Changed("rule lost", position, replace(group, rules=group.rules[:position] + group.rules[position + 1 :]))


def order_swapped(group: Group) -> Iterator[Changed]:
    """A rule is evaluated before a series that it reads: it moves in front of the rule that records it."""
    for position, rule in enumerate(group.rules):
        read = {token.text for token in tokenize(rule.expr) if token.kind == "name"}
        for earlier in range(position - 1, -1, -1):
            other = group.rules[earlier]
            if isinstance(other, Record) and other.metric in read:
                rest = group.rules[:position] + group.rules[position + 1 :]
                moved = (*rest[:earlier], rule, *rest[earlier:])
                yield Changed(f"before {other.metric}", position, replace(group, rules=moved))
                break


def interval_doubled(group: Group) -> Iterator[Changed]:
    """A group is evaluated half as often."""
    doubled = Duration(group.interval.milliseconds * 2)
    yield Changed(f"interval: {group.interval} → {doubled}", 0, replace(group, interval=doubled))
