"""Tests in the notation of `promtool test rules`."""

from collections.abc import Mapping

from slogen.promql.selector import quote
from slogen.proof.scenario import Fires, ProofFile, Query, Scenario
from slogen.targets.yaml_text import inline, scalar


def text(file: ProofFile) -> str:
    """The file's whole text. Evaluation order and interval are always there: promtool's defaults are chance and one minute."""
    up = "../" * (file.path.count("/") - 1)
    lines = [
        f"# Made by slogen from {file.source}; edit that file, not this one.",
        *(f"# Not tested: {note}" for note in file.notes),
        "rule_files:",
        f"  - {inline(up + file.rules.removeprefix('prometheus/'))}",
        f"evaluation_interval: {file.evaluation}",
        "group_eval_order:",
        *(f"  - {inline(name)}" for name in file.order),
        "tests:" if file.scenarios else "tests: []",
    ]
    for scenario in file.scenarios:
        lines += _scenario(scenario)
    return "\n".join(lines) + "\n"


def title(scenario: Scenario) -> str:
    """How a test is called, in its file and in messages."""
    return f"{scenario.about}: {scenario.title}"


def _scenario(scenario: Scenario) -> list[str]:
    lines = [f"  - name: {inline(title(scenario))}", f"    interval: {scenario.every}", "    input_series:"]
    for series, values in scenario.series.items():
        lines += [f"      - series: {scalar(series, 10)}", f"        values: {scalar(values, 10)}"]
    if not scenario.series:
        lines[-1] += " []"
    if scenario.queries:
        lines.append("    promql_expr_test:")
        for query in scenario.queries:
            lines += _query(query, title(scenario))
    if scenario.alerts:
        lines.append("    alert_rule_test:")
        for alert in scenario.alerts:
            lines += _alert(alert)
    return lines


def _query(query: Query, name: str) -> list[str]:
    # promtool names no test when an expression fails: the comment does.
    lines = [f"      - expr: {scalar(f'{query.expr} # {name}', 10)}", f"        eval_time: {query.at}"]
    if not query.expected:
        return [*lines, "        exp_samples: []"]
    lines.append("        exp_samples:")
    for labels, value in query.expected:
        lines += [f"          - labels: {scalar(_labels(labels), 14)}", f"            value: {value:.17g}"]
    return lines


def _alert(alert: Fires) -> list[str]:
    lines = [f"      - alertname: {inline(alert.alert)}", f"        eval_time: {alert.at}"]
    if not alert.expected:
        return [*lines, "        exp_alerts: []"]
    lines.append("        exp_alerts:")
    for labels, annotations in alert.expected:
        lines.append("          - exp_labels:")
        lines += [f"              {inline(name)}: {scalar(value, 16)}" for name, value in labels.items() if value]
        lines.append("            exp_annotations:")
        lines += [f"              {inline(name)}: {scalar(value, 16)}" for name, value in annotations.items()]
    return lines


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{name}={quote(value)}" for name, value in sorted(labels.items()) if value) + "}"
