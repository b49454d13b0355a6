"""A system's part of the tree of routes.

Digests come first: every digest is one route that goes on to the others, so that a receiver gets one message in its time and not one
for each severity. The rest are routes that exclude each other: what an alert's severity, environment and team decide is written out in
the matchers, and no route depends on the order of its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from slogen.conventions import names
from slogen.model.burn import AlertSeverity
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.routing import Routing, Target, Timing
from slogen.routing.cells import Answer, Box, Place, answer, boxes, matchers, places
from slogen.routing.matching import among, equal, present
from slogen.routing.values import Matcher, Route

SEVERITIES = tuple(AlertSeverity)
Grouping = tuple[tuple[Matcher, ...], tuple[str, ...]]
"""What narrows a route further, and the labels by which alerts are put together there."""

_WORDS = {AlertSeverity.PAGE: "pages", AlertSeverity.TICKET: "tickets", AlertSeverity.INFO: "infos"}


def system_route(routing: Routing, group_labels: Sequence[str]) -> Route:
    """The route of a system. `group_labels`: all labels by which its SLOs are grouped.

    It takes alerts of the three severities only: whatever else carries the system's name is not ours to route.
    """
    mine = (equal(names.SYSTEM, routing.system), among(names.SEVERITY, [severity.value for severity in SEVERITIES]))
    routes = (*_digests(routing), *_others(routing, group_labels))
    return Route(matchers=mine, routes=routes, about=f"system {routing.system}")


def _digests(routing: Routing) -> Iterator[Route]:
    """One route for each digest, or a few where its cases are no single box."""
    found: dict[Target, dict[AlertSeverity, dict[Place, bool]]] = {}
    for severity in SEVERITIES:
        for place in places(routing):
            for target in answer(routing, severity, place).targets:
                if target.digest is not None:
                    found.setdefault(target, {}).setdefault(severity, {})[place] = True
    for target, by_severity in found.items():
        assert target.digest is not None
        severities_of: dict[Box, list[AlertSeverity]] = {}
        for severity, there in by_severity.items():
            for _, box in boxes(there):
                severities_of.setdefault(box, []).append(severity)
        for box, severities in severities_of.items():
            narrowed = () if len(severities) == len(SEVERITIES) else (among(names.SEVERITY, [one.value for one in severities]),)
            yield Route(
                matchers=(*narrowed, *matchers(routing, box)),
                receiver=target.receiver,
                group_by=(names.SYSTEM,),
                group_wait=ONE_MINUTE,
                group_interval=target.digest,
                # As long as the interval it would now and then be a moment longer, and what did not change be told the time after.
                repeat_interval=Duration(target.digest.milliseconds - ONE_MINUTE.milliseconds),
                go_on=True,
                target=target,
                about=f"digest, at most one message in {target.digest}",
            )


def _others(routing: Routing, group_labels: Sequence[str]) -> Iterator[Route]:
    for severity in SEVERITIES:
        answers = {place: _without_digests(answer(routing, severity, place)) for place in places(routing)}
        for given, box in boxes(answers):
            if given.targets:
                narrowed = (equal(names.SEVERITY, severity.value), *matchers(routing, box))
                yield _route(routing, narrowed, severity, given, group_labels)


def _without_digests(given: Answer) -> Answer:
    return Answer(given.like, tuple(target for target in given.targets if target.digest is None))


def _route(routing: Routing, narrowed: tuple[Matcher, ...], severity: AlertSeverity, given: Answer, group_labels: Sequence[str]) -> Route:
    timing = routing.timings[given.like]
    about = _WORDS[severity] if severity is given.like else f"{_WORDS[severity]}, treated as {_WORDS[given.like]}"
    common = Route(
        matchers=narrowed,
        group_wait=timing.wait,
        group_interval=timing.interval,
        repeat_interval=timing.repeat,
        about=about,
    )
    return _with(common, _groupings(given.like, timing, group_labels), given.targets)


def _groupings(severity: AlertSeverity, timing: Timing, group_labels: Sequence[str]) -> list[Grouping]:
    """By which labels alerts are put together. An outage pages fast and slow: for an SLO both are one incident.

    What stands beside the SLOs has no slo_id, and is told apart by its name.
    """
    if timing.group_by is not None:
        return [((), timing.group_by)]
    if severity is not AlertSeverity.PAGE:
        return [((), (names.TEAM, names.SERVICE, names.ENVIRONMENT))]
    of_slo = tuple(dict.fromkeys((names.SLO_ID, names.ENVIRONMENT, *sorted(group_labels))))
    return [((present(names.SLO_ID),), of_slo), ((), ("alertname", names.SERVICE, names.ENVIRONMENT))]


def _with(common: Route, groupings: Sequence[Grouping], targets: Sequence[Target]) -> Route:
    """The route with its targets below it; a level that would hold one route only is left out."""
    if len(groupings) > 1:
        below = (_with(Route(matchers=narrowed), [((), labels)], targets) for narrowed, labels in groupings)
        return replace(common, routes=tuple(below))
    ((_, group_by),) = groupings
    common = replace(common, group_by=group_by)
    if len(targets) == 1:
        return _told(common, targets[0])
    last = targets[-1]
    return replace(common, routes=tuple(_told(Route(go_on=target is not last), target) for target in targets))


def _told(route: Route, target: Target) -> Route:
    """The route with a target at its end."""
    return replace(
        route,
        receiver=target.receiver,
        group_wait=target.after or route.group_wait,
        active=(target.during,) if target.during else (),
        target=target,
    )
