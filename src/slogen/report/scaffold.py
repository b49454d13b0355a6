"""A new runbook as Markdown: the sections that its system asks for, filled with all that slogen knows; the rest are questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES
from slogen.model.objective import plain
from slogen.model.slo import Response, StandaloneAlert
from slogen.report.explain import Explanation
from slogen.report.explain.facts import EmittedAlert
from slogen.report.explain.human import NONE, exact_percent, length, one_in, percent
from slogen.report.explain.sli import what_counts
from slogen.report.scaffold_queries import Query, budget, cause, presence, trouble
from slogen.source.markdown import anchor

DEFAULT_SECTIONS: Final = ("Impact", "Diagnosis", "Mitigation", "Escalation")
"""The sections of a new runbook where a system asks for none."""
_TOPICS: Final = {
    "summary": ("summary", "overview", "description"),
    "symptom": ("symptom", "symptoms", "alerts", "alert"),
    "severity": ("severity", "priority"),
    "impact": ("impact", "user impact", "customer impact"),
    "diagnosis": ("diagnosis", "investigation", "triage", "debugging", "root cause"),
    "mitigation": ("mitigation", "resolution", "remediation", "fix", "quick fix", "actions", "steps"),
    "recovery": ("recovery", "verification", "validation"),
    "escalation": ("escalation", "contacts", "who to call"),
    "afterwards": ("afterwards", "post-incident", "prevention", "review", "follow-up", "postmortem", "lessons"),
    "drill": ("drill", "exercise", "test", "tests"),
}
_TOPIC_OF: Final = {word: topic for topic, words in _TOPICS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Subject:
    """What the runbook is for: alerts of SLOs, each SLO with those of its alerts that link the runbook, and standalone alerts."""

    slos: tuple[tuple[Explanation, tuple[EmittedAlert, ...]], ...]
    standalone: tuple[tuple[StandaloneAlert, EmittedAlert], ...]

    @property
    def alerts(self) -> tuple[EmittedAlert, ...]:
        """All of them; several SLOs may have alerts of one name."""
        return (*(alert for _, alerts in self.slos for alert in alerts), *(alert for _, alert in self.standalone))


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    topic: str


@dataclass(frozen=True, slots=True)
class _Slo:
    id: str
    title: str
    budget: str
    dashboard: str
    logs: str
    queries: tuple[Query, ...]
    consumed: str


@dataclass(frozen=True, slots=True)
class _Anchor:
    text: str
    alerts: str


def scaffold(name: str, subject: Subject, sections: Sequence[str], today: date) -> str:
    """The text of a runbook that no person has seen yet; `sections` are the headings that it must have."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("slogen", "report/templates"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
    )
    text = environment.get_template("runbook.md.j2").render(_values(name, subject, sections or DEFAULT_SECTIONS, today))
    return text.rstrip("\n") + "\n"


def _values(name: str, subject: Subject, headings: Sequence[str], today: date) -> dict[str, Any]:
    sections = [_Section(heading, _TOPIC_OF.get(heading.casefold(), "")) for heading in headings]
    place = subject.slos[0][0].slo.place if subject.slos else subject.standalone[0][0].place
    topics = {section.topic for section in sections}
    table_in = next((one.heading for topic in ("symptom", "severity") for one in sections if one.topic == topic), "table")
    return {
        "owner": place.owner.primary,
        "primary": place.owner.primary,
        "secondary": place.owner.secondary,
        "today": today.isoformat(),
        "title": name.replace("-", " ").capitalize(),
        "alerts": list(dict.fromkeys(alert.name for alert in subject.alerts)),
        "sections": sections,
        "topics": topics,
        "table_in": table_in,
        "table": lambda: _table(subject),
        "summary": lambda: _summary(subject),
        "recovered": lambda: _recovered(subject),
        "impacts": list(dict.fromkeys(_line(alert.impact) for alert in subject.alerts if alert.impact)),
        "actions": list(dict.fromkeys(_line(alert.next_action) for alert in subject.alerts)),
        "slos": [_slo(found, {alert.name for alert in alerts}) for found, alerts in subject.slos],
        "standalone": [alert for alert, _ in subject.standalone],
        "anchors": _anchors(subject, sections),
    }


