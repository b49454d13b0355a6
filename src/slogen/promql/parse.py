"""The parser library, with the one function of Prometheus 2 that its newer releases have given another name."""

from functools import cache
from typing import Any

import promql_parser


def parse(text: str) -> Any:
    """The tree of an expression; ValueError with the library's complaint if it is none."""
    _know_old_names()
    return promql_parser.parse(text)


@cache
def _know_old_names() -> None:
    register = getattr(promql_parser, "register_extra_functions", None)
    if register is not None:
        kinds = promql_parser.ValueType
        try:
            register([promql_parser.Function("holt_winters", [kinds.Matrix, kinds.Scalar, kinds.Scalar], kinds.Vector)])
        except ValueError:
            return  # an older release that knows it
