"""Ways to break an expression: each yields what it did and the new text, one change at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.mutation.syntax import Node, Span, parse, walk
from slogen.model.duration import Duration
from slogen.model.objective import plain

_COMPARISONS = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "!="}
_OTHER_OVER_TIME = {
    "avg_over_time": "max_over_time",
    "max_over_time": "min_over_time",
    "min_over_time": "max_over_time",
    "last_over_time": "min_over_time",
}
_OTHER_AGGREGATION = {"sum": "avg", "max": "min", "min": "max", "avg": "max", "count": "group"}
_TILE = Duration.parse("5m")


@dataclass(frozen=True, slots=True)
class Change:
    """`what` was done, as `before → after`, and the expression's new text."""

    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """An expression to break: its text, its tree, and the windows that its SLO records, in any order."""

    text: str
    tree: Node
    windows: tuple[str, ...] = ()


Breaker = Callable[[Source], Iterator[Change]]


def source(text: str, windows: Sequence[str] = ()) -> Source:
    """An expression ready to be broken."""
    return Source(text, parse(text), tuple(sorted(set(windows), key=lambda window: Duration.parse(window).milliseconds)))


def thresholds(factor: Decimal) -> Breaker:
    """Every number that something is compared with, times `factor`; zero stays zero and is left to others."""

    def breaker(it: Source) -> Iterator[Change]:
        for node in walk(it.tree):
            if node.kind == "binary" and node.name in _COMPARISONS and node.name != "==" and not _is_count(node):
                for number in _terms(node.children[1]):
                    yield from _scaled(it, number, factor)

    return breaker


def guard_counts(it: Source) -> Iterator[Change]:
    """The number of events or failures that a guard asks for, one more and one less: rates count in whole events."""
    for node in walk(it.tree):
        if node.kind == "binary" and _is_count(node):
            number = node.children[1]
            for step in (1, -1):
                yield _replaced(it, number.span, plain(Decimal(number.name) + step))


def figures(it: Source) -> Iterator[Change]:
    """Every number that is neither compared nor 0 nor 1, times 1.1: the objective, the budget, lengths in seconds, tiles in a window."""
    compared = {
        number.span
        for node in walk(it.tree)
        if node.kind == "binary" and node.name in _COMPARISONS
        for number in (*_terms(node.children[1]), node.children[1])
    }
    for node in walk(it.tree):
        if node.kind == "number" and node.span not in compared and node.name[0].isdigit() and Decimal(node.name) not in (0, 1):
            yield from _scaled(it, node, Decimal("1.1"))


def windows_swapped(it: Source) -> Iterator[Change]:
    """A window, in a range or in the name of a recorded series, becomes the next longer one that the SLO records (or the one before)."""
    for node in walk(it.tree):
        if node.window is not None:
            now = it.text[slice(*node.window)]
            if now in it.windows:
                yield _replaced(it, node.window, _neighbour(it.windows, now))
        stem, found, now = node.name.rpartition("rate")
        if node.kind == "selector" and found and now in it.windows:
            yield _replaced(it, node.at, stem + found + _neighbour(it.windows, now))


