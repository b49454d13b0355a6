"""A panel: which keys its type has, and what it shows."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from slogen.dashboards.slo_panels import Shown, shown
from slogen.dashboards.units import UNITS
from slogen.dashboards.values import (
    BarGauge,
    Color,
    Column,
    Format,
    Gauge,
    Logs,
    Panel,
    Source,
    Stat,
    StateTimeline,
    Table,
    Target,
    Text,
    TimeSeries,
    View,
)
from slogen.dashboards.values import Mapping as State
from slogen.diagnostics import codes, error
from slogen.model.duration import Duration
from slogen.model.objective import plain
from slogen.readers.native import defaults
from slogen.readers.native.dashboard.link import read_links
from slogen.readers.native.dashboard.logs import LogsOfBoard, panel_logs
from slogen.readers.native.dashboard.query import check_labels, has_label, read_logql, read_query
from slogen.readers.native.dashboard.scope import RecordedRead, Scope
from slogen.readers.native.dashboard.threshold import default_thresholds, read_thresholds
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import listed, quoted

_ALL = frozenset({"title", "type", "description", "width", "height", "service", "logs_by", "links"})
_DATA = _ALL | {"query", "legend", "queries", "slo", "show", "by", "unit", "decimals", "min", "max", "thresholds", "states", "range"}
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "stat": _DATA,
    "timeseries": _DATA | {"stack"},
    "gauge": _DATA,
    "bargauge": _DATA,
    "table": _DATA | {"columns"},
    "state-timeline": _DATA - {"unit", "decimals", "min", "max"},
    "logs": _ALL | {"query", "limit", "range"},
    "text": frozenset({"title", "type", "width", "height", "text"}),
}
"""What panels of each type may say."""
_SOURCES = ("query", "queries", "slo")
_INSTANT = ("stat", "gauge", "bargauge", "table")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def read_panel(scope: Scope, logs: LogsOfBoard, node: Node, width: int) -> Panel | None:
    """Read the panel at `node`, `width` wide unless it says so itself; None: something is wrong with it and has been reported."""
    data = node.data
    if not data.keys() >= {"title", "type"} or not _fitting(scope, node):
        return None
    before = len(scope.findings)
    kind, view_text = data["type"], text(data, "text")
    picture = _picture(scope, node) if "slo" in data else None
    targets = _targets(scope, node, picture)
    link = panel_logs(logs, scope, node, _service_of(data.get("slo", ""))) if kind != "text" else None
    links = (*((link,) if link else ()), *read_links(scope, node))
    thresholds = read_thresholds(scope, node) if "thresholds" in data else default_thresholds(picture)
    unit = UNITS[data["unit"]] if "unit" in data else picture.unit if picture else UNITS["count"]
    lowest, highest = _bounds(scope, node, unit)
    back = _range(scope, node)
    if len(scope.findings) > before and any(finding.severity == "error" for finding in scope.findings[before:]):
        return None
    states = _states(node)
    return Panel(
        title=text(data, "title"),
        description=text(data, "description"),
        view=_view(node, kind, view_text, targets, colored=bool(thresholds or states)),
        targets=targets,
        width=int(data.get("width", width)),
        height=height(node),
        unit=unit,
        decimals=_whole(data.get("decimals"), picture.decimals if picture else None),
        minimum=lowest,
        maximum=highest,
        thresholds=thresholds,
        mappings=states,
        links=links,
        time_from=back,
    )


def height(node: Node) -> int:
    """How high a panel is to be: numbers need less than graphs."""
    return int(node.data.get("height", 4 if node.data.get("type") == "stat" else 8))


def _fitting(scope: Scope, node: Node) -> bool:
    """Whether the panel has what panels of its type need, and nothing that they do not have."""
    data, kind = node.data, node.data["type"]
    found = len(scope.findings)
    for key in data:
        if key not in KEYS[kind]:
            takers = [name for name, keys in KEYS.items() if key in keys]
            message = f"a {kind} panel has no `{key}`"
            hint = f"`{key}` is for {listed(takers)} panels" if len(takers) < 4 else f"delete it, or choose another type than {kind}"
            scope.findings.append(error(node.key_span(key), codes.PANEL_KEY, message, hint))
    if len(scope.findings) > found:
        return False
    wanted = ("text",) if kind == "text" else ("query",) if kind == "logs" else _SOURCES
    given = [key for key in wanted if key in data]
    if not given and not any(node.spoilt(key) for key in wanted):
        message = f"a {kind} panel needs {quoted(wanted)}"
        scope.findings.append(error(node.span("title"), codes.PANEL_KEY, message, "say what it shows"))
    if len(given) > 1:
        message = f"{quoted(given, 'and')} exclude each other"
        scope.findings.append(error(node.key_span(given[1]), codes.CONFLICT, message, "keep one of them"))
    for key, owner in (("legend", "query"), ("show", "slo"), ("by", "slo")):
        if key in data and owner not in data and len(given) == 1:
            message = f"`{key}` belongs to `{owner}`, which this panel does not have"
            scope.findings.append(error(node.key_span(key), codes.PANEL_KEY, message, _instead(key)))
    return bool(given) and len(scope.findings) == found


def _instead(key: str) -> str:
    return "the keys of `queries` are the legends" if key == "legend" else "delete it, or name the SLO"


def _picture(scope: Scope, node: Node) -> Shown | None:
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


def _service_of(slo: str) -> str:
    """The service of an SLO of the same system."""
    parts = slo.strip().split("/")
    return parts[0] if len(parts) == 2 else ""


def _targets(scope: Scope, node: Node, picture: Shown | None) -> tuple[Target, ...]:
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
    found: list[Target] = []
    for legend, written in data.get("queries", {}).items():
        expr = read_query(scope, node, ("queries", legend), written)
        if expr is not None:
            check_labels_of_key(scope, node, legend, expr)
            _check_columns(scope, node, expr)
            found.append(Target(expr, legend.strip(), instant, form))
    return tuple(found)


def check_labels_of_key(scope: Scope, node: Node, legend: str, expr: str) -> None:
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


def _bounds(scope: Scope, node: Node, unit: str) -> tuple[float | None, float | None]:
    lowest, highest = _number(node.data.get("min")), _number(node.data.get("max"))
    if lowest is not None and highest is not None and lowest >= highest:
        message = f"`max` must be more than `min`, got {node.data['max']} and {node.data['min']}"
        scope.findings.append(error(node.span("max"), codes.CONFLICT, message))
    if node.data["type"] in ("gauge", "bargauge"):
        lowest = 0.0 if lowest is None else lowest
        highest = {"percentunit": 1.0, "percent": 100.0}.get(unit) if highest is None else highest
        if highest is None and node.data["type"] == "gauge" and not node.spoilt("max"):
            message = "a gauge needs `max`: where its dial ends"
            scope.findings.append(error(node.span("title"), codes.PANEL_KEY, message, "with the units ratio and percent it is known"))
    return lowest, highest


def _range(scope: Scope, node: Node) -> str:
    """The panel's own time, as Grafana writes it: `7d`, or `now/d` since midnight."""
    written = text(node.data, "range")
    if not written or written == "today":
        return "now/d" if written else ""
    try:
        return str(Duration.parse(written))
    except ValueError as complaint:
        scope.findings.append(error(node.span("range"), codes.DURATION, f"`range`: {complaint}", "or write today: since midnight"))
        return ""


