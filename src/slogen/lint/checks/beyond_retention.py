"""A range that reaches further back than Prometheus keeps its samples.

Samples older than the retention are gone, and functions over a range take what is left without saying so: a 30-day error budget in a
Prometheus that keeps 15 days is the budget of 15 days. Ranges, offsets and subqueries are added up. Nothing is said before the
Workspace tells the retention (`lint: {retention: 15d}`); of generated rules window-beyond-retention speaks, at the SLO.

Bad:

    - record: job:requests:increase30d
      expr: sum by (job) (increase(http_requests_total[30d]))

Good:

    - record: job:requests:increase7d
      expr: sum by (job) (increase(http_requests_total[7d]))
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.model.duration import Duration
from slogen.promql.tree import Node, Selector, Subquery, children


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the selector or subquery that looks back too far; one finding for each expression."""
    tree = tree_of(rule) if settings.retention is not None and not rule.generated else None
    if tree is None or settings.retention is None:
        return
    node, milliseconds = _furthest(tree, 0)
    if node is not None and milliseconds > settings.retention.milliseconds:
        message = f"this looks back {Duration(milliseconds)}, and Prometheus keeps {settings.retention}"
        yield Finding(at(rule, node), message, "shorten the range, or keep samples longer and tell the Workspace so: lint: {retention: …}")


def _furthest(node: Node, before: int) -> tuple[Node | None, int]:
    """The selector that reaches furthest back, and how far; `before`: what the subqueries around it add. `@` is another time."""
    match node:
        case Selector():
            return (None, 0) if node.pinned else (node, before + node.offset + (node.range.milliseconds if node.range else 0))
        case Subquery():
            return (None, 0) if node.pinned else _furthest(node.operand, before + node.offset + node.range.milliseconds)
        case _:
            return max((_furthest(child, before) for child in children(node)), key=lambda found: found[1], default=(None, 0))


CHECK = Check("SL205", "beyond-retention", Severity.ERROR, RuleSubject, find, __doc__, Settings(retention=Duration.parse("15d")))
