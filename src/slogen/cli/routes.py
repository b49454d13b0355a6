"""slogen routes."""

import json
import sys
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import show, stop


@click.command(short_help="Say who gets which alert in which environment.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--summary", is_flag=True, help="One line for each different way instead of one for each alert.")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON; times in seconds.")
def routes(paths: tuple[str, ...], summary: bool, as_json: bool) -> None:
    """Say for every alert and environment who gets it, when and how.

    PATHS are spec files or folders; without any, the alerts of the whole project. Computed from the specs; slogen test has amtool
    confirm it for what slogen generate wrote. `others` are environments that no spec names, and alerts without the label.
    """
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.routes import routes as run
    from slogen.diagnostics import Severity
    from slogen.report.routes import alerts_text, data, summary_text

    try:
        project = find_project(paths, "generated", Path.cwd())
        found = run(project)
    except ProjectProblem as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    errors = [one for one in found.diagnostics if one.severity is Severity.ERROR]
    if errors:
        show(project, errors)
        sys.exit(Exit.FAULT)
    if as_json:
        click.echo(json.dumps(data(found.ways), indent=2, ensure_ascii=False))
    else:
        click.echo((summary_text if summary else alerts_text)(found.ways).rstrip("\n"))
