"""A PromQL lexer that keeps offsets: the parser library reports what is wrong, not where."""

import re
from typing import NamedTuple

_DURATION = r"\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n]*)
    | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`)
    | (?P<duration>{_DURATION})(?![A-Za-z0-9_])
    | (?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![A-Za-z0-9_])
    | (?P<name>[A-Za-z_:][A-Za-z0-9_:]*)
    | (?P<operator>==|!=|<=|>=|=~|!~|[-+*/%^<>=(){{}}\[\],@:])
    | (?P<bad>\d\w+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A lexeme; `offset` counts characters from the start of the expression. `kind` names a group of the pattern above."""

    kind: str
    text: str
    offset: int

    @property
    def end(self) -> int:
        """Offset just behind the lexeme."""
        return self.offset + len(self.text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Every lexeme but white space and comments; what is no lexeme at all becomes a token of kind `bad`."""
    return tuple(
        Token(match.lastgroup or "bad", match.group(), match.start()) for match in _TOKEN.finditer(text) if match.lastgroup != "space"
    )
