"""Examples that a standalone alert gives of itself: series, a time, and whether it fires then."""

import re
from collections.abc import Mapping
from typing import Any

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.slo import AlertTest
from slogen.promql.analyse import selector
from slogen.readers.native.scalar import parse_duration
from slogen.readers.native.shape import Node

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_SAMPLE = re.compile(rf"_(?:x[0-9]+)?|stale|(?:{_NUMBER}|NaN|[-+]?Inf)(?:(?:[-+](?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))?x[0-9]+)?")


def read_tests(node: Node, findings: list[Diagnostic]) -> tuple[AlertTest, ...]:
    """The tests below `tests`; what is no series or no samples is reported."""
    found: list[AlertTest] = []
    for index, data in enumerate(node.data.get("tests") or ()):
        if data is None or not data.keys() >= {"series", "at", "fires"}:
            continue
        for name, values in data["series"].items():
            _check(node, index, name, values, findings)
        series = {name: " ".join(values.split()) for name, values in data["series"].items() if values is not None}
        _check_yield(node, index, data, findings)
        value = data.get("value")
        labels = {name: text for name, text in (data.get("labels") or {}).items() if text is not None}
        found.append(AlertTest(series, parse_duration(data["at"]), data["fires"], None if value is None else float(value), labels))
    return tuple(found)


def _check_yield(node: Node, index: int, data: Mapping[str, Any], findings: list[Diagnostic]) -> None:
    """A value where nothing fires, or labels of an unknown value."""
    key = next((key for key in ("value", "labels") if data.get(key) is not None), None)
    if key is None:
        return
    place = node.key_span("tests", index, key)
    if not data["fires"]:
        findings.append(error(place, codes.WRONG_VALUE, f"`{key}` of an alert that does not fire", f"drop `{key}`"))
    elif key == "labels":
        hint = "add the `value` that the expression yields with these labels"
        findings.append(error(place, codes.WRONG_VALUE, "`labels` without a `value`", hint))


def _check(node: Node, index: int, name: str, values: str | None, findings: list[Diagnostic]) -> None:
    parsed, _ = selector(name)
    if parsed is None or not parsed.metric or any(matcher.op != "=" for matcher in parsed.matchers):
        hint = 'write the metric and its labels: up{job="x",instance="a"}'
        findings.append(error(node.key_span("tests", index, "series", name), codes.WRONG_VALUE, f"`{name}` is no single series", hint))
    wrong = next((sample for sample in (values or "").split() if not _SAMPLE.fullmatch(sample)), None)
    if wrong is not None:
        hint = "write 5 for a sample, 0+5x20 for twenty steps of 5, _ for none, stale for the end"
        place = node.span("tests", index, "series", name)
        findings.append(error(place, codes.WRONG_VALUE, f"`{wrong}` is no sample", hint))
