"""Texts of boards: Markdown with user text in it, and what the reader of a panel must know."""

from collections.abc import Sequence

from slogen.dashboards.links import runbooks, spec
from slogen.dashboards.values import Link
from slogen.model.burn import AlertSeverity
from slogen.model.sli import Apdex, Events, Freshness, Latency, QueueDepth, Ratio, Uptime
from slogen.model.slo import Response, Slo, StandaloneAlert

_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", "$": "&#36;", "|": "\\|", "\n": " ", "*": "\\*", "_": "\\_", "[": "\\[", "`": "\\`"})


def escaped(text: str) -> str:
    """User text within Markdown: no markup, no HTML, none of Grafana's variables."""
    return text.strip().translate(_ESCAPES)


def counts_events(slo: Slo) -> bool:
    """Whether the budget is one of events; else it is one of time."""
    match slo.sli:
        case Events() | Latency() | Apdex() | Ratio(error_ratio=""):
            return True
        case _:
            return False


def about(slo: Slo, spec_url: str) -> str:
    """What is promised, who owns it, what to do: for somebody who was just woken."""
    what = "events" if counts_events(slo) else "the time"
    place = slo.place
    owner = f"{escaped(place.owner.primary)}, then {escaped(place.owner.secondary)}"
    parts = [escaped(slo.description), f"**Promise:** {slo.objective} % of {what} over {slo.window} · **Owner:** {owner}"]
    for severity in (AlertSeverity.PAGE, AlertSeverity.TICKET):
        response = slo.responses[severity]
        word = severity.value.capitalize()
        if isinstance(response, Response):
            link = f" [Runbook]({response.runbook.url})"
            impact = f"{escaped(response.impact)} " if response.impact and severity is AlertSeverity.PAGE else ""
            parts.append(f"**{word}:** {impact}*First:* {escaped(response.next_action)}{link}")
        else:
            parts.append(f"**No {word.lower()}:** {escaped(response.reason)}")
    parts += [f"**At {level.below_percent} % left:** {escaped(level.action)}" for level in slo.budget_policy]
    linked = [response.runbook.url for response in slo.responses.values() if isinstance(response, Response)]
    others = [link for link in runbooks(slo) if link.url not in linked]
    parts.append(_links((*others, *spec(spec_url, slo.origin))))
    return "\n\n".join(part for part in parts if part)


def standalone_table(alerts: tuple[StandaloneAlert, ...]) -> str:
    """The alerts beside the SLOs: what each means and what to do first."""
    rows = [
        f"| [{escaped(alert.name)}]({alert.response.runbook.url}) | {alert.response.severity} | {escaped(alert.summary)} "
        f"| {escaped(alert.response.next_action)} |"
        for alert in alerts
    ]
    return "\n".join(["| alert (runbook) | | means | first |", "|---|---|---|---|", *rows])


def kind(slo: Slo) -> str:
    """The sort of SLI in a few words, for headings."""
    match slo.sli:
        case QueueDepth():
            return "minutes below the target depth"
        case Freshness():
            return "minutes fresh enough"
        case Uptime():
            return "minutes up"
        case Ratio(error_ratio=error_ratio) if error_ratio:
            return "share of good time"
        case _:
            return "share of good events"


def _links(links: Sequence[Link]) -> str:
    return " · ".join(f"[{escaped(link.title)}]({link.url})" for link in links)
