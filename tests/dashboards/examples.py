"""Boards for tests: one with every kind of panel, and those that come out of one small service."""

from dataclasses import replace

from slogen.dashboards.fleet import fleet_board
from slogen.dashboards.part import Part, Surroundings
from slogen.dashboards.service import service_board
from slogen.dashboards.system import system_board
from slogen.dashboards.values import (
    Annotation,
    BarGauge,
    Board,
    Color,
    Column,
    Format,
    Gauge,
    Link,
    Logs,
    Mapping,
    Override,
    Panel,
    Row,
    Source,
    Stat,
    StateTimeline,
    Table,
    Target,
    Text,
    Threshold,
    TimeSeries,
    Variable,
    View,
)
from slogen.model.duration import Duration
from slogen.model.slo import LogSource, Service
from tests.rules.builders import AVAILABILITY, PLACE, POLICY, queue, service, slo, standalone

_LIMITS = (Threshold(None, Color.GREEN), Threshold(0.5, Color.ORANGE), Threshold(1, Color.RED))
_LINK = Link("Logs", "https://logs.example.com/?q=${environment}&from=${__from}")
_UP = Target('up{environment=~"$environment"}', "{{instance}}")
_NOW = Target('up{environment=~"$environment"}', instant=True)
_ROWS = replace(_NOW, format=Format.TABLE)


def panel(view: View, *targets: Target, title: str = "", width: int = 6, height: int = 8) -> Panel:
    """A panel of any kind, with everything that it may have."""
    return Panel(
        title or type(view).__name__,
        f"Shows {type(view).__name__}: how to read it is told here.",
        view,
        targets,
        width,
        height,
        "s",
        2,
        minimum=0,
        maximum=10,
        thresholds=_LIMITS,
        mappings=(Mapping("1", "up", Color.GREEN), Mapping("0", "down")),
        overrides=(Override("a", unit="ms", decimals=0, color=Color.BLUE), Override("b.*", is_regex=True, dashed=True, links=(_LINK,))),
        links=(_LINK,),
    )


def every_panel() -> Board:
    """Every kind of panel, an open row, a closed one and a repeated one, every kind of variable and link."""
    columns = (
        Column("instance", "Instance", links=(_LINK,), width=200),
        Column("A", "Now", "s", 1, _LIMITS, (Mapping("1", "up"),), cell="background"),
        Column("B", "Share", "percentunit", cell="gauge", minimum=0, maximum=1),
    )
    numbers = (panel(Stat("background"), _NOW, width=4, height=4), panel(Stat("value", sparkline=True, names=True), _UP, width=7, height=5))
    graphs = (
        panel(TimeSeries(stacked=True, fill=20, lines=True, soft_min=0, soft_max=3), _UP, replace(_UP, expr="1")),
        panel(TimeSeries(bars=True, logarithmic=True, legend_values=("mean", "max")), _UP, width=18),
        replace(panel(StateTimeline(show_values=True), _UP), time_from="7d", interval="5m", repeat="environment"),
    )
    others = (
        panel(Gauge("max"), _NOW),
        panel(BarGauge(), _NOW),
        panel(BarGauge(horizontal=False), _NOW),
        panel(Table(columns, sort="Now", descending=True), _ROWS, _ROWS, width=24),
        panel(Table((Column("A", "Alone"),)), _ROWS),
        panel(Table(), _ROWS),
        panel(Logs(), Target('{app="api"} |= "failed"', source=Source.LOKI)),
        panel(Text('# Read this\n\n"quoted" \\ <b>'), title='A title with "quotes"'),
    )
    return Board(
        uid="every-panel",
        title="Every panel",
        description="For tests.",
        rows=(
            Row("", numbers),
            Row("Graphs", graphs),
            Row("Others", others, collapsed=True),
            Row("$environment", numbers, repeat="environment"),
        ),
        tags=("slogen", "test"),
        variables=(
            Variable("environment", "Environment", "label_values(up, environment)"),
            Variable("job", "Job", "label_values(up, job)", many=False, default="api"),
            Variable("quantile", "Quantile", values=("0.5", "0.95"), default="0.95", many=False),
        ),
        links=(Link("Up", "/d/slogen_fleet", new_tab=False, keep_time=True),),
        annotations=(Annotation("Alerts", 'ALERTS{alertstate="firing"}', "{{alertname}}", "{{severity}}"),),
        refresh="5m",
        time_from="now-7d",
        prometheus="prom-1",
        loki="loki-1",
    )


def small_service() -> Service:
    """A grouped SLO with a policy, a queue, and an alert beside them."""
    place = replace(PLACE, logs=LogSource("loki-1", '{app="api"}'), deployments="changes(build_info[5m]) > 0")
    slos = (
        slo(AVAILABILITY, "availability", place=place, group_by=("environment",), budget_policy=POLICY),
        slo(queue(), "queue", "99", window="7d", place=place),
    )
    return service(*slos, alerts=(standalone(place=place),))


AROUND = Surroundings("prom-1", "https://git.example.com/slos/{path}#L{line}")
PARTS = (
    Part("shop", "api", "API", 2, (Duration.parse("7d"), Duration.parse("30d")), ("environment",)),
    Part("shop", "batch", "Batch", 0, (), ()),
)


def boards() -> dict[str, Board]:
    """One board of each sort, by the name of its golden file."""
    return {
        "every-panel": every_panel(),
        "service": service_board(small_service(), AROUND),
        "system": system_board("shop", "The shop", PARTS, "changes(build_info[5m]) > 0", AROUND),
        "fleet": fleet_board({"shop": "The shop"}, PARTS, AROUND),
    }
