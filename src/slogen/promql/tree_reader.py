"""Reads an expression that Prometheus accepts into a tree with places. The parser library judges what is PromQL; it keeps no places."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from slogen.promql.functions import AGGREGATIONS
from slogen.promql.selector import Matcher
from slogen.promql.tokens import Token, tokenize
from slogen.promql.tree import Aggregate, Binary, Call, Node, Number, PlacedMatcher, Range, Selector, String, Subquery, Unary

_STRENGTH: Final = {
    "or": 1,
    **dict.fromkeys(("and", "unless"), 2),
    **dict.fromkeys(("==", "!=", ">", "<", ">=", "<="), 3),
    **dict.fromkeys(("+", "-"), 4),
    **dict.fromkeys(("*", "/", "%", "atan2"), 5),
    "^": 6,
}
_SIGN_STRENGTH: Final = 5
_TIMES: Final = frozenset({"[", "offset", "@"})
_UNITS: Final = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000, "y": 31_536_000_000}
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL)
_LETTERS: Final = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
_END: Final = Token("end", "", 0)
_WORDS: Final = frozenset({"name", "operator"})


class _NotUnderstood(Exception):
    """Something that this reader does not know; nothing is said of such an expression."""


@lru_cache(maxsize=4096)
def placed(text: str) -> Node | None:
    """The tree of an expression that the parser library has accepted; None where it is written in a way that this reader does not know."""
    tokens = (*tokenize(text), _END)
    reader = _Reader(tokens, tuple(token.text.lower() if token.kind in _WORDS else "" for token in tokens))
    try:
        node = reader.expression(0)
    except (_NotUnderstood, ValueError):
        return None
    return node if reader.token is _END else None


@dataclass(slots=True)
class _Reader:
    """A cursor over the lexemes; every method reads one thing and stands behind it afterwards. `words`: those that may be key words."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    position: int = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.position]

    @property
    def word(self) -> str:
        return self.words[self.position]

    def take(self, text: str = "") -> Token:
        token = self.tokens[self.position]
        if token is _END or (text and self.words[self.position] != text):
            raise _NotUnderstood
        self.position += 1
        return token

    def skip(self, text: str) -> bool:
        if self.words[self.position] != text:
            return False
        self.position += 1
        return True

    def expression(self, weakest: int) -> Node:
        left = self.signed()
        while (strength := _STRENGTH.get(self.word, 0)) > weakest:
            sign = self.take()
            operator = sign.text.lower()
            is_bool = self.skip("bool")
            matching, labels, group, include = self.matching()
            right = self.expression(strength - 1 if operator == "^" else strength)
            left = Binary(operator, left, right, is_bool, matching, labels, group, include, sign.offset, left.start, right.end)
        return left

    def matching(self) -> tuple[Literal["on", "ignoring"] | None, tuple[str, ...], Literal["left", "right"] | None, tuple[str, ...]]:
        matching: Literal["on", "ignoring"] | None = None
        group: Literal["left", "right"] | None = None
        labels: tuple[str, ...] = ()
        include: tuple[str, ...] = ()
        if self.word in ("on", "ignoring") and self.words[self.position + 1] == "(":
            matching = "on" if self.take().text.lower() == "on" else "ignoring"
            labels = self.names()
        if matching and self.word in ("group_left", "group_right"):
            group = "left" if self.take().text.lower() == "group_left" else "right"
            # As in Prometheus's grammar: a bracket that follows holds labels, never the operand.
            include = self.names() if self.word == "(" else ()
        return matching, labels, group, include

    def names(self) -> tuple[str, ...]:
        self.take("(")
        found: list[str] = []
        while not self.skip(")"):
            token = self.take()
            if token.kind not in ("name", "string"):
                raise _NotUnderstood
            found.append(_unquoted(token.text) if token.kind == "string" else token.text)
            if not self.skip(",") and self.word != ")":
                raise _NotUnderstood
        return tuple(found)

    def signed(self) -> Node:
        if self.word not in ("+", "-"):
            return self.ranged(self.primary())
        sign = self.take()
        operand = self.expression(_SIGN_STRENGTH)
        if isinstance(operand, Number):
            return Number(-operand.value if sign.text == "-" else operand.value, sign.offset, operand.end)
        return Unary(sign.text, operand, sign.offset, operand.end)

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return Number(float(int(token.text, 16) if token.text[:2].lower() == "0x" else float(token.text)), token.offset, token.end)
        if token.kind == "duration":
            return Number(_milliseconds(token.text) / 1000, token.offset, token.end)
        if token.kind == "string":
            return String(_unquoted(token.text), token.offset, token.end)
        if token.text == "(":
            inner = self.expression(0)
            self.take(")")
            return inner
        if token.text == "{":
            return self.matchers("", token)
        if token.kind != "name":
            raise _NotUnderstood
        return self.named(token)

    def named(self, token: Token) -> Node:
        word = token.text.lower()
        if word in AGGREGATIONS and self.word in ("(", "by", "without"):
            return self.aggregation(token)
        if self.skip("("):
            arguments = self.arguments()
            return Call(word, arguments, token.offset, self.tokens[self.position - 1].end)
        if self.word == "{":
            return self.matchers(token.text, self.take())
        if word in ("inf", "nan"):
            return Number(math.inf if word == "inf" else math.nan, token.offset, token.end)
        return Selector(token.text, (), None, 0, False, token.offset, token.end)

    def arguments(self) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self.skip(")"):
            found.append(self.expression(0))
            if not self.skip(",") and self.word != ")":
                raise _NotUnderstood
        return tuple(found)

    def aggregation(self, token: Token) -> Node:
        grouping, labels = self.grouping()
        self.take("(")
        arguments = self.arguments()
        if grouping is None:
            grouping, labels = self.grouping()
        if not 1 <= len(arguments) <= 2:
            raise _NotUnderstood
        parameter = arguments[0] if len(arguments) == 2 else None
        end = self.tokens[self.position - 1].end
        return Aggregate(token.text.lower(), grouping, labels, parameter, arguments[-1], token.offset, end)

    def grouping(self) -> tuple[Literal["by", "without"] | None, tuple[str, ...]]:
        if self.word not in ("by", "without"):
            return None, ()
        word: Literal["by", "without"] = "by" if self.take().text.lower() == "by" else "without"
        return word, self.names()

    def matchers(self, metric: str, brace: Token) -> Node:
        found: list[PlacedMatcher] = []
        start = brace.offset if not metric else self.tokens[self.position - 2].offset
        while self.word != "}":
            label = self.take()
            name = _unquoted(label.text) if label.kind == "string" else label.text
            if label.kind == "string" and self.word in (",", "}"):
                metric = name
            else:
                operator = self.take()
                value = self.take()
                if operator.text not in ("=", "!=", "=~", "!~") or value.kind != "string":
                    raise _NotUnderstood
                found.append(PlacedMatcher(Matcher(name, operator.text, _unquoted(value.text)), label.offset, value.end))
            if not self.skip(",") and self.word != "}":
                raise _NotUnderstood
        end = self.take("}").end
        named = next((one.matcher.value for one in found if one.matcher.name == "__name__" and one.matcher.op == "="), "")
        return Selector(metric or named, tuple(found), None, 0, False, start, end)

    def ranged(self, node: Node) -> Node:
        """What may stand behind a selector or a subquery: `[5m]`, `[1h:5m]`, `offset 5m`, `@ end()`."""
        if self.word not in _TIMES:
            return node
        readers: dict[str, Callable[[Node], Node]] = {"[": self.bracket, "offset": self.offset, "@": self.at}
        while (reader := readers.get(self.word)) is not None:
            node = reader(node)
        return node

    def bracket(self, node: Node) -> Node:
        self.take("[")
        token = self.take()
        found = Range(_milliseconds(token.text), token.offset, token.end)
        if self.token.text.startswith(":"):  # to the lexer `:5m` is a name
            step = self.take().text[1:] or ("" if self.word == "]" else self.take().text)
            end = self.take("]").end
            return Subquery(node, found, _milliseconds(step) if step else None, 0, False, node.start, end)
        if not isinstance(node, Selector):
            raise _NotUnderstood
        return replace(node, range=found, end=self.take("]").end)

    def offset(self, node: Node) -> Node:
        self.take("offset")
        sign = -1 if self.skip("-") else 1
        token = self.take()
        if not isinstance(node, Selector | Subquery):
            raise _NotUnderstood
        return replace(node, offset=sign * _milliseconds(token.text), end=token.end)

    def at(self, node: Node) -> Node:
        self.take("@")
        _ = self.skip("-") or self.skip("+")
        token = self.take()
        if self.skip("("):
            token = self.take(")")
        if not isinstance(node, Selector | Subquery):
            raise _NotUnderstood
        return replace(node, pinned=True, end=token.end)


def _milliseconds(text: str) -> int:
    if not _PART.match(text):
        return round(float(text) * 1000)
    return sum(int(count) * _UNITS[unit] for count, unit in _PART.findall(text))


def _unquoted(text: str) -> str:
    return text[1:-1] if text[0] == "`" else _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    if match[5]:
        return _LETTERS.get(match[5], match[5])
    return chr(int(match[4], 8) if match[4] else int(match[1] or match[2] or match[3], 16))
