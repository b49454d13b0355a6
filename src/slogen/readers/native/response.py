"""Responses: what a person is told when an alert fires, with everything that is inherited or taken from another response."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.burn import AlertSeverity
from slogen.model.duration import ZERO, Duration
from slogen.model.slo import NoAlert, OnlyWhen, Response, Runbook
from slogen.readers.native import query
from slogen.readers.native.context import Context
from slogen.readers.native.labels import check_apart, read_labels
from slogen.readers.native.link import link
from slogen.readers.native.placement import closest
from slogen.readers.native.scalar import parse_duration, text
from slogen.readers.native.settings import Settings
from slogen.readers.native.shape import Node

Answer = Response | NoAlert | None
"""None: something in it was wrong and has been reported."""
NOTHING = NoAlert("")


@dataclass(frozen=True, slots=True)
class Fallback:
    """What holds where a response does not say it itself.

    It takes what it lacks from `of`; of another sort of alert (`akin` False) only the runbook, after the inherited one, and on a
    page the impact. None as `of`: that response could not be read, so nothing can be said to be lacking.
    """

    severity: AlertSeverity
    of: Answer = NOTHING
    akin: bool = True
    runbook_of_first: bool = True
    next_action: str = ""
    for_: Duration = ZERO
    burn: bool = True


def respond(
    context: Context,
    settings: Settings,
    node: Node,
    fallback: Fallback,
    merged: Mapping[str, Any] | None = None,
    at: Callable[[str], Node] | None = None,
) -> Answer:
    """Read the response at `node`, which may be absent. `merged` data come from several mappings: `at` says from which a key comes."""
    data = node.data if merged is None else merged
    if node.spoilt("none"):
        return None
    if "none" in data:
        return NoAlert(text(data, "none"))
    base = fallback.of if isinstance(fallback.of, Response) else None
    akin = base if fallback.akin else None
    severity = AlertSeverity(data.get("severity", fallback.severity))
    if base is None and not data and fallback.of is not None and _must_be_said(node, fallback, context.findings):
        return None
    runbook = _runbook(context, settings, at("runbook") if at else node, data, fallback)
    next_action = text(data, "next_action") or fallback.next_action or (akin.next_action if akin else "")
    impact = text(data, "impact") or (base.impact if base and (akin or severity is AlertSeverity.PAGE) else "")
    labels = _labels(settings, at("labels") if at else node, data, context.findings) or (akin.labels if akin else None)
    # A condition and a `sev` are meant for their own loudness: a ticket looks at days, "the queue rises just now" belongs to the page.
    equal = akin if akin is not None and akin.severity is severity else None
    only_when = _only_when(settings, node, data, context.findings) if "only_when" in data else (equal.only_when if equal else None)
    if fallback.of is not None:
        context.findings.extend(_lacking(node, severity, next_action, impact, fallback))
    if runbook is None or not next_action:
        return None
    return Response(
        severity,
        runbook,
        next_action,
        impact,
        data.get("alert", ""),
        text(data, "sev") or (equal.sev if equal else ""),
        parse_duration(data["for"]) if "for" in data else fallback.for_,
        only_when,
        data.get("burn", fallback.burn),
        labels,
        _mutes(node, severity, data, context.findings),
    )


def _must_be_said(node: Node, fallback: Fallback, findings: list[Diagnostic]) -> bool:
    """A response that is absent and has nothing from which it could be taken."""
    key = str(node.path[-1])
    if key == "page" or not fallback.akin:
        return False
    message = f"`{key}` is missing, and there is no other response from which it could be taken"
    hint = f"describe it (runbook, impact, next_action), or say why there is none: {key}: {{none: <reason>}}"
    findings.append(error(node.span(), codes.MISSING_KEY, message, hint))
    return True


def _runbook(context: Context, settings: Settings, node: Node, data: Mapping[str, Any], fallback: Fallback) -> Runbook | None:
    """The runbook that the response names, that of the response it takes from, or the inherited one."""
    if "runbook" in data:
        return link(context, settings, data["runbook"], node, "runbook")
    taken = fallback.of.runbook if isinstance(fallback.of, Response) else None
    if taken is not None and (fallback.runbook_of_first or not settings.runbook):
        return taken
    if settings.runbook:
        place = settings.sources["runbook"].node
        assert place is not None
        return link(context, settings, settings.runbook, place, "runbook")
    if fallback.of is not None and not node.spoilt("runbook") and "runbook" not in settings.refused:
        folder = f"{context.workspace.runbooks_directory}/{context.system.name}"
        hint = f"add `runbook: <name>`, here or for the whole service; it lies in {folder}/<name>.md"
        context.findings.append(error(node.key_span(), codes.NO_RUNBOOK, f"{_name(node)} names no runbook, and none is inherited", hint))
    return None


def _lacking(node: Node, severity: AlertSeverity, next_action: str, impact: str, fallback: Fallback) -> Iterator[Diagnostic]:
    if not next_action and not node.spoilt("next_action"):
        hint = "say what to do first, so that nobody has to think at night"
        yield error(node.key_span(), codes.MISSING_KEY, f"{_name(node)} needs `next_action`", hint)
    if not impact and severity is AlertSeverity.PAGE and not node.spoilt("impact"):
        hint = "say what the user feels; what nobody feels is a ticket"
        yield error(node.key_span(), codes.NO_IMPACT, f"{_name(node)} wakes somebody and needs `impact`", hint)


def _name(node: Node) -> str:
    """How a response is called in a message: by its key, a standalone alert by its name."""
    key = node.path[-1]
    return f"alert {node.data.get('name', '')}".strip() if isinstance(key, int) else f"`{key}`"


def _mutes(node: Node, severity: AlertSeverity, data: Mapping[str, Any], findings: list[Diagnostic]) -> bool:
    """Whether the alert mutes its service's SLOs: it must be as loud as the pages that nobody hears then."""
    if "mutes" not in data or severity is AlertSeverity.PAGE:
        return "mutes" in data
    message = f"{_name(node)} is a {severity.value}, and would mute pages"
    findings.append(error(node.key_span("mutes"), codes.CONFLICT, message, "only a page may say `mutes: service`"))
    return False


