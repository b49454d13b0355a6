"""The rules that are compared: slogen's as it ships them, and the layouts that Sloth and Pyrra document."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.accuracy.traffic import DataSet
from slogen.app.generate import generate
from slogen.app.project import find_project
from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.promql.tokens import tokenize

METRIC = "requests_total"
OBJECTIVE, BUDGET = "99.9", "0.001"
_SYSTEM, _SERVICE = "bench", "traffic"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of one SLO, evaluated every `interval` seconds; `record` is empty for an alert.

    `lasting`: what it records is read over the whole window, so it must have been recorded from the first day on.
    """

    record: str
    expr: str
    labels: dict[str, str]
    interval: int
    lasting: bool = False


def total(data: DataSet) -> str:
    """The selector of all events of a data set."""
    return f'{METRIC}{{job="{data.name}"}}'


def errors(data: DataSet) -> str:
    """The selector of its failed events."""
    return f'{METRIC}{{job="{data.name}",code=~"5.."}}'


def slogen_consumed(data: DataSet) -> str:
    """The budget that slogen's rules say is consumed."""
    return names.of(names.BUDGET_CONSUMED, names.slo_id(_SYSTEM, _SERVICE, data.name))


def slogen(data_sets: Sequence[DataSet], window_days: int) -> dict[str, list[Rule]]:
    """The rules that slogen ships for each data set by its name, in the order of the rule file that it compiles for them."""
    with tempfile.TemporaryDirectory(prefix="slogen-bench-") as scratch:
        root = Path(scratch)
        for path, text in _spec(data_sets, window_days).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        report = generate(find_project((), "generated", root), lambda _: None)
        if report.failed:
            raise AssertionError(f"the benchmark's own spec does not compile: {report.diagnostics}")
        rules = yaml.safe_load((root / "generated" / names.rules_path(_SYSTEM, _SERVICE)).read_text(encoding="utf-8"))
    ids = {names.slo_id(_SYSTEM, _SERVICE, data.name): data.name for data in data_sets}
    found: dict[str, list[Rule]] = {name: [] for name in ids.values()}
    lasting = _behind_tiles(rules["groups"])
    for group in rules["groups"]:
        interval = int(Duration.parse(group["interval"]).seconds)
        for rule in group["rules"]:
            record = rule.get("record", "")
            found[ids[rule["labels"][names.SLO_ID]]].append(Rule(record, rule["expr"], rule["labels"], interval, record in lasting))
    return found


def sloth_mean(data: DataSet, interval: int, window_days: int) -> str:
    """The period's error ratio as Sloth computes it: the mean of the five-minute ratios that it recorded every `interval` seconds."""
    series = f"slo:sli_error:ratio_rate5m{_sloth_selector(data, interval)}[{window_days}d]"
    return f"sum_over_time({series}) / count_over_time({series})"


def sloth_ratio(data: DataSet, interval: int) -> Rule:
    """The recording that Sloth's mean is made of."""
    return Rule("slo:sli_error:ratio_rate5m", _ratio(data, "5m"), _sloth_labels(data, interval), interval, lasting=True)


def sloth(data: DataSet, interval: int, window_days: int) -> list[Rule]:
    """Sloth's default layout: raw ratios up to 3d, the mean for the period, seven series about the SLO, one page and one ticket alert."""
    labels, me = _sloth_labels(data, interval), _sloth_selector(data, interval)
    period, budget = f"slo:sli_error:ratio_rate{window_days}d", "slo:error_budget:ratio"
    recorded = {
        **{f"slo:sli_error:ratio_rate{window}": _ratio(data, window) for window in ("30m", "1h", "2h", "6h", "1d", "3d")},
        period: sloth_mean(data, interval, window_days),
        "slo:objective:ratio": f"vector(1 - {BUDGET})",
        budget: f"vector({BUDGET})",
        "slo:time_period:days": f"vector({window_days})",
        "slo:current_burn_rate:ratio": f"slo:sli_error:ratio_rate5m{me} / on(layout, job) group_left() {budget}{me}",
        "slo:period_burn_rate:ratio": f"{period}{me} / on(layout, job) group_left() {budget}{me}",
        "slo:period_error_budget_remaining:ratio": f"1 - slo:period_burn_rate:ratio{me}",
        "sloth_slo_info": "vector(1)",
    }
    pairs = ((("5m", "1h", "14.4"), ("30m", "6h", "6")), (("2h", "1d", "3"), ("6h", "3d", "1")))
    alerts = [
        " or ".join(
            f"(max(slo:sli_error:ratio_rate{short}{me} > ({factor} * {BUDGET})) without (window)"
            f" and max(slo:sli_error:ratio_rate{long}{me} > ({factor} * {BUDGET})) without (window))"
            for short, long, factor in alert
        )
        for alert in pairs
    ]
    return [
        sloth_ratio(data, interval),
        *(Rule(record, expr, labels, interval) for record, expr in recorded.items()),
        *(Rule("", expr, {}, interval) for expr in alerts),
    ]


