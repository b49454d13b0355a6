"""Boards as grafanalib's objects. Its constants and shapes are used where they are current; `normalise` mends the rest."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from grafanalib import core as g

from slogen.dashboards.tables import overrides as table_overrides
from slogen.dashboards.tables import transformations
from slogen.dashboards.values import (
    Annotation,
    BarGauge,
    Board,
    Format,
    Gauge,
    Link,
    Logs,
    Override,
    Panel,
    Row,
    Source,
    Stat,
    StateTimeline,
    Table,
    Target,
    Text,
    TimeSeries,
    Variable,
)

VARIABLE = {Source.PROMETHEUS: "datasource", Source.LOKI: "logs_datasource"}
"""The board's variable of each kind of data source."""

NO_DATA = "no data"


def dashboard(board: Board) -> Any:
    """The board as a grafanalib Dashboard, without its panels."""
    return g.Dashboard(
        title=board.title,
        uid=board.uid,
        description=board.description,
        tags=list(board.tags),
        panels=[],
        templating=g.Templating(list=_templates(board)),
        annotations=g.Annotations(list=[_annotation(one) for one in board.annotations]),
        links=[link(one) for one in board.links],
        refresh=board.refresh,
        time=g.Time(board.time_from, board.time_to),
        timezone="browser",
        graphTooltip=g.GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
        editable=False,
    )


def heading(row: Row, position: Mapping[str, Any]) -> Any:
    """The heading of a row, without panels inside; `position` as for a panel."""
    repeat = g.Repeat(variable=row.repeat or None)
    return g.RowPanel(
        title=row.title, id=position["number"], gridPos=_position(position), collapsed=row.collapsed, panels=[], repeat=repeat
    )


def link(one: Link) -> dict[str, Any]:
    """A link with every key that Grafana's schema demands."""
    return {
        "title": one.title,
        "type": "link",
        "icon": "external link",
        "tooltip": "",
        "url": one.url,
        "tags": [],
        "asDropdown": False,
        "targetBlank": one.new_tab,
        "includeVars": False,
        "keepTime": one.keep_time,
    }


def _templates(board: Board) -> list[Any]:
    panels = [panel for row in board.rows for panel in row.panels]
    used = {target.source for panel in panels for target in panel.targets} | {Source.PROMETHEUS}
    chosen = {Source.PROMETHEUS: board.prometheus, Source.LOKI: board.loki}
    label = {Source.PROMETHEUS: "Prometheus", Source.LOKI: "Logs"}
    sources = [
        g.Template(name=VARIABLE[source], label=label[source], query=source.value, type="datasource", default=chosen[source] or None)
        for source in Source
        if source in used
    ]
    return [*sources, *map(_template, board.variables)]


def _template(variable: Variable) -> Any:
    if variable.free:
        return g.Template(name=variable.name, label=variable.label, query=variable.query, type="textbox", default=variable.default or None)
    fixed = bool(variable.values)
    return g.Template(
        name=variable.name,
        label=variable.label,
        query=",".join(variable.values) if fixed else variable.query,
        type="custom" if fixed else "query",
        dataSource=None if fixed else _source(Source.PROMETHEUS),
        default=variable.default or ("All" if variable.many else None),
        multi=variable.many,
        includeAll=variable.many,
        # Not the list of values: a series without the label belongs to All, too.
        allValue=".*" if variable.many else None,
        refresh=g.REFRESH_ON_TIME_RANGE_CHANGE,
    )


def _annotation(one: Annotation) -> dict[str, Any]:
    return {
        "name": one.name,
        "datasource": _source(Source.PROMETHEUS),
        "enable": True,
        "hide": False,
        "iconColor": one.color,
        "expr": one.expr,
        "titleFormat": one.title,
        "textFormat": one.text,
        "step": one.step,
    }


def _source(source: Source) -> dict[str, str]:
    return {"type": source.value, "uid": f"${{{VARIABLE[source]}}}"}


def _position(position: Mapping[str, Any]) -> Any:
    return g.GridPos(h=position["height"], w=position["width"], x=position["x"], y=position["y"])


def panel(panel: Panel, position: Mapping[str, Any]) -> Any:
    """A panel; `position` has its `number`, `x`, `y`, `width` and `height`, or whatever shall stand there."""
    source = panel.targets[0].source if panel.targets else None
    shared: dict[str, Any] = {
        "title": panel.title,
        "description": panel.description,
        "id": position["number"],
        "gridPos": _position(position),
        "dataSource": _source(source) if source else None,
        "targets": [_target(target, number) for number, target in enumerate(panel.targets)],
        "links": [link(one) for one in panel.links],
        "interval": panel.interval or None,
        "timeFrom": panel.time_from or None,
        "repeat": g.Repeat(variable=panel.repeat or None),
        "maxDataPoints": None,
    }
    if not isinstance(panel.view, Logs | Text):
        shared["thresholds"] = [{"color": step.color, "value": step.value} for step in panel.thresholds]
        shared["extraJson"] = {"fieldConfig": _fields(panel)}
    return _view(panel, shared)


