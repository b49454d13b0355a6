"""Multi-window burn-rate alerts: both windows above the threshold, the guards beside them."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from slogen.conventions import names
from slogen.model.burn import AlertSeverity, BurnAlert
from slogen.model.duration import ONE_HOUR, Duration
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Latency, Ratio
from slogen.model.slo import Response, Slo
from slogen.promql import build
from slogen.rules import templates as t
from slogen.rules.alert import slo_alert
from slogen.rules.values import Alert

_HALF = Decimal("0.5")
"""Counts from rates are whole numbers but for rounding: 2.9999 failures are 3."""


@dataclass(frozen=True, slots=True)
class BurnAlerts:
    """`fast` belongs to the fast group: it pages, or reads nothing that is rolled up. `slow` belongs to the period group."""

    fast: tuple[Alert, ...]
    slow: tuple[Alert, ...]


def burn_alerts(slo: Slo, *, counts_events: bool) -> BurnAlerts:
    """Every pair whose severity the SLO answers; information uses what the SLO says for tickets."""
    fast: list[Alert] = []
    slow: list[Alert] = []
    for alert in slo.burn_alerts:
        response = slo.burn_response(alert.pair.severity)
        if response is not None:
            is_fast = alert.pair.severity is AlertSeverity.PAGE or alert.pair.long <= ONE_HOUR
            (fast if is_fast else slow).append(_alert(slo, alert, response, counts_events))
    return BurnAlerts(tuple(fast), tuple(slow))


def _alert(slo: Slo, alert: BurnAlert, response: Response, counts_events: bool) -> Alert:
    pair = alert.pair
    return slo_alert(
        slo,
        response,
        name=pair.alert or names.burn_alert(slo.place.service, slo.name, pair.name),
        expr=_expr(slo, alert, response, counts_events),
        summary=f"{t.literal(slo.title)} burns its error budget at {plain(alert.factor)}× the sustainable rate or more"
        + t.group_suffix(slo.group_by),
        description=_description(slo, alert),
        severity=pair.severity,
        sev=pair.sev,
        next_action=pair.next_action,
        impact="The error budget is being used up; if this goes on, the objective is missed.",
        for_=pair.for_,
        keep_firing_for=pair.keep_firing_for,
        labels={names.LONG_WINDOW: str(pair.long), names.SHORT_WINDOW: str(pair.short), names.BURN_RATE: plain(alert.factor)},
    )


def _expr(slo: Slo, alert: BurnAlert, response: Response, counts_events: bool) -> str:
    """The long window first: its ratio becomes the alert's value."""
    threshold = plain(alert.threshold)
    parts = [f"{names.of(names.error_ratio(window), slo.id)} > {threshold}" for window in (alert.pair.long, alert.pair.short)]
    if counts_events:
        parts += [
            f"{_count(slo, alert.pair.long, tile, rate)} > {plain(least - _HALF)}"
            for least, tile, rate in (
                (slo.guard.min_failures, names.ERRORS_TILE, names.errors_rate),
                (slo.guard.min_events, names.EVENTS_TILE, names.events_rate),
            )
            if least
        ]
    expr = "\nand\n".join(parts)
    if response.only_when is not None:
        expr += f"\n{build.matched('and', response.only_when.on)}\n{build.paren(response.only_when.expr.strip())}"
    return expr


def _count(slo: Slo, window: Duration, tile: str, rate: Callable[[Duration], str]) -> str:
    """Failures or events in a window: the rate over it (raw windows) or the average of its tiles, times the length that was measured.

    Tiles exist for a part of the window when an SLO is new or its service runs now and then; stretched to the whole window one failure
    would count as many. The clamp is for whoever evaluates tiles more often than every five minutes, as promtool does.
    """
    seconds = plain(window.seconds)
    if window <= ONE_HOUR:
        return f"{names.of(rate(window), slo.id)} * {seconds}"
    tiles = names.of(tile, slo.id)
    measured = f"{build.over_time('count', tiles, str(window))} * {plain(names.TILE.seconds)}"
    return f"{build.over_time('avg', tiles, str(window))} * clamp_max({measured}, {seconds})"


def _description(slo: Slo, alert: BurnAlert) -> tuple[str, ...]:
    pair = alert.pair
    budget = slo.objective.budget
    left = t.of(names.BUDGET_REMAINING, slo.id, slo.group_by)
    lasts = f"clamp_min({left}, 0) * {plain(budget * slo.window.seconds)} / %g"
    return (
        (
            f"{t.value('percent')} of {_bad(slo)} over the last {pair.long}, and the last {pair.short} is no better. "
            f"The alert threshold is {t.percent(alert.threshold)}: {plain(alert.factor)}× what the objective of {slo.objective}% "
            f"over {slo.window} allows."
        ),
        (
            f"Burn rate now: {t.query(f'%g / {plain(budget)}', (), 'factor', with_value=True)}. "
            f"Error budget left: {t.query(left, slo.group_by, 'percent')}; at this rate it lasts "
            f"{t.query(lasts, slo.group_by, 'seconds', with_value=True)}."
        ),
    )


def _bad(slo: Slo) -> str:
    match slo.sli:
        case Latency(threshold_seconds=seconds):
            return f"requests took longer than {plain(seconds)}s"
        case Apdex():
            return "the Apdex score was lost"
        case Events() | Ratio(error_ratio=""):
            return "events failed"
        case _:
            return "the time was bad"
