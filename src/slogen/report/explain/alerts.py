"""The alerts beside the burn rates, and what the person reads who gets any of them."""

from slogen.model.duration import ZERO
from slogen.report.explain.facts import EmittedAlert, Explanation
from slogen.report.explain.human import NONE, listed
from slogen.report.explain.sli import Row
from slogen.report.explain.table import Code, Column, named, paragraph, table

_BURNING = ("page", "ticket")
"""What is said no to beside the burn rates, and told there."""


def others(found: Explanation) -> list[str]:
    """Levels, missing data and the budget policy; then what the SLO declines, and who else reads it."""
    rows = [(alert.name, _severity(alert), str(alert.for_) if alert.for_ != ZERO else NONE, alert.fires) for alert in found.others]
    lines = table((Column("alert"), Column("severity"), Column("for", right=True), Column("fires at")), rows) if rows else []
    for what, reason in found.declined:
        if what in _BURNING:
            continue
        lines += paragraph(f"no {what} alert: {reason}")
    if found.readers:
        lines += paragraph(f"Standalone alerts of the service that read this SLO: {listed(list(found.readers))}.")
    return lines


def told(found: Explanation) -> list[str]:
    """Impact, next action and runbook; alerts that say the same stand together."""
    together: dict[tuple[str, ...], list[EmittedAlert]] = {}
    for alert in (*(pair.alert for pair in found.pairs), *found.others):
        key = (_severity(alert), alert.impact, alert.next_action, alert.runbook_url, alert.condition)
        together.setdefault(key, []).append(alert)
    lines: list[str] = []
    for number, alerts in enumerate(together.values()):
        lines += ([""] if number else []) + named(_told(alerts))
    return lines


def _told(alerts: list[EmittedAlert]) -> list[Row]:
    first = alerts[0]
    rows: list[Row] = [(_severity(first), ", ".join(dict.fromkeys(alert.name for alert in alerts)))]
    rows += [(name, value) for name, value in (("impact", first.impact), ("next action", first.next_action)) if value]
    rows.append(("runbook", Code(first.runbook_url)))
    if first.condition:
        rows.append(("only when", Code(first.condition)))
    return rows


def _severity(alert: EmittedAlert) -> str:
    return f"{alert.severity} {alert.sev}"
