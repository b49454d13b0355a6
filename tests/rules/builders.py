"""Specs as values for tests: one SLO of every kind, with everything that may differ as an argument."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from slogen.diagnostics import Span
from slogen.model.burn import AlertSeverity, Policy, default_policy, resolve
from slogen.model.duration import ZERO, Duration
from slogen.model.objective import Objective
from slogen.model.sli import Apdex, Events, Freshness, Latency, Levels, NoData, QueueDepth, Ratio, Sli, Uptime
from slogen.model.slo import BudgetLevel, Guard, Owner, Place, Response, Runbook, Service, Slo, StandaloneAlert
from slogen.rules.service import rule_file
from slogen.targets.prometheus import text

PAGE, TICKET, INFO = AlertSeverity.PAGE, AlertSeverity.TICKET, AlertSeverity.INFO
PLACE = Place(
    system="shop",
    service="api",
    owner=Owner("platform", "sre"),
    severities={PAGE: "sev1", TICKET: "sev3", INFO: "sev4"},
    labels={},
    logs_url="https://logs.example.com/shop/api",
    dashboard_url="https://grafana.example.com/d/shop-api",
)
ORIGIN = Span("slos/shop/api.yaml", 7, 5)
AVAILABILITY = Events("availability", 'http_requests_total{job="api"}', 'http_requests_total{job="api",code=~"5.."}')
LATENCY = Latency('http_seconds{job="api"}', Decimal("0.5"), Decimal("0.5"))
APDEX = Apdex('http_seconds{job="api"}', Decimal("0.5"), Decimal("0.5"), Decimal(2))
POLICY = (BudgetLevel("caution", Decimal(50), "Slow down."), BudgetLevel("freeze", Decimal(25), "Deploy fixes only."))


def duration(text: str) -> Duration:
    """`5m` as a Duration."""
    return Duration.parse(text)


def response(severity: AlertSeverity = TICKET, **fields: Any) -> Response:
    """What a person is told; `fields` replace the rest."""
    return replace(Response(severity, Runbook("errors", "https://runbooks.example.com/errors"), "Look.", "Customers wait."), **fields)


def levels(target: int = 50, warning: int | None = 75, breach: int | None = 100, clears_after: str = "10m") -> Levels:
    """Target, warning and breach of a gauge."""
    numbers = (Decimal(target), None if warning is None else Decimal(warning), None if breach is None else Decimal(breach))
    return Levels(*numbers, duration(clears_after))


def queue(aggregate: str = "max", no_data: NoData = NoData.BAD, **numbers: Any) -> QueueDepth:
    """A queue that is good up to 50, warns at 75 and breaches at 100."""
    return QueueDepth('queue_depth{queue="mail"}', levels(**numbers), aggregate, no_data)


def freshness(
    updated_at: str = "view_updated_timestamp_seconds",
    age: str = "",
    aggregate: str = "newest",
    no_data: NoData = NoData.BAD,
    **numbers: Any,
) -> Freshness:
    """Something that should be refreshed within 15 minutes, warns at 20, breaches at 30."""
    return Freshness(levels(**({"target": 900, "warning": 1200, "breach": 1800} | numbers)), updated_at, age, aggregate, no_data)


def uptime(require: str = "any", no_data: NoData = NoData.BAD) -> Uptime:
    """A database that is up while its gauge is 1."""
    return Uptime('pg_up{job="db"}', require, no_data)


def slo(
    sli: Sli = AVAILABILITY, name: str = "slo", objective: str = "99.9", window: str = "30d", policy: Policy | None = None, **fields: Any
) -> Slo:
    """An SLO with the default burn-rate policy, no guard and a Missing alert after 5 minutes; `fields` replace the rest."""
    length, promise = duration(window), Objective(Decimal(objective))
    burn, dropped = resolve(policy or default_policy(length), promise, length)
    built = Slo(
        place=PLACE,
        name=name,
        title="Requests",
        description="Requests answered well.",
        objective=promise,
        window=length,
        sli=sli,
        group_by=(),
        scrape_interval=duration("15s"),
        evaluation_interval=duration("1m"),
        burn_alerts=burn,
        dropped_pairs=dropped,
        guard=Guard(),
        responses={PAGE: response(PAGE), TICKET: response(TICKET)},
        warning=response(TICKET),
        breach=response(PAGE),
        missing=response(TICKET, for_=duration("5m")),
        targets='up{job="api"}',
        budget_policy=(),
        origin=ORIGIN,
    )
    return replace(built, **fields)


def service(*slos: Slo, alerts: Sequence[StandaloneAlert] = ()) -> Service:
    """The SLOs as one service."""
    return Service("shop", "api", "API", "slos/shop/api.yaml", slos, tuple(alerts))


def standalone(**fields: Any) -> StandaloneAlert:
    """An alert beside the SLOs."""
    alert = StandaloneAlert(
        PLACE, "KillSwitchEnabled", "kill_switch == 1", ZERO, ZERO, response(PAGE), "The kill switch is on.", "Nothing is sent.", ORIGIN
    )
    return replace(alert, **fields)


def rules_text(*slos: Slo, alerts: Sequence[StandaloneAlert] = ()) -> str:
    """The text of the rule file."""
    return text(rule_file(service(*slos, alerts=alerts)))


KINDS: dict[str, Sli] = {
    "availability": AVAILABILITY,
    "events-good": Events("events", "jobs_total", "", 'jobs_total{outcome="ok"}'),
    "latency": LATENCY,
    "latency-native": replace(LATENCY, native=True),
    "apdex": APDEX,
    "apdex-native": replace(APDEX, native=True),
    "queue-max": queue(),
    "queue-sum": queue("sum", NoData.IGNORE),
    "freshness-updated": freshness(),
    "freshness-age": freshness("", "view_age_seconds", "oldest", NoData.GOOD),
    "uptime-any": uptime(),
    "uptime-all": uptime("all", NoData.IGNORE),
    "ratio": Ratio("sum by (env) (rate(bad[$window]))", "sum by (env) (rate(all[$window]))"),
    "error-ratio": Ratio(error_ratio="avg by (env) (avg_over_time(bad_share[$window]))"),
}
"""One SLI of every kind and form, by a name that a test can show."""
