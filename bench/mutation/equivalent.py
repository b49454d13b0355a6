"""Mutants that nobody could tell from the original in promtool, each with the reason. They are not run, and listed."""

import re
from decimal import Decimal

from bench.mutation.kinds import Mutant
from bench.mutation.syntax import Node, parse, walk
from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.proof.tiles import MOST
from slogen.rules.values import Record

_ID = f"{names.SLO_ID}="
_OF_GUARDS = ("guard's count ±1", "figure ×1.1", "clamp dropped", "traffic guard dropped", "term dropped")
_BY_EXPRESSION = ("label lost", "matcher dropped", "condition dropped", *_OF_GUARDS)
_RATIO = re.compile(r"slo:sli_error:ratio_rate\w+\{[^}]*\} > (?P<threshold>[0-9.]+)")
_EVENTS = re.compile(
    r"(?:slo:sli_events:rate(?P<raw>\w+)\{[^}]*\} \* (?P<seconds>\d+)"
    r"|avg_over_time\((?P<tile>slo:sli_events:tile5m\{[^}]*\})\[(?P<window>\w+)\]\)"
    r" \* clamp_max\(count_over_time\((?P=tile)\[(?P=window)\]\) \* 300, (?P<full>\d+)\))"
    r" > (?P<least>[0-9.]+)"
)
_COUNT = re.compile(r".*slo:sli_errors:.* > (?P<least>[0-9.]+)")


def indistinguishable(mutant: Mutant) -> str:
    """Why no promtool test can notice the mutant; empty if one could."""
    if mutant.kind == "interval doubled":
        return "promtool evaluates all groups at one interval, that of the test file"
    if mutant.kind == "threshold ×0.9" and mutant.what == "1 → 0.9":
        return "a gauge that is 0 or 1 is below 0.9 whenever it is below 1"
    if mutant.kind == "threshold ×0.9" and _is_level(mutant):
        return "levels of a policy are whole numbers: at least 2.7 is at least 3"
    if mutant.kind == "clamp dropped" and mutant.rule == names.COVERAGE and _is_too_long(mutant):
        return "the period has more tiles than the 10,000 samples that a query of promtool may read"
    if mutant.kind == "aggregation changed" and _is_aggregated_already(mutant):
        return "what is aggregated has been aggregated by the same labels: it is one series a group"
    return _by_expression(mutant) if mutant.kind in _BY_EXPRESSION else ""


def _by_expression(mutant: Mutant) -> str:
    expr = next(group for group in mutant.file.groups if group.name == mutant.group).rules[mutant.position].expr
    if mutant.kind == "label lost" and f" {names.SLO_ID} " in mutant.what and carries_id(parse(expr), expr):
        return "what the expression yields has the slo_id already, and the rule only says it again"
    if mutant.kind == "matcher dropped" and f" {_ID}" in mutant.what and keeps_to_id(expr):
        return "the other side of the operation still has the slo_id, and only series with the same labels meet"
    if mutant.kind == "matcher dropped" and _is_met(mutant, expr):
        return "the other side of the operation has the matcher still, and only series with the same labels meet"
    if mutant.kind == "matcher dropped" and not mutant.what.split(": ", 1)[1].startswith("le=") and _still_excepted(mutant, expr):
        return "`unless ignoring (le)` lets only series with the same labels meet, and the side before it has the matcher still"
    if mutant.kind in _OF_GUARDS and _never_decides(mutant, expr):
        return "above the threshold, so many events as the other guard asks for have more failures than this one does: it never decides"
    alone = mutant.rule == names.EVENTS_TILE and mutant.what.startswith("without slo:sli_errors")
    if mutant.kind == "condition dropped" and alone and _errors_are_always_known(mutant):
        return "errors are recorded wherever events are: without a series of its own an error rate is 0 times the events"
    return ""


def _is_aggregated_already(mutant: Mutant) -> bool:
    """Whether the changed aggregation is around another one with the same labels."""
    expr = next(group for group in mutant.file.groups if group.name == mutant.group).rules[mutant.position].expr
    before, _, after = mutant.what.partition(" → ")
    found = [node for node in walk(parse(expr)) if node.kind == "aggregation" and node.name == after and node.clause is not None]
    inner = [node.children[0].children[0] if node.children[0].kind == "paren" else node.children[0] for node in found]
    same = [
        {expr[slice(*label)] for label in child.labels} == {expr[slice(*label)] for label in node.labels}
        for node, child in zip(found, inner, strict=True)
        if child.kind == "aggregation" and child.clause is not None
    ]
    return before in ("sum", "max", "min", "avg") and len(found) == 1 and same == [True]


