"""slogen lint: reads what is asked for, runs the checks, and takes away what is silenced or has not changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slogen.app.compile import Job, read_services
from slogen.app.context import Context, read_context
from slogen.app.lint_files import STDIN_PATH, Found, Request, asked_specs, asks_for_runbooks, is_asked, read_rule_files
from slogen.app.lint_settings import settings_of
from slogen.app.lint_silence import only_changed, silenced
from slogen.app.project import Progress, ProjectProblem
from slogen.app.runbook_subjects import known_of, runbook_subjects
from slogen.diagnostics import Diagnostic, Severity
from slogen.lint.check import Check
from slogen.lint.engine import run
from slogen.lint.rule_file import RuleFile, no_rules, read_rule_file
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import Settings
from slogen.lint.subject import AlertSubject, Everything, SloSubject
from slogen.model.slo import Service
from slogen.source.compose import collector_paused
from slogen.verify.git import changed_since


@dataclass(frozen=True, slots=True)
class Linted:
    """Findings, sorted by place, and how much was looked at.

    `paths` are the files, whether or not something was found in them; `sources` the texts of those that cannot be read again.
    """

    diagnostics: tuple[Diagnostic, ...]
    paths: tuple[str, ...]
    slos: int
    alerts: int
    rules: int
    rule_files: int
    runbooks: int
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Specs:
    """What was read of the specs: `services` of all files, `asked` those to be linted, `complete` if no file has an error."""

    context: Context
    paths: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    asked: tuple[Service, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    complete: bool = True


@collector_paused()
def lint(request: Request, checks: Sequence[Check[Any]], progress: Progress, *, today: date, since: str = "") -> Linted:
    """Lint what a request asks for; with `since` only what has changed since that commit.

    Raises OSError when files cannot be read, ToolProblem when git cannot tell what has changed, ProjectProblem when there is nothing
    to lint.
    """
    changes = changed_since(request.root, since) if since else None
    specs = _read_specs(request, progress)
    more = specs.context.workspace.lint.paths if specs.context.workspace else ()
    files = [(found, read_rule_file(found.path, found.content)) for found in read_rule_files(request, more)]
    files = [(found, file) for found, file in files if found.named or file.subject is not None]
    settings, findings = settings_of(specs.context, checks, specs.services)
    findings += specs.findings
    findings += (finding for found, file in files for finding in _of_reading(found, file))
    runbooks = _runbooks(request, specs, files, settings, today)
    others = (*specs.paths, *(runbook.path for runbook in runbooks))
    findings += silenced(request, checks, settings, others, files, run(checks, [*_subjects(specs, files), *runbooks], settings))
    if changes is not None:
        findings = only_changed(request, files, findings, changes)
    progress("")
    paths = sorted({*others, *(found.path for found, _ in files)})
    if not paths:
        raise ProjectProblem("nothing to lint: no specs, rule files or runbooks there")
    return Linted(
        tuple(sorted(dict.fromkeys(findings), key=lambda one: one.order)),
        tuple(paths),
        sum(len(service.slos) for service in specs.asked),
        sum(len(service.alerts) for service in specs.asked),
        sum(len(file.subject.rules) for _, file in files if file.subject),
        len(files),
        len(runbooks),
        {found.path: file.tree.text.content for found, file in files if found.path == STDIN_PATH},
    )


def _read_specs(request: Request, progress: Progress) -> _Specs:
    """The services that are asked for, and those that the others need: for links of runbooks all of them."""
    if request.project is None:
        return _Specs(Context())
    project = request.project
    context = read_context(project)
    services: list[Service] = []
    asked: list[Service] = []
    findings: list[Diagnostic] = []
    complete = True
    every = context.workspace is None or asks_for_runbooks(request, context.workspace.runbooks_directory)
    for number, path in enumerate(context.services, start=1):
        job = Job(path, project.relative(path), path.read_bytes())
        wanted = request.specs is None or job.source in request.specs
        # A service may publish its runbooks elsewhere than its system does.
        if not wanted and not every and b"runbooks:" not in job.content():
            continue
        progress(f"read {number} of {len(context.services)} specs")
        found, wrong = read_services(context, job)
        services += found
        complete &= not any(_is_error(one) for one in wrong)
        if wanted:
            asked += found
            findings += filter(_is_error, wrong)
    paths = tuple(map(project.relative, asked_specs(request)))
    if paths:
        of_context = context.findings(replace(project, selected=() if request.specs is None else paths))
        findings += filter(_is_error, of_context)
    return _Specs(context, paths, tuple(services), tuple(asked), tuple(findings), complete)


def _runbooks(
    request: Request, specs: _Specs, files: Sequence[tuple[Found, RuleFile]], settings: Settings, today: date
) -> tuple[RunbookSubject, ...]:
    workspace = specs.context.workspace
    if request.project is None or workspace is None or not asks_for_runbooks(request, workspace.runbooks_directory):
        return ()
    known = None
    # Rules that the Workspace names are read only with the whole project, and any of them may link a runbook.
    if specs.complete and not any(map(_is_error, specs.context.diagnostics)) and (request.whole or not workspace.lint.paths):
        subjects = [file.subject for _, file in files if file.subject is not None]
        known = known_of(specs.context, specs.services, subjects, {url: page.path for url, page in settings.runbooks.items()})
    return runbook_subjects(request.project, specs.context, known, today, lambda path: is_asked(request, path))


def _is_error(finding: Diagnostic) -> bool:
    """What a spec's reader only warns of is slogen validate's to tell."""
    return finding.severity is Severity.ERROR


def _of_reading(found: Found, file: RuleFile) -> Iterator[Diagnostic]:
    yield from file.findings
    if file.subject is None and not file.findings:
        yield no_rules(found.path)


def _subjects(specs: _Specs, files: Sequence[tuple[Found, RuleFile]]) -> Iterator[object]:
    subjects = tuple(file.subject for _, file in files if file.subject is not None)
    for subject in subjects:
        yield subject
        yield from subject.rules
    for service in specs.asked:
        yield from (SloSubject(slo, service) for slo in service.slos)
        yield from (AlertSubject(alert, service) for alert in service.alerts)
    yield Everything(subjects, specs.asked)
