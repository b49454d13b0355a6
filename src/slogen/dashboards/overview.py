"""The first row of every board: are we fine? Numbers, all SLOs by budget left, and when which alerted."""

from collections.abc import Iterable, Sequence

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.values import Color, Column, Format, Link, Panel, Stat, Table, Target, Threshold, Variable
from slogen.model.duration import Duration
from slogen.promql import build
from slogen.promql.selector import Matcher

_HEIGHT = 4
_ROW_UNITS = 1.2
"""Height of a table's line in grid units, about."""


def health(scope: e.Scope, alerts: tuple[Matcher, ...], info: str, links: tuple[Link, ...]) -> list[Panel]:
    """Five numbers: what fires, the lowest budget, the highest burn rate, who is not measured. `info` selects the SLOs in `slo:info`."""
    return [
        *firing(alerts, info, links),
        Panel(
            "Lowest budget left",
            "The error budget of the SLO (and group) that has the least left; below 0 its objective is missed.",
            Stat("background"),
            (Target(build.aggregate("min", (), _of_chosen(e.left(scope), info)), instant=True),),
            5,
            _HEIGHT,
            looks.RATIO,
            1,
            thresholds=looks.BUDGET_LEFT,
            links=links,
        ),
        Panel(
            "Highest burn rate, 1h",
            "The fastest that any budget was used in the last hour; at 1 it lasts exactly its window.",
            Stat("background"),
            (Target(build.aggregate("max", (), _of_chosen(scope.of(names.BURN_RATE_1H), info)), instant=True),),
            5,
            _HEIGHT,
            looks.FACTOR,
            2,
            thresholds=(Threshold(None, Color.GREEN), Threshold(1, Color.YELLOW), Threshold(6, Color.ORANGE), Threshold(14.4, Color.RED)),
            links=links,
        ),
        Panel(
            "SLOs without events now",
            "SLOs of which nothing was measured in the last 5 minutes: idle, or their data is missing; for that there is an alert.",
            Stat(),
            (Target(e.unmeasured(scope, info), instant=True),),
            4,
            _HEIGHT,
            looks.NUMBER,
            0,
            thresholds=looks.TICKETS,
            links=links,
        ),
    ]


def firing(alerts: tuple[Matcher, ...], known: str, links: tuple[Link, ...]) -> list[Panel]:
    """Pages and tickets that fire now."""
    wanted = (
        ("Pages firing", "Alerts that wake somebody.", "page", looks.PAGES),
        ("Tickets firing", "Alerts that wait for working hours.", "ticket", looks.TICKETS),
    )
    return [
        Panel(
            title,
            f"{said} Grey: the rules are not evaluated, so nobody would be told.",
            Stat("background"),
            (Target(e.firing(alerts, severity, known), instant=True),),
            5,
            _HEIGHT,
            looks.NUMBER,
            0,
            thresholds=thresholds,
            links=links,
        )
        for title, said, severity, thresholds in wanted
    ]


def budgets(
    scope: e.Scope,
    info: str,
    windows: Iterable[Duration],
    *,
    places: Sequence[tuple[str, str]],
    rows: int,
    width: int,
    worst_only: bool = False,
    cell_links: tuple[Link, ...] = (),
    links: tuple[Link, ...] = (),
) -> Panel:
    """All SLOs in scope, those with the least budget left first. `places` are labels of `slo:info` to show, with their headings.

    A row for each group; with `worst_only` for each value of the scope's labels, and of what they have in common the worst.
    """
    labels = (*(label for label, _ in places), "title", "objective", "window")
    by = (names.SLO_ID, *scope.chosen)

    def one(worst: str, expr: str) -> str:
        """A value for each row; where the rows are fewer than the groups, the worst of them. Only of SLOs that the viewer chose."""
        found = build.aggregate(worst, by, expr) if worst_only else expr
        return _of_chosen(found, info)

    targets = (
        e.with_info(build.aggregate("min", by, e.left(scope)) if worst_only else e.left(scope), info, labels),
        one("min", e.reached(scope)),
        one("max", scope.of(names.BURN_RATE_1H)),
        one("min", e.lasts_by_window(scope, windows)),
        one("max", e.firing_by_slo(scope)),
    )
    columns = (
        *(Column(label, heading) for label, heading in places),
        Column("title", "SLO", links=cell_links),
        *(Column(label, label) for label in scope.chosen),
        Column("A", "Budget left", looks.RATIO, 1, looks.BUDGET_LEFT, cell="background", minimum=0, maximum=1, width=110),
        Column("C", "Burn rate 1h", looks.FACTOR, 2, looks.burn_rate(None), cell="text", width=110),
        Column("D", "Spent in", looks.SECONDS, 1, looks.TIME_LEFT, looks.NOT_IN_SIGHT, cell="text", width=110),
        Column("B", "SLI", looks.RATIO, 3, width=90),
        Column("objective", "Objective %", width=100),
        Column("window", "Window", width=80),
        Column("E", "Alerts", looks.NUMBER, 0, looks.PAGES, cell="text", width=70),
    )
    return Panel(
        "Error budgets",
        "Every SLO (and group), the least budget left first. Spent in: when the rest is gone if the last hour goes on.",
        Table(columns, sort="Budget left"),
        tuple(Target(expr, instant=True, format=Format.TABLE) for expr in targets),
        width,
        min(max(6, round(3 + rows * _ROW_UNITS)), 24),
        links=links,
    )


def _of_chosen(expr: str, info: str) -> str:
    """Only of those SLOs that the viewer chose by what stands in `slo:info`; elsewhere the scope has chosen already."""
    return e.within(expr, info) if "$" in info else expr


def group_variables(labels: Sequence[str], scope: e.Scope) -> tuple[Variable, ...]:
    """A choice for every label by which SLOs are grouped."""
    everything = e.Scope(scope.matchers).of(names.COVERAGE)
    return tuple(Variable(label, label.replace("_", " ").capitalize(), f"label_values({everything}, {label})") for label in labels)
