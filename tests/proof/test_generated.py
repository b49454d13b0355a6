"""The generated tests, run by promtool: they pass on the rules as they are, and fail on every rule that is broken on purpose."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from slogen.model.duration import Duration
from slogen.model.slo import AlertTest, Guard, Service, StandaloneAlert
from slogen.proof.service import proof_files
from slogen.proof.standalone import comparison
from slogen.rules.service import rule_file
from slogen.targets import prometheus, promtool_tests
from slogen.verify.promtool_tests import failures, run_tests
from slogen.verify.tool import find_promtool
from tests.rules.builders import LATENCY, PAGE, queue, response, service, slo

SERVICES = {
    "counters": lambda: service(slo(guard=Guard(min_failures=3), group_by=("env",))),
    "latency": lambda: service(slo(LATENCY, objective="95")),
    "queue": lambda: service(slo(queue(), objective="99", targets='up{job="api"}')),
}


def _failed(folder: Path, built: Service, change: Callable[[str], str], parts: tuple[str, ...] = ("",)) -> list[str]:
    """Names of the tests that fail when the text of the rules is changed."""
    rules = rule_file(built)
    text = prometheus.text(rules)
    changed = change(text)
    (folder / rules.path).parent.mkdir(parents=True, exist_ok=True)
    (folder / rules.path).write_text(changed, encoding="utf-8")
    files = []
    for proof in proof_files(built, rules):
        part = proof.path.removesuffix("_test.yaml").partition("_")[2]
        if part in parts:
            file = folder / proof.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(promtool_tests.text(proof), encoding="utf-8")
            files.append(file)
    assert files
    return [failure.test for outcome in run_tests(find_promtool(), files, 1, lambda _: None) for failure in outcome.failures]


@pytest.mark.parametrize("kind", SERVICES)
def test_the_rules_as_they_are_pass(kind: str, tmp_path: Path) -> None:
    assert _failed(tmp_path, SERVICES[kind](), str, ("", "slow", "tiles", "rolled")) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        pytest.param("counters", r"> 0\.0144", "> 0.01584", id="a threshold a tenth higher"),
        pytest.param("counters", r"> 0\.0144", "> 0.01296", id="a threshold a tenth lower"),
        pytest.param("counters", r"\nand\n|\n +and\n", "\n          or\n", id="or instead of and"),
        pytest.param("counters", r'job="api",code', "code", id="a matcher dropped"),
        pytest.param("counters", r" by \(env\)", "", id="the group lost"),
        pytest.param("counters", r"\n +team: \w+", "", id="a label lost"),
        pytest.param("counters", r"\n +or on \(env\)\n +0 \* [^\n]+", "", id="no zero without error series"),
        pytest.param("counters", r"for: 5m", "for: 30m", id="too patient when data is missing"),
        pytest.param("counters", r"(events[^\n]*) > 0\)", r"\1)", id="NaN without traffic"),
        pytest.param("latency", r"(slo:sli_events:rate5m\S+)\s+and\s+slo:sli_errors:rate5m\S+", r"\1", id="tiles of events alone"),
        pytest.param("latency", r"http_seconds_bucket", "http_seconds_count", id="the bucket replaced by the count"),
        pytest.param("queue", r">= bool 75", ">= bool 76", id="a level moved"),
        pytest.param("queue", r"\n +\+ \(last_over_time[^\n]*\n[^\n]*", "", id="no latch"),
    ],
)
def test_a_broken_rule_is_noticed(kind: str, old: str, new: str, tmp_path: Path) -> None:
    def change(text: str) -> str:
        changed = re.sub(old, new, text)
        assert changed != text, "the rules no longer look like that"
        return changed

    assert _failed(tmp_path, SERVICES[kind](), change)


@pytest.mark.parametrize(
    ("kind", "part", "old", "new"),
    [
        pytest.param("queue", "", r"(ratio_rate1d\S+) > 0\.03", r"\1 > 0.027", id="one of two thresholds of a gauge a tenth lower"),
        pytest.param("queue", "", r"\[15m\]", "[7m]", id="states are forgotten sooner"),
        pytest.param("queue", "rolled", r"errors:tile5m(\S+)\[30d\]", r"errors:tile5m\1[2d]", id="a period that no alert reads"),
        pytest.param("counters", "rolled", r"errors:tile5m(\S+)\[30d\]", r"errors:tile5m\1[2d]", id="a shorter period"),
        pytest.param("counters", "slow", r"(\{job=\"api\"\})\[1h\]", r"\1[2h]", id="events of a longer window than the errors"),
        pytest.param("counters", "slow", r"> 2\.5", "> 3.5", id="a guard that asks for one more"),
        pytest.param("counters", "slow", r"\* 300", "* 330", id="tiles that count more"),
        pytest.param("counters", "slow", r"clamp_max\((count_over_time[^,]*), 86400\)", r"(\1)", id="more tiles than a window has"),
        pytest.param("latency", "slow", r"\[1h1m\]", "[30m]", id="a bucket that has been there for half of the window only"),
    ],
)
def test_a_broken_rule_is_noticed_by_the_other_files(kind: str, part: str, old: str, new: str, tmp_path: Path) -> None:
    def change(text: str) -> str:
        changed = re.sub(old, new, text)
        assert changed != text, "the rules no longer look like that"
        return changed

    assert _failed(tmp_path, SERVICES[kind](), change, (part,))


def test_order_interval_and_what_is_left_out_stand_in_the_file() -> None:
    alone = StandaloneAlert(slo().place, "Odd", "a / b > 1", Duration.parse("1m"), Duration(0), response(PAGE), "Odd.", "", slo().origin)
    built = replace(service(slo()), alerts=(alone,))
    rules = rule_file(built)
    files = proof_files(built, rules)
    assert files[0].path == "prometheus/tests/shop/api_test.yaml"
    for file in files:
        assert file.order == tuple(group.name for group in rules.groups)
        assert f"evaluation_interval: {file.evaluation}\n" in promtool_tests.text(file)
    assert "# Not tested: Odd: " in promtool_tests.text(files[0])


def test_examples_of_the_spec_are_run(tmp_path: Path) -> None:
    series = {"a": "2x10", "b": "1x10"}
    alone = StandaloneAlert(
        slo().place, "Odd", "a / b > 1", Duration.parse("1m"), Duration(0), response(PAGE), "Odd.", "", slo().origin,
        (AlertTest(series, Duration.parse("5m"), True), AlertTest(series, Duration.parse("5m"), False)),
    )  # fmt: skip
    built = replace(service(slo()), slos=(), alerts=(alone,))
    assert _failed(tmp_path, built, str) == ["Odd: test 2: is silent at 5m"]


@pytest.mark.parametrize(
    ("value", "labels", "failed"),
    [
        pytest.param(2.0, {"env": "prod"}, [], id="as it is"),
        pytest.param(3.0, {"env": "prod"}, ["Odd: test 1: fires at 5m"], id="another value"),
        pytest.param(2.0, {}, ["Odd: test 1: fires at 5m"], id="without the labels"),
    ],
)
def test_an_example_with_a_value_is_compared_word_by_word(value: float, labels: dict[str, str], failed: list[str], tmp_path: Path) -> None:
    example = AlertTest({'a{env="prod"}': "4x10", 'b{env="prod"}': "2x10"}, Duration.parse("5m"), True, value, labels)
    alone = StandaloneAlert(
        slo().place, "Odd", "a / b > 1", Duration.parse("1m"), Duration(0), response(PAGE), "Odd.", "", slo().origin, (example,)
    )
    built = replace(service(slo()), slos=(), alerts=(alone,))
    assert _failed(tmp_path, built, str) == failed


@pytest.mark.parametrize(
    ("expr", "derived"),
    [
        ("x > 5", True), ("max by (a) (x{b=\"c\"}) == 0", True), ("absent(x)", True), ("(sum(x)) <= 0.5", True),
        ("a / b > 1", False), ("x > on (a) y", False), ("rate(x[5m]) > 1", False), ("x offset 5m > 1", False), ("ALERTS > 0", False),
        ("sum without (a) (x) > 1", False), ("x > bool 1", False), ("slo:recorded:ratio > 1", False),
    ],
)  # fmt: skip
def test_which_expressions_are_plain(expr: str, derived: bool) -> None:
    assert (comparison(expr) is not None) == derived


def test_what_promtool_prints_is_understood(tmp_path: Path) -> None:
    rules = tmp_path / "r.yaml"
    rules.write_text("groups: [{name: g, rules: [{alert: A, expr: x > 1, annotations: {summary: one}}]}]")
    test = tmp_path / "t.yaml"
    test.write_text(
        "rule_files: [r.yaml]\nevaluation_interval: 1m\ntests:\n- name: 's: the name'\n  interval: 1m\n"
        "  input_series: [{series: x, values: 2x5}]\n"
        "  promql_expr_test: [{expr: 'x # s: the name', eval_time: 3m, exp_samples: []}]\n"
        "  alert_rule_test: [{alertname: A, eval_time: 2m, exp_alerts: [{exp_annotations: {summary: two}}]}]\n"
    )
    done = subprocess.run([find_promtool(), "test", "rules", str(test)], capture_output=True, text=True, check=False)
    alert, query = sorted(failures(done.stdout + done.stderr), key=lambda failure: failure.at)
    assert (alert.test, alert.what, alert.at) == ("s: the name", "A", "2m")
    assert 'summary="two"' in alert.expected
    assert 'summary="one"' in alert.got
    assert (query.test, query.what, query.at, query.expected, query.got) == ("s: the name", "x", "3m", "nil", '{__name__="x"} 2E+00')