def _is_level(mutant: Mutant) -> bool:
    """Whether the number that is now a tenth less is the number of a policy's level."""
    before = mutant.what.partition(" ")[0]
    rule = next(group for group in mutant.file.groups if group.name == mutant.group).rules[mutant.position]
    return before.isdigit() and 0 < int(before) < 10 and (mutant.rule == names.POLICY_LEVEL or names.LEVEL in rule.labels)


def _is_too_long(mutant: Mutant) -> bool:
    expr = next(group for group in mutant.file.groups if group.name == mutant.group).rules[mutant.position].expr
    lengths = [Duration.parse(expr[slice(*node.window)]) for node in walk(parse(expr)) if node.window is not None]
    return any(length.seconds / names.TILE.seconds > MOST for length in lengths)


def _never_decides(mutant: Mutant, expr: str) -> bool:
    """Whether the change is in the guard on failures of an alert whose guard on events is whole, and that asks for more."""
    dropped = _COUNT.fullmatch(mutant.what.removeprefix("without "))
    if mutant.kind == "traffic guard dropped" and dropped is None:
        return False
    ratios, events, counts = [], None, [Decimal(dropped["least"])] if dropped else []
    for text in expr.split("\nand\n"):
        part = text.removeprefix("(").removesuffix(")")
        if match := _RATIO.fullmatch(part):
            ratios.append(Decimal(match["threshold"]))
        elif match := _EVENTS.fullmatch(part):
            window = Duration.parse(match["raw"] or match["window"])
            events = Decimal(match["least"]) if Decimal(match["seconds"] or match["full"]) == window.seconds else events
        elif match := _COUNT.fullmatch(part):
            counts.append(Decimal(match["least"]))
    if mutant.kind == "guard's count ±1" and Decimal(mutant.what.rpartition(" ")[2]) not in counts:
        return False
    if mutant.kind == "term dropped" and not mutant.what.startswith("without avg_over_time(slo:sli_errors"):
        return False
    return events is not None and bool(ratios) and bool(counts) and events * min(ratios) > max(counts) * Decimal("1.1")


def _is_met(mutant: Mutant, expr: str) -> bool:
    """Whether the selector, or its timestamp, meets another one of the same metric that has the matcher."""
    metric, _, rest = mutant.what.partition(": ")
    matcher = rest.removesuffix(" dropped")
    for node in walk(parse(expr)):
        if node.kind == "binary" and node.name in ("-", "+", "*", "/") and node.clause is None:
            inner = [child.children[0] if child.kind == "call" and child.name == "timestamp" else child for child in node.children]
            has = [any(expr[slice(*own)] == matcher for own in one.matchers) for one in inner]
            if all(one.kind == "selector" and one.name == metric for one in inner) and sorted(has) == [False, True]:
                return True
    return False


def _still_excepted(mutant: Mutant, expr: str) -> bool:
    """Whether a matcher is gone behind an `unless ignoring (le)` only: what stands before it names the same matcher."""
    matcher = mutant.what.split(": ", 1)[1].removesuffix(" dropped")
    pairs = [
        node
        for node in walk(parse(expr))
        if node.kind == "binary" and node.name == "unless" and [expr[slice(*label)] for label in node.labels] == ["le"]
    ]
    without = [pair for pair in pairs if any(matcher not in expr[slice(*side.span)] for side in pair.children)]
    return bool(without) and all(matcher in expr[slice(*pair.children[0].span)] and pair.children[0].kind == "selector" for pair in without)


def _errors_are_always_known(mutant: Mutant) -> bool:
    """Whether the SLO's errors fall back to 0 wherever there are events."""
    slo_id = mutant.what.partition(_ID)[2].partition("}")[0]
    return any(
        isinstance(rule, Record)
        and rule.metric == names.errors_rate(names.TILE)
        and f"0 * {names.events_rate(names.TILE)}{{{_ID}{slo_id}}}" in rule.expr
        and "unless" not in rule.expr
        for group in mutant.file.groups
        for rule in group.rules
    )


def carries_id(node: Node, text: str) -> bool:
    """Whether every series that the expression yields has the label slo_id, from a matcher that asks for one value of it."""
    sides = [carries_id(child, text) for child in node.children]
    match node.kind:
        case "selector":
            return any(text[slice(*matcher)].startswith(f'{_ID}"') for matcher in node.matchers)
        case "binary" if node.name == "or":
            return all(sides)
        case "binary" if node.name in ("and", "unless"):
            return sides[0]
        case "binary":
            return node.clause is None and any(sides)
        case "aggregation":
            by = node.clause is not None and text[slice(*node.clause)].startswith("by")
            return by and any(text[slice(*label)] == names.SLO_ID for label in node.labels) and all(sides)
        case "call" if node.name == "absent":
            return node.children[0].kind == "selector" and sides[0]
        case _:
            return any(sides)


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
