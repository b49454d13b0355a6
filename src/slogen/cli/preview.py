"""slogen preview."""

import sys
import time
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import counted, progress, stop


@click.command(short_help="Show generated boards in a browser, without Grafana.")
@click.argument("boards", nargs=-1)
@click.option("--prometheus", "url", metavar="URL", help="Draw the panels with the data of this Prometheus.")
@click.option("--at", metavar="TIME", help="The moment to show, as Unix seconds or 2026-03-01T12:00:00Z; default: now.")
@click.option("--set", "chosen", metavar="NAME=VALUE", multiple=True, help="Choose a value of a variable; may be given several times.")
@click.option("-o", "--output", default="previews", show_default=True, type=click.Path(file_okay=False), help="Folder of the pages.")
@click.option("--generated", default="generated", show_default=True, type=click.Path(file_okay=False), help="Folder with the boards.")
def preview(boards: tuple[str, ...], url: str | None, at: str | None, chosen: tuple[str, ...], output: str, generated: str) -> None:
    """Write a page for every generated board that a browser shows without Grafana.

    BOARDS are names such as omnihub/slo, or JSON files of boards; without any all boards in the folder with what was generated. The pages
    show the panels in their places with titles and queries, with --prometheus drawn with data. They load nothing from elsewhere.
    """
    from slogen.app.preview import Asked, PreviewProblem, find_boards
    from slogen.app.preview import preview as run
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.prometheus_api import PrometheusProblem

    if url is None and (at or chosen):
        stop("--at and --set are for data: they need --prometheus", Exit.ENVIRONMENT)
    wrong = next((one for one in chosen if "=" not in one), None)
    if wrong is not None:
        stop(f"--set {wrong}: write NAME=VALUE", Exit.ENVIRONMENT)
    variables = dict(one.split("=", 1) for one in chosen)
    asked = Asked(url, time.time() if at is None else _moment(at), variables) if url is not None else None
    try:
        project = find_project([], generated, Path.cwd())
        found = find_boards(project, boards)
        result = run(project, found, Path(output), asked, progress)
    except (ProjectProblem, PreviewProblem, PrometheusProblem) as problem:
        progress("")
        stop(str(problem), Exit.ENVIRONMENT)
        return
    for line in result.refused:
        click.echo(f"slogen: refused: {line}", err=True)
    click.echo(f"{counted(len(result.pages), 'page')} in {output}/, beginning with {output}/index.html", err=True)
    if asked is not None:
        empty = f", {len(result.empty)} without data" if result.empty else ""
        click.echo(f"{counted(result.panels, 'panel')} drawn{empty}", err=True)
    if result.refused:
        sys.exit(Exit.FAULT)


def _moment(written: str) -> float:
    from datetime import UTC, datetime

    try:
        return float(written)
    except ValueError:
        pass
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        stop(f"--at {written}: neither Unix seconds nor a time such as 2026-03-01T12:00:00Z", Exit.ENVIRONMENT)
        raise
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
