"""The expression of a rule as a tree with places, and where its conditions stand."""

from collections.abc import Iterator

from slogen.diagnostics import Span
from slogen.lint.subject import RuleSubject
from slogen.promql.tree import COMPARISONS, Binary, Node
from slogen.promql.tree_reader import placed


def tree_of(rule: RuleSubject) -> Node | None:
    """None where the expression is no PromQL, or written in a way that no check understands; nothing is said of it then."""
    return placed(rule.expr.text) if rule.is_promql else None


def at(rule: RuleSubject, node: Node) -> Span:
    """Where a part of the rule's expression is written."""
    return rule.inside(node.start, node.end - node.start)


def conditions(node: Node) -> Iterator[Binary]:
    """The comparisons that decide whether there is a result: at the top, and on both sides of `and` and `or`, left of `unless`."""
    if not isinstance(node, Binary):
        return
    if node.operator in COMPARISONS and not node.is_bool:
        yield node
    elif node.operator in ("and", "or"):
        yield from conditions(node.left)
        yield from conditions(node.right)
    elif node.operator == "unless":
        yield from conditions(node.left)
