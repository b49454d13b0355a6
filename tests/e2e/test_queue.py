"""A queue pages at its breach level and not before; between target and warning the alert stays, also when Prometheus restarts.

Two queues go the same way up and different ways down, at the same time: waiting for both one after the other would take too long.
"""

import time
from pathlib import Path

from tests.e2e.loopback import Exporter, Inbox
from tests.e2e.project import alertmanager_config, compiled, prometheus_config
from tests.e2e.servers import Server, running_alertmanager, running_prometheus, wait_until

SPEC = """\
apiVersion: slogen/v1
kind: Service
service: jobs
title: Background jobs
slos: SLOS
"""
SLO = """
  - name: NAME
    description: Minutes in which at most 50 jobs wait.
    objective: 99
    sli:
      queue_depth: {depth: 'jobs_waiting{job="jobs",queue="NAME"}', target: 50, warning: 75, breach: 100, clears_after: 1m}
    alerts:
      page:
        runbook: first-steps
        impact: Mail is late.
        next_action: Add workers.
      ticket: {burn: false}
"""
TARGET, BREACH = 50, 100
HALF_WAY = 60
EVALUATION_SECONDS, SCRAPE_SECONDS, CLEARS_AFTER_SECONDS = 15, 1, 60
SLACK_SECONDS = 10


def test_a_breach_pages_and_lasts_until_the_queue_is_below_its_target(tmp_path: Path, exporter: Exporter, inbox: Inbox) -> None:
    rules = compiled(tmp_path, "jobs", SPEC.replace("SLOS", SLO.replace("NAME", "stays") + SLO.replace("NAME", "empties")))
    depth = {"stays": BREACH - 1, "empties": BREACH - 1}
    exporter.text = lambda: "".join(f'jobs_waiting{{queue="{queue}"}} {waiting}\n' for queue, waiting in depth.items())
    with running_alertmanager(tmp_path, alertmanager_config(tmp_path, inbox.url)) as alertmanager:
        config = prometheus_config(str(rules), job="jobs", target=exporter.address, alertmanager=alertmanager.address)
        with running_prometheus(tmp_path, config) as prometheus:
            _warns_without_a_page(prometheus, inbox)
            depth.update(stays=BREACH, empties=BREACH)
            arriving = EVALUATION_SECONDS + 2 * SLACK_SECONDS
            wait_until("both pages arrive", lambda: _paged(inbox) == {"shop/jobs/stays", "shop/jobs/empties"}, arriving)
            depth.update(stays=HALF_WAY, empties=TARGET - 1)
            fell = time.time()
        with running_prometheus(tmp_path, config, "restarted") as prometheus:
            # A value that is seen is the worst since the last evaluation; only then does `clears_after` begin.
            seen = EVALUATION_SECONDS + SCRAPE_SECONDS
            clearing = seen + CLEARS_AFTER_SECONDS + EVALUATION_SECONDS + SLACK_SECONDS
            wait_until("the one that emptied clears", lambda: _states(prometheus)["shop/jobs/empties"] == 0, clearing)
            assert time.time() - fell >= CLEARS_AFTER_SECONDS
            # By now the other one, too, has been below breach and warning for longer than that.
            assert _states(prometheus) == {"shop/jobs/stays": 1, "shop/jobs/empties": 0}
            assert "JobsStaysBreach" in _firing(prometheus)
    assert len(inbox.of("page", "firing")) == 2
    assert "shop/jobs/stays" not in {alert["labels"]["slo_id"] for one in inbox.of("page", "resolved") for alert in one.alerts}
    page = inbox.of("page", "firing")[0].alerts[0]
    assert page["annotations"]["summary"].endswith("100 waiting, breach level is 100")
    assert "<error" not in page["annotations"]["description"]


def _warns_without_a_page(prometheus: Server, inbox: Inbox) -> None:
    """One below the breach level is far above the warning level: tickets in Prometheus (they wait to be sent), no page."""
    starting = 2 * EVALUATION_SECONDS + SLACK_SECONDS
    wait_until("the warnings fire", lambda: _firing(prometheus) == {"JobsStaysWarning", "JobsEmptiesWarning"}, starting)
    assert set(_states(prometheus).values()) == {0}
    assert inbox.notifications == []


def _firing(prometheus: Server) -> set[str]:
    return {alert["labels"]["alertname"] for alert in prometheus.alerts() if alert["state"] == "firing"}


def _paged(inbox: Inbox) -> set[str]:
    return {alert["labels"]["slo_id"] for one in inbox.of("page", "firing") for alert in one.alerts}


def _states(prometheus: Server) -> dict[str, float]:
    """Whether each queue counts as breaching, 0 or 1, by slo_id."""
    return {labels["slo_id"]: value for labels, value in prometheus.query("slo:sli_breach:state")}
