"""slogen alertmanager: the generated routing beside what a team has already."""

import sys
from pathlib import Path

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import stop, texts_of, use_color


@click.group(short_help="Bring the generated routing into an existing configuration.")
def alertmanager() -> None:
    """Bring the generated routing into an Alertmanager configuration that exists already."""


@alertmanager.command(short_help="Merge the generated routing into the file BASE.")
@click.argument("base", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write there; BASE itself is allowed."
)
@click.option("--system", "systems", metavar="SYSTEM", multiple=True, help="Only this system's routing; may be given several times.")
@click.option("--template", metavar="PATH", help="How the merged file names slogen.tmpl.  [default: templates/slogen.tmpl]")
@click.option("--generated", metavar="DIRECTORY", default="generated", show_default=True, help="The folder that slogen generate wrote.")
def merge(base: Path, output: Path | None, systems: tuple[str, ...], template: str | None, generated: str) -> None:
    """Put the generated routes, receivers, inhibitions, time intervals and templates into BASE, and print the result.

    Every byte of BASE stays, comments and all; what slogen adds stands between marks, and the next merge replaces it. Your root route and
    its receiver keep whatever is not slogen's. amtool judges the result before it is printed or written.
    """
    from slogen.app.merge import TEMPLATE, merge_into, write
    from slogen.app.project import ProjectProblem, find_project
    from slogen.report.text import render
    from slogen.report.veil import veiled
    from slogen.verify.tool import ToolProblem

    try:
        project = find_project([], generated, Path.cwd())
        result = merge_into(project, base, systems, template or TEMPLATE)
    except (ProjectProblem, ToolProblem) as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    # Without the lines of the file: it is not ours, and its secrets may stand in them in any form.
    findings = veiled(result.findings, texts_of(project.root, result.findings, {}))
    click.echo(render(findings, {}, color=use_color(sys.stderr)), nl=False, err=True, color=True)
    if result.content is None:
        sys.exit(Exit.FAULT)
    if output is None:
        sys.stdout.buffer.write(result.content)
    else:
        write(output, result.content)
        click.echo(f"{output} written", err=True)
