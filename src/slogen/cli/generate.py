"""slogen generate."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slogen import __version__
from slogen.cli.exits import Exit
from slogen.cli.reporting import report_options, shows_text, write_report
from slogen.cli.terminal import counted, progress, show, stop

if TYPE_CHECKING:
    from slogen.app.generate import Report
    from slogen.app.project import Project
    from slogen.app.tree import Difference


@click.command(short_help="Compile specs into rules, tests, routing and boards.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing; fail if a generated file is stale, missing or orphaned.")
@click.option("--diff", is_flag=True, help="Write nothing; print how the generated files would change.")
@click.option(
    "-o",
    "--output",
    metavar="DIRECTORY",
    default="generated",
    show_default=True,
    help="The folder to write, relative to the project's root.",
)
@click.option("--timings", is_flag=True, help="Print seconds per stage as JSON on standard error.")
@report_options
def generate(paths: tuple[str, ...], check: bool, diff: bool, output: str, timings: bool, format_: str, report: Path | None) -> None:
    """Compile specs into rules, tests, routing and boards, and replace the output folder in one step.

    PATHS are spec files or folders; without any, the whole project that the working folder belongs to is compiled. Nothing is written
    unless every spec compiles and promtool and amtool accept every file.
    """
    from slogen.app.generate import generate as run
    from slogen.app.project import ProjectProblem, find_project
    from slogen.verify.tool import ToolProblem

    if diff and not shows_text(format_, report):
        raise click.UsageError("--diff and a report cannot both go to standard output: name a file with --report")
    output = output.rstrip("/") or output
    try:
        project = find_project(paths, output, Path.cwd())
        made = run(project, progress, write=not (check or diff), with_diff=diff)
    except (ProjectProblem, ToolProblem) as problem:
        progress("")
        stop(str(problem), Exit.ENVIRONMENT)
        return
    _report(project, made, format_, report, check=check)
    if timings:
        click.echo("timings: " + json.dumps({name: round(seconds, 4) for name, seconds in made.timings.items()}), err=True)
    if made.failed:
        click.echo(f"{output}/ is unchanged", err=True)
        sys.exit(Exit.FAULT)
    assert made.difference is not None
    click.echo(made.diff, nl=False)
    counts = f"{counted(made.slos, 'SLO')} in {counted(made.services, 'service')}, {counted(made.rules, 'rule')}"
    changed = made.difference
    if check:
        for kind, path in _outdated(changed):
            click.echo(f"{kind}: {output}/{path}", err=True)
    for path in changed.foreign:
        click.echo(f"not made by slogen, left alone: {output}/{path}", err=True)
    if check and changed.any:
        stop(f"{output}/ is not what the specs compile to; run: slogen generate", Exit.FAULT)
    if made.written:
        summary = f"{len(changed.missing)} new, {len(changed.stale)} changed, {len(changed.orphaned)} removed"
        click.echo(f"{output}/ written: {counts} (files: {summary})", err=True)
    elif not changed.any:
        click.echo(f"{output}/ is up to date: {counts}", err=True)


def _report(project: "Project", made: "Report", format_: str, report: Path | None, *, check: bool) -> None:
    """What is wrong with the specs, and with `check` which generated files are not what they should be, in a report."""
    if shows_text(format_, report):
        show(project, made.diagnostics)
    if not shows_text(format_, report) or report is not None:
        from slogen.app.reporting import findings_of, stale

        outdated = stale(project, made.difference) if check and made.difference is not None else []
        write_report(project.root, findings_of(project, "generate", __version__, [*made.diagnostics, *outdated]), format_, report)


def _outdated(changed: "Difference") -> list[tuple[str, str]]:
    kinds = (("stale", changed.stale), ("missing", changed.missing), ("orphaned", changed.orphaned))
    return [(kind, path) for kind, paths in kinds for path in paths]
