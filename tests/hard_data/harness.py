"""Rules, raw data and what must be seen, judged by promtool.

promtool ignores the groups' own intervals and evaluates groups in random order unless told otherwise; a harness that forgets the
second passes or fails by chance. Alerts are read from `ALERTS`, which promtool writes as Prometheus does: that shows silence,
the first and the last minute of firing, and everything that fires beside what is expected.
"""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slogen.model.slo import Service
from slogen.rules.service import rule_file
from slogen.targets.prometheus import text
from slogen.verify.tool import find_promtool

FIRING = 'alertstate="firing"'
_RECORDED = '{__name__=~"slo:.+"}'


@dataclass(frozen=True, slots=True)
class Query:
    """At `at` (`90m`) the expression yields exactly these series (labels as PromQL writes them) and values."""

    at: str
    expr: str
    expected: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AlertText:
    """At `at` the alert fires once, with exactly these labels and annotations."""

    at: str
    name: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]


Check = Query | AlertText


@dataclass(frozen=True, slots=True)
class Scene:
    """`series`: samples in promtool's notation, one every `every`. `evaluation` is the interval of all groups."""

    service: Service
    series: Mapping[str, str]
    checks: Sequence[Check]
    every: str = "15s"
    evaluation: str = "1m"


def play(*scenes: Scene) -> None:
    """Run all scenes in one promtool call; raises AssertionError with what promtool saw instead."""
    with tempfile.TemporaryDirectory() as folder:
        files = [_written(Path(folder), number, scene) for number, scene in enumerate(scenes)]
        done = subprocess.run([find_promtool(), "test", "rules", *files], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("SUCCESS") == len(scenes), done.stdout


def value(at: str, expr: str, wanted: float, within: float = 1e-9) -> Query:
    """The expression is one series, and its value is `wanted`, give or take `within`."""
    return between(at, expr, wanted - within, wanted + within)


def between(at: str, expr: str, low: float, high: float) -> Query:
    """The expression is one series, and its value lies between the two. promtool shows the value seen if not."""
    seen = f"vector(scalar({expr}))"
    inside = f'label_replace(0 * ({seen} >= {low!r} <= {high!r}), "seen", "inside", "", "")'
    return Query(at, f'{inside} or on () label_replace({seen}, "seen", "outside", "", "")', {'{seen="inside"}': 0})


def absent(at: str, expr: str) -> Query:
    """The expression yields nothing: neither zero nor NaN."""
    return Query(at, f"count({expr}) or vector(0)", {"{}": 0})


def firing(at: str, *alerts: Mapping[str, str]) -> Query:
    """Exactly these alerts fire: each given by its alertname and as many of its labels as matter."""
    keys = sorted({key for alert in alerts for key in alert} | {"alertname"})
    expected = {"{" + ",".join(f"{key}={json.dumps(alert[key])}" for key in keys if key in alert) + "}": 1.0 for alert in alerts}
    return Query(at, f"count by ({', '.join(keys)}) (ALERTS{{{FIRING}}})", expected)


def silent(at: str, since: str) -> Query:
    """Nothing has fired in the time `since` until `at`."""
    return Query(at, f"count_over_time(count(ALERTS{{{FIRING}}})[{since}:1m]) or vector(0)", {"{}": 0})


def never_fired(at: str, since: str, alert: str) -> Query:
    """The alert has not fired in the time `since` until `at`."""
    return Query(at, f'count_over_time(count(ALERTS{{alertname="{alert}",{FIRING}}})[{since}:1m]) or vector(0)', {"{}": 0})


def first_fired(at: str, since: str, alert: str, low_minutes: float, high_minutes: float) -> Query:
    """The alert fired in the time `since` until `at`, and the first time between these minutes after the start."""
    return _when("min", at, since, alert, low_minutes, high_minutes)


def last_fired(at: str, since: str, alert: str, low_minutes: float, high_minutes: float) -> Query:
    """The alert fired in the time `since` until `at`, and the last time between these minutes after the start."""
    return _when("max", at, since, alert, low_minutes, high_minutes)


def finite(at: str, since: str) -> Query:
    """In the time `since` until `at` nothing was recorded that is NaN or infinite."""
    return Query(at, f"sum_over_time(sum({_RECORDED})[{since}:1m]) < bool Inf", {"{}": 1})


def _when(which: str, at: str, since: str, alert: str, low: float, high: float) -> Query:
    times = f'{which}(timestamp(ALERTS{{alertname="{alert}",{FIRING}}}))'
    return between(at, f"{which}_over_time({times}[{since}:1m]) / 60", low, high)


def _written(folder: Path, number: int, scene: Scene) -> str:
    rules = rule_file(scene.service)
    (folder / f"{number}.yaml").write_text(text(rules), encoding="utf-8")
    test = {
        "rule_files": [f"{number}.yaml"],
        "evaluation_interval": scene.evaluation,
        "group_eval_order": [group.name for group in rules.groups],
        "tests": [
            {
                "interval": scene.every,
                "input_series": [{"series": name, "values": values} for name, values in scene.series.items()],
                "promql_expr_test": [_query(check) for check in scene.checks if isinstance(check, Query)],
                "alert_rule_test": [_alert(check) for check in scene.checks if isinstance(check, AlertText)],
            }
        ],
    }
    file = folder / f"{number}_test.yaml"
    file.write_text(json.dumps(test, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
    return str(file)


def _query(check: Query) -> dict[str, object]:
    samples = [{"labels": labels, "value": number} for labels, number in check.expected.items()]
    return {"eval_time": check.at, "expr": check.expr, "exp_samples": samples}


def _alert(check: AlertText) -> dict[str, object]:
    expected = [{"exp_labels": dict(check.labels), "exp_annotations": dict(check.annotations)}]
    return {"eval_time": check.at, "alertname": check.name, "exp_alerts": expected}
