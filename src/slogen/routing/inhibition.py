"""What mutes what. Every rule names our labels on both sides.

To Alertmanager a label that both alerts lack is equal: a rule without guards would mute alerts that have nothing to do with us.
"""

from collections.abc import Iterable, Iterator, Sequence

from slogen.conventions import names
from slogen.model.burn import AlertSeverity
from slogen.routing.matching import equal, none_of, present
from slogen.routing.values import Inhibition, Matcher

_PAGE = equal(names.SEVERITY, AlertSeverity.PAGE.value)
_QUIETER = Matcher(names.SEVERITY, "=~", f"{AlertSeverity.TICKET.value}|{AlertSeverity.INFO.value}")


def of_system(system: str, group_labels: Iterable[str], *, mutes_service: bool) -> Iterator[Inhibition]:
    """The rules within a system. `group_labels`: all by which its SLOs are grouped; `mutes_service`: some alert says `mutes: service`."""
    mine = equal(names.SYSTEM, system)
    groups = tuple(dict.fromkeys((names.SLO_ID, names.ENVIRONMENT, *sorted(group_labels))))
    yield Inhibition(
        (mine, _PAGE, present(names.SLO_ID)),
        (mine, _QUIETER, present(names.SLO_ID)),
        groups,
        f"{system}: a page mutes the tickets of its SLO",
    )
    if mutes_service:
        yield Inhibition(
            (mine, equal(names.INHIBITS, names.SERVICE)),
            (mine, present(names.SLO_ID), none_of(names.INHIBITS, [names.SERVICE])),
            (names.SERVICE, names.ENVIRONMENT),
            f"{system}: a service that is down mutes its SLOs",
        )


def of_edge(upstream: str, downstream: str) -> Inhibition:
    """An upstream's page mutes the alerts of a downstream's SLOs; both are `system/service`."""
    return Inhibition(
        (*_service(upstream), _PAGE),
        (*_service(downstream), present(names.SLO_ID)),
        (names.ENVIRONMENT,),
        f"{downstream} depends on {upstream}",
    )


def cycles(edges: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Services that mute each other, by (downstream, upstream): each cycle once, beginning with its first name, in order."""
    upstreams: dict[str, list[str]] = {}
    for downstream, upstream in edges:
        upstreams.setdefault(downstream, []).append(upstream)
    found: dict[tuple[str, ...], None] = {}
    for start in sorted(upstreams):
        path = _way_back(start, upstreams)
        if path:
            first = path.index(min(path))
            found[(*path[first:], *path[:first])] = None
    return sorted(found)


def _way_back(start: str, upstreams: dict[str, list[str]]) -> tuple[str, ...]:
    """The shortest way from a service over its upstreams to itself; empty where there is none."""
    before: dict[str, str] = {}
    waiting = [start]
    for service in waiting:
        for upstream in upstreams.get(service, ()):
            if upstream == start:
                path = [service]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if upstream not in before:
                before[upstream] = service
                waiting.append(upstream)
    return ()


def _service(identity: str) -> tuple[Matcher, Matcher]:
    system, _, service = identity.partition("/")
    return equal(names.SYSTEM, system), equal(names.SERVICE, service)
