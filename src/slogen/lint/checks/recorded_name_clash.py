"""A recorded name that stands for two things.

A recording rule without a colon in its name that reads the metric of that name writes its sums beside the series they were made of;
the next evaluation adds the sums up as well, and so on. And a name that is recorded once by job and once by job and instance counts
everything twice in every query that does not know. One name, one meaning: `level:metric:operation` says which.

Bad:

    - record: http_requests_per_second
      expr: sum by (job) (http_requests_per_second)

Bad, two levels:

    - record: requests:rate5m
      expr: sum by (job) (rate(http_requests_total[5m]))
    - record: requests:rate5m
      expr: sum by (job, instance) (rate(http_requests_total[5m]))

Good:

    - record: job:requests:rate5m
      expr: sum by (job) (rate(http_requests_total[5m]))
    - record: instance:requests:rate5m
      expr: sum by (job, instance) (rate(http_requests_total[5m]))
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.promql.labels import labels
from slogen.promql.tree import SETS, Binary, Node, Selector, Subquery, selectors, walk


def find(file: FileSubject, settings: Settings) -> Iterator[Finding]:
    """At the selector that reads itself, or at the name of the later rule."""
    seen: dict[object, tuple[RuleSubject, Node]] = {}
    for rule in file.rules:
        tree = None if rule.alert else tree_of(rule)
        if tree is None:
            continue
        if (itself := _itself(rule.name.text, tree)) is not None:
            message = f"the rule reads {rule.name.text} and writes what it makes of it under the same name"
            hint = "give the result a name of its own, such as job:metric:operation"
            yield Finding(at(rule, itself), message, hint)
        static = frozenset((name, text.text) for name, text in rule.labels.items())
        first = seen.setdefault((rule.name.text, static), (rule, tree))
        one, other = labels(first[1]).only, labels(tree).only
        if one is not None and other is not None and one != other and _metrics(first[1]) == _metrics(tree):
            message = f"line {first[0].name.span.line} records {rule.name.text} by {_spelt(one)}, this rule by {_spelt(other)}"
            yield Finding(rule.name.span, message, "give each level a name of its own: a sum over this name counts twice")


def _itself(name: str, tree: Node) -> Selector | None:
    """The selector that reads the rule's own name as it is now; with set operators it may be a switch that remembers its state."""
    nodes = list(walk(tree))
    if ":" in name or any((isinstance(node, Binary) and node.operator in SETS) or isinstance(node, Subquery) for node in nodes):
        return None
    return next((one for one in selectors(tree) if one.metric == name and one.range is None and not one.offset and not one.pinned), None)


def _metrics(tree: Node) -> list[str]:
    return [selector.metric for selector in selectors(tree)]


def _spelt(found: frozenset[str]) -> str:
    return ", ".join(sorted(found)) or "no label"


CHECK = Check("SL302", "recorded-name-clash", Severity.ERROR, FileSubject, find, __doc__)
