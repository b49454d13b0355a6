"""slogen lint."""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slogen import __version__
from slogen.cli.exits import Exit
from slogen.cli.reporting import report_options, shows_text, write_report
from slogen.cli.terminal import as_text, counted, progress, stop, use_color

_MANY = 10
"""Findings from which on they are counted by check: nobody reads a screenful to learn that it is one mistake made often."""

if TYPE_CHECKING:
    from slogen.app.lint import Linted
    from slogen.report.formats import Findings


@click.command(short_help="Find what compiles and will be regretted.")
@click.argument("paths", nargs=-1, type=click.Path(allow_dash=True))
@report_options
@click.option("--changed-since", metavar="REF", default="", help="Only what has changed since this git commit, branch or tag.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning")),
    default="error",
    show_default=True,
    help="The least severity that makes it exit 1.",
)
@click.option("--list", "list_", is_flag=True, help="List the checks.")
@click.option("--explain", metavar="CHECK", help="Say why a check finds what it finds, with a bad and a good example.")
def lint(
    paths: tuple[str, ...], format_: str, report: Path | None, changed_since: str, fail_on: str, list_: bool, explain: str | None
) -> None:
    """Find what compiles and will be regretted: in specs, runbooks, generated rules and hand-written Prometheus rules.

    PATHS are specs, runbooks, rule files (plain, Mimir namespaces, PrometheusRule manifests) and folders that are searched for them; - is
    standard input. Without any, the whole project is read: specs, generated/, runbooks, and what the Workspace names in lint.paths.

    A finding is silenced where it is right after all, with a reason: # slogen: ignore CHECK -- REASON
    """
    if list_:
        _list()
        return
    if explain is not None:
        _explain(explain)
        return
    if changed_since and "-" in paths:
        raise click.UsageError("git does not know standard input: --changed-since needs files")
    from slogen.app.lint import lint as run
    from slogen.app.lint_files import find_request
    from slogen.app.project import ProjectProblem
    from slogen.lint.registry import CHECKS
    from slogen.verify.tool import ToolProblem

    try:
        request = find_request(paths, Path.cwd())
        linted = run(request, CHECKS, progress, today=date.today(), since=changed_since)
    except (ProjectProblem, ToolProblem) as problem:
        progress("")
        stop(str(problem), Exit.ENVIRONMENT)
        return
    findings = _findings(request.root, linted, fail_on)
    if shows_text(format_, report) and linted.diagnostics:
        sources = dict(linted.sources)
        click.echo(as_text(request.root, linted.diagnostics, sources, color=use_color(sys.stdout)), color=True)
    if not shows_text(format_, report) or report is not None:
        write_report(request.root, findings, format_, report, dict(linted.sources))
    _summary(linted, changed_since)
    if any(one.severity in findings.failing for one in linted.diagnostics):
        sys.exit(Exit.FAULT)


def _findings(root: Path, linted: "Linted", fail_on: str) -> "Findings":
    from slogen.app.repository import prefix
    from slogen.diagnostics import Severity
    from slogen.lint.manual import manual
    from slogen.lint.registry import CHECKS
    from slogen.report.formats import Findings, Rule

    found = {one.code.name for one in linted.diagnostics}
    rules = {
        check.name: Rule(check.code, check.name, manual(check).title, manual(check).text, check.severity)
        for check in CHECKS
        if check.name in found
    }
    failing = (Severity.ERROR, Severity.WARNING) if fail_on == "warning" else (Severity.ERROR,)
    return Findings("lint", __version__, linted.diagnostics, linted.paths, prefix(root), rules, failing)


def _summary(linted: "Linted", since: str) -> None:
    from slogen.report.text import summary

    counts = (
        (linted.slos, counted(linted.slos, "SLO")),
        (linted.alerts, counted(linted.alerts, "alert")),
        (linted.rule_files, f"{counted(linted.rules, 'rule')} in {counted(linted.rule_files, 'file')}"),
        (linted.runbooks, counted(linted.runbooks, "runbook")),
    )
    looked = ", ".join(text for number, text in counts if number)
    only = f", only what has changed since {since}" if since else ""
    click.echo(f"{summary(linted.diagnostics)}; looked at {looked or 'nothing that checks are for'}{only}", err=True)
    if len(linted.diagnostics) > _MANY:
        found = Counter(one.code.name for one in linted.diagnostics)
        click.echo("  " + ", ".join(f"{number} {name}" for name, number in found.most_common()), err=True)


def _list() -> None:
    from slogen.lint.manual import manual
    from slogen.lint.registry import CHECKS

    width = max(len(check.name) for check in CHECKS)
    for check in CHECKS:
        click.echo(f"{check.code}  {check.name:<{width}}  {check.severity.value:<7}  {manual(check).title}")


def _explain(wanted: str) -> None:
    from difflib import get_close_matches
    from textwrap import indent

    from slogen.lint.manual import manual
    from slogen.lint.registry import CHECKS

    names = {word.lower(): check for check in CHECKS for word in (check.name, check.code)}
    check = names.get(wanted.lower())
    if check is None:
        meant = get_close_matches(wanted.lower(), names, n=1, cutoff=0.6)
        raise click.UsageError(
            f"there is no check {wanted}; " + (f"did you mean {names[meant[0]].name}?" if meant else "see slogen lint --list")
        )
    page = manual(check)
    parts = [f"{check.code} {check.name} ({check.severity.value})", page.title + ".", page.text]
    parts += [f"{example.title}:\n\n{indent(example.text, '    ').rstrip()}" for example in page.examples]
    parts.append(f"To silence it in one place: # slogen: ignore {check.name} -- why it is right here")
    click.echo("\n\n".join(parts))
