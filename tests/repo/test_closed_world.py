"""Everything that an output of this repository names is there: receivers, intervals, boards, runbooks, proofs of every alert's way."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from slogen.source.markdown import anchors

ROOT = Path(__file__).parents[2]
GENERATED = ROOT / "generated"
ALERTMANAGER = GENERATED / "alertmanager"
CONFIGURATIONS = [ALERTMANAGER / "alertmanager.yml", *sorted((ALERTMANAGER / "fragments").glob("*.yml"))]
# What every alert of ours has, or only ours have.
_READ_BY_ROUTES = {"system", "severity", "slo_id", "environment", "team"}
_MATCHER = re.compile(r'([a-z_]+)(=~|!~|!=|=)"([^"]*)"')
_EVERY = pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: path.stem)


def _load(path: Path) -> Any:
    return yaml.load(path.read_bytes(), yaml.CSafeLoader)


def _alerts() -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """(name, labels, annotations) of every alerting rule."""
    for path in sorted((GENERATED / "prometheus/rules").glob("*/*.yaml")):
        for group in _load(path)["groups"]:
            yield from ((rule["alert"], rule["labels"], rule["annotations"]) for rule in group["rules"] if "alert" in rule)


def _routes(route: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield route
    for inner in route.get("routes", ()):
        yield from _routes(inner)


def _matchers(texts: list[str]) -> list[tuple[str, str, str]]:
    """(label, operator, value) of each."""
    found = [_MATCHER.fullmatch(text) for text in texts]
    assert all(found), texts
    return [(match[1], match[2], match[3]) for match in found if match]


def test_there_is_something_to_look_at() -> None:
    assert len(list(_alerts())) > 200
    assert len(CONFIGURATIONS) == 6


def test_every_alert_has_a_proof_of_its_way_in_every_environment() -> None:
    """With its own labels, and with each environment that its series may add."""
    proofs = [(test["labels"], test["receivers"]) for test in _load(ALERTMANAGER / "tests/routes.yaml")]
    known = {key: {(labels["system"], labels[key]) for labels, _ in proofs if key in labels} for key in ("environment", "team")}
    ways = {frozenset(labels.items()): receivers for labels, receivers in proofs}
    assert len(ways) == len(proofs)
    for name, labels, _ in _alerts():
        system = labels["system"]
        declared = (
            [labels["environment"]] if "environment" in labels else [None, *(env for of, env in known["environment"] if of == system)]
        )
        for environment in declared:
            read = {"system": system, "severity": labels["severity"]}
            read |= {"slo_id": "an/slo"} if "slo_id" in labels else {}
            read |= {"environment": environment} if environment and (system, environment) in known["environment"] else {}
            read |= {"team": labels["team"]} if (system, labels["team"]) in known["team"] else {}
            assert ways.get(frozenset(read.items())), f"{system}: {name} in {environment}"


@_EVERY
def test_routes_read_no_other_labels_than_the_proofs_have(path: Path) -> None:
    read = {matcher for route in _routes(_load(path)["route"]) for matcher in _matchers(route.get("matchers", []))}
    assert {label for label, _, _ in read} <= _READ_BY_ROUTES
    proofs = _load(ALERTMANAGER / "tests/routes.yaml")
    for label in ("environment", "team"):
        values = {value for one, _, text in read if one == label for value in text.split("|")} - {""}
        assert values <= {test["labels"][label] for test in proofs if label in test["labels"]}


@_EVERY
def test_receivers_and_time_intervals_are_declared_once_and_used(path: Path) -> None:
    config = _load(path)
    receivers = [receiver["name"] for receiver in config["receivers"]]
    intervals = [interval["name"] for interval in config.get("time_intervals", ())]
    assert len(receivers) == len(set(receivers))
    assert len(intervals) == len(set(intervals))
    routes = list(_routes(config["route"]))
    assert {route["receiver"] for route in routes if "receiver" in route} == set(receivers)
    named = {name for route in routes for key in ("active_time_intervals", "mute_time_intervals") for name in route.get(key, ())}
    assert named == set(intervals)
    for test in _load(ALERTMANAGER / "tests/routes.yaml"):
        if path.stem in ("alertmanager", test["labels"]["system"]):
            assert set(test["receivers"]) <= set(receivers)


@_EVERY
def test_inhibition_asks_for_our_labels_on_both_sides(path: Path) -> None:
    """An alert without them is neither muted nor mutes, and no rule lets an alert mute itself."""
    systems = {file.parent.name for file in (ROOT / "slos").glob("*/system.yaml")}
    rules = _load(path).get("inhibit_rules", [])
    for rule in rules:
        source, target = _matchers(rule["source_matchers"]), _matchers(rule["target_matchers"])
        for side in (source, target):
            assert any(label == "system" and operator == "=" and value in systems for label, operator, value in side), rule
            # The service of another is named; a stranger that claims to be one of ours by system and service is one of ours.
            assert {("slo_id", "=~", ".+"), ("inhibits", "=", "service")} & set(side) or "service" in [label for label, _, _ in side], rule
        assert ("slo_id", "=~", ".+") in target, rule
        # Some label has one value on the one side and another on the other.
        assert any(_contradict(one, other) for one in source for other in target), rule
    assert rules


def _contradict(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether no value of their label matches both of these matchers."""
    (label, operator, value), (other_label, other_operator, other_value) = one, other
    if label != other_label or operator != "=":
        return False
    match other_operator:
        case "=":
            return value != other_value
        case "!=":
            return value == other_value
        case "=~":
            return re.fullmatch(other_value, value) is None
        case _:
            return re.fullmatch(other_value, value) is not None


def test_every_alert_links_a_board_that_is_generated() -> None:
    uids = {_load(path)["uid"] for path in (GENERATED / "grafana/dashboards").rglob("*.json")}
    for name, labels, annotations in _alerts():
        start, _, uid = annotations["dashboard_url"].partition("/d/")
        assert start == "https://grafana.example.com", name
        assert uid.partition("?")[0] in uids, f"{labels['system']}: {name}"


def test_every_alert_links_a_runbook_that_is_here() -> None:
    published: dict[str, Path] = {}
    for path in sorted((ROOT / "runbooks").glob("*/*.md")):
        of_system = _load(ROOT / "slos" / path.parent.name / "system.yaml").get("runbooks", {})
        url = of_system.get("url") or _load(ROOT / "slos/slogen.yaml")["runbooks"]["url"]
        published[url.replace("{system}", path.parent.name).replace("{name}", path.stem)] = path
    for name, _, annotations in _alerts():
        url, _, anchor = annotations["runbook_url"].partition("#")
        assert url in published, f"{name}: {url}"
        assert not anchor or anchor in anchors(published[url].read_text(encoding="utf-8")), f"{name}: {url}#{anchor}"
