"""Warning and breach of a gauge: level alerts on latched states."""

from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.model.objective import plain
from slogen.model.sli import Freshness, QueueDepth
from slogen.model.slo import NoAlert, Response, Slo
from slogen.promql import build
from slogen.rules import templates as t
from slogen.rules.alert import slo_alert
from slogen.rules.values import Alert

_BRIDGE = Duration.parse("2m")
"""Two evaluations: a gap of one does not resolve the alert. The latch itself holds it much longer while the value is high."""


def level_alerts(slo: Slo) -> tuple[Alert, ...]:
    """Breach before warning; what an SLO declines or does not define is left out."""
    if not isinstance(slo.sli, QueueDepth | Freshness):
        return ()
    levels = slo.sli.levels
    wanted = (
        ("Breach", names.BREACH_STATE, levels.breach, slo.breach),
        ("Warning", names.WARNING_STATE, levels.warning, slo.warning),
    )
    return tuple(
        _alert(slo, what, state, level, response)
        for what, state, level, response in wanted
        if level is not None and not isinstance(response, NoAlert)
    )


def _alert(slo: Slo, what: str, state: str, level: Decimal, response: Response) -> Alert:
    seconds = isinstance(slo.sli, Freshness)
    assert isinstance(slo.sli, QueueDepth | Freshness)
    levels = slo.sli.levels
    expr = f"{names.of(names.VALUE, slo.id)}\nand\n({names.of(state, slo.id)} == 1)"
    if response.only_when is not None:
        expr += f"\n{build.matched('and', response.only_when.on)}\n{build.paren(response.only_when.expr.strip())}"
    shown = t.value("seconds" if seconds else "number")
    noun = "old" if seconds else "waiting"
    limit, target = (str(Duration.seconds_of(int(number))) if seconds else plain(number) for number in (level, levels.target))
    return slo_alert(
        slo,
        response,
        name=response.alert or names.alert_name(slo.place.service, slo.name, what),
        expr=expr,
        summary=f"{t.literal(slo.title)}: {shown} {noun}, {what.lower()} level is {limit}{t.group_suffix(slo.group_by)}",
        description=(
            f"{t.literal(slo.description)}",
            (
                f"The alert clears when the value has stayed better than its target of {target} "
                f"for {levels.clears_after}. "
                f"Error budget left: {t.query(t.of(names.BUDGET_REMAINING, slo.id, slo.group_by), slo.group_by, 'percent')} "
                f"of {slo.window} (objective {slo.objective}% of the time)."
            ),
        ),
        impact="None is stated. The objective counts every minute in which the target is missed.",
        for_=response.for_,
        keep_firing_for=_BRIDGE,
    )