def pyrra(data: DataSet, window_days: int) -> list[Rule]:
    """Pyrra's default layout: raw burn rates every 30 s, the raw increase over the window every 2 m 30 s, four alerts, two on absence."""
    labels = {"layout": "pyrra", "job": data.name}
    me = f'{{layout="pyrra",job="{data.name}"}}'
    windows = ("5m", "30m", "1h", "2h", "6h", "1d", "4d")
    pairs = (("5m", "1h", "14"), ("30m", "6h", "7"), ("2h", "1d", "2"), ("6h", "4d", "1"))
    increase = f"sum by (code) (increase({total(data)}[{window_days}d]))"
    return [
        *(Rule(f"requests:burnrate{window}", _ratio(data, window), labels, 30) for window in windows),
        *(
            Rule("", f"requests:burnrate{short}{me} > ({f} * {BUDGET}) and requests:burnrate{long}{me} > ({f} * {BUDGET})", {}, 30)
            for short, long, f in pairs
        ),
        Rule(f"requests:increase{window_days}d", increase, labels, 150),
        Rule("", f"absent({total(data)}) == 1", {}, 150),
    ]


def _ratio(data: DataSet, window: str) -> str:
    return f"sum(rate({errors(data)}[{window}])) / sum(rate({total(data)}[{window}]))"


def _sloth_labels(data: DataSet, interval: int) -> dict[str, str]:
    return {"layout": f"sloth-{interval}s", "job": data.name}


def _sloth_selector(data: DataSet, interval: int) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in _sloth_labels(data, interval).items()) + "}"


def _behind_tiles(groups: list[dict[str, Any]]) -> set[str]:
    """The tiles, and the recorded series that they are made from, directly or not."""
    read = {
        rule["record"]: {token.text for token in tokenize(rule["expr"]) if token.kind == "name"}
        for group in groups
        for rule in group["rules"]
        if "record" in rule
    }
    found = {names.EVENTS_TILE, names.ERRORS_TILE}
    while more := {name for record in found for name in read[record] if name in read} - found:
        found |= more
    return found


def _spec(data_sets: Sequence[DataSet], window_days: int) -> dict[str, str]:
    slos = "".join(
        f"""\
  - name: {data.name}
    description: "{data.title}"
    objective: {OBJECTIVE}
    scrape_interval: {data.scrape_seconds}s
    sli:
      availability:
        total: '{total(data)}'
        errors: '{errors(data)}'
    alerts:
      page: {{runbook: errors, impact: Users see errors., next_action: Roll back.}}
      ticket: {{next_action: Find the cause.}}
"""
        for data in data_sets
    )
    return {
        "slos/slogen.yaml": """\
apiVersion: slogen/v1
kind: Workspace
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: https://grafana.example.com}
""",
        f"slos/{_SYSTEM}/system.yaml": f"""\
apiVersion: slogen/v1
kind: System
system: {_SYSTEM}
window: {window_days}d
owner: {{primary: web, secondary: sre}}
guard: {{min_failures: 5}}
missing: {{runbook: errors, next_action: Find out why nothing is measured.}}
error_budget_policy:
  - {{name: caution, below: 50, action: Slow down.}}
  - name: freeze
    below: 25
    action: Freeze.
    alert: {{severity: ticket, runbook: errors, next_action: Freeze., impact: Little is left.}}
""",
        f"slos/{_SYSTEM}/{_SERVICE}.yaml": f"apiVersion: slogen/v1\nkind: Service\nservice: {_SERVICE}\nslos:\n{slos}",
        f"runbooks/{_SYSTEM}/errors.md": "# Errors\n",
    }
