"""The boards that the playbooks ask for: all their panels are there, and every TALON panel leads to the logs by its id."""

import re
from typing import Any

import pytest

from tests.dashboards.board_files import BOARDS, board, panels

PLAYBOOKS = {
    "omnihub/slo": [
        *("availability over 28 days", "error budget left", "burn rate over 1 h", "p50, p95, p99", "workflow success", "approval queue"),
        *("dead letter queue", "5xx error rate by endpoint, 7 days"),
    ],
    "omnihub/operator": [
        *("kill switch", "safe mode", "operator takeover", "pending", "the oldest waits for", "approved, rejected, expired today"),
        *("in progress", "queued", "failed in the last hour", "the last ten operator actions"),
    ],
    "omnihub/infrastructure": [
        *("cpu", "memory", "pods by namespace", "connections", "duration of queries", "disk", "hit rate", "commands", "cost per month"),
    ],
    "talon/platform-health": ["availability", "latency", "requests", "jobs waiting", "workers up", "requested of what there is"],
    "talon/perception-pipeline": ["p50, p95, p99", "jobs at or above the threshold", "jobs by model", "jobs waiting"],
    "talon/infrastructure-pipeline": ["approved plans applied", "plans per hour", "applies per hour", "wait in the queue"],
    "talon/policy-decisions": ["passed today", "denied today", "decisions", "rules that deny most"],
    "talon/audit-signing": ["sign events", "verify events", "verification failed", "sign and verify events"],
    "runbook-revenant/incidents": ["mttd", "mtta", "mttr", "time between major incidents"],
    "firecracker-paas/convergence": ["converged within", "backlog", "retries", "stuck releases", "stuck objects"],
    "erp-berhan/operations": ["availability", "apdex", "backlog, all queues", "age of the materialised view"],
}
IDS = {
    "platform-health": "job_id",
    "perception-pipeline": "job_id",
    "infrastructure-pipeline": "plan_id",
    "policy-decisions": "digest",
    "audit-signing": "digest",
}


def _board(name: str) -> dict[str, Any]:
    return board(BOARDS / f"{name}.json")


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_what_the_playbook_asks_for_is_on_the_board(name: str) -> None:
    titles = [panel["title"].lower() for panel in panels(_board(name))]
    assert [wanted for wanted in PLAYBOOKS[name] if not any(title.startswith(wanted) for title in titles)] == []


@pytest.mark.parametrize(("name", "id_"), IDS.items())
def test_every_talon_panel_leads_to_the_logs_by_its_id(name: str, id_: str) -> None:
    made = _board(f"talon/{name}")
    lacking = [
        panel["title"]
        for panel in panels(made)
        if not any(link["title"] == f"Logs by {id_}" and f"${{{id_}:percentencode}}" in link["url"] for link in panel.get("links", ()))
    ]
    assert lacking == []
    assert [one["type"] for one in made["templating"]["list"] if one["name"] == id_] == ["textbox"]


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_every_panel_leads_to_logs(name: str) -> None:
    bare = [
        panel["title"] for panel in panels(_board(name)) if not any(link["title"].startswith("Logs") for link in panel.get("links", ()))
    ]
    assert bare == []


def test_deployments_stand_beside_the_incidents() -> None:
    marks = {one["name"] for one in _board("runbook-revenant/incidents")["annotations"]["list"]}
    assert {"Alerts", "Deployments", "Major incidents"} <= marks


@pytest.mark.parametrize("name", PLAYBOOKS)
def test_links_are_complete(name: str) -> None:
    for panel in panels(_board(name)):
        for link in panel.get("links", ()):
            assert re.fullmatch(r"(https://|/explore\?)\S+", link["url"]), link
            assert "{service}" not in link["url"]
