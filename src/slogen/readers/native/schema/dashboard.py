"""Dashboard: a board of rows of panels, beside those that are made of every service."""

from slogen.dashboards.units import UNITS
from slogen.readers.native import defaults
from slogen.readers.native.schema import pieces as p

PANEL_TYPES = ("stat", "timeseries", "gauge", "bargauge", "table", "state-timeline", "logs", "text")
COLORS = ("green", "yellow", "orange", "red", "blue", "grey")
SHOWN = ("sli", "budget", "burn_rate", "objective", "alerts")

_LINK = p.mapping(
    "a link",
    "A link to a page.",
    {
        "title": p.line("What it is called.", "Runbook"),
        "url": p.url("Where it leads; Grafana fills in variables of the board such as ${job_id}.", "https://ci.example.com/jobs/${job_id}"),
    },
    "title",
    "url",
)

_THRESHOLDS = p.mapping(
    "`thresholds`",
    "From which value on the panel turns orange and red. A warning above the critical value means that less is worse.",
    {
        "warning": p.number("Orange from here on.", 75),
        "critical": p.number("Red from here on.", 100),
        "worse": p.choice("Which side is worse, where only one value is given.", "higher", "lower", default="higher"),
    },
    **p.at_least_one("warning", "critical"),
)

_STATE = p.mapping(
    "a state",
    "What a value is called.",
    {
        "value": p.number("The value.", 1),
        "text": p.line("What is shown instead.", "on"),
        "color": p.choice("In which colour.", *COLORS),
    },
    "value",
    "text",
)

_VARIABLE = p.mapping(
    "a variable",
    "Something to choose at the top of the board; expressions use it as $name. With neither `of` nor `values` it is a field for any text.",
    {
        "name": p.label_name("Its name.", "environment"),
        "title": p.line("Title for people; default: the name.", "Environment"),
        "of": p.selector("The values are those that a label of these series has.", 'up{job="api"}'),
        "label": p.label_name("Which label of them; default: the variable's name.", "namespace"),
        "values": p.items("Instead of `of`: the values themselves.", p.line("A value.", "prod"), at_least=1, unique=True),
        "several": p.flag("Whether several values can be chosen, and all at once.", default=True),
        "default": p.line("What is chosen at first; default: everything.", "prod"),
    },
    "name",
)

_ANNOTATION = p.mapping(
    "an annotation",
    "Marks on all graphs at the times at which a query has a result: deployments, incidents.",
    {
        "title": p.line("What the marks are.", "Deployments"),
        "query": p.expression("PromQL; a mark wherever it has a value.", "changes(process_start_time_seconds[5m]) > 0"),
        "text": p.line("What a mark says; {{label}} is filled in.", "{{deployment}}"),
        "color": p.choice("In which colour.", *COLORS, default="blue"),
    },
    "title",
    "query",
)

PANEL = p.mapping(
    "a panel",
    "One panel of a board.",
    {
        "title": p.line("What it shows.", "Requests"),
        "type": p.choice("How it shows it.", *PANEL_TYPES),
        "description": p.text("What there is to know about it."),
        "query": p.expression(
            "PromQL, with $variables of the board and $__rate_interval; for logs LogQL.", 'sum(rate(http_requests_total{job="api"}[5m]))'
        ),
        "legend": p.line("How the query's series are called; {{label}} is filled in.", "{{status}}"),
        "queries": {
            "title": "`queries`",
            "description": "Instead of `query`: several, each below its legend.",
            "type": "object",
            "minProperties": 1,
            "additionalProperties": p.expression("PromQL.", "histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m])))"),
            "examples": [{"P95": "…"}],
        },
        "slo": p.line(
            "Instead of a query: an SLO of this system (service/slo), or of another (system/service/slo).", "api-gateway/availability"
        ),
        "show": p.choice("What of the SLO is shown.", *SHOWN, default="budget"),
        "by": p.items(
            "Labels of the SLO's `group_by` that the board has variables for.",
            p.label_name("A label.", "environment"),
            at_least=1,
            unique=True,
        ),
        "unit": p.choice("Unit of the values. `ratio` is 0 to 1, `percent` 0 to 100.", *UNITS, default="count"),
        "decimals": p.whole("Digits behind the point.", 1),
        "min": p.number("Where the axis begins.", 0),
        "max": p.number("Where the axis ends.", 1),
        "thresholds": p.ref("panel_thresholds", _THRESHOLDS["description"]),
        "states": p.items("What single values are called.", p.ref("panel_state"), at_least=1),
        "range": p.line("Another time than the board's: a duration up to now, or `today`; $__range in the query is this.", "7d"),
        "stack": p.flag("timeseries: whether the series stand upon each other.", default=False),
        "columns": {
            "title": "`columns`",
            "description": "table: the labels that are columns, in this order, and their headings; `value` is the value.",
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": p.LABEL},
            "additionalProperties": p.line("The heading.", "Application"),
            "examples": [{"name": "Application"}],
        },
        "limit": p.whole("logs: how many lines at most.", 10, default=defaults.LOG_LINES, minimum=1),
        "text": p.text("text: what stands there, in Markdown."),
        "width": p.whole("Width in 24ths of the board; default: an equal share of its row.", 8, minimum=1, maximum=24),
        "height": p.whole("Height in units of 30 pixels; default: 4 for stats, 8 for others.", 8, minimum=2),
        "service": p.name("The service whose logs the panel links to; default: the board's.", "api-gateway"),
        "logs_by": p.label_name("The id by which the logs are narrowed; default: the board's.", "job_id"),
        "links": p.items("Further links.", p.ref("panel_link"), at_least=1),
    },
    "title",
    "type",
)

ROW = p.mapping(
    "a row",
    "Panels beside each other, below a heading.",
    {
        "title": p.line("The heading.", "Approvals"),
        "repeat": p.label_name("A variable: one row for each of its values.", "environment"),
        "panels": p.items("The panels, from left to right; a row that is full goes on below.", p.ref("panel"), at_least=1),
    },
    "title",
    "panels",
)

PROPERTIES: dict[str, p.Schema] = {
    "dashboard": p.name("Name of the board, unique among the boards and services of its system.", "operator"),
    "title": p.line("Title for people.", "Operator"),
    "description": p.text("What the board is for."),
    "range": p.duration("The time that is shown at first.", "24h", default=defaults.BOARD_RANGE),
    "refresh": p.duration("How often it is drawn anew.", "30s", default=defaults.BOARD_REFRESH),
    "service": p.name("The service whose logs the panels link to; default: the logs of the system.", "perception"),
    "logs_by": p.label_name("The id by which the logs are narrowed: the board gets a field for it.", "job_id"),
    "variables": p.items("What can be chosen at the top.", p.ref("board_variable"), at_least=1),
    "annotations": p.items("Marks on all graphs, beside those of the firing alerts.", p.ref("board_annotation"), at_least=1),
    "links": p.items("Links at the top.", p.ref("panel_link"), at_least=1),
    "rows": p.items("The rows, from top to bottom.", p.ref("board_row"), at_least=1),
}

DEFINITIONS: dict[str, p.Schema] = {
    "panel": PANEL,
    "panel_link": _LINK,
    "panel_state": _STATE,
    "panel_thresholds": _THRESHOLDS,
    "board_row": ROW,
    "board_variable": _VARIABLE,
    "board_annotation": _ANNOTATION,
}
