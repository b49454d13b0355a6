"""Two rules of a file that make the same series, or the same alert.

Two alerts with one name and the same labels are one alert to Alertmanager: what the second says replaces what the first said, and each
resolves the other. Two recording rules with one name and the same labels write into one series, and whichever comes second is dropped
or wins, depending on the order. Found are rules of one file with equal name and labels whose expressions are equal, differ in numbers
alone, or leave no label at all. Rules that select other values of a label are told apart by it, and left alone.

Bad:

    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready > 10000
      for: 5m
      labels: {severity: ticket}
    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready > 50000
      for: 5m
      labels: {severity: ticket}

Good:

    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready > 10000
      for: 5m
      labels: {severity: ticket}
    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready > 50000
      for: 5m
      labels: {severity: page}
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.promql.labels import labels
from slogen.promql.tree import Node, Selector, meaning, selectors


def find(file: FileSubject, settings: Settings) -> Iterator[Finding]:
    """At the name of the later one."""
    seen: dict[object, list[tuple[RuleSubject, Node]]] = {}
    for rule in file.rules:
        tree = tree_of(rule)
        if tree is None:
            continue
        static = {name: text.text for name, text in rule.labels.items()}
        alike = seen.setdefault((rule.alert, rule.name.text, frozenset(static.items())), [])
        first = next((other for other, found in alike if _clash(found, tree)), None)
        if first is not None:
            what = "an alert" if rule.alert else "a series"
            message = f"line {first.name.span.line} makes {what} {rule.name.text} with the same labels already"
            yield Finding(rule.name.span, message, "give one of them another name or a label that tells them apart, or remove it")
        alike.append((rule, tree))


def _clash(first: Node, second: Node) -> bool:
    """Whether two expressions can yield results with equal labels, as far as that is certain enough to say."""
    series = [[selector.metric for selector in selectors(tree)] for tree in (first, second)]
    if _apart(first, second):
        return False
    if series[0] == series[1] and _shape(first) == _shape(second):
        return True
    return all(labels(tree).only == frozenset() for tree in (first, second))


def _apart(first: Node, second: Node) -> bool:
    """Whether the two ask for different values of a label that their results keep."""
    kept = [labels(tree) for tree in (first, second)]
    wanted = [_values(tree) for tree in (first, second)]
    return any(
        value != wanted[1][name] and all(one.may_have(name) for one in kept) for name, value in wanted[0].items() if name in wanted[1]
    )


def _values(tree: Node) -> dict[str, tuple[str, str]]:
    """What the first selector of the expression demands of labels, whose values are then part of the result."""
    found: Selector | None = next(selectors(tree), None)
    return {one.matcher.name: (one.matcher.op, one.matcher.value) for one in found.matchers} if found else {}


def _shape(node: Node) -> object:
    """The meaning of an expression, whatever its numbers are."""
    return _without_numbers(meaning(node))


def _without_numbers(value: object) -> object:
    if isinstance(value, tuple):
        return "number" if value[:1] == ("value",) else tuple(map(_without_numbers, value))
    return value


CHECK = Check("SL301", "duplicate-rule", Severity.ERROR, FileSubject, find, __doc__)
