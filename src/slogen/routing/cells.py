"""The cases that a system tells apart (severity, environment, team), and who hears of each; cases of one answer are put together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TypeVar

from slogen.conventions import names
from slogen.model.burn import AlertSeverity
from slogen.model.routing import Routing, Target
from slogen.routing.matching import among, none_of
from slogen.routing.values import Matcher

Place = tuple[str | None, str | None]
"""An environment and a team that the Routing names; None: all that it does not name, and alerts without the label."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Answer:
    """Who hears of an alert, and as which severity it is put together with others."""

    like: AlertSeverity
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Environments × teams, both as the Routing names them."""

    environments: tuple[str | None, ...]
    teams: tuple[str | None, ...]


def places(routing: Routing) -> list[Place]:
    """Every combination that the Routing can tell apart, the general one first."""
    return list(product((None, *routing.paging), (None, *routing.teams)))


def answer(routing: Routing, severity: AlertSeverity, place: Place) -> Answer:
    """Who hears of alerts of a severity there.

    Where pages ring at certain times only, whoever gets tickets gets them too, at any time; where they never do they are tickets.
    """
    environment, team = place
    notify = routing.notify if team is None else routing.teams[team]
    if severity is not AlertSeverity.PAGE or environment is None or environment not in routing.paging:
        return Answer(severity, notify[severity])
    tickets = notify[AlertSeverity.TICKET]
    interval = routing.paging[environment]
    if not interval:
        return Answer(AlertSeverity.TICKET, tickets)
    told = {(target.receiver, target.digest) for target in tickets}
    pages = [target for target in notify[severity] if (target.receiver, target.digest) not in told]
    limited = [target if target.digest else replace(target, during=interval) for target in pages]
    return Answer(AlertSeverity.PAGE, (*limited, *tickets))


def boxes(answers: Mapping[Place, _Answer]) -> Iterator[tuple[_Answer, Box]]:
    """The places of each answer as boxes that do not overlap, in the order in which the answers first appear."""
    found: dict[_Answer, dict[str | None, list[str | None]]] = {}
    for (environment, team), given in answers.items():
        found.setdefault(given, {}).setdefault(team, []).append(environment)
    for given, environments_of in found.items():
        teams_of: dict[tuple[str | None, ...], list[str | None]] = {}
        for team, environments in environments_of.items():
            teams_of.setdefault(tuple(environments), []).append(team)
        for environments_there, teams in teams_of.items():
            yield given, Box(environments_there, tuple(teams))


def matchers(routing: Routing, box: Box) -> tuple[Matcher, ...]:
    """What tells the alerts of a box from all others of the system."""
    return (
        *_of(names.ENVIRONMENT, box.environments, tuple(routing.paging)),
        *_of(names.TEAM, box.teams, tuple(routing.teams)),
    )


def _of(label: str, members: Sequence[str | None], named: Sequence[str]) -> Iterator[Matcher]:
    inside = [member for member in members if member is not None]
    if None not in members:
        yield among(label, inside)
        return
    outside = [name for name in named if name not in inside]
    if outside:
        yield none_of(label, outside)
