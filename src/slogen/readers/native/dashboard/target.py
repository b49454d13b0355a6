"""What a panel asks for: PromQL, LogQL, or what is recorded of an SLO."""

from typing import Final

from slogen.dashboards.slo_panels import Shown, shown
from slogen.dashboards.values import Format, Source, Target
from slogen.diagnostics import codes, error
from slogen.readers.native import defaults
from slogen.readers.native.dashboard.query import check_labels, has_label, read_logql, read_query
from slogen.readers.native.dashboard.scope import RecordedRead, Scope
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The names that Grafana gives to a panel's queries."""
_INSTANT = ("stat", "gauge", "bargauge", "table")


def read_picture(scope: Scope, node: Node) -> Shown | None:
    """What is shown of an SLO; the series that it reads are noted."""
    written = node.data["slo"].strip()
    parts = written.split("/")
    if len(parts) not in (2, 3) or not all(parts):
        message = f"`slo` must be service/slo or system/service/slo, got {written}"
        scope.findings.append(error(node.span("slo"), codes.NAME, message, "such as api-gateway/availability"))
        return None
    identity = "/".join((scope.system, *parts) if len(parts) == 2 else parts)
    labels = [label for label in node.data.get("by", ()) if label is not None]
    for index, label in enumerate(labels):
        if label not in scope.several:
            message = f"the board has no variable `{label}`"
            hint = f"add it to the board: variables: [{{name: {label}, …}}]"
            scope.findings.append(error(node.span("by", index), codes.BOARD_VARIABLE, message, hint))
    found = shown(identity, node.data.get("show", "budget"), labels)
    scope.reads.extend(RecordedRead(metric, identity, node.span("slo")) for metric in found.metrics or ("",))
    return found


def service_of(slo: str) -> str:
    """The service of an SLO of the same system."""
    parts = slo.strip().split("/")
    return parts[0] if len(parts) == 2 else ""


def read_targets(scope: Scope, node: Node, picture: Shown | None) -> tuple[Target, ...]:
    """The queries of a panel; `picture` is what it shows of an SLO. Those that Prometheus could not evaluate are left out."""
    data, kind = node.data, node.data["type"]
    instant, form = kind in _INSTANT, Format.TABLE if kind == "table" else Format.TIME_SERIES
    if picture is not None:
        legend = "{{alertname}}" if "alertname" in picture.expr else ""
        return (Target(picture.expr, legend, instant, form),)
    if kind == "logs":
        query = read_logql(scope, node, ("query",), data["query"])
        return (Target(query, source=Source.LOKI, limit=int(data.get("limit", defaults.LOG_LINES))),) if query else ()
    if "query" in data:
        expr = read_query(scope, node, ("query",), data["query"])
        if expr is not None:
            check_labels(scope, node, ("legend",), data.get("legend", ""), expr)
            _check_columns(scope, node, expr)
        return (Target(expr, text(data, "legend"), instant, form),) if expr else ()
    if len(data.get("queries", ())) > len(LETTERS):
        message = f"`queries` has {len(data['queries'])} queries, and Grafana has names for {len(LETTERS)}"
        scope.findings.append(error(node.key_span("queries"), codes.WRONG_VALUE, message, "make several panels of it"))
        return ()
    found: list[Target] = []
    for legend, written in data.get("queries", {}).items():
        expr = read_query(scope, node, ("queries", legend), written)
        if expr is not None:
            _check_labels_of_key(scope, node, legend, expr)
            _check_columns(scope, node, expr)
            found.append(Target(expr, legend.strip(), instant, form))
    return tuple(found)


def _check_labels_of_key(scope: Scope, node: Node, legend: str, expr: str) -> None:
    """As `check_labels`, where the legend is a key."""
    count = len(scope.findings)
    check_labels(scope, node, ("queries", legend), legend, expr)
    for number in range(count, len(scope.findings)):
        told = scope.findings[number]
        scope.findings[number] = error(node.key_span("queries", legend), told.code, told.message, told.hint)


def _check_columns(scope: Scope, node: Node, expr: str) -> None:
    for label in node.data.get("columns", ()):
        if label != "value" and not has_label(expr, label):
            message = f"the query's results have no label `{label}`: its aggregation drops it"
            hint = f"aggregate by ({label}), or leave the column out"
            scope.findings.append(error(node.key_span("columns", label), codes.BOARD_LEGEND, message, hint))