def _target(target: Target, number: int) -> Any:
    return g.Target(
        expr=target.expr,
        legendFormat=target.legend or "__auto",
        refId=chr(ord("A") + number),
        instant=target.instant,
        format=target.format.value if target.source is Source.PROMETHEUS else Format.TIME_SERIES.value,
        datasource=_source(target.source),
        # Loki's limit of lines has no place of its own in grafanalib; `normalise` gives it its name.
        step=target.limit,
    )


def _view(panel: Panel, shared: dict[str, Any]) -> Any:
    view = panel.view
    match view:
        case Stat():
            return g.Stat(
                **shared,
                colorMode=view.color,
                graphMode="area" if view.sparkline else "none",
                textMode="value_and_name" if view.names else "value",
                reduceCalc=view.calculation,
                format=panel.unit,
                noValue=NO_DATA,
                color={"mode": "thresholds"},
            )
        case TimeSeries():
            return _time_series(panel, view, shared)
        case Gauge():
            return g.GaugePanel(**shared, calc=view.calculation)
        case BarGauge():
            return g.BarGauge(**shared, calc=view.calculation, orientation="horizontal" if view.horizontal else "vertical")
        case Table():
            shared["extraJson"] = {"fieldConfig": _fields(panel) | {"overrides": table_overrides(panel, view, link)}}
            sort = [g.TableSortByField(displayName=view.sort, desc=view.descending)] if view.sort else []
            return g.Table(**shared, sortBy=sort, unit=panel.unit, transformations=transformations(panel, view), span=None)
        case StateTimeline():
            return g.StateTimeline(**shared, showValue="auto" if view.show_values else "never", legendDisplayMode="hidden")
        case Logs():
            order = "Descending" if view.newest_first else "Ascending"
            return g.Logs(**shared, showTime=True, wrapLogMessages=view.wrap, sortOrder=order, enableLogDetails=True)
        case Text():
            return g.Text(**shared, content=view.markdown, mode=g.TEXT_MODE_MARKDOWN)
        case _:
            assert_never(view)


def _time_series(panel: Panel, view: TimeSeries, shared: dict[str, Any]) -> Any:
    return g.TimeSeries(
        **shared,
        unit=panel.unit,
        drawStyle="bars" if view.bars else "line",
        fillOpacity=view.fill,
        lineWidth=2,
        showPoints="never",
        stacking={"mode": "normal", "group": "A"} if view.stacked else {},
        scaleDistributionType="log" if view.logarithmic else "linear",
        thresholdsStyleMode="dashed" if view.lines else "off",
        axisSoftMin=view.soft_min,
        axisSoftMax=view.soft_max,
        legendDisplayMode="table" if view.legend_values else "list",
        legendCalcs=list(view.legend_values),
        tooltipMode="multi",
        tooltipSort="desc",
    )


def _fields(panel: Panel) -> dict[str, Any]:
    """What grafanalib knows for some panels only, or in shapes of former years."""
    unknown = {"type": "special", "options": {"match": "null+nan", "result": {"text": NO_DATA, "color": "#808080", "index": 0}}}
    values = {
        "type": "value",
        "options": {
            one.value: {"text": one.text, "index": index} | ({"color": one.color} if one.color else {})
            for index, one in enumerate(panel.mappings, start=1)
        },
    }
    defaults: dict[str, Any] = {
        "unit": panel.unit,
        "noValue": NO_DATA,
        "decimals": panel.decimals,
        "min": panel.minimum,
        "max": panel.maximum,
    }
    if not isinstance(panel.view, TimeSeries):
        defaults["mappings"] = [unknown, values] if panel.mappings else [unknown]
        defaults["color"] = {"mode": "thresholds"}
    return {"defaults": defaults, "overrides": _overrides(panel.overrides)}


def _overrides(overrides: Sequence[Override]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in overrides:
        properties: list[dict[str, Any]] = []
        if one.unit:
            properties.append({"id": "unit", "value": one.unit})
        if one.decimals is not None:
            properties.append({"id": "decimals", "value": one.decimals})
        if one.color:
            properties.append({"id": "color", "value": {"mode": "fixed", "fixedColor": one.color}})
        if one.dashed:
            properties.append({"id": "custom.lineStyle", "value": {"fill": "dash", "dash": [8, 8]}})
        if one.links:
            properties.append({"id": "links", "value": [link(each) for each in one.links]})
        matcher = {"id": "byRegexp", "options": f"/{one.name}/"} if one.is_regex else {"id": "byName", "options": one.name}
        found.append({"matcher": matcher, "properties": properties})
    return found
