"""What must hold for the rules of every kind of SLI, whatever the spec says."""

import itertools
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from slogen.conventions import names
from slogen.model.burn import Pair, Policy, default_policy, resolve
from slogen.model.duration import Duration
from slogen.model.objective import Objective
from slogen.model.slo import BudgetLevel, Guard, NoAlert, OnlyWhen, Slo
from slogen.rules.service import rule_file
from slogen.rules.values import MAX_RULES, Alert, Group, Record, RuleFile
from slogen.targets.prometheus import text
from slogen.verify.tool import find_promtool
from tests.rules.builders import KINDS, PAGE, POLICY, TICKET, duration, response, rules_text, service, slo, standalone

GROUPINGS = [(), ("env",), ("env", "region")]
ALL = [pytest.param(kind, group_by, id=f"{kind} by {','.join(group_by) or 'nothing'}") for kind in KINDS for group_by in GROUPINGS]
every_kind = pytest.mark.parametrize(("kind", "group_by"), ALL)


def _slo(kind: str, group_by: tuple[str, ...], **fields: Any) -> Slo:
    full: dict[str, Any] = {"guard": Guard(3, 10), "budget_policy": (*POLICY, BudgetLevel("spent", Decimal(0), "Stop.", response(TICKET)))}
    return slo(KINDS[kind], group_by=group_by, **(full | fields))


def _rules(file: RuleFile) -> Iterator[Record | Alert]:
    for group in file.groups:
        yield from group.rules


def _reads(expr: str) -> set[str]:
    """Names of all metrics that an expression reads; it must parse."""
    promql_parser.parse(expr)
    return set(re.findall(r"\bslo:[a-z0-9_]+:[a-z0-9_]+", expr))


@every_kind
def test_every_expression_parses(kind: str, group_by: tuple[str, ...]) -> None:
    for rule in _rules(rule_file(service(_slo(kind, group_by)))):
        promql_parser.parse(rule.expr)


@every_kind
def test_no_group_has_more_than_twenty_rules(kind: str, group_by: tuple[str, ...]) -> None:
    groups = rule_file(service(_slo(kind, group_by))).groups
    assert max(len(group.rules) for group in groups) <= MAX_RULES == 20
    assert len({group.name for group in groups}) == len(groups)


@every_kind
def test_whatever_is_read_is_recorded_in_the_same_file(kind: str, group_by: tuple[str, ...]) -> None:
    """Also by the queries in annotations."""
    rules = list(_rules(rule_file(service(_slo(kind, group_by)))))
    recorded = {rule.metric for rule in rules if isinstance(rule, Record)}
    read = {name for rule in rules for name in _reads(rule.expr)}
    told = {
        name for rule in rules if isinstance(rule, Alert) for note in rule.annotations.values() for name in re.findall(r"slo:\w+:\w+", note)
    }
    assert read | told <= recorded
    assert len(read) > 5


@every_kind
def test_every_series_of_ours_is_read_with_the_identity_of_this_slo(kind: str, group_by: tuple[str, ...]) -> None:
    """A selector without it would read the series of every SLO that there is."""
    for rule in _rules(rule_file(service(_slo(kind, group_by)))):
        texts = [rule.expr, *(rule.annotations.values() if isinstance(rule, Alert) else ())]
        selectors = [match for each in texts for match in re.findall(r"slo:\w+:\w+(\S{0,24})", each)]
        assert [match for match in selectors if not match.startswith('{slo_id="shop/api/slo"')] == []


@every_kind
def test_recorded_series_carry_nothing_but_the_identity(kind: str, group_by: tuple[str, ...]) -> None:
    """Group labels come from the expression; owner, severity and title are on slo:info only, and may be edited."""
    loud = _slo(kind, group_by, place=replace(slo().place, labels={"tier": "1"}))
    for rule in _rules(rule_file(service(loud))):
        if isinstance(rule, Record) and rule.metric != names.INFO:
            assert rule.labels == {"slo_id": "shop/api/slo"}, rule.metric


@every_kind
def test_an_edit_of_what_people_read_changes_no_recorded_series(kind: str, group_by: tuple[str, ...]) -> None:
    before = _slo(kind, group_by)
    after = replace(
        before,
        place=replace(
            before.place, owner=replace(before.place.owner, primary="others"), labels={"tier": "2"}, logs_url="https://other.example.com"
        ),
        title="Other",
        description="Other.",
        responses={PAGE: response(PAGE, runbook=replace(response().runbook, name="other")), TICKET: NoAlert("nobody reads them")},
    )
    records = [
        [rule for rule in _rules(rule_file(service(each))) if isinstance(rule, Record) and rule.metric != names.INFO]
        for each in (before, after)
    ]
    assert records[0] == records[1]


