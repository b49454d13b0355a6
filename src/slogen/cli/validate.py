"""slogen validate."""

import sys
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import counted, progress, show, stop


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
def validate(paths: tuple[str, ...]) -> None:
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
    show(project, result.diagnostics)
    if result.failed:
        sys.exit(Exit.FAULT)
    click.echo(f"{counted(result.slos, 'SLO')} in {counted(result.files, 'file')}: no errors", err=True)
