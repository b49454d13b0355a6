"""Who gets which alerts: receivers, time intervals, what a system asks of Alertmanager; names complete, defaults resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slogen.diagnostics import Span
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration

Version = tuple[int, int]
"""An Alertmanager's version: major, minor."""


@dataclass(frozen=True, slots=True)
class Slack:
    """A Slack channel; the file holds the incoming webhook's URL."""

    channel: str
    api_url_file: str


@dataclass(frozen=True, slots=True)
class PagerDuty:
    """A PagerDuty service; the file holds its integration key (Events API v2)."""

    routing_key_file: str


@dataclass(frozen=True, slots=True)
class Email:
    """One or more addresses, separated by commas."""

    to: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """A URL that is posted to; exactly one of `url` and `url_file` is given."""

    url: str
    url_file: str


@dataclass(frozen=True, slots=True)
class Opsgenie:
    """Opsgenie; `api_url` is empty for the usual one."""

    api_key_file: str
    api_url: str


@dataclass(frozen=True, slots=True)
class MsTeams:
    """A Microsoft Teams workflow; the file holds its URL."""

    webhook_url_file: str


Integration = Slack | PagerDuty | Email | Webhook | Opsgenie | MsTeams


@dataclass(frozen=True, slots=True)
class Receiver:
    """`name` is Alertmanager's: `<system>/<name>`, or the plain name of one that the Workspace declares."""

    name: str
    integrations: tuple[Integration, ...]
    origin: Span


@dataclass(frozen=True, slots=True)
class Hours:
    """Times of a week: `days` as Alertmanager writes them (`monday:friday`), `times` as (`09:00`, `17:00`); empty: all of them.

    `origin` is where the time zone is written.
    """

    days: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    time_zone: str
    origin: Span = field(default=Span(""), compare=False)


@dataclass(frozen=True, slots=True)
class TimeInterval:
    """A named interval, `<system>/<name>`: the union of its `hours`."""

    name: str
    hours: tuple[Hours, ...]
    origin: Span


@dataclass(frozen=True, slots=True)
class Target:
    """A receiver, and how it hears: `after` the alert has fired for so long, `during` an interval only (its name), or as a `digest`."""

    receiver: str
    after: Duration | None = None
    digest: Duration | None = None
    during: str = ""
    origin: Span = field(default=Span(""), compare=False)

    @property
    def at_once(self) -> bool:
        """Whether the receiver hears of every alert right away, at any time."""
        return self.after is None and self.digest is None and not self.during


@dataclass(frozen=True, slots=True)
class Timing:
    """How alerts of a severity are put together. `group_by` None: what fits the severity."""

    wait: Duration
    interval: Duration
    repeat: Duration
    group_by: tuple[str, ...] | None


Notify = Mapping[AlertSeverity, tuple[Target, ...]]
"""Who hears of page, ticket and info; all three are there."""


@dataclass(frozen=True, slots=True)
class Routing:
    """What a system does with its alerts.

    `teams` has the whole `Notify` of every team with wishes of its own. `paging` has the environments in which pages do not ring day and
    night: the interval in which they do, or an empty text where never.
    """

    system: str
    receivers: tuple[Receiver, ...]
    intervals: tuple[TimeInterval, ...]
    notify: Notify
    teams: Mapping[str, Notify]
    paging: Mapping[str, str]
    timings: Mapping[AlertSeverity, Timing]
    origin: Span
    team_origins: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server; `username` and `password_file` may be empty."""

    smarthost: str
    sender: str
    username: str
    password_file: str
    require_tls: bool


@dataclass(frozen=True, slots=True)
class Alertmanager:
    """The Alertmanager of the installation: `version` is the oldest that must load the configuration.

    The receiver `default` gets whatever no system's route takes; empty only where no system has a Routing.
    """

    version: Version
    smtp: Smtp | None
    receivers: tuple[Receiver, ...]
    default: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Dependency:
    """A service (`system/service`) that another one needs to work, and where that is written."""

    upstream: str
    origin: Span
