"""Who is told, when, and what is held back: the generated configuration in a real Alertmanager, for what `amtool` does not look at.

Alerts are posted straight to Alertmanager, with the labels that the compiled rules give them.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from tests.e2e.loopback import Inbox
from tests.e2e.routed import Routed, compiled_routing, muted, post, short
from tests.e2e.servers import Server, running_alertmanager, wait_until
from tests.e2e.shop import shop

_ALERTMANAGER = "  receivers: {everyone: {webhook: {url: 'https://bridge.example.com/everyone'}}}\n"
_SYSTEM = "environments: [prod, stage, rehearsal, dev]\ngroup_by: [environment]\n"
_SLO = """
  - name: NAME
    description: Requests answered without a 5xx.
    objective: 99.9
    sli:
      availability: {total: 'requests_total{job="SERVICE"}', errors: 'requests_total{job="SERVICE",code=~"5.."}'}
    alerts:
      page: {runbook: first-steps, impact: Customers see errors., next_action: Look.}
      ticket: {next_action: Look.}
"""
_DOWN = """\
alerts:
  - name: SERVICEDown
    expr: max by (environment) (up{job="SERVICE"}) == 0
    summary: SERVICE is down
    severity: page
    mutes: service
    impact: Nothing is served.
    runbook: first-steps
    next_action: Look.
  - name: SERVICEOdd
    summary: SERVICE has an odd value
    expr: max by (environment) (oddity{job="SERVICE"}) > 1
    severity: ticket
    runbook: first-steps
    next_action: Look.
"""


def _service(name: str, slos: tuple[str, ...], *, more: str = "", down: bool = False) -> str:
    text = f"apiVersion: slogen/v1\nkind: Service\nservice: {name}\n{more}slos:"
    text += "".join(_SLO.replace("NAME", slo).replace("SERVICE", name) for slo in slos)
    return text + (re.sub("SERVICE(?=Down|Odd)", name.title(), _DOWN).replace("SERVICE", name) if down else "")


def _project(routing: str) -> dict[str, str]:
    services = {
        "database": _service("database", ("availability",), down=True),
        "api": _service("api", ("availability", "quality"), more="depends_on: [database]\n", down=True),
        "search": _service("search", ("availability",)),
    }
    return shop(_ALERTMANAGER, "tests: false\n", _SYSTEM, routing, services)


_RECEIVERS = """\
receivers:
  oncall: {pagerduty: {routing_key_file: /secrets/pagerduty}}
  boss: {slack: {channel: '#boss', api_url_file: /secrets/slack}}
  channel: {slack: {channel: '#shop', api_url_file: /secrets/slack}}
  digest: {webhook: {url: 'https://bridge.example.com/digest'}}
"""
PLAIN = (
    _RECEIVERS
    + """\
notify:
  page: [oncall, {receiver: boss, after: 10m}, {receiver: digest, digest: 24h}]
  ticket: [channel]
  info: [channel]