def windows_halved(it: Source) -> Iterator[Change]:
    """A range that is no recorded window (a latch's memory, the time for which a vanished value is known) becomes half as long."""
    for node in walk(it.tree):
        if node.window is not None and it.text[slice(*node.window)] not in it.windows and not _is_overlap(it, node):
            length = Duration.parse(it.text[slice(*node.window)])
            yield _replaced(it, node.window, str(Duration(length.milliseconds // 2)))


def overlap_dropped(it: Source) -> Iterator[Change]:
    """`[5m15s]` becomes `[5m]`."""
    for node in walk(it.tree):
        if node.window is not None and _is_overlap(it, node):
            yield _replaced(it, node.window, str(_TILE))


def and_to_or(it: Source) -> Iterator[Change]:
    """`and` becomes `or`."""
    yield from _operators(it, "and", "or")


def unless_to_and(it: Source) -> Iterator[Change]:
    """`unless` becomes `and`."""
    yield from _operators(it, "unless", "and")


def condition_dropped(it: Source) -> Iterator[Change]:
    """One side of an `and`, or what stands behind an `unless`, is gone; guards have a kind of their own."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name in ("and", "unless") and not _is_guard(node.children[1]):
            yield _kept(it, node, node.children[0])
            if node.name == "and":
                yield _kept(it, node, node.children[1])


def guard_dropped(it: Source) -> Iterator[Change]:
    """The guard that asks for a number of failures or events is gone."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name == "and" and _is_guard(node.children[1]):
            yield _kept(it, node, node.children[0])


def fallback_dropped(it: Source) -> Iterator[Change]:
    """`or 0 * events`, `or vector(1)`, and whatever else stands behind an `or`, is gone."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name == "or":
            yield _kept(it, node, node.children[0])


def first_alternative_dropped(it: Source) -> Iterator[Change]:
    """What stands before an `or` is gone."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name == "or":
            yield _kept(it, node, node.children[1])


def division_swapped(it: Source) -> Iterator[Change]:
    """Numerator and denominator change places."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name == "/":
            left, right = (it.text[slice(*child.span)] for child in node.children)
            between = it.text[node.children[0].span.end : node.children[1].span.start]
            # A product on the left would bind otherwise on the right.
            yield _replaced(it, node.span, f"({right}){between}({left})")


def positive_dropped(it: Source) -> Iterator[Change]:
    """`x > 0`, `x > -Inf` or `x >= 0` becomes `x`: what divides by zero or is no number comes through."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name in (">", ">=") and not node.is_bool and _is_floor(node.children[1]):
            yield _kept(it, node, node.children[0])


def comparison_turned(it: Source) -> Iterator[Change]:
    """`>` becomes `<`, `==` becomes `!=`."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name in _COMPARISONS:
            yield _replaced(it, node.at, _COMPARISONS[node.name])


def matcher_dropped(it: Source) -> Iterator[Change]:
    """A selector loses one of its matchers."""
    for node in walk(it.tree):
        for index, matcher in enumerate(node.matchers):
            rest = [it.text[slice(*one)] for number, one in enumerate(node.matchers) if number != index]
            if not rest and not node.name:
                continue
            braces = "{" + ",".join(rest) + "}" if rest else ""
            # A range or an offset may follow: only the braces are written anew.
            end = it.text.index("}", node.matchers[-1].end) + 1
            changed = it.text[: node.at.end] + braces + it.text[end:]
            yield Change(f"{node.name}: {it.text[slice(*matcher)]} dropped", changed)


def aggregation_changed(it: Source) -> Iterator[Change]:
    """`sum` becomes `avg`, `max` becomes `min`, `avg_over_time` becomes `max_over_time`."""
    for node in walk(it.tree):
        other = {"call": _OTHER_OVER_TIME, "aggregation": _OTHER_AGGREGATION}.get(node.kind, {}).get(node.name)
        if other:
            yield _replaced(it, node.at, other)


def group_label_dropped(it: Source) -> Iterator[Change]:
    """`by (a, b)` becomes `by (a)`."""
    for node in walk(it.tree):
        if node.kind == "aggregation" and node.clause is not None:
            words = it.text[slice(*node.clause)].partition("(")[0]
            for dropped in node.labels:
                rest = [it.text[slice(*label)] for label in node.labels if label != dropped]
                yield _replaced(it, node.clause, f"{words}({', '.join(rest)})")


def matching_dropped(it: Source) -> Iterator[Change]:
    """`on (…)` or `ignoring (…)` is gone: all labels must be the same."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.clause is not None:
            yield _replaced(it, node.clause, "")


def clamp_dropped(it: Source) -> Iterator[Change]:
    """`clamp_min(x, 0)` or `clamp_max(x, 1)` becomes `x`."""
    for node in walk(it.tree):
        if node.kind == "call" and node.name in ("clamp_min", "clamp_max"):
            yield _kept(it, node, node.children[0])


def term_dropped(it: Source) -> Iterator[Change]:
    """One side of a sum, a difference or a product is gone: half of a latch, the events from which good ones are taken."""
    for node in walk(it.tree):
        if node.kind == "binary" and node.name in ("+", "-", "*"):
            yield from (_kept(it, node, child) for child in node.children if child.kind != "number" and child.name != "time")


def _operators(it: Source, now: str, then: str) -> Iterator[Change]:
    for node in walk(it.tree):
        if node.kind == "binary" and node.name == now:
            left, right = (_brief(it, child.span) for child in node.children)
            # Brackets keep the operands: `or` binds less tightly than what may stand beside it.
            middle = it.text[node.at.end : node.children[1].span.start]
            text = f"({it.text[slice(*node.children[0].span)]}\n{then}{middle}{it.text[slice(*node.children[1].span)]}\n)"
            yield Change(f"{left} {now} → {then} {right}", _put(it.text, node.span, text))


def _scaled(it: Source, number: Node, factor: Decimal) -> Iterator[Change]:
    if number.name[0].isdigit() and Decimal(number.name) != 0:
        yield _replaced(it, number.span, plain(Decimal(number.name) * factor))


def _terms(node: Node) -> Iterator[Node]:
    """The numbers on one side of a comparison: itself, or those of a sum or product."""
    if node.kind == "number":
        yield node
    elif node.kind in ("sign", "paren"):
        yield from _terms(node.children[0])
    elif node.kind == "binary" and node.name in ("+", "*"):
        yield from (number for child in node.children for number in _terms(child))


def _is_guard(node: Node) -> bool:
    return node.kind == "binary" and _is_count(node)


def _is_count(node: Node) -> bool:
    """`something * seconds > 2.5`: events in a window, counted."""
    left, right = node.children
    return node.name == ">" and right.kind == "number" and right.name.endswith(".5") and left.kind == "binary" and left.name == "*"


def _is_floor(node: Node) -> bool:
    return (node.kind == "number" and node.name == "0") or (node.kind == "sign" and node.children[0].name == "Inf")


def _is_overlap(it: Source, node: Node) -> bool:
    assert node.window is not None
    return it.text[slice(*node.window)].startswith(str(_TILE)) and Duration.parse(it.text[slice(*node.window)]) != _TILE


def _neighbour(windows: Sequence[str], now: str) -> str:
    position = windows.index(now)
    return windows[position + 1 if position + 1 < len(windows) else position - 1]


def _kept(it: Source, node: Node, child: Node) -> Change:
    """The node gives way to one of its children, in brackets unless it is whole by itself."""
    text = it.text[slice(*child.span)]
    if child.kind in ("binary", "sign"):
        text = f"({text})"
    left, right = node.children[0], node.children[-1]
    gone = right if child is left else left
    return Change(f"without {_brief(it, gone.span)}", _put(it.text, node.span, text))


def _replaced(it: Source, span: Span, text: str) -> Change:
    return Change(f"{_brief(it, span)} → {' '.join(text.split()) or 'nothing'}", _put(it.text, span, text))


def _put(text: str, span: Span, middle: str) -> str:
    return text[: span.start] + middle + text[span.end :]


def _brief(it: Source, span: Span) -> str:
    return " ".join(it.text[slice(*span)].split())