@every_kind
def test_names_follow_level_metric_operations(kind: str, group_by: tuple[str, ...]) -> None:
    for rule in _rules(rule_file(service(_slo(kind, group_by)))):
        if isinstance(rule, Record):
            assert re.fullmatch(r"slo:[a-z0-9_]+:[a-z0-9_]+", rule.metric) or rule.metric == "slo:info", rule.metric
        else:
            assert re.fullmatch(r"ApiSlo[A-Z][A-Za-z]+", rule.name), rule.name


@every_kind
def test_every_alert_tells_who_what_and_where(kind: str, group_by: tuple[str, ...]) -> None:
    alerts = [rule for rule in _rules(rule_file(service(_slo(kind, group_by)))) if isinstance(rule, Alert)]
    assert len(alerts) >= 4
    for alert in alerts:
        assert {"severity", "sev", "team", "system", "service", "slo", "slo_id"} <= set(alert.labels)
        assert {"summary", "description", "impact", "next_action", "runbook_url", "dashboard_url", "logs_url"} <= set(alert.annotations)
        assert ("$labels.env" in alert.annotations["summary"]) == ("env" in group_by)
    assert len({(alert.name, *sorted(alert.labels.items())) for alert in alerts}) == len(alerts)


@every_kind
def test_series_are_recorded_before_they_are_read_and_alerts_come_last(kind: str, group_by: tuple[str, ...]) -> None:
    """Within its group; otherwise an alert would see the evaluation before."""
    for group in rule_file(service(_slo(kind, group_by))).groups:
        kinds = [isinstance(rule, Alert) for rule in group.rules]
        assert kinds == sorted(kinds)
        _check_order(group)


def _check_order(group: Group) -> None:
    here = [rule.metric for rule in group.rules if isinstance(rule, Record)]
    for number, rule in enumerate(group.rules):
        # A series that reads its own past (a latch, the age of something gone) does so over a range.
        instant = set(re.findall(r"(slo:\w+:\w+)\{[^}]*\}(?!\[)", rule.expr)) & set(here)
        assert all(here.index(name) < number for name in instant), f"{rule} reads {instant}"


@every_kind
def test_what_pages_and_what_tells_of_missing_data_is_evaluated_every_minute(kind: str, group_by: tuple[str, ...]) -> None:
    for group in rule_file(service(_slo(kind, group_by))).groups:
        for rule in group.rules:
            if isinstance(rule, Alert) and (rule.labels["severity"] == "page" or rule.name.endswith("Missing")):
                assert group.interval == duration("1m"), rule.name


@every_kind
def test_nothing_that_is_read_as_an_instant_is_recorded_as_rarely_as_the_lookback(kind: str, group_by: tuple[str, ...]) -> None:
    rules = rule_file(service(_slo(kind, group_by)))
    rare = {rule.metric for group in rules.groups if group.interval >= duration("5m") for rule in group.rules if isinstance(rule, Record)}
    instant = {name for rule in _rules(rules) for name in re.findall(r"(slo:\w+:\w+)\{[^}]*\}(?!\[)", rule.expr)}
    assert rare == {names.EVENTS_TILE, names.ERRORS_TILE}
    assert rare & instant == set()


@every_kind
def test_numbers_are_plain_decimals(kind: str, group_by: tuple[str, ...]) -> None:
    """Neither 0.00014400000000000003 nor 1.44e-05."""
    for objective, window in itertools.product(("99.999", "99.95", "97.3", "85"), ("7d", "28d", "90d")):
        for rule in _rules(rule_file(service(_slo(kind, group_by, **_promise(objective, window))))):
            found = re.findall(r"(?<![\w.\"=:])\d+\.?\d*(?:e[-+]?\d+)?(?![\w:])", re.sub(r'"[^"]*"|\[[^]]*\]', "", rule.expr))
            assert all("e" not in number and len(number.partition(".")[2]) <= 9 for number in found), (rule, found)


def _promise(objective: str, window: str) -> dict[str, Any]:
    length, promise = Duration.parse(window), Objective(Decimal(objective))
    return {"objective": objective, "window": window, "burn_alerts": resolve(default_policy(length), promise, length)[0]}


