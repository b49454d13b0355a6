"""The numbers of one SLO, and how its budget went down: budget, burn rate, time left, SLI, coverage, policy."""

from dataclasses import replace
from decimal import Decimal

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.values import GRID, Color, Link, Mapping, Override, Panel, Stat, Target, Threshold, TimeSeries
from slogen.dashboards.wording import counts_events, escaped
from slogen.model.burn import AlertSeverity
from slogen.model.objective import plain
from slogen.model.slo import Slo
from slogen.promql import build

_HEIGHT = 4


def stats(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> list[Panel]:
    """One line of numbers, the most urgent first; for several groups the worst of them."""
    window = slo.window
    worst = " Of several groups the worst." if slo.group_by else ""
    found = [
        Panel(
            "Budget left",
            f"Share of the error budget of the last {window} that is left; below 0 the objective is missed.{worst}",
            Stat("background"),
            (_now(slo, "min", e.left(scope)),),
            4,
            _HEIGHT,
            looks.RATIO,
            1,
            thresholds=looks.BUDGET_LEFT,
            links=links,
        ),
        Panel(
            "Burn rate, 1h",
            f"How fast the last hour used the budget: at 1 it lasts exactly {window}.{worst}",
            Stat("background"),
            (_now(slo, "max", scope.of(names.BURN_RATE_1H)),),
            4,
            _HEIGHT,
            looks.FACTOR,
            2,
            thresholds=looks.burn_rate(lowest_page(slo)),
            links=links,
        ),
        Panel(
            "Spent in",
            "When the rest of the budget is spent if the last hour goes on. Below a burn rate of 1 it is never spent: old errors leave "
            f"the window as fast as new ones come.{worst}",
            Stat(),
            (_now(slo, "min", e.lasts(scope, window)),),
            4,
            _HEIGHT,
            looks.SECONDS,
            1,
            thresholds=looks.TIME_LEFT,
            mappings=looks.NOT_IN_SIGHT,
            links=links,
        ),
        Panel(
            f"SLI over {window}",
            f"What was reached, against an objective of {slo.objective} %.{worst}",
            Stat(),
            (_now(slo, "min", f"1 - {scope.of(names.error_ratio(window))}"),),
            4,
            _HEIGHT,
            looks.RATIO,
            decimals(slo),
            thresholds=looks.at_least(slo.objective.ratio),
            links=links,
        ),
        *_left_in_units(slo, scope, links, worst),
        Panel(
            "Measured",
            f"Share of the last {window} for which there is data. Well below 100 % the figures beside it are of that time only: the SLO "
            f"is new, or nobody looked.{worst}",
            Stat(),
            (_now(slo, "min", scope.of(names.COVERAGE)),),
            3,
            _HEIGHT,
            looks.RATIO,
            0,
            thresholds=looks.COVERAGE,
            links=links,
        ),
    ]
    found += _policy(slo, scope, links)
    # One line of their own, whatever stands below.
    return [replace(panel, width=GRID // len(found)) for panel in found]


def burn_down(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> Panel:
    """Where the budget went: the last window from its first day to now."""
    window = slo.window
    return Panel(
        f"Budget burn-down, last {window}",
        f"Starts with the whole budget {window} ago and ends with what is left now. Steep falls are incidents; above the dashed line the "
        "budget is used more slowly than it may be.",
        TimeSeries(fill=10, lines=True),
        (
            Target(e.burn_down(scope, slo.objective.budget, window), series_name(slo, "left")),
            Target(e.ideal(window), "ideal"),
        ),
        8,
        9,
        looks.RATIO,
        1,
        maximum=1,
        thresholds=(Threshold(None, Color.NONE), Threshold(0, Color.RED)),
        overrides=(Override("ideal", color=Color.GREY, dashed=True),),
        links=links,
        time_from=str(window),
        interval=str(e.steps(window).graph),
    )


def trend(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> Panel:
    """The SLI over its whole window, as it moved."""
    return Panel(
        f"SLI over {slo.window}",
        f"The rolling SLI; the line is the objective of {slo.objective} %. Below it the objective is missed.",
        TimeSeries(lines=True),
        (Target(f"1 - {scope.of(names.error_ratio(slo.window))}", series_name(slo, "SLI")),),
        8,
        8,
        looks.RATIO,
        decimals(slo),
        maximum=1,
        thresholds=(Threshold(None, Color.NONE), Threshold(float(slo.objective.ratio), Color.RED)),
        links=links,
        interval="2m",
    )


def lowest_page(slo: Slo) -> Decimal | None:
    """The lowest burn rate at which somebody is woken, or where nobody is, a ticket is written."""
    for severity in (AlertSeverity.PAGE, AlertSeverity.TICKET):
        factors = [alert.factor for alert in slo.burn_alerts if alert.pair.severity is severity and slo.burn_response(severity)]
        if factors:
            return min(factors)
    return None


def decimals(slo: Slo) -> int:
    """Digits of a percentage that tell the objective from what is just below it: one more than the objective has, two at least."""
    return max(2, len(str(slo.objective).partition(".")[2]) + 1)


def series_name(slo: Slo, otherwise: str) -> str:
    """A legend: the group's labels, or a word where there is one series."""
    return " ".join(f"{{{{{label}}}}}" for label in slo.group_by) or otherwise


def _now(slo: Slo, worst: str, expr: str) -> Target:
    """A number at present; one, even of several groups."""
    return Target(build.aggregate(worst, (), expr) if slo.group_by else expr, instant=True)


def _left_in_units(slo: Slo, scope: e.Scope, links: tuple[Link, ...], worst: str) -> list[Panel]:
    budget, window = slo.objective.budget, slo.window
    whole = plain(budget * window.seconds)
    thresholds = (Threshold(None, Color.RED), Threshold(0.000001, Color.BLUE))
    outage = Panel(
        "Outage left" if counts_events(slo) else "Bad time left",
        (
            f"The rest of the budget as a complete outage at usual traffic; the whole budget is {spoken(budget * window.seconds)}.{worst}"
            if counts_events(slo)
            else f"How much longer it may be bad within {window}; the whole budget is {spoken(budget * window.seconds)}.{worst}"
        ),
        Stat(),
        (_now(slo, "min", f"{e.left(scope)} * {whole}"),),
        4,
        _HEIGHT,
        looks.SECONDS,
        1,
        thresholds=thresholds,
        links=links,
    )
    if not counts_events(slo):
        return [outage]
    events = Panel(
        "Failures left",
        f"How many more events may fail, of those that {window} see.{worst}",
        Stat(),
        (_now(slo, "min", e.events_left(scope, budget, window)),),
        3,
        _HEIGHT,
        looks.NUMBER,
        0,
        thresholds=thresholds,
        links=links,
    )
    return [outage, events]


def _policy(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> list[Panel]:
    levels = sorted(slo.budget_policy, key=lambda level: -level.below_percent)
    if not levels:
        return []
    # The worst level is red, the one before orange, all milder ones yellow.
    colors = [*[Color.YELLOW] * len(levels), Color.ORANGE, Color.RED][-len(levels) :]
    mappings = [Mapping("0", "none", Color.GREEN)]
    mappings += [Mapping(str(number), level.name, color) for (number, level), color in zip(enumerate(levels, 1), colors, strict=True)]
    said = " ".join(f"{level.name}, at {plain(level.below_percent)} % left: {escaped(level.action)}" for level in levels)
    return [
        Panel(
            "Budget policy",
            f"The level that applies. {said}",
            Stat("background"),
            (_now(slo, "max", scope.of(names.POLICY_LEVEL)),),
            3,
            _HEIGHT,
            "none",
            0,
            mappings=tuple(mappings),
            links=links,
        )
    ]


def spoken(seconds: Decimal) -> str:
    """A budget in words: `40.32 minutes`, `3.36 hours`."""
    for size, unit in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{plain(round(seconds / size, 2))} {unit}"
    return f"{plain(round(seconds, 2))} seconds"
