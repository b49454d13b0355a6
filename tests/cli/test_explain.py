"""slogen explain: which SLO is meant, what its facts are, and what happens when something is wrong."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from slogen.app.compile import Job, read_services
from slogen.app.context import read_context
from slogen.app.project import find_project
from slogen.cli.main import cli
from slogen.rules.service import rule_file
from slogen.rules.values import Alert, Record


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example project, as the working folder."""
    for folder in ("slos", "runbooks"):
        shutil.copytree(Path(__file__).parent / "explained" / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *arguments])


def _facts(slo: str) -> dict[str, Any]:
    result = _run("--json", slo)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param("shop/web/availability", "shop/web/availability", id="the whole identity"),
        pytest.param("web/availability", "shop/web/availability", id="its end"),
        pytest.param("availability", "shop/web/availability", id="the name alone"),
        pytest.param("avail", "shop/web/availability", id="a part of the name"),
        pytest.param("search/res", "shop/search/results", id="a part across the slash"),
        pytest.param("queue", "shop/jobs/queue", id="a name that is in no other"),
    ],
)
def test_a_part_that_only_one_slo_has_is_enough(project: Path, wanted: str, found: str) -> None:
    assert _facts(wanted)["id"] == found


def test_a_whole_name_wins_over_a_part_of_another(project: Path) -> None:
    path = project / "slos" / "shop" / "jobs.yaml"
    path.write_text(path.read_text().replace("name: success", "name: queue-of-others"))
    assert _facts("queue")["id"] == "shop/jobs/queue"


def test_a_part_that_several_have_lists_them(project: Path) -> None:
    result = _run("web")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "slogen: web may be any of 3 SLOs; say more of the name:",
        "  shop/web/availability",
        "  shop/web/latency",
        "  shop/web/satisfaction",
    ]


