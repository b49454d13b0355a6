"""slogen runbook."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import counted, show, stop

if TYPE_CHECKING:
    from slogen.app.project import Project
    from slogen.app.runbook import Alerts, Candidate

_MOST_LISTED = 40


@click.group()
def runbook() -> None:
    """Write runbooks; `slogen lint` checks those that exist."""


@runbook.command(short_help="Write the runbook that ALERT names.")
@click.argument("alert")
@click.option("--print", "only_print", is_flag=True, help="Print it instead of writing it, even where there is one already.")
def new(alert: str, only_print: bool) -> None:
    """Write the runbook that ALERT names and that is not there yet, with the system's sections, the SLO's own figures and its queries.

    ALERT is the name of an alert; where several have it, service/ALERT, service/slo/ALERT or more of its identity in front. What only
    a person can know is left as questions marked `To write:`, which `slogen lint` reports until they are answered. A file that exists
    is never overwritten.
    """
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.runbook import every_alert, matching, new_runbook, write_new

    try:
        project = find_project((), "generated", Path.cwd())
    except ProjectProblem as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    alerts = every_alert(project)
    found = matching(alerts.candidates, alert)
    if not found:
        _unknown(project, alerts, alert)
    if len({(one.system, one.runbook) for one in found}) > 1:
        click.echo(f"slogen: {alert} is the name of several alerts with different runbooks; say which:", err=True)
        _list([one.id for one in found])
        sys.exit(Exit.ENVIRONMENT)
    made = new_runbook(alerts, found[0], date.today())
    if only_print:
        click.echo(made.text, nl=False)
        return
    if not write_new(project, made):
        stop(f"{made.path} exists already: nothing was written (--print shows what a new one would say)", Exit.ENVIRONMENT)
    click.echo(made.path)
    questions = made.text.count("To write:")
    click.echo(
        f"for {counted(len(made.alerts), 'alert')}; {counted(questions, 'question')} marked `To write:` are yours to answer", err=True
    )


def _unknown(project: "Project", alerts: "Alerts", wanted: str) -> None:
    from difflib import get_close_matches

    show(project, alerts.diagnostics)
    close = get_close_matches(wanted.rpartition("/")[2], {one.alert.name for one in alerts.candidates}, n=3, cutoff=0.6)
    known: list[Candidate] = [one for one in alerts.candidates if one.alert.name in close]
    if alerts.diagnostics:
        stop(f"no spec without an error has an alert {wanted}", Exit.FAULT)
    click.echo(f"slogen: there is no alert {wanted}" + (f"; did you mean {close[0]}?" if close else ""), err=True)
    _list([one.id for one in known])
    sys.exit(Exit.FAULT)


def _list(ids: Sequence[str]) -> None:
    for id_ in list(dict.fromkeys(ids))[:_MOST_LISTED]:
        click.echo(f"  {id_}", err=True)
