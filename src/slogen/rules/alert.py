"""What all alerts share: labels for routing, annotations for the person who is woken."""

from collections.abc import Mapping

from slogen.conventions import names
from slogen.model.burn import AlertSeverity
from slogen.model.duration import ZERO, Duration
from slogen.model.slo import Place, Response, Slo
from slogen.rules.templates import literal
from slogen.rules.values import Alert


def slo_alert(
    slo: Slo,
    response: Response,
    *,
    name: str,
    expr: str,
    summary: str,
    description: tuple[str, ...],
    severity: AlertSeverity | None = None,
    sev: str = "",
    next_action: str = "",
    impact: str = "",
    for_: Duration = ZERO,
    keep_firing_for: Duration = ZERO,
    labels: Mapping[str, str] | None = None,
) -> Alert:
    """An alert of an SLO. `summary` and `description` are templates; `labels` are added to the identity.

    `impact` stands in where the spec says none: only a page must, and yet nobody should have to guess.
    """
    severity = severity or response.severity
    identity = {names.SLO: slo.name, names.SLO_ID: slo.id}
    return Alert(
        name=name,
        expr=expr,
        for_=for_,
        keep_firing_for=keep_firing_for,
        labels=_labels(slo.place, response, severity, sev) | identity | dict(labels or {}) | _mutes(response) | _own(slo.place, response),
        # A lock screen shows this line and nothing else: whose it is must stand in it.
        annotations=annotations(
            slo.place, response, f"{slo.place.system}/{slo.place.service}: {summary}", description, next_action, impact
        ),
        origin=slo.origin,
    )


def standalone_labels(place: Place, response: Response) -> dict[str, str]:
    """Labels of an alert without an SLO."""
    return _labels(place, response, response.severity, "") | _mutes(response) | _own(place, response)


def annotations(
    place: Place, response: Response, summary: str, description: tuple[str, ...], next_action: str = "", impact: str = ""
) -> dict[str, str]:
    """What broke, what it means, what to do, where to look; in the order in which a person needs it."""
    found = {
        names.SUMMARY: summary,
        names.DESCRIPTION: "\n".join(description),
        names.IMPACT: literal(response.impact or impact),
        names.NEXT_ACTION: literal(next_action or response.next_action),
        names.RUNBOOK_URL: literal(response.runbook.url),
        names.DASHBOARD_URL: literal(place.dashboard_url),
        names.LOGS_URL: literal(place.logs_url),
    }
    return {name: text for name, text in found.items() if text}


def _labels(place: Place, response: Response, severity: AlertSeverity, sev: str) -> dict[str, str]:
    own = response.sev if severity == response.severity else ""
    return {
        names.SEVERITY: severity.value,
        names.SEV: literal(sev or own or place.severities[severity]),
        names.TEAM: literal(place.owner.primary),
        names.SYSTEM: place.system,
        names.SERVICE: place.service,
    }


def _mutes(response: Response) -> dict[str, str]:
    return {names.INHIBITS: names.SERVICE} if response.mutes_service else {}


def _own(place: Place, response: Response) -> dict[str, str]:
    return {name: literal(text) for name, text in {**place.labels, **(response.labels or {})}.items()}
