"""slogen generate."""

import json
import sys
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import counted, progress, show, stop


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--check", is_flag=True, help="Write nothing; fail if a generated file is stale, missing or orphaned.")
@click.option("--diff", is_flag=True, help="Write nothing; print how the generated files would change.")
@click.option("-o", "--output", default="generated", show_default=True, help="The folder to write, relative to the project's root.")
@click.option("--timings", is_flag=True, help="Print seconds per stage as JSON on standard error.")
def generate(paths: tuple[str, ...], check: bool, diff: bool, output: str, timings: bool) -> None:
    """Compile specs into rule files, have promtool check them, and replace the output folder in one step.

    PATHS are spec files or folders; without any, the whole project that the working folder belongs to is compiled. Nothing is written
    unless every spec compiles and promtool accepts every file.
    """
    from slogen.app.generate import generate as run
    from slogen.app.project import ProjectProblem, find_project
    from slogen.verify.tool import ToolProblem

    output = output.rstrip("/") or output
    try:
        project = find_project(paths, output, Path.cwd())
        report = run(project, progress, write=not (check or diff), with_diff=diff)
    except (ProjectProblem, ToolProblem) as problem:
        progress("")
        stop(str(problem), Exit.ENVIRONMENT)
        return
    show(project, report.diagnostics)
    if timings:
        click.echo("timings: " + json.dumps({name: round(seconds, 4) for name, seconds in report.timings.items()}), err=True)
    if report.failed:
        click.echo(f"{output}/ is unchanged", err=True)
        sys.exit(Exit.FAULT)
    assert report.difference is not None
    click.echo(report.diff, nl=False)
    counts = f"{counted(report.slos, 'SLO')} in {counted(report.services, 'service')}, {counted(report.rules, 'rule')}"
    changed = report.difference
    if check:
        for kind, found in (("stale", changed.stale), ("missing", changed.missing), ("orphaned", changed.orphaned)):
            for path in found:
                click.echo(f"{kind}: {output}/{path}", err=True)
    for path in changed.foreign:
        click.echo(f"not made by slogen, left alone: {output}/{path}", err=True)
    if check and changed.any:
        stop(f"{output}/ is not what the specs compile to; run: slogen generate", Exit.FAULT)
    if report.written:
        summary = f"{len(changed.missing)} new, {len(changed.stale)} changed, {len(changed.orphaned)} removed"
        click.echo(f"{output}/ written: {counts} (files: {summary})", err=True)
    elif not changed.any:
        click.echo(f"{output}/ is up to date: {counts}", err=True)
