"""A real Prometheus loads every rule of this repository and evaluates it without an error.

It does so with no data, with zeros and no buckets, and with everything failing. promtool checks syntax; only evaluation shows two series
where one is expected, labels that collide, or a template that fails.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.loopback import Exporter
from tests.e2e.plausible import exposition, series_for, without_buckets
from tests.e2e.project import prometheus_config
from tests.e2e.servers import Server, running_prometheus, wait_until

RULES = Path(__file__).parents[2] / "generated/prometheus/rules"
# The intervals decide when a rule is evaluated, not what it says: at up to five minutes, three rounds would take a quarter of an hour.
INTERVAL_SECONDS = 2
ROUNDS = 3


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of all rules that are evaluated often; everything else is as generated."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in sorted(RULES.glob("*/*.yaml")):
        text, groups = re.subn(r"^( +interval): \w+$", rf"\1: {INTERVAL_SECONDS}s", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert groups > 0
        (folder / f"{file.parent.name}-{file.name}").write_text(text, encoding="utf-8")
    return folder


def test_every_generated_rule_is_evaluated_without_an_error(tmp_path: Path, rules: Path, exporter: Exporter) -> None:
    began = time.time()
    config = prometheus_config(f"{rules}/*.yaml", job="everything", target=exporter.address)
    with running_prometheus(tmp_path, config) as prometheus:
        series = series_for([rule["query"] for rule in _rules(prometheus)])
        none = _active(prometheus, exporter, lambda: "")
        rising = _active(prometheus, exporter, lambda: exposition(series, 1000 * (time.time() - began)))
        # Last, because for an hour after a bucket was missing its latency is unknown.
        idle = _active(prometheus, exporter, lambda: exposition(without_buckets(series), 0))
        alerts = {rule["name"] for rule in _rules(prometheus) if rule["type"] == "alerting"}
        log = (tmp_path / "prometheus.log").read_text(encoding="utf-8")
    assert [line for line in log.splitlines() if "level=warn" in line or "level=error" in line] == []
    # Annotations are filled in only where an alert is active. What is left needs a trend, a customer's plan, or the like.
    assert len(none | idle | rising) > 0.75 * len(alerts), sorted(alerts - none - idle - rising)


def _active(prometheus: Server, exporter: Exporter, text: Callable[[], str]) -> set[str]:
    """Export this for some rounds of all groups; the names of the alerts that are active then. Nothing may have gone wrong."""
    exporter.text = text
    until = time.time() + ROUNDS * INTERVAL_SECONDS
    time.sleep(ROUNDS * INTERVAL_SECONDS)
    wait_until("every group is evaluated", lambda: _last(prometheus) >= until, 60)
    unhealthy = [(rule["name"], rule["lastError"]) for rule in _rules(prometheus) if rule["health"] not in {"ok", "unknown"}]
    assert unhealthy == []
    active = prometheus.alerts()
    texts = [text for alert in active for text in (*alert["annotations"].values(), *alert["labels"].values())]
    assert [text for text in texts if "<error" in text or "<no value>" in text or "{{" in text] == []
    return {alert["labels"]["alertname"] for alert in active}


def _groups(prometheus: Server) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = prometheus.get("/api/v1/rules")["data"]["groups"]
    return groups


def _rules(prometheus: Server) -> list[dict[str, Any]]:
    return [rule for group in _groups(prometheus) for rule in group["rules"]]


def _last(prometheus: Server) -> float:
    """When the group that waits longest was evaluated; Unix seconds, or long ago when one never was."""
    return min(datetime.fromisoformat(group["lastEvaluation"]).timestamp() for group in _groups(prometheus))