def _table(subject: Subject) -> str:
    """Every alert: how loud, when it fires, how soon in a total outage, what is spent by then."""
    rows = ["| alert | severity | fires at | in a total outage after | budget spent by then |", "|---|---|---|---|---|"]
    for found, alerts in subject.slos:
        outage = next((burn for burn in found.burns if burn.error_ratio == 1), None)
        detected = {one.pair.alert: one for one in outage.detections} if outage else {}
        for alert in alerts:
            one = detected.get(alert)
            after = length(one.fires_after) if one and one.fires_after is not None else NONE
            spent = percent(one.spent) if one and one.spent is not None else NONE
            held = f", for {alert.for_}" if alert.for_.milliseconds else ""
            rows.append(_row(alert.name, f"{alert.severity} {alert.sev}", f"{alert.fires}{held}", after, spent))
    for _, alert in subject.standalone:
        rows.append(_row(alert.name, f"{alert.severity} {alert.sev}", alert.fires, NONE, NONE))
    return "\n".join(dict.fromkeys(rows)) + "\n\n"


def _summary(subject: Subject) -> str:
    lines: list[str] = []
    for found, _ in subject.slos:
        slo = found.slo
        promise = f"{slo.objective} % of the {what_counts(slo.sli)} of any {slo.window}"
        lines.append(f"**{_line(slo.title)}**: {_line(slo.description).rstrip('.')}. Objective: {promise}.")
    lines += [f"**{alert.name}**: {_line(alert.summary)}" for alert, _ in subject.standalone]
    return "\n\n".join(lines) + "\n\n"


def _recovered(subject: Subject) -> str:
    parts: list[str] = []
    for found, _ in subject.slos:
        ratio = _shortest_ratio(found)
        if ratio:
            parts.append(
                f"It is over when this stays below {plain(found.slo.objective.budget)} for 30 minutes:\n\n```promql\n{ratio}\n```\n\n"
            )
    return "".join(parts)


def _slo(found: Explanation, alerts: set[str]) -> _Slo:
    slo, place = found.slo, found.slo.place
    outage = length(slo.objective.bad_seconds(slo.window))
    share = f"{exact_percent(slo.objective.budget)} of the {what_counts(slo.sli)} of any {slo.window} ({one_in(slo.objective.budget)})"
    return _Slo(
        slo.id,
        _line(slo.title),
        f"{share}, as much as {outage} of total outage",
        place.dashboard_url,
        place.logs_url,
        _queries(found, alerts),
        names.of(names.BUDGET_CONSUMED, slo.id),
    )


def _queries(found: Explanation, alerts: set[str]) -> tuple[Query, ...]:
    """Only what belongs to the alerts: who comes because data are missing finds nothing in a ratio."""
    slo = found.slo
    missing = {slo.missing.alert} if isinstance(slo.missing, Response) else set()
    missing |= {names.alert_name(slo.place.service, slo.name, what) for what in ("Missing", "BucketMissing")}
    if alerts <= missing:
        return presence(slo)
    if alerts <= {step.alert for step in found.steps}:
        return budget(slo)
    return (*trouble(slo, _shortest_ratio(found)), *budget(slo), *cause(slo))


def _shortest_ratio(found: Explanation) -> str:
    prefix = names.error_ratio(FIVE_MINUTES).removesuffix(str(FIVE_MINUTES))
    return next((one.selector for one in found.series if one.metric.startswith(prefix)), "")


def _anchors(subject: Subject, sections: Sequence[_Section]) -> list[_Anchor]:
    """Headings for the anchors that alerts link and that no section has."""
    wanted: dict[str, dict[str, None]] = {}
    present = {anchor(section.heading) for section in sections}
    for alert in subject.alerts:
        _, _, slug = alert.runbook.partition("#")
        if slug and slug not in present:
            wanted.setdefault(slug, {})[alert.name] = None
    return [_Anchor(_heading(slug), ", ".join(alerts)) for slug, alerts in wanted.items()]


def _heading(slug: str) -> str:
    words = slug.replace("-", " ").capitalize()
    return words if anchor(words) == slug else slug


def _row(*cells: str) -> str:
    return "| " + " | ".join(_line(cell).replace("|", "\\|") for cell in cells) + " |"


def _line(text: str) -> str:
    return " ".join(text.split())