def _states(node: Node) -> tuple[State, ...]:
    items = [item for item in node.data.get("states", ()) if item is not None and item.keys() >= {"value", "text"}]
    return tuple(
        State(plain(Decimal(item["value"])), text(item, "text"), Color[item["color"].upper()] if "color" in item else "") for item in items
    )


def _view(node: Node, kind: str, words: str, targets: tuple[Target, ...], *, colored: bool) -> View:
    data = node.data
    match kind:
        case "stat":
            several = len(targets) > 1 or bool(data.get("legend"))
            return Stat(color="background" if colored else "value", names=several)
        case "timeseries":
            stacked = bool(data.get("stack", False))
            # Where less is worse the values lie close to the top: an axis from zero would make a line of them.
            return TimeSeries(
                stacked=stacked, fill=30 if stacked else 10, lines="thresholds" in data, soft_min=None if _less_is_worse(node) else 0
            )
        case "gauge":
            return Gauge()
        case "bargauge":
            return BarGauge()
        case "table":
            return _table(node, targets)
        case "state-timeline":
            return StateTimeline(show_values=bool(data.get("states")))
        case "logs":
            return Logs()
        case _:
            return Text(words)


def _table(node: Node, targets: tuple[Target, ...]) -> Table:
    """Labels first, then the values, which are coloured by the thresholds; the worst on top."""
    data = node.data
    headings = {label: heading.strip() for label, heading in data.get("columns", {}).items()}
    cell = "background" if "thresholds" in data else ""
    values = tuple(
        Column(_LETTERS[number], target.legend if len(targets) > 1 else headings.get("value", target.legend or "Value"), cell=cell)
        for number, target in enumerate(targets)
    )
    if not headings and len(targets) == 1:
        return Table()
    labels = tuple(Column(label, heading) for label, heading in headings.items() if label != "value")
    return Table((*labels, *values), sort=values[0].title if values else "", descending=not _less_is_worse(node))


def _less_is_worse(node: Node) -> bool:
    thresholds = node.data.get("thresholds", {})
    ordered = "warning" in thresholds and "critical" in thresholds
    return bool(thresholds.get("worse") == "lower" or (ordered and thresholds["warning"] > thresholds["critical"]))


def _number(written: object) -> float | None:
    return None if written is None else float(str(written))


def _whole(written: object, otherwise: int | None) -> int | None:
    return otherwise if written is None else int(str(written))
