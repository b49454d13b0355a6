"""grafanalib's JSON data, as of Grafana 5 to 8, brought to the classic form that Grafana 10 to 13 write themselves."""

from typing import Any

SCHEMA_VERSION = 39

_PANEL = (
    "id", "type", "title", "description", "gridPos", "datasource", "targets", "fieldConfig", "options", "transformations", "links",
    "interval", "timeFrom", "repeat", "repeatDirection",
)  # fmt: skip
_ROW = ("id", "type", "title", "gridPos", "collapsed", "repeat", "panels")
_VARIABLE = (
    "name", "label", "type", "datasource", "query", "definition", "current", "multi", "includeAll", "allValue", "options", "refresh",
    "regex", "sort", "hide",
)  # fmt: skip

# What differs from Grafana's own defaults, or might.
_CUSTOM = (
    "drawStyle", "lineWidth", "fillOpacity", "showPoints", "stacking", "scaleDistribution", "thresholdsStyle", "axisSoftMin", "axisSoftMax",
)  # fmt: skip

_BUILT_IN = {
    "name": "Annotations & Alerts",
    "datasource": {"type": "grafana", "uid": "-- Grafana --"},
    "enable": True,
    "hide": True,
    "iconColor": "rgba(0, 211, 255, 1)",
    "type": "dashboard",
    "builtIn": 1,
}


def normalised(dashboard: Any) -> dict[str, Any]:
    """A grafanalib Dashboard without panels as modern classic JSON: no nulls, no keys of former versions, keys in the order of reading."""
    made = _plain(dashboard)
    return {
        "uid": made["uid"],
        "title": made["title"],
        "description": made["description"],
        "tags": made["tags"],
        "schemaVersion": SCHEMA_VERSION,
        "editable": made["editable"],
        "graphTooltip": made["graphTooltip"],
        "refresh": made["refresh"],
        "time": made["time"],
        "timepicker": {},
        "timezone": made["timezone"],
        "links": made["links"],
        "annotations": {"list": [_BUILT_IN, *made["annotations"]["list"]]},
        "templating": {"list": [_variable(one) for one in made["templating"]["list"]]},
        "panels": [],
    }


def normalised_panel(panel: Any) -> dict[str, Any]:
    """The same of a panel, or of a row's heading."""
    made = _plain(panel)
    return _chosen(made, _ROW) if made["type"] == "row" else _panel(made)


def _plain(value: Any) -> Any:
    """Mappings, lists and scalars all the way down."""
    while hasattr(value, "to_json_data"):
        value = value.to_json_data()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _panel(made: dict[str, Any]) -> dict[str, Any]:
    made["options"] = _options(made)
    made["fieldConfig"] = _field_config(made)
    made["targets"] = [_target(one) for one in made["targets"]]
    if not made["targets"]:
        del made["targets"]
    if not made["repeat"]:
        made["repeatDirection"] = None
    for key in ("transformations", "links"):
        made[key] = made[key] or None
    return _chosen(made, _PANEL)


def _field_config(made: dict[str, Any]) -> dict[str, Any]:
    config = made["fieldConfig"]
    defaults = config["defaults"]
    steps = defaults["thresholds"]["steps"]
    if steps:
        # The base is a real null; grafanalib's own Threshold would write the word.
        defaults["thresholds"]["steps"] = [{"color": step["color"], "value": step["value"]} for step in steps]
    else:
        defaults["thresholds"]["steps"] = [{"color": "text", "value": None}]
    custom = {key: value for key, value in defaults.get("custom", {}).items() if key in _CUSTOM and value is not None and value != {}}
    if custom.get("scaleDistribution", {}).get("type") == "linear":
        del custom["scaleDistribution"]
    if made["type"] == "table":
        custom = {"align": "auto", "inspect": False, "cellOptions": {"type": "auto"}}
    wanted = ("unit", "decimals", "min", "max", "noValue", "color", "mappings", "thresholds")
    kept = {key: defaults[key] for key in wanted if defaults.get(key) is not None}
    if made["type"] in ("text", "logs"):
        return {"defaults": {}, "overrides": []}
    return {"defaults": kept | ({"custom": custom} if custom else {}), "overrides": config.get("overrides", [])}


def _options(made: dict[str, Any]) -> dict[str, Any]:
    """What belongs to the kind of panel; the shapes of gauges are those of Grafana 10, which grafanalib does not know."""
    options: dict[str, Any] = made.get("options") or {}
    match made["type"]:
        case "gauge":
            reduce = _reduce(made["fieldConfig"]["defaults"]["calcs"][0])
            shown = {"orientation": "auto", "showThresholdLabels": False, "showThresholdMarkers": True}
            return {"reduceOptions": reduce, **shown, "sizing": "auto", "minVizWidth": 75, "minVizHeight": 75}
        case "stat":
            return options | {"wideLayout": True, "showPercentChange": False, "percentChangeColorMode": "standard"}
        case "bargauge":
            calculation = options["fieldOptions"]["calcs"][0]
            return {
                "reduceOptions": _reduce(calculation),
                "orientation": options["orientation"],
                "displayMode": "basic",
                "valueMode": "color",
                "namePlacement": "auto",
                "showUnfilled": True,
                "sizing": "auto",
                "minVizWidth": 8,
                "minVizHeight": 16,
                "maxVizHeight": 300,
                "legend": {"showLegend": False, "displayMode": "list", "placement": "bottom", "calcs": []},
            }
        case "table":
            return {"showHeader": True, "cellHeight": "sm", "frameIndex": 0, "sortBy": options.get("sortBy", [])}
        case "timeseries" | "state-timeline":
            legend = options["legend"]
            legend["showLegend"] = legend["displayMode"] != "hidden"
            legend["displayMode"] = "list" if legend["displayMode"] == "hidden" else legend["displayMode"]
            legend.setdefault("calcs", [])
            options["tooltip"].setdefault("sort", "none")
            return options
        case "logs":
            return options | {"showLogContextToggle": False}
        case _:
            return options


def _reduce(calculation: str) -> dict[str, Any]:
    return {"calcs": [calculation], "fields": "", "values": False}


def _target(made: dict[str, Any]) -> dict[str, Any]:
    instant = made["instant"]
    target = {"refId": made["refId"], "datasource": made["datasource"], "expr": made["expr"], "legendFormat": made["legendFormat"]}
    if made["datasource"]["type"] == "loki":
        lines = {"maxLines": made["step"]} if made["step"] else {}
        return target | {"queryType": "instant" if instant else "range", "editorMode": "code"} | lines
    return target | {"instant": instant, "range": not instant, "format": made["format"], "editorMode": "code"}


def _variable(made: dict[str, Any]) -> dict[str, Any]:
    current = made["current"]
    if made["includeAll"] and current.get("value") in (None, "All"):
        made["current"] = {"selected": True, "text": ["All"], "value": ["$__all"]}
    elif current.get("value") is None:
        made["current"] = None
    else:
        made["current"] = {"selected": True, "text": current["text"], "value": current["value"]}
    if made["type"] == "query":
        made["definition"] = made["query"]
    else:
        made["refresh"] = 1 if made["type"] == "datasource" else None
        made["sort"] = None
    if made["type"] == "datasource":
        made["multi"] = made["includeAll"] = False
    made["regex"] = made["regex"] or ""
    return _chosen(made, _VARIABLE)


def _chosen(made: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The keys that there are, in order; a null is as good as nothing."""
    return {key: made[key] for key in keys if made.get(key) is not None}
