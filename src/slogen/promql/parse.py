"""The parser library, with what Prometheus knows and it does not: a function's former name, and texts between backticks."""

from functools import cache
from typing import Any

import promql_parser

from slogen.promql.selector import quote
from slogen.promql.tokens import tokenize


def parse(text: str) -> Any:
    """The tree of an expression; ValueError with the library's complaint if it is none."""
    _know_old_names()
    return promql_parser.parse(_without_backticks(text) if "`" in text else text)


def _without_backticks(text: str) -> str:
    r"""The library resolves escapes between backticks, too, and refuses `\d`; Prometheus takes what stands there as it stands."""
    parts: list[str] = []
    end = 0
    for token in tokenize(text):
        if token.kind == "string" and token.text[0] == "`":
            parts += (text[end : token.offset], quote(token.text[1:-1]))
            end = token.end
    return "".join(parts) + text[end:]


@cache
def _know_old_names() -> None:
    register = getattr(promql_parser, "register_extra_functions", None)
    if register is not None:
        kinds = promql_parser.ValueType
        try:
            register([promql_parser.Function("holt_winters", [kinds.Matrix, kinds.Scalar, kinds.Scalar], kinds.Vector)])
        except ValueError:
            return  # an older release that knows it
