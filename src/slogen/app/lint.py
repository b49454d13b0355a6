"""slogen lint: reads what is asked for, runs the checks, and takes away what is silenced or has not changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from slogen.app.lint_files import STDIN_PATH, Found, Request, read_rule_files
from slogen.app.lint_silence import only_changed, silenced
from slogen.app.project import Progress, ProjectProblem
from slogen.diagnostics import Diagnostic
from slogen.lint.check import Check
from slogen.lint.engine import run
from slogen.lint.rule_file import RuleFile, no_rules, read_rule_file
from slogen.lint.settings import DEFAULT
from slogen.lint.subject import AlertSubject, Everything, FileSubject, SloSubject
from slogen.model.slo import Service
from slogen.source.compose import collector_paused
from slogen.verify.git import changed_since

if TYPE_CHECKING:
    from slogen.app.lint_project import Specs
    from slogen.lint.runbook import RunbookSubject


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


@collector_paused()
def lint(request: Request, checks: Sequence[Check[Any]], progress: Progress, *, today: date, since: str = "") -> Linted:
    """Lint what a request asks for; with `since` only what has changed since that commit.

    Raises OSError when files cannot be read, ToolProblem when git cannot tell what has changed, ProjectProblem when there is nothing
    to lint.
    """
    changes = changed_since(request.root, since) if since else None
    specs = None
    if request.project is not None:
        # Here and not above: who lints nothing but rules does not wait for what reads specs.
        from slogen.app.lint_project import read_specs

        specs = read_specs(request, request.project, checks, progress)
    files = [(found, read_rule_file(found.path, found.content)) for found in read_rule_files(request, specs.rules if specs else ())]
    files = [(found, file) for found, file in files if found.named or file.subject is not None]
    findings = [*(specs.findings if specs else ()), *(finding for found, file in files for finding in _of_reading(found, file))]
    rules = tuple(file.subject for _, file in files if file.subject is not None)
    runbooks = _runbooks(request, specs, rules, today)
    asked, settings = (specs.asked, specs.settings) if specs else ((), DEFAULT)
    others = (*(specs.paths if specs else ()), *(runbook.path for runbook in runbooks))
    found = run(checks, [*_subjects(rules, asked), *runbooks], settings)
    findings += silenced(request, checks, settings, others, files, found)
    if changes is not None:
        findings = only_changed(request, files, findings, changes)
    progress("")
    paths = sorted({*others, *(found.path for found, _ in files)})
    if not paths:
        raise ProjectProblem("nothing to lint: no specs, rule files or runbooks there")
    return Linted(
        tuple(sorted(dict.fromkeys(findings), key=lambda one: one.order)),
        tuple(paths),
        sum(len(service.slos) for service in asked),
        sum(len(service.alerts) for service in asked),
        sum(len(file.rules) for file in rules),
        len(files),
        len(runbooks),
        {found.path: file.tree.text.content for found, file in files if found.path == STDIN_PATH},
    )


def _of_reading(found: Found, file: RuleFile) -> Iterator[Diagnostic]:
    yield from file.findings
    if file.subject is None and not file.findings:
        yield no_rules(found.path)


def _subjects(rules: tuple[FileSubject, ...], services: tuple[Service, ...]) -> Iterator[object]:
    for file in rules:
        yield file
        yield from file.rules
    for service in services:
        yield from (SloSubject(slo, service) for slo in service.slos)
        yield from (AlertSubject(alert, service) for alert in service.alerts)
    yield Everything(rules, services)


def _runbooks(request: Request, specs: "Specs | None", rules: tuple[FileSubject, ...], today: date) -> "tuple[RunbookSubject, ...]":
    if request.project is None or specs is None:
        return ()
    from slogen.app.lint_project import read_runbooks

    return read_runbooks(request, request.project, specs, rules, today)
