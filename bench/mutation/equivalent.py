"""Mutants that nobody could tell from the original in promtool, each with the reason. They are not run, and listed."""

from bench.mutation.kinds import Mutant
from bench.mutation.syntax import Node, parse, walk
from slogen.conventions import names

_ID = f"{names.SLO_ID}="


def indistinguishable(mutant: Mutant) -> str:
    """Why no promtool test can notice the mutant; empty if one could."""
    if mutant.kind == "interval doubled":
        return "promtool evaluates all groups at one interval, that of the test file"
    if mutant.kind == "threshold ×0.9" and mutant.what == "1 → 0.9":
        return "a gauge that is 0 or 1 is below 0.9 whenever it is below 1"
    if mutant.kind == "matcher dropped" and f" {_ID}" in mutant.what:
        expr = next(group for group in mutant.file.groups if group.name == mutant.group).rules[mutant.position].expr
        if keeps_to_id(expr):
            return "the other side of the operation still has the slo_id, and only series with the same labels meet"
    return ""


def keeps_to_id(expr: str) -> bool:
    """Whether an expression yields nothing of other SLOs, although one of its selectors may read theirs.

    Where labels are aggregated away or left out of a match, nothing is promised.
    """
    tree = parse(expr)
    plain = all(node.clause is None and node.kind != "aggregation" and node.name != "absent" for node in walk(tree))
    return plain and _carries_id(tree, expr)


def _carries_id(node: Node, text: str) -> bool:
    """Whether all series that the expression yields carry the slo_id of a matcher in it."""
    sides = [_carries_id(child, text) for child in node.children]
    match node.kind:
        case "selector":
            return any(text[slice(*matcher)].startswith(_ID) for matcher in node.matchers)
        case "binary" if node.name == "or":
            return all(sides)
        case "binary" if node.name == "unless":
            return sides[0]
        case _:
            return any(sides)
