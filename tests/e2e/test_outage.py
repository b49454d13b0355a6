"""An outage pages once, its ticket waits behind the page, and recovery resolves both: on real servers, from scrape to webhook.

The rules are what slogen emits, at windows of 1 h and 5 m; nothing about them is shortened. Two things make the test last two minutes only:

* An hour of healthy traffic is backfilled, so the windows are as full as in production. With constant traffic a total outage crosses
  14.4 × 0.1 % of an hour's events after 0.0144 × 3600 s = 51.84 s, and not a moment earlier.
* Waiting for errors to leave the five-minute window would take five minutes. A ratio of events also falls when there are more events:
  after the outage the clients catch up on what they held back, and that dilutes the errors below the page's threshold, not the ticket's.

The pairs are the page of the default table and a ticket over the same windows; the default ticket waits for a five-minute tile.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.e2e.loopback import Exporter, Inbox
from tests.e2e.project import TICKET_WAIT_SECONDS, alertmanager_config, compiled, prometheus_config
from tests.e2e.servers import Server, running_alertmanager, running_prometheus, wait_until
from tests.e2e.traffic import Traffic

SLO_ID = "shop/web/availability"
OF_SLO = f'{{slo_id="{SLO_ID}"}}'
SPEC = """\
apiVersion: slogen/v1
kind: Service
service: web
title: Web shop
slos:
  - name: availability
    title: Shop availability
    description: Requests answered without a 5xx.
    objective: 99.9
    sli:
      availability:
        total: http_requests_total{job="web"}
        errors: http_requests_total{job="web",status=~"5.."}
    burn_rate:
      pairs:
        - {name: page-fast, severity: page, long: 1h, short: 5m, factor: 14.4}
        - {name: ticket-fast, severity: ticket, long: 1h, short: 5m, factor: 6}
    alerts:
      page:
        runbook: first-steps#diagnosis
        impact: Customers see failed requests.
        next_action: Roll back the last deploy if it is younger than 30 minutes.
      ticket:
        next_action: Find the endpoint that burns the budget.
