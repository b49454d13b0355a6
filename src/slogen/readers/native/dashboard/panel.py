"""A panel: what it asks for, how it shows it, and where it leads."""

from slogen.dashboards.units import UNITS
from slogen.dashboards.values import Panel
from slogen.diagnostics import Severity
from slogen.readers.native.dashboard.link import read_links
from slogen.readers.native.dashboard.logs import LogsOfBoard, panel_logs
from slogen.readers.native.dashboard.panel_keys import fitting
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.dashboard.target import read_picture, read_targets, service_of
from slogen.readers.native.dashboard.threshold import default_thresholds, read_thresholds
from slogen.readers.native.dashboard.view import read_bounds, read_range, read_states, read_view
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node


def read_panel(scope: Scope, logs: LogsOfBoard, node: Node, width: int) -> Panel | None:
    """Read the panel at `node`, `width` wide unless it says so itself; None: something is wrong with it and has been reported."""
    data = node.data
    if not data.keys() >= {"title", "type"} or not fitting(scope, node):
        return None
    before = len(scope.findings)
    picture = read_picture(scope, node) if "slo" in data else None
    targets = read_targets(scope, node, picture)
    link = panel_logs(logs, scope, node, service_of(data.get("slo", ""))) if data["type"] != "text" else None
    links = (*((link,) if link else ()), *read_links(scope, node))
    thresholds = read_thresholds(scope, node) if "thresholds" in data else default_thresholds(picture)
    unit = UNITS[data["unit"]] if "unit" in data else picture.unit if picture else UNITS["count"]
    lowest, highest = read_bounds(scope, node, unit)
    back = read_range(scope, node)
    if any(finding.severity is Severity.ERROR for finding in scope.findings[before:]):
        return None
    states = read_states(node)
    return Panel(
        title=text(data, "title"),
        description=text(data, "description"),
        view=read_view(node, targets, colored=bool(thresholds or states)),
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


def _whole(written: object, otherwise: int | None) -> int | None:
    return otherwise if written is None else int(str(written))
