"""What alerts: one graph for each burn-rate pair, and bands that tell when which alert fired."""

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.budget_panels import series_name, spoken
from slogen.dashboards.values import GRID, Color, Link, Override, Panel, StateTimeline, Target, Threshold, TimeSeries
from slogen.model.burn import AlertSeverity, BurnAlert, Pair
from slogen.model.objective import plain
from slogen.model.slo import Service, Slo
from slogen.promql.selector import Matcher

_COLORS = {AlertSeverity.PAGE: Color.RED, AlertSeverity.TICKET: Color.ORANGE, AlertSeverity.INFO: Color.BLUE}


def states(expr: str, legend: str, width: int, links: tuple[Link, ...]) -> Panel:
    """The loudest alert of every SLO (and group), over time; `expr` is an `alert_state`."""
    return Panel(
        "Alerts over time",
        "The loudest alert that fired: red a page, yellow a ticket, blue information, green none. A gap: the rules were not evaluated.",
        StateTimeline(),
        (Target(expr, legend),),
        width,
        8,
        "none",
        0,
        mappings=looks.ALERT_STATES,
        links=links,
    )


def pairs(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> list[Panel]:
    """A graph for each pair that alerts; all in one line, or in two if there are many."""
    alerts = [alert for alert in slo.burn_alerts if slo.burn_response(alert.pair.severity)]
    width = GRID // len(alerts) if 0 < len(alerts) <= 4 else GRID // 3
    return [_pair(slo, alert, scope, max(width, 6), links) for alert in alerts]


def _pair(slo: Slo, alert: BurnAlert, scope: e.Scope, width: int, links: tuple[Link, ...]) -> Panel:
    pair = alert.pair
    factor = plain(alert.factor)
    group = series_name(slo, "")
    long, short = (f"{window} {group}".strip() for window in (pair.long, pair.short))
    budget = slo.objective.budget
    return Panel(
        f"{_name(pair)}: {factor}× over {pair.long} and {pair.short}",
        f"Burn rates over both windows. While both are above the line at {factor}×, {_article(pair.severity)} fires; at that rate "
        f"the whole budget lasts {spoken(slo.window.seconds / alert.factor)}.",
        TimeSeries(lines=True, soft_min=0, soft_max=int(alert.factor * 5 / 4) + 1),
        (
            Target(e.burned(scope, pair.long, budget), long),
            Target(e.burned(scope, pair.short, budget), short),
        ),
        width,
        8,
        looks.FACTOR,
        2,
        thresholds=(Threshold(None, Color.NONE), Threshold(float(alert.factor), _COLORS[pair.severity])),
        # The long window decides and stands out; the short one lets go.
        overrides=() if slo.group_by else (Override(long, color=Color.BLUE), Override(short, color=Color.ORANGE, dashed=True)),
        links=links,
        interval="1m",
    )


def standalone(service: Service, links: tuple[Link, ...]) -> Panel:
    """The alerts beside the SLOs, a band for each."""
    known = e.Scope((Matcher(names.SYSTEM, "=", service.system),)).of(names.INFO)
    return Panel(
        "Alerts beside the SLOs",
        "Green quiet, orange pending, red firing. A gap: the rules were not evaluated.",
        StateTimeline(),
        tuple(Target(e.one_alert(service.system, service.name, alert.name, known), alert.name) for alert in service.alerts),
        12,
        max(6, 2 + len(service.alerts)),
        "none",
        0,
        mappings=looks.FIRING,
        links=links,
    )


def _name(pair: Pair) -> str:
    """`page-fast`, `ticket freeze`: the pair as the spec calls it, with its severity where the name does not say it."""
    severity = pair.severity.value
    return pair.name if pair.name.startswith(severity) else f"{severity} {pair.name}"


def _article(severity: AlertSeverity) -> str:
    return {AlertSeverity.PAGE: "the page", AlertSeverity.TICKET: "the ticket", AlertSeverity.INFO: "the information"}[severity]
