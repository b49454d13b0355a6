"""Alerts that a service declares beside its SLOs."""

from slogen.model.slo import StandaloneAlert
from slogen.rules import templates as t
from slogen.rules.alert import annotations, standalone_labels
from slogen.rules.values import Alert

_IMPACT = "None is stated; a page would have to say what users feel."


def standalone_alert(alert: StandaloneAlert) -> Alert:
    """The alert as written, with the labels and annotations that every alert has, and its value."""
    description = tuple(t.literal(text) for text in (alert.description,) if text)
    return Alert(
        name=alert.name,
        expr=alert.expr.strip(),
        for_=alert.for_,
        keep_firing_for=alert.keep_firing_for,
        labels=standalone_labels(alert.place, alert.response),
        annotations=annotations(
            alert.place, alert.response, t.literal(alert.summary), (*description, f"Value: {t.value('number')}"), impact=_IMPACT
        ),
        origin=alert.origin,
    )