"""
PER_SECOND = 20
HISTORY_SECONDS = 65 * 60
PAGE_THRESHOLD, TICKET_THRESHOLD = 0.0144, 0.006
EVALUATION_SECONDS = 15
# How late a busy machine may scrape and evaluate.
SLACK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Shop:
    """The running shop; its traffic is healthy to begin with."""

    traffic: Traffic
    prometheus: Server
    alertmanager: Server


@pytest.fixture
def shop(tmp_path: Path, exporter: Exporter, inbox: Inbox) -> Iterator[Shop]:
    rules = compiled(tmp_path, "web", SPEC)
    traffic = Traffic(time.time() - HISTORY_SECONDS, PER_SECOND)
    exporter.text = traffic.exposition
    with running_alertmanager(tmp_path, alertmanager_config(tmp_path, inbox.url)) as alertmanager:
        recorded = {
            f"slo:sli_events:tile5m{OF_SLO}": (PER_SECOND, 300),
            f"slo:sli_errors:tile5m{OF_SLO}": (0, 300),
            f"slo:error_budget_remaining:ratio{OF_SLO}": (1, 120),
        }
        traffic.backfill(tmp_path / "data", time.time(), recorded)
        config = prometheus_config(str(rules), job="web", target=exporter.address, alertmanager=alertmanager.address)
        with running_prometheus(tmp_path, config) as prometheus:
            yield Shop(traffic, prometheus, alertmanager)


def test_an_outage_pages_once_holds_its_ticket_back_and_resolves(shop: Shop, inbox: Inbox) -> None:
    _is_healthy(shop)
    assert inbox.notifications == []

    began = shop.traffic.change(served=0, failed=PER_SECOND)
    wait_until("the page arrives", lambda: inbox.of("page", "firing"), PAGE_THRESHOLD * 3600 + EVALUATION_SECONDS + 2 * SLACK_SECONDS)
    page = inbox.of("page", "firing")[0].alerts[0]
    fired = _time(page["startsAt"]) - began
    # The counters grow in steps of a scrape, which is a second.
    assert PAGE_THRESHOLD * 3600 - 1 <= fired <= PAGE_THRESHOLD * 3600 + EVALUATION_SECONDS + SLACK_SECONDS
    _is_complete(page)
    ticket_began = _is_held_back(shop, page["fingerprint"])

    # The ticket's group is due now; only the page can be what keeps it silent.
    time.sleep(max(ticket_began + TICKET_WAIT_SECONDS + SLACK_SECONDS - time.time(), 0))
    assert inbox.of("ticket", "firing") == []

    recovered = _catch_up(shop.traffic)
    wait_until("the page is resolved", lambda: inbox.of("page", "resolved"), EVALUATION_SECONDS + 3 * SLACK_SECONDS)
    wait_until("the ticket comes when the page is over", lambda: inbox.of("ticket", "firing"), 2 * SLACK_SECONDS)

    assert [len(one.alerts) for one in inbox.of("page", "firing")] == [1]
    assert [len(one.alerts) for one in inbox.of("page", "resolved")] == [1]
    resolved, ticket = inbox.of("page", "resolved")[0], inbox.of("ticket", "firing")[0]
    assert resolved.alerts[0]["fingerprint"] == page["fingerprint"]
    assert _time(resolved.alerts[0]["endsAt"]) > recovered
    assert ticket.at >= _time(resolved.alerts[0]["endsAt"])
    assert [alert["labels"]["alertname"] for alert in ticket.alerts] == ["WebAvailabilityBurnTicketFast"]
    assert {alert["labels"]["slo_id"] for one in inbox.notifications for alert in one.alerts} == {SLO_ID}


def _is_healthy(shop: Shop) -> None:
    """The first evaluation has seen the whole hour and nothing fires."""
    events = wait_until("the first evaluation", lambda: shop.prometheus.value(f"slo:sli_events:rate1h{OF_SLO}"), 2 * EVALUATION_SECONDS + 5)
    assert events == pytest.approx(PER_SECOND, rel=0.01)
    assert shop.prometheus.value(f"slo:sli_error:ratio_rate1h{OF_SLO}") == 0
    assert shop.prometheus.alerts() == []


def _is_complete(page: dict[str, dict[str, str]]) -> None:
    """Every label and annotation, as the spec and the outage determine them."""
    assert page["labels"] == {
        "alertname": "WebAvailabilityBurnPageFast",
        "severity": "page",
        "sev": "SEV-1",
        "team": "web",
        "system": "shop",
        "service": "web",
        "slo": "availability",
        "slo_id": SLO_ID,
        "long_window": "1h",
        "short_window": "5m",
        "burn_rate": "14.4",
    }
    annotations = dict(page["annotations"])
    description = annotations.pop("description")
    assert annotations == {
        "summary": "shop/web: Shop availability burns its error budget at 14.4× the sustainable rate or more",
        "impact": "Customers see failed requests.",
        "next_action": "Roll back the last deploy if it is younger than 30 minutes.",
        "runbook_url": "https://runbooks.example.com/shop/first-steps#diagnosis",
        "dashboard_url": "https://grafana.example.com/d/slogen-shop-web",
        "logs_url": "https://logs.example.com/shop/web",
    }
    found = re.fullmatch(
        r"([\d.]+)% of events failed over the last 1h, and the last 5m is no better\. "
        r"The alert threshold is 1\.44%: 14\.4× what the objective of 99\.9% over 28d allows\.\n"
        r"Burn rate now: ([\d.]+)\. Error budget left: -?[\d.]+(?:e\+\d+)?%; at this rate it lasts [\d dhms]+\.",
        description,
    )
    assert found is not None, description
    percent, burn = float(found[1]), float(found[2])
    # Templates see the ratio of the evaluation at which the alert fired, or of one soon after.
    assert PAGE_THRESHOLD * 100 < percent < 3
    assert burn == pytest.approx(percent * 10, rel=0.05)


def _is_held_back(shop: Shop, page: str) -> float:
    """The ticket fires in Prometheus, and Alertmanager names the page as what inhibits it; when it began (Unix seconds)."""
    alerts = {alert["labels"]["severity"]: alert for alert in shop.alertmanager.get("/api/v2/alerts")}
    assert set(alerts) == {"page", "ticket"}
    assert alerts["page"]["status"] == {"state": "active", "inhibitedBy": [], "silencedBy": []}
    assert alerts["ticket"]["status"] == {"state": "suppressed", "inhibitedBy": [page], "silencedBy": []}
    return _time(alerts["ticket"]["startsAt"])


def _catch_up(traffic: Traffic) -> float:
    """End the outage and serve so many requests that the errors are between the two thresholds; when the outage ended (Unix seconds)."""
    failed = traffic.counts(time.time())[1]
    seconds, wanted = 2, (PAGE_THRESHOLD + TICKET_THRESHOLD) / 2
    began = traffic.change(served=failed / wanted / seconds, failed=0)
    time.sleep(seconds)
    traffic.change(served=PER_SECOND, failed=0)
    return began


def _time(text: str) -> float:
    """Unix seconds of Alertmanager's times."""
    return datetime.fromisoformat(text).timestamp()
