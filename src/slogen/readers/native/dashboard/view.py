"""How a panel shows its results: the view of its type, its axis, the words and the time of its own."""

from decimal import Decimal

from slogen.dashboards.values import (
    BarGauge,
    Color,
    Column,
    Gauge,
    Logs,
    Mapping,
    Stat,
    StateTimeline,
    Table,
    Target,
    Text,
    TimeSeries,
    View,
)
from slogen.diagnostics import codes, error
from slogen.model.duration import Duration
from slogen.model.objective import plain
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.dashboard.target import LETTERS
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node


def read_view(node: Node, targets: tuple[Target, ...], *, colored: bool) -> View:
    """The view of the panel's type; `colored`: its values have colours of their own."""
    data = node.data
    match data["type"]:
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
            return Text(text(data, "text"))


def _table(node: Node, targets: tuple[Target, ...]) -> Table:
    """Labels first, then the values, which are coloured by the thresholds; the worst on top."""
    data = node.data
    headings = {label: heading.strip() for label, heading in data.get("columns", {}).items()}
    cell = "background" if "thresholds" in data else ""
    values = tuple(
        Column(LETTERS[number], target.legend if len(targets) > 1 else headings.get("value", target.legend or "Value"), cell=cell)
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


def read_bounds(scope: Scope, node: Node, unit: str) -> tuple[float | None, float | None]:
    """The ends of the axis; a dial must have both."""
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


def read_range(scope: Scope, node: Node) -> str:
    """The panel's own time, as Grafana writes it: `7d`, or `now/d` since midnight."""
    written = text(node.data, "range")
    if not written or written == "today":
        return "now/d" if written else ""
    try:
        return str(Duration.parse(written))
    except ValueError as complaint:
        scope.findings.append(error(node.span("range"), codes.DURATION, f"`range`: {complaint}", "or write today: since midnight"))
        return ""


def read_states(node: Node) -> tuple[Mapping, ...]:
    """What single values are called."""
    items = [item for item in node.data.get("states", ()) if item is not None and item.keys() >= {"value", "text"}]
    return tuple(
        Mapping(plain(Decimal(item["value"])), text(item, "text"), Color[item["color"].upper()] if "color" in item else "")
        for item in items
    )


def _number(written: object) -> float | None:
    return None if written is None else float(str(written))
