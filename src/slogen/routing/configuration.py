"""Everything that Alertmanager loads, put together from the systems' wishes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.model.routing import Alertmanager, Dependency, Routing
from slogen.routing.inhibition import of_edge, of_system
from slogen.routing.tree import system_route
from slogen.routing.values import Configuration, Inhibition, Route

TEMPLATES = "templates/*.tmpl"
_ROOT_GROUPS = ("alertname", names.SYSTEM, names.SERVICE, names.ENVIRONMENT)
_WAIT, _INTERVAL, _REPEAT = Duration.parse("30s"), Duration.parse("5m"), Duration.parse("4h")


@dataclass(frozen=True, slots=True)
class SystemShare:
    """A system's part: its Routing, if it has one, and what its services say.

    `group_labels` are all labels by which its SLOs are grouped, `mutes_service` whether an alert says that its service is down,
    `dependencies` the pairs of a service of this system and one that it needs.
    """

    system: str
    routing: Routing | None
    group_labels: tuple[str, ...]
    mutes_service: bool
    dependencies: tuple[tuple[str, Dependency], ...]


def configuration(alertmanager: Alertmanager, shares: Sequence[SystemShare], *, templates: str = TEMPLATES) -> Configuration:
    """The configuration of some or all systems, with the receivers that it uses and no others."""
    routed = [share.routing for share in shares if share.routing is not None]
    routes = tuple(system_route(share.routing, share.group_labels) for share in shares if share.routing is not None)
    root = Route(
        receiver=alertmanager.default,
        group_by=_ROOT_GROUPS,
        group_wait=_WAIT,
        group_interval=_INTERVAL,
        repeat_interval=_REPEAT,
        routes=routes,
        about="whatever no system's route takes",
    )
    return Configuration(
        alertmanager=alertmanager,
        root=root,
        receivers=(*alertmanager.receivers, *(receiver for routing in routed for receiver in routing.receivers)),
        inhibitions=tuple(rule for share in shares for rule in _inhibitions(share)),
        intervals=tuple(interval for routing in routed for interval in routing.intervals),
        templates=(templates,),
    )


def _inhibitions(share: SystemShare) -> Iterator[Inhibition]:
    yield from of_system(share.system, share.group_labels, mutes_service=share.mutes_service)
    for downstream, dependency in share.dependencies:
        yield of_edge(dependency.upstream, downstream)
