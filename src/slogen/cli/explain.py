"""slogen explain."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import show, stop, use_color

if TYPE_CHECKING:
    from slogen.app.project import Project
    from slogen.app.slo_index import Entry

_MOST_LISTED = 40


def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Identities for the shell: those that begin with what was typed, or else have it somewhere. Never an error message."""
    del context, parameter
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.slo_index import index

    try:
        entries = index(find_project((), "generated", Path.cwd())).entries
    except (ProjectProblem, OSError):
        return []
    ids = dict.fromkeys(entry.id for entry in entries)
    return [id_ for id_ in ids if id_.startswith(incomplete)] or [id_ for id_ in ids if incomplete in id_]


@click.command(short_help="Say what an SLO promises, and when it alerts.")
@click.argument("slo", required=False, shell_complete=complete)
@click.option("--json", "as_json", is_flag=True, help="Print the same facts as JSON: ratios 0…1, times in seconds.")
def explain(slo: str | None, as_json: bool) -> None:
    """Say what an SLO promises, when it alerts and how soon, what exists for it, and where each value was set.

    SLO is its identity, system/service/slo, or any part that only one SLO has. Without SLO all of them are listed.
    """
    from slogen.app.project import ProjectProblem, find_project

    try:
        project = find_project((), "generated", Path.cwd())
    except ProjectProblem as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    if slo is None:
        _all(project, as_json)
    else:
        _one(project, slo, as_json)


def _all(project: "Project", as_json: bool) -> None:
    from slogen.app.explain import explain_all
    from slogen.report.explain import fleet, fleet_data

    found = explain_all(project)
    click.echo(_json(fleet_data(found.rows)) if as_json else fleet(found.rows), nl=False)
    show(project, found.diagnostics)
    if found.diagnostics:
        sys.exit(Exit.FAULT)


def _one(project: "Project", wanted: str, as_json: bool) -> None:
    from slogen.app.explain import explain as run
    from slogen.app.slo_index import index, matching
    from slogen.report.explain import data, text

    names = index(project)
    found = matching(names.entries, wanted)
    if not found:
        show(project, names.unreadable)
        _unknown(names.entries, wanted)
    if len(found) > 1:
        click.echo(f"slogen: {wanted} may be any of {len(found)} SLOs; say more of the name:", err=True)
        _list([entry.id for entry in found])
        sys.exit(Exit.ENVIRONMENT)
    result = run(project, found[0])
    show(project, result.diagnostics)
    if result.explanation is None:
        stop(f"{found[0].id} cannot be explained before its spec is right", Exit.FAULT)
        return
    if as_json:
        click.echo(_json(data(result.explanation)), nl=False)
    else:
        color = use_color(sys.stdout)
        click.echo(text(result.explanation, color=color), nl=False, color=color)


def _unknown(entries: "Sequence[Entry]", wanted: str) -> NoReturn:
    from slogen.app.slo_index import similar

    close = similar(entries, wanted)
    ids = list(dict.fromkeys(entry.id for entry in entries))
    if close:
        click.echo(f"slogen: there is no SLO {wanted}; did you mean {close[0]}?", err=True)
    else:
        click.echo(f"slogen: there is no SLO {wanted}", err=True)
    click.echo("the SLOs are:" if ids else "no spec declares an SLO", err=True)
    _list([*close, *(id_ for id_ in ids if id_ not in close)])
    sys.exit(Exit.FAULT)


def _list(ids: Sequence[str]) -> None:
    for id_ in ids[:_MOST_LISTED]:
        click.echo(f"  {id_}", err=True)
    if len(ids) > _MOST_LISTED:
        click.echo(f"  and {len(ids) - _MOST_LISTED} more; slogen explain lists all", err=True)


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
