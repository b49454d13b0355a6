"""What the rules really hold for an SLO: its alerts and its recorded series, and the pairs that became no alert."""

import re
from dataclasses import dataclass, replace

from slogen.conventions import names
from slogen.model.burn import AlertSeverity, BurnAlert
from slogen.model.duration import ONE_HOUR
from slogen.model.objective import plain
from slogen.model.sli import Freshness, QueueDepth
from slogen.model.slo import NoAlert, Response, Service, Slo
from slogen.report.explain.facts import EmittedAlert, EmittedPair, RecordedSeries, SilentPair
from slogen.report.explain.human import NONE, exact_percent
from slogen.report.explain.sli import seconds_text
from slogen.rules.service import rule_file
from slogen.rules.templates import literal
from slogen.rules.values import Alert, Record


@dataclass(frozen=True, slots=True)
class Emitted:
    """Of one SLO: `pairs` in the policy's order, `others` in the order of the rules."""

    pairs: tuple[EmittedPair, ...]
    others: tuple[EmittedAlert, ...]
    series: tuple[RecordedSeries, ...]


def emitted(service: Service, slo: Slo) -> Emitted:
    """Compile the SLO alone and read its rules: what is told here is what Prometheus evaluates."""
    groups = rule_file(replace(service, slos=(slo,), alerts=())).groups
    alerts = [(rule, group.interval) for group in groups for rule in group.rules if isinstance(rule, Alert)]
    burning = {_key(alert): (alert, interval) for alert, interval in alerts if names.LONG_WINDOW in alert.labels}
    pairs = tuple(
        EmittedPair(burn, _burn_alert(slo, burn, burning[key][0]), burning[key][1], rolled=burn.pair.long > ONE_HOUR)
        for burn in slo.burn_alerts
        if (key := _key_of(slo, burn)) in burning
    )
    return Emitted(
        pairs,
        tuple(_other_alert(slo, alert) for alert, _ in alerts if names.LONG_WINDOW not in alert.labels),
        tuple(
            RecordedSeries(rule.metric, names.of(rule.metric, slo.id), group.interval)
            for group in groups
            for rule in group.rules
            if isinstance(rule, Record)
        ),
    )


def silent(slo: Slo) -> tuple[SilentPair, ...]:
    """The pairs of which no alert was made because a faster one does their work."""
    return tuple(
        SilentPair(
            dropped.pair,
            dropped.pair.factor_in(slo.window),
            f"{dropped.kept.pair.name} fires at {exact_percent(dropped.kept.threshold)} errors already, and sooner",
        )
        for dropped in slo.dropped_pairs
    )


def declined(slo: Slo) -> tuple[tuple[str, str], ...]:
    """What the SLO says no to, each with the reason that the spec gives."""
    answers: list[tuple[str, Response | NoAlert]] = [(severity.value, slo.responses[severity]) for severity in slo.responses]
    if isinstance(slo.sli, QueueDepth | Freshness):
        answers += [("warning", slo.warning)] if slo.sli.levels.warning is not None else []
        answers += [("breach", slo.breach)] if slo.sli.levels.breach is not None else []
    answers.append(("missing", slo.missing))
    return tuple((what, answer.reason) for what, answer in answers if isinstance(answer, NoAlert))


def readers_of(service: Service, slo: Slo) -> tuple[str, ...]:
    """The service's standalone alerts that read the SLO's recorded series."""
    mentioned = re.compile(rf"([\"'`]){re.escape(slo.id)}\1")
    return tuple(alert.name for alert in service.alerts if mentioned.search(alert.expr))


def _key_of(slo: Slo, burn: BurnAlert) -> tuple[str, ...]:
    name = burn.pair.alert or names.burn_alert(slo.place.service, slo.name, burn.pair.name)
    return (name, burn.pair.severity.value, str(burn.pair.long), str(burn.pair.short), plain(burn.factor))


def _key(alert: Alert) -> tuple[str, ...]:
    labels = alert.labels
    return (alert.name, labels[names.SEVERITY], labels[names.LONG_WINDOW], labels[names.SHORT_WINDOW], labels[names.BURN_RATE])


def _answer(slo: Slo, severity: AlertSeverity) -> Response | NoAlert:
    return slo.responses[AlertSeverity.TICKET if severity is AlertSeverity.INFO else severity]


def _burn_alert(slo: Slo, burn: BurnAlert, alert: Alert) -> EmittedAlert:
    answer = _answer(slo, burn.pair.severity)
    assert isinstance(answer, Response)  # there would be no alert otherwise
    return _alert(alert, f"burn rate above {plain(burn.factor)}× over {burn.pair.long} and {burn.pair.short}", answer)


def _other_alert(slo: Slo, alert: Alert) -> EmittedAlert:
    sli = slo.sli
    level = next((level for level in slo.budget_policy if level.name == alert.labels.get(names.LEVEL)), None)
    if level is not None and level.response is not None:
        return _alert(alert, f"{plain(level.below_percent)} % of the error budget left, or less", level.response)
    if isinstance(sli, QueueDepth | Freshness):
        for what, state, number, answer in (
            ("breach", names.BREACH_STATE, sli.levels.breach, slo.breach),
            ("warning", names.WARNING_STATE, sli.levels.warning, slo.warning),
        ):
            if state in alert.expr and number is not None and isinstance(answer, Response):
                shown = f"age of {seconds_text(number)}" if isinstance(sli, Freshness) else f"depth of {plain(number)}"
                return _alert(alert, f"{shown} or more ({what})", answer)
    assert isinstance(slo.missing, Response)
    no_bucket = alert.name == names.alert_name(slo.place.service, slo.name, "BucketMissing")
    return _alert(alert, "the histogram has no bucket at the threshold" if no_bucket else "no data", slo.missing)


def _alert(alert: Alert, fires: str, answer: Response) -> EmittedAlert:
    condition = answer.only_when
    joined = f" (matched on {', '.join(condition.on)})" if condition is not None and condition.on else ""
    anchor = f"#{answer.runbook.anchor}" if answer.runbook.anchor else ""
    return EmittedAlert(
        name=alert.name,
        severity=alert.labels[names.SEVERITY],
        sev=_text(alert.labels[names.SEV]),
        fires=fires,
        for_=alert.for_,
        condition=f"{' '.join(condition.expr.split())}{joined}" if condition is not None and _holds(alert, condition.expr) else "",
        impact=_text(alert.annotations.get(names.IMPACT, "")),
        next_action=_text(alert.annotations.get(names.NEXT_ACTION, "")),
        runbook=f"{answer.runbook.name}{anchor}" or NONE,
        runbook_url=_text(alert.annotations.get(names.RUNBOOK_URL, "")),
    )


def _holds(alert: Alert, condition: str) -> bool:
    """Whether the alert really has the condition, however its lines are set: missing and policy alerts do not ask for it."""
    return "".join(condition.split()) in "".join(alert.expr.split())


def _text(template: str) -> str:
    """A label or annotation as it reads when the alert fires: user text without the escapes that Prometheus needs."""
    return template.replace(literal("{{"), "{{")
