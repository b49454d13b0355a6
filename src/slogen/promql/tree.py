"""An expression as a tree whose nodes know where they are written. Brackets are gone: the shape of the tree says what they said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, assert_never

from slogen.promql.selector import Matcher


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or a duration that stands for its seconds; a sign before it belongs to it."""

    value: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class String:
    """A text, its quotes and escapes resolved."""

    value: str
    start: int
    end: int


class Range(NamedTuple):
    """`[5m]` or `[1h:5m]`: its length, and where its text stands (without the brackets)."""

    milliseconds: int
    start: int
    end: int


class PlacedMatcher(NamedTuple):
    """A matcher and where it is written."""

    matcher: Matcher
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Selector:
    """Series by name and matchers, with a range or without; `offset` in milliseconds, `pinned` by `@` to one time."""

    metric: str
    matchers: tuple[PlacedMatcher, ...]
    range: Range | None
    offset: int
    pinned: bool
    start: int
    end: int

    def value_of(self, label: str) -> str | None:
        """The value that an equality matcher demands of a label, if there is one."""
        return next((found.matcher.value for found in self.matchers if found.matcher.name == label and found.matcher.op == "="), None)


@dataclass(frozen=True, slots=True)
class Call:
    """A function and its arguments; its name stands at `start`."""

    function: str
    arguments: "tuple[Node, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Aggregate:
    """An aggregation; its name stands at `start`. `labels` belong to `grouping`; without one all labels are dropped."""

    operator: str
    grouping: Literal["by", "without"] | None
    labels: tuple[str, ...]
    parameter: "Node | None"
    operand: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign before something that is no number."""

    operator: str
    operand: "Node"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands; the operator stands at `sign`. `labels` belong to `matching`, `include` to `group` (group_left, group_right)."""

    operator: str
    left: "Node"
    right: "Node"
    is_bool: bool
    matching: Literal["on", "ignoring"] | None
    labels: tuple[str, ...]
    group: Literal["left", "right"] | None
    include: tuple[str, ...]
    sign: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Subquery:
    """An expression evaluated over a range; `step` in milliseconds, None for the evaluation interval."""

    operand: "Node"
    range: Range
    step: int | None
    offset: int
    pinned: bool
    start: int
    end: int


Node: TypeAlias = Number | String | Selector | Call | Aggregate | Unary | Binary | Subquery

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
SETS = frozenset({"and", "or", "unless"})


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in order of the text."""
    match node:
        case Selector() | Number() | String():
            return ()
        case Call():
            return node.arguments
        case Aggregate():
            return (node.operand,) if node.parameter is None else (node.parameter, node.operand)
        case Binary():
            return (node.left, node.right)
        case Unary() | Subquery():
            return (node.operand,)
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in order of the text."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += children(node)[::-1]


def selectors(node: Node) -> Iterator[Selector]:
    """Every selector of the expression."""
    return (found for found in walk(node) if isinstance(found, Selector))


def meaning(node: Node) -> object:
    """A value that is equal for two expressions that are the same but for where and how they are written."""
    match node:
        case Number(value=value) | String(value=value):
            return ("value", repr(value))
        case Selector():
            matchers = frozenset(found.matcher for found in node.matchers if found.matcher.name != "__name__" or not node.metric)
            return ("series", node.metric, matchers, node.range.milliseconds if node.range else None, node.offset, node.pinned)
        case Call():
            return (node.function, *map(meaning, node.arguments))
        case Aggregate():
            parameter = None if node.parameter is None else meaning(node.parameter)
            return (node.operator, node.grouping == "without", frozenset(node.labels), parameter, meaning(node.operand))
        case Unary():
            return (node.operator, meaning(node.operand))
        case Binary():
            how = (node.is_bool, node.matching, frozenset(node.labels), node.group, frozenset(node.include))
            return (node.operator, how, meaning(node.left), meaning(node.right))
        case Subquery():
            return ("over", meaning(node.operand), node.range.milliseconds, node.step, node.offset, node.pinned)
        case _:
            assert_never(node)
