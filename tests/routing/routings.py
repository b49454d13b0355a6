"""Routings as values, for the tests of what is made of them."""

from dataclasses import replace

from slogen.diagnostics import Span
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.routing import (
    Alertmanager,
    Email,
    Hours,
    Notify,
    PagerDuty,
    Receiver,
    Routing,
    Slack,
    Smtp,
    Target,
    TimeInterval,
    Timing,
    Webhook,
)
from slogen.routing.configuration import SystemShare

PAGE, TICKET, INFO = AlertSeverity
HERE = Span("slos/shop/routing.yaml")
BUSINESS = "shop/business-hours"
ALERTMANAGER = Alertmanager(
    (0, 25),
    Smtp("mail.example.com:587", "slogen@example.com", "slogen", "/etc/secrets/smtp", True),
    (Receiver("everyone", (Webhook("https://bridge.example.com/alerts", ""),), HERE),),
    "everyone",
    HERE,
)
RECEIVERS = (
    Receiver("shop/oncall", (PagerDuty("/etc/secrets/pagerduty"), Email("oncall@example.com")), HERE),
    Receiver("shop/chat", (Slack("#shop", "/etc/secrets/slack"),), HERE),
    Receiver("shop/daily", (Email("shop@example.com"),), HERE),
)
INTERVALS = (TimeInterval(BUSINESS, (Hours(("monday:friday",), (("09:00", "17:00"),), "Europe/Berlin"),), HERE),)


def to(*names: str) -> tuple[Target, ...]:
    """Receivers of the system that are told at once."""
    return tuple(Target(f"shop/{name}") for name in names)


def after(name: str, time: str) -> Target:
    """A second notification."""
    return Target(f"shop/{name}", after=Duration.parse(time))


def digest(name: str, time: str = "24h") -> Target:
    """A digest."""
    return Target(f"shop/{name}", digest=Duration.parse(time))


def during(name: str, interval: str = BUSINESS) -> Target:
    """A receiver that is told in an interval."""
    return Target(f"shop/{name}", during=interval)


def timing(wait: str, interval: str, repeat: str, group_by: tuple[str, ...] | None = None) -> Timing:
    """How alerts of a severity are put together."""
    return Timing(Duration.parse(wait), Duration.parse(interval), Duration.parse(repeat), group_by)


PLAIN: Notify = {PAGE: to("oncall", "chat"), TICKET: to("chat"), INFO: to("chat")}
ROUTING = Routing(
    "shop",
    RECEIVERS,
    INTERVALS,
    PLAIN,
    {},
    {},
    {PAGE: timing("30s", "5m", "4h"), TICKET: timing("5m", "15m", "24h"), INFO: timing("5m", "1h", "72h")},
    HERE,
    {},
)
FULL = replace(
    ROUTING,
    notify={
        PAGE: (*to("oncall"), after("chat", "10m"), digest("daily")),
        TICKET: (during("chat"), digest("daily")),
        INFO: (digest("daily"),),
    },
    teams={"data platform": {PAGE: to("chat"), TICKET: to("chat"), INFO: (digest("daily"),)}},
    paging={"stage": BUSINESS, "dev": ""},
)


def share(routing: Routing | None, *group_labels: str, mutes_service: bool = False) -> SystemShare:
    """A system without dependencies."""
    return SystemShare("shop", routing, group_labels, mutes_service, ())
