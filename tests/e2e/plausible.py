"""Series that fit every selector in a set of rules: whatever the rules read, there is something to read."""

import re
from collections.abc import Iterator
from typing import Any

import promql_parser

INSTANCES = ("a", "b")
# Recorded by the rules themselves, or by Prometheus.
_OWN = ("slo:", "ALERTS")
# Boards begin with prod.
_VALUES = {"le": "+Inf", "environment": "prod"}
_OPERATORS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}

Series = tuple[str, tuple[tuple[str, str], ...]]
"""A metric and its sorted labels."""


def series_for(expressions: list[str]) -> tuple[Series, ...]:
    """Two instances of a series for every selector, sorted. They have the labels by which the expression groups or joins, too."""
    found: set[Series] = set()
    for expression in expressions:
        nodes = list(_nodes(promql_parser.parse(expression)))
        grouped = {label for node in nodes for label in _grouping(node)}
        for node in nodes:
            if isinstance(node, promql_parser.VectorSelector) and node.name and not node.name.startswith(_OWN):
                labels = {label: _VALUES.get(label, "x") for label in grouped} | _matched(node)
                buckets = ({"le": "+Inf"}, {"le": "1"}) if labels.get("le") == "+Inf" else ({},)
                found |= {(node.name, tuple(sorted({"instance": name, **labels, **le}.items()))) for name in INSTANCES for le in buckets}
    return tuple(sorted(found))


def without_buckets(series: tuple[Series, ...]) -> tuple[Series, ...]:
    """The same, but histograms have no bucket except that of all events."""
    return tuple(one for one in series if not _is_bucket(one))


def exposition(series: tuple[Series, ...], value: float) -> str:
    """All series in Prometheus's text format. A histogram's buckets have a tenth of the value: nine of ten events are slow."""
    lines = []
    for one in series:
        metric, labels = one
        text = ",".join(f"{name}={_quoted(text)}" for name, text in labels)
        lines.append(f"{metric}{{{text}}} {value / 10 if _is_bucket(one) else value}\n")
    return "".join(lines)


def _is_bucket(series: Series) -> bool:
    return dict(series[1]).get("le", "+Inf") != "+Inf"


def _nodes(tree: Any) -> list[Any]:
    found: list[Any] = []
    promql_parser.walk(tree, found.append)
    return found


def _grouping(node: Any) -> Iterator[str]:
    modifier = getattr(node, "modifier", None)
    if isinstance(node, promql_parser.AggregateExpr) and modifier is not None:
        yield from modifier.labels if str(modifier.type).endswith("By") else ()
    if isinstance(node, promql_parser.BinaryExpr) and modifier is not None and modifier.matching is not None:
        yield from modifier.matching.labels if str(modifier.matching.type).endswith("Include") else ()


def _matched(node: promql_parser.VectorSelector) -> dict[str, str]:
    """Labels that satisfy all matchers; an absent label satisfies the negative ones, except `!=""`."""
    found: dict[str, str] = {}
    for matcher in node.matchers.matchers:
        operator = _OPERATORS[str(matcher.op)]
        if operator == "=":
            found[matcher.name] = matcher.value
        elif operator == "=~":
            found[matcher.name] = _example(matcher.value)
        elif matcher.value == "":
            found.setdefault(matcher.name, "x")
    return found


def _example(pattern: str) -> str:
    """A text that a simple pattern matches: alternatives, dots and stars."""
    text = re.sub(r"\\?\.", lambda dot: "." if dot[0] == r"\." else "0", re.sub(r"\.[*+]", "x", pattern.split("|")[0]))
    assert re.fullmatch(pattern, text), f"no example of the pattern {pattern} is known here"
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