@pytest.mark.parametrize("window", ["28d", "7d"])
def test_thresholds_stand_in_the_rules_as_exact_decimals(window: str) -> None:
    burning = [rule.expr for rule in _rules(rule_file(service(slo(window=window)))) if isinstance(rule, Alert) and "BurnP" in rule.name]
    first, second = {"28d": ("0.0144", "0.006"), "7d": ("0.01344", "0.0035")}[window]
    assert [re.findall(r"> ([\d.]+)", expr) for expr in burning] == [[first, first], [second, second]]


@given(
    st.lists(st.tuples(st.integers(2, 24), st.integers(1, 12)), min_size=1, max_size=25),
    st.sampled_from(sorted(KINDS)),
    st.sampled_from(GROUPINGS),
)
def test_any_policy_gives_valid_groups_of_at_most_twenty_rules(shapes: list[tuple[int, int]], kind: str, group_by: tuple[str, ...]) -> None:
    """Windows in steps of five minutes; every pair has its own."""
    pairs = tuple(
        Pair(
            f"pair{number}",
            (PAGE, TICKET)[number % 2],
            Duration.seconds_of(300 * (short + longer)),
            Duration.seconds_of(300 * short),
            Decimal(2),
        )
        for number, (longer, short) in enumerate(shapes)
    )
    file = rule_file(service(_slo(kind, group_by, policy=Policy(pairs))))
    assert max(len(group.rules) for group in file.groups) <= MAX_RULES
    recorded = [rule.metric for rule in _rules(file) if isinstance(rule, Record)]
    assert len(set(recorded)) == len(recorded)
    for rule in _rules(file):
        assert _reads(rule.expr) <= set(recorded)


def test_conditions_and_standalone_alerts_are_joined_without_losing_a_word() -> None:
    condition = OnlyWhen("deriv(queue_depth[15m]) > 0 or vector(1) # rising", ("env",))
    built = slo(group_by=("env",), responses={PAGE: response(PAGE, only_when=condition), TICKET: NoAlert("no")})
    alerts = [rule for rule in _rules(rule_file(service(built, alerts=(standalone(expr="a == 1 # on"),)))) if isinstance(rule, Alert)]
    pages = [alert for alert in alerts if "Burn" in alert.name]
    assert len(pages) == 2
    for page in pages:
        assert isinstance(promql_parser.parse(page.expr), promql_parser.BinaryExpr)
        assert "\nand on (env)\n(\n" in page.expr
    assert alerts[-1].expr == "a == 1 # on"


_HASHED = """
from slogen.verify.tool import find_promtool
from tests.rules.builders import KINDS, POLICY, rules_text, slo, standalone
slos = [slo(sli, name=name, group_by=("env", "region"), budget_policy=POLICY) for name, sli in KINDS.items()]
import sys
sys.stdout.buffer.write(rules_text(*slos, alerts=(standalone(),)).encode())
"""


def test_the_same_spec_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    root = Path(__file__).parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", _HASHED],
            cwd=root,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{root / 'src'}:{root}"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 100_000


def test_the_file_that_is_written_says_what_the_values_say() -> None:
    """Every rule of every kind, parsed again."""
    built = [_slo(kind, ("env",), name=kind) for kind in KINDS]
    file = rule_file(service(*built, alerts=(standalone(),)))
    parsed = yaml.load(text(file), Loader=yaml.CSafeLoader)["groups"]
    assert [group["name"] for group in parsed] == [group.name for group in file.groups]
    for group, seen in zip(file.groups, parsed, strict=True):
        assert seen["interval"] == str(group.interval)
        for rule, got in zip(group.rules, seen["rules"], strict=True):
            assert got["expr"] == rule.expr
            assert got.get("labels", {}) == dict(rule.labels)
            if isinstance(rule, Alert):
                assert (got["alert"], got["annotations"]) == (rule.name, dict(rule.annotations))
            else:
                assert got["record"] == rule.metric


def test_promtool_accepts_every_kind_in_every_grouping(tmp_path: Path) -> None:
    """Native histograms too, which its unit tests cannot feed, and alerts that share their name; lint is fatal."""
    files = []
    named = Policy((Pair("fast", PAGE, duration("1h"), duration("5m"), Decimal(14), alert="HighErrorBudgetBurnRate"),))
    for group_by in GROUPINGS:
        path = tmp_path / f"{len(group_by)}.yaml"
        slos = [
            _slo(kind, group_by, name=f"{kind}-{number}", **fields)
            for kind in KINDS
            for number, fields in enumerate(({}, {"policy": named}))
        ]
        path.write_text(rules_text(*slos, alerts=(standalone(),)), encoding="utf-8")
        files.append(str(path))
    done = subprocess.run(
        [find_promtool(), "check", "rules", "--lint=all", "--lint-fatal", *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("SUCCESS") == 3
