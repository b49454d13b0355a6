"""slogen runbook new: writes the runbook that an alert names and that is not there yet, and never over a file."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slogen.app.context import Context, SystemContext, read_context
from slogen.app.project import SYSTEM, WORKSPACE, Project
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Severity
from slogen.model.slo import Service, StandaloneAlert
from slogen.readers.native import BUILT_IN_WORKSPACE, read_service
from slogen.readers.runbook import RunbookPage
from slogen.report.explain import explanation
from slogen.report.explain.facts import EmittedAlert, Explanation
from slogen.report.scaffold import Subject, scaffold
from slogen.rules.standalone import standalone_alert
from slogen.rules.templates import literal
from slogen.source import Document, read


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alert: `id` is `system/service/slo/Name`, or `system/service/Name` of one beside the SLOs. `sections` as its system asks."""

    id: str
    system: str
    runbook: str
    sections: tuple[str, ...]
    alert: EmittedAlert
    explained: Explanation | None
    standalone: StandaloneAlert | None


@dataclass(frozen=True, slots=True)
class Alerts:
    """Every alert of the specs that can be read, and the errors of the others."""

    candidates: tuple[Candidate, ...]
    diagnostics: tuple[Diagnostic, ...]
    directory: str


@dataclass(frozen=True, slots=True)
class Scaffold:
    """A runbook to write: its `path` relative to the root, its `text`, and the alerts that link it."""

    path: str
    text: str
    alerts: tuple[str, ...]


def every_alert(project: Project) -> Alerts:
    """The alerts of the whole project, as if every runbook that they name existed. Raises OSError when files cannot be read."""
    context = read_context(project)
    workspace = context.workspace or BUILT_IN_WORKSPACE
    candidates: list[Candidate] = []
    diagnostics = list(context.diagnostics)
    for path in context.services:
        source = project.relative(path)
        place = context.of(source)
        documents, found = read(source, path.read_bytes())
        diagnostics += found
        if place is None or place.system is None:
            continue
        pages = _as_if_written(project, context, source, documents)
        for document in documents:
            service, of_spec = read_service(document, workspace, place.system, pages)
            diagnostics += of_spec
            if service is not None:
                candidates += _candidates(service, place)
    errors = tuple(dict.fromkeys(one for one in diagnostics if one.severity is Severity.ERROR))
    return Alerts(tuple(candidates), errors, workspace.runbooks_directory)


def matching(candidates: Sequence[Candidate], wanted: str) -> tuple[Candidate, ...]:
    """The alerts that `wanted` may mean: of that identity, or one that ends so."""
    named = wanted.strip("/")
    return tuple(one for one in candidates if one.id == named or one.id.endswith("/" + named))


def new_runbook(alerts: Alerts, chosen: Candidate, today: date) -> Scaffold:
    """The runbook that the chosen alert names, for all alerts of its system that name it."""
    together = [one for one in alerts.candidates if (one.system, one.runbook) == (chosen.system, chosen.runbook)]
    explained = {one.explained.slo.id: one.explained for one in together if one.explained is not None}
    subject = Subject(
        tuple(
            (found, tuple(one.alert for one in together if one.explained is not None and one.explained.slo.id == id_))
            for id_, found in explained.items()
        ),
        tuple((one.standalone, one.alert) for one in together if one.standalone is not None),
    )
    text = scaffold(chosen.runbook, subject, chosen.sections, today)
    path = f"{alerts.directory}/{chosen.system}/{chosen.runbook}.md"
    return Scaffold(path, text, tuple(dict.fromkeys(alert.name for alert in subject.alerts)))


def write_new(project: Project, made: Scaffold) -> bool:
    """Write the file; False, and nothing is written, where there is one of that name already. Raises OSError."""
    target = project.root / made.path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    with os.fdopen(file, "wb") as stream:
        stream.write(made.text.encode())
    return True


def _candidates(service: Service, place: SystemContext) -> Iterator[Candidate]:
    assert place.system is not None
    sections = place.system.settings.sections
    for slo in service.slos:
        found = explanation(service, slo, ())
        for alert in (*(pair.alert for pair in found.pairs), *found.others):
            yield Candidate(f"{slo.id}/{alert.name}", service.system, alert.runbook.partition("#")[0], sections, alert, found, None)
    for one in service.alerts:
        yield Candidate(
            f"{service.system}/{service.name}/{one.name}", service.system, one.response.runbook.name, sections, _emitted(one), None, one
        )


def _emitted(alert: StandaloneAlert) -> EmittedAlert:
    rule = standalone_alert(alert)
    runbook = alert.response.runbook
    held = f" for {alert.for_}" if alert.for_.milliseconds else ""
    return EmittedAlert(
        name=alert.name,
        severity=rule.labels[names.SEVERITY],
        sev=rule.labels[names.SEV].replace(literal("{{"), "{{"),
        fires=f"its expression has a value{held}",
        for_=alert.for_,
        condition="",
        impact=alert.response.impact,
        next_action=alert.response.next_action,
        runbook=runbook.name + (f"#{runbook.anchor}" if runbook.anchor else ""),
        runbook_url=runbook.url,
    )


def _as_if_written(project: Project, context: Context, source: str, documents: Sequence[Document]) -> dict[tuple[str, str], RunbookPage]:
    """All runbooks, with those that the service or what it inherits from names, each with all that is asked of it."""
    place = context.of(source)
    assert place is not None
    assert place.system is not None
    above = [project.specs / WORKSPACE, *(project.root / folder / SYSTEM for folder in context.systems if source.startswith(folder + "/"))]
    inherited = [document for path in above if path.is_file() for document in read(project.relative(path), path.read_bytes())[0]]
    said = [pair for document in (*inherited, *documents) for pair in _said(document.data)]
    headings = tuple(value for key, value in said if key == "sections")
    pages = dict(context.runbooks)
    for key, value in said:
        if key == "runbook":
            name, _, anchor = value.partition("#")
            known = pages.get((place.system.name, name))
            anchors = (known.anchors if known else frozenset()) | {anchor}
            path = f"{(context.workspace or BUILT_IN_WORKSPACE).runbooks_directory}/{place.system.name}/{name}.md"
            pages[(place.system.name, name)] = RunbookPage(path, headings, anchors)
    return pages


def _said(data: Any) -> Iterator[tuple[str, str]]:
    """Every text below a key `runbook`, and every item of one below `sections`, wherever they stand."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "runbook" and isinstance(value, str):
                yield key, value
            elif key == "sections" and isinstance(value, list):
                yield from ((key, one.strip()) for one in value if isinstance(one, str))
            else:
                yield from _said(value)
    elif isinstance(data, list):
        for one in data:
            yield from _said(one)
