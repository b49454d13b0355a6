"""Which receivers an alert reaches in a tree of routes: Alertmanager's own walk, over our values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slogen.routing.matching import fits
from slogen.routing.values import Route


@dataclass(frozen=True, slots=True)
class Delivery:
    """A route in which an alert ends, with all that it has from the routes above it. `is_root`: no system's route took the alert."""

    route: Route
    is_root: bool


def evaluate(root: Route, labels: Mapping[str, str]) -> tuple[Delivery, ...]:
    """Where an alert with these labels goes, in Alertmanager's order. The root takes what no route below it does.

    Time intervals and inhibition do not count here: a route says in which intervals it is active.
    """
    return tuple(_walk(root, labels, is_root=True))


def _walk(route: Route, labels: Mapping[str, str], *, is_root: bool) -> Iterator[Delivery]:
    matched = False
    for child in route.routes:
        if not fits(child.matchers, labels):
            continue
        matched = True
        yield from _walk(_inheriting(child, route), labels, is_root=False)
        if not child.go_on:
            break
    if not matched:
        yield Delivery(route, is_root)


def _inheriting(child: Route, parent: Route) -> Route:
    return replace(
        child,
        receiver=child.receiver or parent.receiver,
        group_by=child.group_by or parent.group_by,
        group_wait=child.group_wait or parent.group_wait,
        group_interval=child.group_interval or parent.group_interval,
        repeat_interval=child.repeat_interval or parent.repeat_interval,
    )