"""
)
# Some of our labels, never all of them.
STRANGERS = (
    {"alertname": "DiskFull", "severity": "ticket", "instance": "db-1"},
    {"alertname": "DiskFailed", "severity": "page", "instance": "db-1"},
    {"alertname": "Theirs", "severity": "ticket", "service": "api", "environment": "prod"},
    {"alertname": "NoLabels"},
    {
        "alertname": "SameService",
        "service": "database",
        "environment": "prod",
        "slo_id": "theirs/database/availability",
        "severity": "info",
    },
)


@contextmanager
def _running(folder: Path, routing: str, inbox: Inbox) -> Iterator[tuple[Routed, Server]]:
    routed = compiled_routing(folder, _project(routing))
    with running_alertmanager(folder, routed.config(inbox.url)) as alertmanager:
        yield routed, alertmanager


def _told(inbox: Inbox, receiver: str) -> list[list[str]]:
    """The firing alerts of each message that a receiver got, by name and environment; messages without any are left out."""
    found = [one for one in list(inbox.notifications) if one.receiver == receiver]
    return [names for one in found if (names := sorted(short(alert["labels"]) for alert in one.alerts if alert["status"] == "firing"))]


def test_a_cause_mutes_its_symptoms_and_nothing_else(tmp_path: Path, inbox: Inbox) -> None:
    with _running(tmp_path, PLAIN, inbox) as (routed, alertmanager):

        def of(name: str, environment: str = "prod") -> dict[str, str]:
            return routed.alert("shop", name, environment=environment)

        causes = [
            of("ApiAvailabilityBurnPageFast", "stage"),
            of("DatabaseDown"),
            of("SearchAvailabilityBurnPageFast"),
        ]
        symptoms = {
            # A page and the tickets of its SLO.
            "ApiAvailabilityBurnTicketSlow stage": ["ApiAvailabilityBurnPageFast stage"],
            "SearchAvailabilityBurnTicketSlow prod": ["SearchAvailabilityBurnPageFast prod"],
            # A service that is down, and its SLOs.
            "DatabaseAvailabilityBurnPageFast prod": ["DatabaseDown prod"],
            "DatabaseAvailabilityBurnTicketSlow prod": ["DatabaseAvailabilityBurnPageFast prod", "DatabaseDown prod"],
            # What another service needs, and that service's SLOs: its pages, too.
            "ApiAvailabilityBurnPageSlow prod": ["DatabaseAvailabilityBurnPageFast prod", "DatabaseDown prod"],
            "ApiQualityBurnTicketSlow prod": ["DatabaseAvailabilityBurnPageFast prod", "DatabaseDown prod"],
        }
        unmuted = [
            of("ApiQualityBurnTicketSlow", "stage"),  # another SLO than the one that pages there
            of("SearchAvailabilityBurnTicketSlow", "stage"),  # its page is in prod
            of("DatabaseAvailabilityBurnTicketSlow", "stage"),  # the database is down in prod
            of("ApiOdd", "stage"),  # no SLO's, and mutes none of its service
            of("ApiDown", "rehearsal"),  # says itself that a service is down
            of("DatabaseDown", "rehearsal"),  # and so does what it needs: neither mutes the other
        ]
        alerts = [*causes, *(of(*name.split()) for name in symptoms), *unmuted, *STRANGERS]
        post(alertmanager, alerts)
        wait_until("the symptoms are muted", lambda: len(muted(alertmanager)) >= len(symptoms), 5)
        found = muted(alertmanager)
        assert set(found) == set(symptoms)
        # Of several causes Alertmanager names one or more, as it likes.
        for name, by in found.items():
            assert set(by) <= set(symptoms[name]), name
            assert by

        free = sorted(short(alert) for alert in [*causes, *unmuted, *STRANGERS])
        heard = {"shop/oncall": ("page",), "shop/channel": ("ticket",), "everyone": ()}
        wait_until("whatever is not muted is told", lambda: len(_all(inbox, *heard)) >= len(free), 20)
        # What is muted would have been told by now; a little more, so that it would be here, too.
        time.sleep(3)
        assert _all(inbox, *heard) == free
        assert sorted(name for names in _told(inbox, "everyone") for name in names) == sorted(map(short, STRANGERS))

        post(alertmanager, [of("SearchAvailabilityBurnPageFast")], ends_at=_now())
        wait_until(
            "the ticket comes when its page is over", lambda: ["SearchAvailabilityBurnTicketSlow prod"] in _told(inbox, "shop/channel"), 15
        )


def _all(inbox: Inbox, *receivers: str) -> list[str]:
    """Every alert that one of these receivers heard of, each once for each receiver."""
    return sorted(name for receiver in receivers for name in {name for names in _told(inbox, receiver) for name in names})


def _now() -> str:
    return datetime.now(UTC).isoformat()


def test_one_incident_is_one_message_and_the_second_receiver_hears_only_what_lasts(tmp_path: Path, inbox: Inbox) -> None:
    with _running(tmp_path, PLAIN, inbox) as (routed, alertmanager):

        def of(name: str, environment: str = "prod") -> dict[str, str]:
            return routed.alert("shop", name, environment=environment)

        lasting = [of("ApiAvailabilityBurnPageFast"), of("ApiAvailabilityBurnPageSlow")]
        short_lived = [of("SearchAvailabilityBurnPageFast")]
        tickets = [of("DatabaseAvailabilityBurnTicketSlow"), of("DatabaseAvailabilityMissing")]
        began = time.time()
        post(alertmanager, [*lasting, *short_lived, of("ApiAvailabilityBurnPageFast", "stage"), *tickets])
        wait_until(
            "three pages and the digest's first message", lambda: len(_told(inbox, "shop/oncall")) == 3 and _told(inbox, "shop/digest"), 10
        )
        late = [of("SearchAvailabilityBurnPageSlow", "stage")]
        post(alertmanager, short_lived, ends_at=_now())
        post(alertmanager, late)
        wait_until("the late page", lambda: len(_told(inbox, "shop/oncall")) >= 4, 10)
        wait_until("the second notification", lambda: len(_told(inbox, "shop/boss")) >= 2, 20)
        # Ten minutes are ten seconds here.
        assert min(one.at for one in inbox.notifications if one.receiver == "shop/boss") >= began + 10
        wait_until("the digest's second message", lambda: len(_told(inbox, "shop/digest")) >= 2, 15)

        both = sorted(map(short, lasting))
        assert sorted(_told(inbox, "shop/oncall")[:3]) == [
            both,
            ["ApiAvailabilityBurnPageFast stage"],
            ["SearchAvailabilityBurnPageFast prod"],
        ]
        assert sorted(_told(inbox, "shop/boss")[:2]) == [both, ["ApiAvailabilityBurnPageFast stage"]]
        assert not any("Search" in name and "prod" in name for names in _told(inbox, "shop/boss") for name in names)
        assert _told(inbox, "shop/channel") == [sorted(map(short, tickets))]
        digests = [one for one in inbox.notifications if one.receiver == "shop/digest"]
        # Twenty-four hours are eight seconds here.
        assert digests[1].at - digests[0].at >= 7.5
        # What still fires is told again each time.
        assert {short(alert["labels"]) for alert in digests[1].alerts if alert["status"] == "firing"} >= {short(late[0]), *both}


def test_pages_ring_in_the_hours_of_their_environment(tmp_path: Path, inbox: Inbox) -> None:
    zone, now = _around_noon()

    def hours(start: int, end: int) -> str:
        return f"{now + timedelta(hours=start):%H:%M}-{now + timedelta(hours=end):%H:%M}"

    routing = f"""{_RECEIVERS}
