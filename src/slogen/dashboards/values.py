"""What a Grafana board consists of, as values without any tool's dialect. `layout` places the panels, `render` makes JSON of them."""

from dataclasses import dataclass
from enum import StrEnum

GRID = 24
"""Columns of a board. Widths are counted in them; heights in units of about 30 pixels."""


class Source(StrEnum):
    """Where a query is sent; each is a variable of the board, so that the viewer may choose another data source of the kind."""

    PROMETHEUS = "prometheus"
    LOKI = "loki"


class Format(StrEnum):
    """How a query's result is read: lines over time, or rows with a column for every label."""

    TIME_SERIES = "time_series"
    TABLE = "table"


class Color(StrEnum):
    """Names that Grafana knows, in both themes; GREY means that nothing is known."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    BLUE = "blue"
    GREY = "#808080"
    NONE = "transparent"


@dataclass(frozen=True, slots=True)
class Target:
    """A query. `legend` names its series (`{{label}}`); empty: all labels. `instant` asks for the last value only.

    `limit` is how many lines of logs are asked for; 0: as many as Grafana likes.
    """

    expr: str
    legend: str = ""
    instant: bool = False
    format: Format = Format.TIME_SERIES
    source: Source = Source.PROMETHEUS
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Threshold:
    """From `value` on the colour holds; None is the base, below the lowest value. In a panel the base comes first, values ascend."""

    value: float | None
    color: str


@dataclass(frozen=True, slots=True)
class Mapping:
    """A single value that is shown as a text, in a colour (empty: as it would be). `value` as Grafana prints it: `0`, `true`."""

    value: str
    text: str
    color: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a panel or a board. `url` may hold variables (`${__from}`, `${environment}`); with `keep_time` the range is handed on."""

    title: str
    url: str
    new_tab: bool = True
    keep_time: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """What is different for one series or column: `name` is its legend, or with `is_regex` a regular expression. Empty: as the panel."""

    name: str
    is_regex: bool = False
    unit: str = ""
    decimals: int | None = None
    color: str = ""
    dashed: bool = False
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `field` is a label, or the letter of a target (`A`, `B`, …) for its value.

    `cell` colours the `text` or the `background`, or draws a `gauge`; empty: plain.
    """

    field: str
    title: str
    unit: str = ""
    decimals: int | None = None
    thresholds: tuple[Threshold, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    cell: str = ""
    width: int = 0
    minimum: float | None = None
    maximum: float | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Stat:
    """One number, or one a series. `color`: `value`, `background` or `none`; `sparkline` needs a query that is not instant."""

    color: str = "value"
    sparkline: bool = False
    names: bool = False
    calculation: str = "lastNotNull"


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """Lines over time. `lines`: the thresholds are drawn; `soft_min`, `soft_max` widen the axis without cutting anything off."""

    stacked: bool = False
    fill: int = 0
    lines: bool = False
    bars: bool = False
    soft_min: int | None = None
    soft_max: int | None = None
    logarithmic: bool = False
    legend_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gauge:
    """A dial; the panel should say `minimum` and `maximum`."""

    calculation: str = "lastNotNull"


@dataclass(frozen=True, slots=True)
class BarGauge:
    """A bar for every series."""

    horizontal: bool = True
    calculation: str = "lastNotNull"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows; targets should be instant and of Format.TABLE. Only `columns` are shown, in their order; none: all that there is.

    `sort` is the title of a column.
    """

    columns: tuple[Column, ...] = ()
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class StateTimeline:
    """A band for every series, coloured by mappings or thresholds."""

    show_values: bool = False


@dataclass(frozen=True, slots=True)
class Logs:
    """Lines of logs; targets have Source.LOKI."""

    newest_first: bool = True
    wrap: bool = True


@dataclass(frozen=True, slots=True)
class Text:
    """Markdown; no targets."""

    markdown: str


View = Stat | TimeSeries | Gauge | BarGauge | Table | StateTimeline | Logs | Text
"""How a panel shows what its targets return."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel. `description` says how to read it; `unit` is Grafana's id (`percentunit`, `s`, `reqps`, `short`).

    `width` and `height` are wishes: a line is stretched to the full width, its panels to the tallest of them. `time_from` looks back
    another time than the board (`28d`). `interval` is the smallest step between points.
    """

    title: str
    description: str
    view: View
    targets: tuple[Target, ...] = ()
    width: int = 6
    height: int = 8
    unit: str = "short"
    decimals: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    thresholds: tuple[Threshold, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    overrides: tuple[Override, ...] = ()
    links: tuple[Link, ...] = ()
    time_from: str = ""
    interval: str = ""
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under a heading, from left to right, in as many lines as they need. `repeat`: once for every value of a variable."""

    title: str
    panels: tuple[Panel, ...]
    collapsed: bool = False
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A choice at the top of a board: the values of a query (`label_values(metric, label)`), or fixed `values`.

    `free`: a field for any text, with `query` in it at first.

    `many`: several may be chosen, and All, which then is what is chosen at first.
    """

    name: str
    label: str
    query: str = ""
    values: tuple[str, ...] = ()
    default: str = ""
    many: bool = True
    free: bool = False


@dataclass(frozen=True, slots=True)
class Annotation:
    """Marks on all time axes where an expression has series. `title` and `text` may name labels (`{{alertname}}`)."""

    name: str
    expr: str
    title: str
    text: str = ""
    color: str = Color.RED
    step: str = "60s"


@dataclass(frozen=True, slots=True)
class Board:
    """A board. `uid` is stable and at most 40 characters; `prometheus`, `loki` are uids of data sources to begin with, or empty."""

    uid: str
    title: str
    description: str
    rows: tuple[Row, ...]
    tags: tuple[str, ...] = ()
    variables: tuple[Variable, ...] = ()
    links: tuple[Link, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    refresh: str = "1m"
    time_from: str = "now-24h"
    time_to: str = "now"
    prometheus: str = ""
    loki: str = ""
