"""What an Alertmanager configuration consists of, as values."""

from dataclasses import dataclass

from slogen.model.duration import Duration
from slogen.model.routing import Alertmanager, Receiver, Target, TimeInterval


@dataclass(frozen=True, slots=True)
class Matcher:
    """`label operator "value"`; operators =, !=, =~ and !~. A regular expression must fit the whole value."""

    label: str
    operator: str
    value: str

    def __str__(self) -> str:
        quoted = self.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'{self.label}{self.operator}"{quoted}"'


@dataclass(frozen=True, slots=True)
class Route:
    """A node of the tree. What is None or empty comes from the node above, except `active` (time intervals).

    `target`: the wish that the route fulfils, at its end. `about` says in words what the route is for.
    """

    matchers: tuple[Matcher, ...] = ()
    receiver: str = ""
    group_by: tuple[str, ...] = ()
    group_wait: Duration | None = None
    group_interval: Duration | None = None
    repeat_interval: Duration | None = None
    active: tuple[str, ...] = ()
    go_on: bool = False
    routes: tuple["Route", ...] = ()
    target: Target | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Inhibition:
    """While an alert fits `source`, those that fit `target` and have the same values of the labels `equal` are not notified."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Configuration:
    """A whole configuration. `root` has a route for each system; `templates` are patterns relative to the configuration's folder."""

    alertmanager: Alertmanager
    root: Route
    receivers: tuple[Receiver, ...]
    inhibitions: tuple[Inhibition, ...]
    intervals: tuple[TimeInterval, ...]
    templates: tuple[str, ...]
