"""A PromQL expression as a tree in which every node knows its stretch of the text, so that one place can be changed and no other."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from slogen.promql.tokens import Token, tokenize

_LEVELS = {
    "or": 1,
    "and": 2,
    "unless": 2,
    **dict.fromkeys(("==", "!=", "<=", ">=", "<", ">"), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%"), 5),
    "^": 7,
}
_SIGN = 6
_AGGREGATIONS = frozenset(
    {"sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "topk", "bottomk", "quantile", "count_values", "limitk"}
)
_GROUPING = ("by", "without")
_MATCHING = ("on", "ignoring", "group_left", "group_right")


class Span(NamedTuple):
    """A stretch of an expression's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Node:
    """`kind`: binary, call, aggregation, selector, number, string, paren, sign. `name`: operator, function or metric.

    `at` is where the name stands, `children` are operands or arguments in order of the text, `clause` the stretch from the first word of
    `on (…)` or `by (…)` to its end, with its `labels`. A selector has `matchers`; whatever has a range has `window`: the length in it.
    `is_bool`: a comparison that yields 0 or 1.
    """

    kind: str
    name: str
    span: Span
    at: Span
    children: tuple["Node", ...] = ()
    clause: Span | None = None
    labels: tuple[Span, ...] = ()
    matchers: tuple[Span, ...] = ()
    window: Span | None = None
    is_bool: bool = False


def parse(text: str) -> Node:
    """The tree of an expression that Prometheus accepts. Raises ValueError where this small grammar ends."""
    reader = _Reader(text, tokenize(text))
    node = reader.expression(1)
    if reader.index != len(reader.tokens):
        raise ValueError(f"unexpected {reader.tokens[reader.index].text!r} in: {text}")
    return node


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in order of the text of their beginnings."""
    yield node
    for child in node.children:
        yield from walk(child)


class _Reader:
    """Precedence climbing over tokens."""

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0

    def peek(self) -> str:
        return self.tokens[self.index].text if self.index < len(self.tokens) else ""

    def take(self, *expected: str) -> Token:
        if self.index == len(self.tokens) or (expected and self.peek() not in expected):
            raise ValueError(f"expected {' or '.join(expected)}, got {self.peek()!r} in: {self.text}")
        self.index += 1
        return self.tokens[self.index - 1]

    def expression(self, level: int) -> Node:
        left = self.operand()
        while _LEVELS.get(self.peek(), 0) >= level:
            operator = self.take()
            is_bool = self.peek() == "bool" and bool(self.take())
            clause, labels = self.clause(_MATCHING)
            own = _LEVELS[operator.text]
            right = self.expression(own if operator.text == "^" else own + 1)
            span = Span(left.span.start, right.span.end)
            left = Node("binary", operator.text, span, _span(operator), (left, right), clause, labels, is_bool=is_bool)
        return left

    def clause(self, words: tuple[str, ...]) -> tuple[Span | None, tuple[Span, ...]]:
        """`on (a) group_left (b)` or `by (a)`; the labels are those of the first list."""
        start, end, labels = -1, -1, None
        while self.peek() in words:
            word = self.take()
            start, end = (word.offset if start < 0 else start), word.end
            if self.peek() == "(":
                found, end = self.names()
                labels = found if labels is None else labels
        return (Span(start, end) if start >= 0 else None), labels or ()

    def names(self) -> tuple[tuple[Span, ...], int]:
        self.take("(")
        found: list[Span] = []
        while self.peek() != ")":
            token = self.take()
            if token.text != ",":
                found.append(_span(token))
        return tuple(found), self.take(")").end

    def operand(self) -> Node:
        if self.peek() in ("-", "+"):
            sign = self.take()
            inner = self.expression(_SIGN)
            return Node("sign", sign.text, Span(sign.offset, inner.span.end), _span(sign), (inner,))
        return self.behind(self.atom())

    def behind(self, node: Node) -> Node:
        """Ranges, `offset` and `@` behind an operand."""
        window, end = node.window, node.span.end
        while self.peek() in ("[", "offset", "@"):
            word = self.take()
            if word.text == "[":
                window = _span(self.take())
                while self.peek() != "]":
                    self.take()
                end = self.take("]").end
            else:
                if self.peek() == "-":
                    self.take()
                end = self.take().end
        return Node(
            node.kind, node.name, Span(node.span.start, end), node.at, node.children, node.clause, node.labels, node.matchers, window
        )

    def atom(self) -> Node:
        token = self.take()
        at = _span(token)
        if token.text == "(":
            inner = self.expression(1)
            return Node("paren", "", Span(token.offset, self.take(")").end), at, (inner,))
        if token.kind in ("number", "string", "duration") or token.text.lower() in ("inf", "nan"):
            return Node("string" if token.kind == "string" else "number", token.text, at, at)
        if token.text == "{":
            self.index -= 1
            return self.selector("", Span(token.offset, token.offset))
        if token.kind != "name":
            raise ValueError(f"unexpected {token.text!r} in: {self.text}")
        if token.text in _AGGREGATIONS and self.peek() in ("(", *_GROUPING):
            return self.aggregation(token)
        if self.peek() == "(":
            arguments, end = self.arguments()
            return Node("call", token.text, Span(token.offset, end), at, arguments)
        return self.selector(token.text, at)

    def aggregation(self, token: Token) -> Node:
        clause, labels = self.clause(_GROUPING)
        arguments, end = self.arguments()
        if clause is None and self.peek() in _GROUPING:
            clause, labels = self.clause(_GROUPING)
            end = clause.end if clause else end
        return Node("aggregation", token.text, Span(token.offset, end), _span(token), arguments, clause, labels)

    def arguments(self) -> tuple[tuple[Node, ...], int]:
        self.take("(")
        found: list[Node] = []
        while self.peek() != ")":
            found.append(self.expression(1))
            if self.peek() == ",":
                self.take()
        return tuple(found), self.take(")").end

    def selector(self, metric: str, at: Span) -> Node:
        matchers: list[Span] = []
        end = at.end
        if self.peek() == "{":
            self.take()
            while self.peek() != "}":
                start = self.take().offset
                self.take("=", "!=", "=~", "!~")
                matchers.append(Span(start, self.take().end))
                if self.peek() == ",":
                    self.take()
            end = self.take("}").end
        return Node("selector", metric, Span(at.start, end), at, matchers=tuple(matchers))


def _span(token: Token) -> Span:
    return Span(token.offset, token.end)
