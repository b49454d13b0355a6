"""A service level objective with everything that its rules and alerts say, all defaults resolved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from slogen.diagnostics import Span
from slogen.model.burn import AlertSeverity, BurnAlert, Dropped
from slogen.model.duration import ZERO, Duration
from slogen.model.objective import Objective
from slogen.model.routing import Dependency
from slogen.model.sli import Sli


@dataclass(frozen=True, slots=True)
class Runbook:
    """A runbook as an alert links it: file `<directory>/<system>/<name>.md`, optional heading `anchor`, absolute `url`."""

    name: str
    url: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class OnlyWhen:
    """A condition that must hold too (`and on(labels) (expr)`)."""

    expr: str
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Response:
    """What a person is told, and how loudly, when an alert of an SLO fires.

    `alert` replaces the generated alert name, `sev` the severity label of the organisation (SEV-1 …). `burn`: whether burn-rate pairs
    of this severity are emitted. `mutes_service`: the page says that the whole service is down, and mutes the service's SLOs.
    """

    severity: AlertSeverity
    runbook: Runbook
    next_action: str
    impact: str
    alert: str = ""
    sev: str = ""
    for_: Duration = ZERO
    only_when: OnlyWhen | None = None
    burn: bool = True
    labels: Mapping[str, str] | None = None
    mutes_service: bool = False


@dataclass(frozen=True, slots=True)
class NoAlert:
    """The reason why there is no such alert."""

    reason: str


@dataclass(frozen=True, slots=True)
class Guard:
    """Low-traffic guard of burn alerts: this many failures and events must lie in the long window. 0: no guard."""

    min_failures: int = 0
    min_events: int = 0


@dataclass(frozen=True, slots=True)
class BudgetLevel:
    """At `below_percent` of the budget left, or less, `action` applies; `response` alerts if it is not None."""

    name: str
    below_percent: Decimal
    action: str
    response: Response | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns a service: teams, as routing knows them."""

    primary: str
    secondary: str


@dataclass(frozen=True, slots=True)
class LogSource:
    """Where logs are in Grafana: the uid of a Loki data source, and the LogQL query that finds a service's lines."""

    loki: str
    query: str


@dataclass(frozen=True, slots=True)
class Place:
    """What an SLO and a standalone alert share: where they belong, what their alerts carry, and what their board shows beside them.

    `deployments` is PromQL that has a series while something is being deployed, or empty.
    """

    system: str
    service: str
    owner: Owner
    severities: Mapping[AlertSeverity, str]
    labels: Mapping[str, str]
    logs_url: str
    dashboard_url: str
    logs: LogSource | None = None
    deployments: str = ""


@dataclass(frozen=True, slots=True)
class Slo:
    """One SLO. `responses` has PAGE and TICKET, a Response or the reason against it; `warning`, `breach` are for gauges.

    `missing` speaks when the SLI has no data at all. `targets` is a selector of `up` series that tells idle from gone, or empty.
    """

    place: Place
    name: str
    title: str
    description: str
    objective: Objective
    window: Duration
    sli: Sli
    group_by: tuple[str, ...]
    scrape_interval: Duration
    evaluation_interval: Duration
    burn_alerts: tuple[BurnAlert, ...]
    dropped_pairs: tuple[Dropped, ...]
    guard: Guard
    responses: Mapping[AlertSeverity, Response | NoAlert]
    warning: Response | NoAlert
    breach: Response | NoAlert
    missing: Response | NoAlert
    targets: str
    budget_policy: tuple[BudgetLevel, ...]
    origin: Span

    @property
    def id(self) -> str:
        """The identity on every recorded series: `system/service/slo`."""
        return f"{self.place.system}/{self.place.service}/{self.name}"

    def burn_response(self, severity: AlertSeverity) -> Response | None:
        """What is told by a burn-rate pair of a severity, None where there is no such alert; information uses what is said for tickets."""
        response = self.responses[AlertSeverity.TICKET if severity is AlertSeverity.INFO else severity]
        return response if isinstance(response, Response) and response.burn else None


@dataclass(frozen=True, slots=True)
class AlertTest:
    """An example of when a standalone alert fires: samples a minute apart (selector → promtool's notation), and its state `at` a time.

    `value`: what the expression yields then, once and with `labels`; None where the example does not say.
    """

    series: Mapping[str, str]
    at: Duration
    fires: bool
    value: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandaloneAlert:
    """An alert on its own expression, beside the SLOs."""

    place: Place
    name: str
    expr: str
    for_: Duration
    keep_firing_for: Duration
    response: Response
    summary: str
    description: str
    origin: Span
    tests: tuple[AlertTest, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Everything one Service spec declares. `source` is the spec's path."""

    system: str
    name: str
    title: str
    source: str
    slos: tuple[Slo, ...]
    alerts: tuple[StandaloneAlert, ...]
    depends_on: tuple[Dependency, ...] = ()
