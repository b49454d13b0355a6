"""Series that make an alert's `only_when` true: something that grows, or a number beyond the one that it is compared with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import promql_parser

from slogen.model.slo import OnlyWhen
from slogen.proof.matching import labels_for, named, parsed
from slogen.proof.notation import constant, ramp

_BEYOND = {">": 1, ">=": 0, "<": -1, "<=": 0, "==": 0}
_WITHIN = {">=": -1, "<=": 1, "==": 1}
_GROWTH = frozenset({"deriv", "delta", "rate", "increase", "idelta", "irate"})


def condition(only_when: OnlyWhen, group: Mapping[str, str], samples: int, *, holds: bool = True) -> dict[str, str] | None:
    """Series for `growth of one selector > 0` and for one selector, added up or not, compared with a number; None for every other
    condition, which nobody can guess the series of. Unless it `holds`, the series just do not make it true.
    """
    tree = promql_parser.parse(only_when.expr)
    while isinstance(tree, promql_parser.ParenExpr):
        tree = tree.expr
    if not (isinstance(tree, promql_parser.BinaryExpr) and str(tree.op) in _BEYOND and isinstance(tree.rhs, promql_parser.NumberLiteral)):
        return None
    nodes = list(_chain(tree.lhs))
    grows = any(isinstance(node, promql_parser.Call) and node.func.name in _GROWTH for node in nodes)
    selector = nodes[-1]
    plain = all(isinstance(node, promql_parser.ParenExpr) or _keeps(node) for node in nodes[:-1])
    if not isinstance(selector, promql_parser.VectorSelector) or not ((grows and str(tree.op) == ">" and tree.rhs.val == 0) or plain):
        return None
    wanted = parsed(selector.prettify())
    labels = labels_for(wanted, {name: value for name, value in group.items() if name in only_when.on})
    if labels is None:
        return None
    name, number, beyond = named(wanted.metric, labels), Decimal(repr(tree.rhs.val)), _BEYOND[str(tree.op)]
    if not holds:
        # At the number itself, where that is not enough; else on its other side.
        return {name: constant(number if beyond else number + _WITHIN[str(tree.op)], samples)}
    return {name: ramp(Decimal(0), Decimal(10), samples) if grows else constant(number + beyond, samples)}


def _keeps(node: Any) -> bool:
    """Whether an aggregation of one series has that series' value."""
    return isinstance(node, promql_parser.AggregateExpr) and str(node.op) in ("sum", "max", "min", "avg")


def _chain(node: Any) -> Iterator[Any]:
    """A node and what it is wrapped around, as long as that is one thing."""
    yield node
    match node:
        case promql_parser.Call() if len(node.args) == 1:
            yield from _chain(node.args[0])
        case promql_parser.AggregateExpr() | promql_parser.ParenExpr():
            yield from _chain(node.expr)
        case promql_parser.MatrixSelector():
            yield from _chain(node.vector_selector)
        case _:
            return
