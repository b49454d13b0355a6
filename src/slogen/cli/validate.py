"""slogen validate."""

import sys
from pathlib import Path

import click

from slogen import __version__
from slogen.cli.exits import Exit
from slogen.cli.reporting import report_options, shows_text, write_report
from slogen.cli.terminal import counted, progress, show, stop


@click.command(short_help="Report every mistake in specs; write nothing.")
@click.argument("paths", nargs=-1, type=click.Path())
@report_options
def validate(paths: tuple[str, ...], format_: str, report: Path | None) -> None:
    """Read specs and report every mistake in them, without promtool and without writing anything.

    PATHS are spec files or folders; without any, the whole project that the working folder belongs to is read.
    """
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.validate import validate as run

    try:
        project = find_project(paths, "generated", Path.cwd())
    except ProjectProblem as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    result = run(project, progress)
    if shows_text(format_, report):
        show(project, result.diagnostics)
    if not shows_text(format_, report) or report is not None:
        from slogen.app.reporting import findings_of

        write_report(project.root, findings_of(project, "validate", __version__, result.diagnostics), format_, report)
    if result.failed:
        sys.exit(Exit.FAULT)
    click.echo(f"{counted(result.slos, 'SLO')} in {counted(result.files, 'file')}: no errors", err=True)