time_intervals:
  at-work: {{days: {now.strftime("%A").lower()}, hours: '{hours(-1, 1)}', time_zone: {zone}}}
  asleep: [{{hours: '{hours(1, 2)}', time_zone: {zone}}}, {{hours: '{hours(-2, -1)}', time_zone: {zone}}}]
notify:
  page: [oncall, channel]
  ticket: [{{receiver: boss, during: at-work}}, {{receiver: digest, during: asleep}}]
  info: [channel]
environments:
  stage: {{page: at-work}}
  rehearsal: {{page: asleep}}
  dev: {{page: never}}
"""
    with _running(tmp_path, routing, inbox) as (routed, alertmanager):
        environments = ("prod", "stage", "rehearsal", "dev", "unheard-of")
        pages = [routed.alert("shop", "SearchAvailabilityBurnPageFast", environment=one) for one in environments]
        ticket = routed.alert("shop", "ApiQualityBurnTicketSlow", environment="prod")
        post(alertmanager, [*pages, ticket])
        # In dev a page waits as a ticket does, and that is the longest of all waits here.
        wait_until(
            "three pages ring, four are read", lambda: len(_told(inbox, "shop/oncall")) >= 3 and len(_told(inbox, "shop/boss")) >= 4, 20
        )
        time.sleep(2)
        assert sorted(_told(inbox, "shop/oncall")) == [[f"SearchAvailabilityBurnPageFast {one}"] for one in ("prod", "stage", "unheard-of")]
        # Whoever is told of tickets can read of every page that woke nobody.
        quiet = [["ApiQualityBurnTicketSlow prod"], *([f"SearchAvailabilityBurnPageFast {one}"] for one in ("dev", "rehearsal", "stage"))]
        assert sorted(_told(inbox, "shop/boss")) == quiet
        assert _told(inbox, "shop/digest") == []


def _around_noon() -> tuple[str, datetime]:
    """A time zone without summer time in which two hours from now are the same day still, and the time there."""
    for zone, offset in (("Asia/Tokyo", 9), ("America/Phoenix", -7)):
        now = datetime.now(timezone(timedelta(hours=offset)))
        if 3 <= now.hour <= 20:
            return zone, now
    pytest.fail("it is night all over the world")
