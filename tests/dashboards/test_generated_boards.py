"""The generated boards: Grafana's types, the layout, the closed world of metrics, links, and what every panel owes its reader."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from slogen.app.explain import every_service
from slogen.app.project import find_project
from slogen.promql.expression import expression, selectors
from tests.dashboards.board_files import BOARDS, PATHS, ROOT, annotations, board, is_of_service, name_of, panels, queries
from tests.dashboards.grafana_schema import complaints

_OF_SERVICES = [path for path in PATHS if is_of_service(path)]
_EVERY = pytest.mark.parametrize("path", PATHS, ids=name_of)
# A board that a spec declares may read anything that a spec names, and says as much as its writer wanted.
_OWN = [path for path in PATHS if path in _OF_SERVICES or path.stem in ("_system", "fleet")]
_SHOWS_NUMBERS = ("stat", "timeseries", "gauge", "bargauge", "table", "state-timeline")
# Written by Prometheus itself.
_ALWAYS_THERE = frozenset({"ALERTS", "ALERTS_FOR_STATE", "up"})


def test_there_is_a_board_for_every_service_and_system_and_one_above_all() -> None:
    services, _ = every_service(find_project([], "generated", ROOT))
    wanted = {f"{service.system}/{service.name}" for service in services} | {f"{service.system}/_system" for service in services}
    assert wanted | {"_fleet/fleet"} <= {name_of(path) for path in PATHS}


@_EVERY
def test_grafana_would_take_it(path: Path) -> None:
    assert complaints(board(path)) == []


@_EVERY
def test_panels_fill_their_lines_and_do_not_overlap(path: Path) -> None:
    made = board(path)
    _fills(made["panels"])
    for row in made["panels"]:
        if row["type"] == "row" and row["collapsed"]:
            top = row["gridPos"]["y"] + 1
            _fills([{"gridPos": {**panel["gridPos"], "y": panel["gridPos"]["y"] - top}} for panel in row["panels"]])
    numbers = [panel["id"] for panel in made["panels"]] + [inner["id"] for panel in made["panels"] for inner in panel.get("panels", ())]
    assert len(numbers) == len(set(numbers))


@_EVERY
def test_every_panel_says_what_it_is_and_how_to_read_it(path: Path) -> None:
    for panel in panels(board(path)):
        assert panel["title"], panel
        if panel["type"] == "text":
            assert panel["options"]["content"].strip(), panel["title"]
            continue
        declared = path not in _OWN
        assert declared or len(panel["description"]) > 30, panel["title"]
        assert panel["targets"], panel["title"]
        if panel["type"] not in _SHOWS_NUMBERS:
            continue
        defaults = panel["fieldConfig"]["defaults"]
        assert defaults["unit"], panel["title"]
        assert defaults["noValue"] == "no data", panel["title"]
        assert defaults["thresholds"]["steps"][0]["value"] is None, panel["title"]
        if not declared and panel["type"] in ("stat", "gauge", "bargauge", "timeseries"):
            assert "decimals" in defaults, panel["title"]
        if panel["type"] not in ("timeseries", "table"):
            assert _grey(defaults), panel["title"]


@_EVERY
def test_queries_are_promql_and_numbers_are_asked_for_once(path: Path) -> None:
    for query in (*queries(path), *annotations(path)):
        assert expression(query.expr, scrape_milliseconds=15_000) == (), query
        if query.kind in ("stat", "table", "gauge", "bargauge"):
            assert query.instant or query.kind == "stat", query
        if query.kind in ("timeseries", "state-timeline"):
            assert not query.instant, query


@_EVERY
def test_every_metric_is_recorded_by_us_or_named_in_a_spec(path: Path, known_metrics: frozenset[str]) -> None:
    read = {metric for query in (*queries(path), *annotations(path)) for metric in selectors(query.expr)}
    assert read - known_metrics == set()


@pytest.mark.parametrize("path", _OWN, ids=name_of)
def test_it_reads_recorded_series_and_raw_ones_only_where_a_panel_is_about_them(path: Path) -> None:
    for query in queries(path):
        raw = {metric for metric in selectors(query.expr) if not metric.startswith("slo:") and metric != "ALERTS"}
        assert not raw or query.panel == "Latency p50, p95, p99", query


def test_uids_are_unique_and_not_longer_than_grafana_allows() -> None:
    uids = [board(path)["uid"] for path in PATHS]
    assert len(uids) == len(set(uids))
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,40}", uid) for uid in uids)


def test_alerts_link_the_board_of_their_service() -> None:
    for rules in sorted((ROOT / "generated/prometheus/rules").glob("*/*.yaml")):
        linked = set(re.findall(r"dashboard_url: \S+/d/(\S+)", rules.read_text(encoding="utf-8")))
        made = board(BOARDS / rules.parent.name / f"{rules.stem}.json")
        assert linked <= {made["uid"]}, rules


@_EVERY
def test_links_lead_somewhere(path: Path) -> None:
    made = board(path)
    uids = {board(other)["uid"] for other in PATHS}
    links = [*made["links"], *(link for panel in panels(made) for link in panel.get("links", ()))]
    for link in links:
        assert re.match(r"https?://|/d/|/explore\?", link["url"]), link
        if found := re.match(r"/d/([\w-]+)", link["url"]):
            assert found[1] in uids or "${__data" in link["url"], link


@pytest.mark.parametrize("path", _OF_SERVICES, ids=name_of)
def test_panels_of_services_link_their_logs(path: Path) -> None:
    for panel in panels(board(path)):
        if panel["type"] != "text":
            assert "Logs" in [link["title"] for link in panel.get("links", ())], panel["title"]


@pytest.fixture(scope="session")
def known_metrics() -> frozenset[str]:
    """What the rules record, what they read, and what a spec names for boards only."""
    found = set(_ALWAYS_THERE)
    for rules in sorted((ROOT / "generated/prometheus/rules").glob("*/*.yaml")):
        for group in yaml.load(rules.read_bytes(), yaml.CSafeLoader)["groups"]:
            for rule in group["rules"]:
                found |= {rule.get("record", "ALERTS"), *selectors(rule["expr"])}
    for spec in sorted((ROOT / "slos").rglob("*.yaml")):
        text = spec.read_text(encoding="utf-8")
        of_boards = text if "kind: Dashboard" in text else "\n".join(re.findall(r"^deployments: .*$", text, re.MULTILINE))
        found |= set(re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", of_boards))
    return frozenset(found)


def _fills(placed: list[dict[str, Any]]) -> None:
    """Every cell down to the lowest panel is covered exactly once, over the full width."""
    cells: set[tuple[int, int]] = set()
    for panel in placed:
        at = panel["gridPos"]
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                assert (x, y) not in cells, f"{panel.get('title')} overlaps at {x}, {y}"
                cells.add((x, y))
    bottom = max((y for _, y in cells), default=-1)
    assert len(cells) == 24 * (bottom + 1), "there is a gap"


def _grey(defaults: dict[str, Any]) -> bool:
    """Whether null is shown in grey."""
    nothing = [one["options"]["result"] for one in defaults["mappings"] if one["type"] == "special"]
    return bool(nothing) and nothing[0]["color"] == "#808080"


def test_boards_are_text_that_a_person_can_review() -> None:
    for path in PATHS:
        text = path.read_text(encoding="utf-8")
        assert text.endswith("}\n")
        assert json.loads(text)


def test_a_burn_rate_pair_is_titled_as_the_spec_calls_it() -> None:
    titles = {panel["title"] for path in PATHS for panel in panels(board(path))}
    assert "page-fast: 14.4× over 1h and 5m" in titles
    assert "ticket freeze: 2× over 1h and 5m" in titles
