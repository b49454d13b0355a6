"""What slogen lint reads of a project besides rules: specs, what they say to the checks, runbooks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slogen.app.compile import Job, read_services
from slogen.app.context import Context, read_context
from slogen.app.lint_files import Request, asked_specs, asks_for_runbooks, is_asked
from slogen.app.lint_settings import settings_of
from slogen.app.project import Progress, Project
from slogen.app.runbook_subjects import known_of, runbook_subjects
from slogen.diagnostics import Diagnostic, Severity
from slogen.lint.check import Check
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject
from slogen.model.slo import Service


@dataclass(frozen=True, slots=True)
class Specs:
    """What was read: `services` of all files, `asked` those to be linted, `complete` if no file has an error.

    `paths` are the spec files that are linted.
    """

    context: Context
    settings: Settings
    paths: tuple[str, ...]
    services: tuple[Service, ...]
    asked: tuple[Service, ...]
    findings: tuple[Diagnostic, ...]
    complete: bool

    @property
    def rules(self) -> tuple[str, ...]:
        """Files and folders of hand-written rules that belong to the project."""
        return self.context.workspace.lint.paths if self.context.workspace else ()


def read_specs(request: Request, project: Project, checks: Sequence[Check[Any]], progress: Progress) -> Specs:
    """Read the services that are asked for, and those that the others need: for links of runbooks all of them.

    Raises OSError when files cannot be read.
    """
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
    settings, of_settings = settings_of(context, checks, services)
    return Specs(context, settings, paths, tuple(services), tuple(asked), (*findings, *of_settings), complete)


def read_runbooks(
    request: Request, project: Project, specs: Specs, files: Sequence[FileSubject], today: date
) -> tuple[RunbookSubject, ...]:
    """The runbooks that are asked for; `files` are the rule files that may link them. Raises OSError when one cannot be read."""
    workspace = specs.context.workspace
    if workspace is None or not asks_for_runbooks(request, workspace.runbooks_directory):
        return ()
    known = None
    # Rules that the Workspace names are read only with the whole project, and any of them may link a runbook.
    if specs.complete and not any(map(_is_error, specs.context.diagnostics)) and (request.whole or not workspace.lint.paths):
        known = known_of(specs.context, specs.services, files, {url: page.path for url, page in specs.settings.runbooks.items()})
    return runbook_subjects(project, specs.context, known, today, lambda path: is_asked(request, path))


def _is_error(finding: Diagnostic) -> bool:
    """What a spec's reader only warns of is slogen validate's to tell."""
    return finding.severity is Severity.ERROR