def _labels(settings: Settings, node: Node, data: Mapping[str, Any], findings: list[Diagnostic]) -> dict[str, str] | None:
    if "labels" not in data:
        return None
    labels = read_labels(node, "labels", findings)
    check_apart(labels, settings.group_by, node, "labels", findings)
    return labels


def _only_when(settings: Settings, node: Node, data: Mapping[str, Any], findings: list[Diagnostic]) -> OnlyWhen | None:
    written = data["only_when"]
    if isinstance(written, str):
        if settings.group_by:
            message = "the SLO is grouped: a bare expression would hold for all groups or for none"
            hint = f"write only_when: {{expr: …, on: [{', '.join(settings.group_by)}]}}"
            findings.append(error(node.span("only_when"), codes.PROMQL_GROUPING, message, hint))
        expr = query.free(node, ("only_when",), written, settings.scrape_interval, findings)
        return OnlyWhen(expr) if expr else None
    place = node.child("only_when")
    labels = tuple(label for label in written.get("on", ()) if label is not None)
    for index, label in enumerate(written.get("on", ())):
        if label is not None and label not in settings.group_by:
            meant = closest(label, settings.group_by)
            known = f"group_by has {', '.join(settings.group_by)}" if settings.group_by else "the SLO is not grouped: write on: []"
            message = f"`{label}` is not in group_by, so the alert does not have it"
            findings.append(error(place.span("on", index), codes.PROMQL_GROUPING, message, f"did you mean {meant}?" if meant else known))
    expr = query.free(place, ("expr",), written["expr"], settings.scrape_interval, findings) if "expr" in written else None
    if expr:
        joined = tuple(label for label in labels if label in settings.group_by)
        query.keeps(place, ("expr",), written["expr"], joined, findings)
    return OnlyWhen(expr, labels) if expr else None
