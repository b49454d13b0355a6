"""What Prometheus makes of an alert's templates: the functions of Go's text/template that slogen uses, and their number formats."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

import promql_parser

Lookup = Callable[[str], float | None]
"""The value of a recorded series by its name; None: there is no such series."""

_ACTION = re.compile(
    r"\{\{ (?:"
    r'(?P<text>"\{\{")'
    r"|\$labels\.(?P<label>\w+)"
    r"|\$value \| (?P<format>humanize(?:Percentage|Duration)?)"
    r"|with (?P<printf>printf )?`(?P<query>[^`]*)`(?P<arguments>[^|}]*)\| query \}\}\{\{ \. \| first \| value \| (?P<shown>[^}]*?) \}\}"
    r"\{\{ else \}\}(?P<otherwise>.*?)\{\{ end"
    r") \}\}",
    re.DOTALL,
)


def render(template: str, labels: Mapping[str, str], value: float, lookup: Lookup) -> str:
    """The text of a label or annotation when the alert has these labels and this value."""

    def replaced(match: re.Match[str]) -> str:
        if match["text"]:
            return "{{"
        if match["label"]:
            return labels.get(match["label"], "")
        if match["format"]:
            return _FORMATS[match["format"]](value)
        found = _evaluate(promql_parser.parse(_filled(match["query"], match["arguments"].split(), labels, value)), lookup)
        return match["otherwise"] if found is None else _shown(match["shown"], found)

    assert "{{" not in _ACTION.sub("", template), f"a template that cannot be predicted: {template}"
    return _ACTION.sub(replaced, template)


def humanize(number: float) -> str:
    """`1.5k`, `12m`, `0`: four significant digits and a metric prefix."""
    if number == 0 or math.isnan(number) or math.isinf(number):
        return _digits(number)
    prefix = ""
    if abs(number) >= 1:
        for prefix_ in ("k", "M", "G", "T", "P", "E", "Z", "Y"):
            if abs(number) < 1000:
                break
            prefix, number = prefix_, number / 1000
    else:
        prefix, number = _small(number)
    return _digits(number) + prefix


def humanize_percentage(ratio: float) -> str:
    """`1.44%`."""
    return _digits(ratio * 100) + "%"


def humanize_duration(seconds: float) -> str:
    """`1d 2h 3m 4s`, `30.5s`, `12ms`."""
    if math.isnan(seconds) or math.isinf(seconds):
        return _digits(seconds)
    if seconds == 0:
        return "0s"
    if abs(seconds) < 1:
        prefix, number = _small(seconds)
        return f"{_digits(number)}{prefix}s"
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{sign}{days}d {hours}h {minutes}m {rest}s"
    if hours:
        return f"{sign}{hours}h {minutes}m {rest}s"
    if minutes:
        return f"{sign}{minutes}m {rest}s"
    return f"{sign}{_digits(seconds)}s"


_FORMATS: Mapping[str, Callable[[float], str]] = {
    "humanize": humanize,
    "humanizePercentage": humanize_percentage,
    "humanizeDuration": humanize_duration,
}


def _small(number: float) -> tuple[str, float]:
    prefix = ""
    for prefix_ in ("m", "u", "n", "p", "f", "a", "z", "y"):
        if abs(number) >= 1:
            break
        prefix, number = prefix_, number * 1000
    return prefix, number


def _digits(number: float) -> str:
    """Go's %.4g. It writes +Inf where Python writes inf."""
    if math.isinf(number):
        return "+Inf" if number > 0 else "-Inf"
    return "NaN" if math.isnan(number) else f"{number:.4g}"


def _shown(how: str, number: float) -> str:
    return f"{number:.1f}" if how == 'printf "%.1f"' else _FORMATS[how](number)


def _filled(query: str, arguments: list[str], labels: Mapping[str, str], value: float) -> str:
    """The query with its arguments in the places of %g (the value) and %q (labels)."""
    texts = [repr(value) if argument == "$value" else f'"{labels.get(argument.removeprefix("$labels."), "")}"' for argument in arguments]
    pieces = re.split("%[gq]", query)
    return "".join(piece + text for piece, text in zip(pieces, [*texts, ""], strict=True))


def _evaluate(node: Any, lookup: Lookup) -> float | None:
    match node:
        case promql_parser.NumberLiteral():
            return float(node.val)
        case promql_parser.VectorSelector():
            return lookup(str(node.name))
        case promql_parser.ParenExpr():
            return _evaluate(node.expr, lookup)
        case promql_parser.Call() if node.func.name == "clamp_min":
            inner, least = (_evaluate(argument, lookup) for argument in node.args)
            return None if inner is None or least is None else max(inner, least)
        case promql_parser.BinaryExpr():
            left, right = _evaluate(node.lhs, lookup), _evaluate(node.rhs, lookup)
            if left is None or right is None:
                return None
            return left * right if "*" in str(node.op) else left / right
        case _:
            raise AssertionError(f"a template asks what cannot be predicted: {node.prettify()}")
