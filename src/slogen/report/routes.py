"""Who gets which alert: as a table, as a summary, and as data."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slogen.report.explain.table import Column, table
from slogen.routing.evaluate import Delivery


@dataclass(frozen=True, slots=True)
class Way:
    """Where an alert goes in some environments.

    `environments` are declared ones; `others`: also any other, and an alert without the label; `everywhere`: it goes there from everywhere.
    """

    system: str
    service: str
    slo: str
    alert: str
    severity: str
    team: str
    environments: tuple[str, ...]
    others: bool
    everywhere: bool
    deliveries: tuple[Delivery, ...]


def alerts_text(ways: Sequence[Way]) -> str:
    """One line for each alert and each way that it takes, by service."""
    heads = [Column("alert"), Column("severity"), Column("environment"), Column("reaches")]
    services: dict[str, list[Way]] = {}
    for way in ways:
        services.setdefault(f"{way.system}/{way.service}", []).append(way)
    lines: list[str] = []
    for service, there in services.items():
        slos: dict[str, set[str]] = {}
        for way in there:
            slos.setdefault(way.alert, set()).add(way.slo)
        # One name for several SLOs is told apart by them.
        called = {way: f"{way.alert} ({way.slo})" if len(slos[way.alert]) > 1 else way.alert for way in there}
        rows = [(called[way], way.severity, _where(way), ", ".join(_reached(way))) for way in there]
        lines += [service, *table(heads, rows), ""]
    return "\n".join(lines)


def summary_text(ways: Sequence[Way]) -> str:
    """One line for each different way, with the number of alerts that take it."""
    heads = [Column("severity"), Column("environment"), Column("team"), Column("alerts", right=True), Column("reaches")]
    lines: list[str] = []
    for system, there in _by_system(ways):
        teams = {way.team for way in there}
        found: dict[tuple[str, str, str], list[Way]] = {}
        for way in there:
            found.setdefault((way.severity, _where(way), ", ".join(_reached(way))), []).append(way)
        order = {severity: number for number, severity in enumerate(("page", "ticket", "info"))}
        rows = [
            (severity, where, _teams(group, teams), str(len(group)), reached)
            for (severity, where, reached), group in sorted(found.items(), key=lambda item: order[item[0][0]])
        ]
        lines += [system, *table(heads, rows), ""]
    return "\n".join(lines)


def data(ways: Iterable[Way]) -> list[dict[str, Any]]:
    """The same for programs; times in seconds, `environments` null: all of them."""
    return [
        {
            "system": way.system,
            "service": way.service,
            "slo": way.slo or None,
            "alert": way.alert,
            "severity": way.severity,
            "team": way.team,
            "environments": None if way.everywhere else list(way.environments),
            "other_environments": way.others,
            "receivers": [_receiver(delivery) for delivery in way.deliveries],
        }
        for way in ways
    ]


def _by_system(ways: Iterable[Way]) -> Iterator[tuple[str, list[Way]]]:
    found: dict[str, list[Way]] = {}
    for way in ways:
        found.setdefault(way.system, []).append(way)
    return iter(found.items())


def _where(way: Way) -> str:
    if way.everywhere:
        return "all"
    return ", ".join((*way.environments, *(("others",) if way.others else ())))


def _teams(ways: Sequence[Way], all_teams: set[str]) -> str:
    teams = {way.team for way in ways}
    return "all" if teams == all_teams else ", ".join(sorted(teams))


def _reached(way: Way) -> Iterator[str]:
    # What comes at once stands first.
    for delivery in sorted(
        way.deliveries, key=lambda delivery: delivery.route.target is not None and delivery.route.target.digest is not None
    ):
        name, target = delivery.route.receiver.removeprefix(f"{way.system}/"), delivery.route.target
        if target is None:
            yield f"{name} (default)"
        elif target.digest is not None:
            yield f"{name} (digest of {target.digest})"
        else:
            said = [f"after {target.after}"] if target.after is not None else []
            said += [f"during {target.during.rpartition('/')[2]}"] if target.during else []
            yield f"{name} ({', '.join(said)})" if said else name


def _receiver(delivery: Delivery) -> dict[str, Any]:
    route, target = delivery.route, delivery.route.target
    return {
        "receiver": route.receiver,
        "after": None if target is None or target.after is None else float(target.after.seconds),
        "digest": None if target is None or target.digest is None else float(target.digest.seconds),
        "during": (target.during or None) if target is not None else None,
        "group_by": list(route.group_by),
        "repeat": None if route.repeat_interval is None else float(route.repeat_interval.seconds),
    }