@pytest.mark.parametrize(
    ("wanted", "meant"),
    [
        pytest.param("availibility", "shop/web/availability", id="the name"),
        pytest.param("job/queue", "shop/jobs/queue", id="service and name"),
        pytest.param("shop/serach/results", "shop/search/results", id="the whole identity"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_likely_one(project: Path, wanted: str, meant: str) -> None:
    result = _run(wanted)
    first, _, *rest = result.stderr.splitlines()
    assert (result.exit_code, first) == (1, f"slogen: there is no SLO {wanted}; did you mean {meant}?")
    assert (rest[0], len(rest)) == (f"  {meant}", 9)


def test_a_name_like_no_other_lists_all(project: Path) -> None:
    result = _run("zebra")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[:2] == ["slogen: there is no SLO zebra", "the SLOs are:"]


def test_without_a_workspace_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = _run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "slogen init" in result.stderr


def test_detection_times_of_99_9_percent_over_28_days(project: Path) -> None:
    """Threshold × long window / error ratio, worked out by hand; the budget gone when an alert fires does not depend on the ratio."""
    total, tenth, *_ = _facts("availability")["detection"]
    fires = [one["fires_after_seconds"] for one in total["pairs"]]
    assert fires == [pytest.approx(51.84), pytest.approx(129.6), pytest.approx(259.2), pytest.approx(259.2)]
    assert [one["fires_after_seconds"] for one in tenth["pairs"]] == [pytest.approx(10 * seconds) for seconds in fires]
    assert (total["exhausted_after_seconds"], tenth["exhausted_after_seconds"]) == (2419.2, 24192)
    spent = [pytest.approx(share, abs=1e-4) for share in (0.0214, 0.0536, 0.1071, 0.1071)]
    assert [one["budget_spent"] for one in total["pairs"]] == spent
    assert [one["budget_spent"] for one in tenth["pairs"]] == spent
    assert [one["resolves_after_seconds"] for one in total["pairs"]] == [pytest.approx(s) for s in (295.68, 1789.2, 7178.4, 21578.4)]


def test_a_burn_rate_that_no_pair_sees_is_told(project: Path) -> None:
    slowest = _facts("availability")["detection"][-1]
    assert slowest["burn_rate"] == 2
    assert [one["fires_after_seconds"] for one in slowest["pairs"]] == [None, None, None, 129_600]


def test_for_and_keep_firing_for_are_part_of_the_times(project: Path) -> None:
    pairs = {one["pair"]: one for one in _facts("results")["detection"][0]["pairs"]}
    assert pairs["trend"]["fires_after_seconds"] == pytest.approx(0.015 * 86_400 + 300)
    assert pairs["outage"]["resolves_after_seconds"] == pytest.approx(300 * (1 - 0.168) + 600)


def test_what_is_told_is_what_prometheus_gets(project: Path) -> None:
    """Alerts and series of every SLO, beside those of the service's rules compiled as a whole."""
    found = find_project((), "generated", project)
    context = read_context(found)
    compared = 0
    for path in context.services:
        services, _ = read_services(context, Job(path, found.relative(path)))
        for service in services:
            rules = [rule for group in rule_file(service).groups for rule in group.rules if "slo_id" in rule.labels]
            for slo in service.slos:
                facts = _facts(slo.id)
                mine = [rule for rule in rules if rule.labels["slo_id"] == slo.id]
                told = [one["alert"] for one in (*facts["burn_rate_alerts"], *facts["other_alerts"])]
                assert sorted(told) == sorted(rule.name for rule in mine if isinstance(rule, Alert))
                metrics = [one["selector"].partition("{")[0] for one in facts["series"]]
                assert sorted(metrics) == sorted(rule.metric for rule in mine if isinstance(rule, Record))
                compared += 1
    assert compared == 9


def test_thresholds_are_the_numbers_in_the_rules(project: Path) -> None:
    found = find_project((), "generated", project)
    context = read_context(found)
    [service], _ = read_services(context, Job(project / "slos/shop/web.yaml", "slos/shop/web.yaml"))
    rules = {rule.name: rule for group in rule_file(service).groups for rule in group.rules if isinstance(rule, Alert)}
    for alert in _facts("availability")["burn_rate_alerts"]:
        assert f"> {alert['threshold']}\n" in rules[alert["alert"]].expr


def test_every_setting_says_where_it_was_made(project: Path) -> None:
    settings = {one["setting"]: one for one in _facts("availability")["settings"]}
    assert settings["guard.min_failures"] == {
        "setting": "guard.min_failures",
        "value": "3",
        "from": "slo",
        "file": "slos/shop/web.yaml",
        "line": 9,
    }
    assert (settings["window"]["from"], settings["window"]["file"]) == ("system", "slos/shop/system.yaml")
    assert settings["scrape_interval"]["from"] == "workspace"
    assert (settings["burn_rate"]["from"], settings["burn_rate"]["file"]) == ("default", None)


def test_user_text_is_told_as_it_was_written(project: Path) -> None:
    """In the rules the braces are escaped, because Prometheus would take them for a template."""
    assert _facts("availability")["burn_rate_alerts"][0]["impact"] == 'Customers see "{{ error }}".'


def test_reasons_against_alerts_are_told(project: Path) -> None:
    assert _facts("success")["declined"] == {"page": "A failed job is tried again.", "ticket": "Watched only."}
    assert set(_facts("queue")["declined"]) == {"warning"}
    assert set(_facts("database")["declined"]) == {"missing"}


def test_a_mistake_in_the_same_file_stands_in_the_way(project: Path) -> None:
    path = project / "slos" / "shop" / "web.yaml"
    path.write_text(path.read_text().replace("objective: 85", "objective: 185"))
    result = _run("availability")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "slos/shop/web.yaml:35:16: error: " in result.stderr
    assert result.stderr.splitlines()[-1] == "slogen: shop/web/availability cannot be explained before its spec is right"


def test_a_mistake_in_the_system_stands_in_the_way(project: Path) -> None:
    path = project / "slos" / "shop" / "system.yaml"
    path.write_text(path.read_text().replace("window: 28d", "window: 4w"))
    result = _run("availability")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "slos/shop/system.yaml:4:9: error: " in result.stderr


def test_a_mistake_in_another_system_does_not(project: Path) -> None:
    other = project / "slos" / "other"
    other.mkdir()
    (other / "system.yaml").write_text("apiVersion: slogen/v1\nkind: System\nsystem: other\nwindow: long\n")
    (other / "api.yaml").write_text("apiVersion: slogen/v1\nkind: Service\n")
    assert _facts("availability")["id"] == "shop/web/availability"


def test_all_are_listed_beside_the_mistakes(project: Path) -> None:
    path = project / "slos" / "shop" / "web.yaml"
    path.write_text(path.read_text().replace("objective: 85", "objective: 185"))
    result = _run()
    assert result.exit_code == 1
    assert "shop/jobs/queue" in result.stdout
    assert "shop/web/availability" not in result.stdout
    assert "slos/shop/web.yaml:35:16: error: " in result.stderr


def test_a_file_that_is_no_yaml_is_shown_when_a_name_is_not_found(project: Path) -> None:
    """The SLO may well stand in it."""
    (project / "slos" / "shop" / "web.yaml").write_text("slos: [\n")
    result = _run("latency")
    assert result.exit_code == 1
    assert "slos/shop/web.yaml:" in result.stderr
    assert "slogen: there is no SLO latency" in result.stderr


def test_colour_only_where_it_is_wanted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _run("availability").stdout
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = CliRunner().invoke(cli, ["explain", "availability"], color=True).stdout
    assert "\x1b[1;34mDetection\x1b[0m\n" in colored
    monkeypatch.setenv("NO_COLOR", "1")
    assert CliRunner().invoke(cli, ["explain", "availability"], color=True).stdout == plain


def test_a_condition_of_several_lines_is_told_in_one(project: Path) -> None:
    path = project / "slos" / "shop" / "jobs.yaml"
    condition = "only_when: |\n          worker_count\n            < 3\n        impact: Nothing works."
    path.write_text(
        path.read_text().replace(
            "page: {impact: Nothing works., next_action: Fail over.}", f"page:\n        {condition}\n        next_action: Fail over."
        )
    )
    facts = _facts("database")
    assert {alert["only_when"] for alert in facts["burn_rate_alerts"] if alert["severity"] == "page"} == {"worker_count < 3"}
    assert {alert["only_when"] for alert in facts["other_alerts"]} == {""}
