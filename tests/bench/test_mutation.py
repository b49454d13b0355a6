"""Mutations of rules: each changes exactly what it says, none yields the same text, and every mutant is still PromQL."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import promql_parser
import pytest

from bench.mutation.equivalent import carries_id, indistinguishable, keeps_to_id
from bench.mutation.expressions import Breaker, source
from bench.mutation.kinds import EXPRESSIONS, KINDS, mutants, name_of
from bench.mutation.sample import alike, thinned
from bench.mutation.slices import Slice, slices, whole
from bench.mutation.syntax import parse, walk
from bench.mutation.table import Verdict, kill_rate, survivors, table
from slogen.app.compile import Job, read_services
from slogen.app.context import read_context
from slogen.app.project import find_project
from slogen.model.slo import Service
from slogen.proof.service import proof_files
from slogen.rules.service import rule_file
from slogen.rules.values import RuleFile
from slogen.targets import prometheus

ROOT = Path(__file__).parents[2]
BREAKERS: dict[str, Breaker] = dict(EXPRESSIONS)
WINDOWS = ("5m", "30m", "1h", "6h")


def _services() -> list[tuple[Service, RuleFile]]:
    project = find_project((), "generated", ROOT)
    context = read_context(project)
    found = [service for path in context.services for service in read_services(context, Job(path, project.relative(path)))[0]]
    return [(service, rule_file(service)) for service in found]


SERVICES = _services()
GATEWAY = next(pair for pair in SERVICES if pair[0].name == "api-gateway")


def _parts(service: Service, file: RuleFile) -> list[Slice]:
    return list(slices(service, file, proof_files(service, file)))


@pytest.mark.parametrize(
    ("kind", "expr", "broken"),
    [
        pytest.param(
            "threshold ×1.1", "a > 0.0144 and b > 0.5", ["a > 0.01584 and b > 0.5", "a > 0.0144 and b > 0.55"], id="a threshold up"
        ),
        pytest.param("threshold ×0.9", "a >= bool 100", ["a >= bool 90"], id="a threshold down"),
        pytest.param("threshold ×1.1", "a > 0", [], id="zero is no threshold"),
        pytest.param(
            "threshold ×1.1",
            "a <= bool 0.5 + 0.02 * (b >= bool 2)",
            ["a <= bool 0.55 + 0.02 * (b >= bool 2)", "a <= bool 0.5 + 0.022 * (b >= bool 2)", "a <= bool 0.5 + 0.02 * (b >= bool 2.2)"],
            id="the level of a policy and its margin",
        ),
        pytest.param(
            "guard's count ±1", "a > 1 and b * 3600 > 2.5", ["a > 1 and b * 3600 > 3.5", "a > 1 and b * 3600 > 1.5"], id="a guard"
        ),
        pytest.param("figure ×1.1", "a / 0.001", ["a / 0.0011"], id="the budget"),
        pytest.param("window swapped", "avg_over_time(a[1h])", ["avg_over_time(a[6h])"], id="a recorded window in a range"),
        pytest.param("window swapped", "x:ratio_rate6h > 1", ["x:ratio_rate1h > 1"], id="the longest window becomes the one before it"),
        pytest.param("other range halved", "last_over_time(a[15m])", ["last_over_time(a[7m30s])"], id="a memory"),
        pytest.param("other range halved", "rate(a[5m15s])", [], id="a tile's range is no memory"),
        pytest.param("tile overlap dropped", "rate(a[5m15s])", ["rate(a[5m])"], id="an overlap"),
        pytest.param("tile overlap dropped", "rate(a[5m])", [], id="no overlap"),
        pytest.param("and → or", "a and on () b", ["(a\nor on () b\n)"], id="a conjunction keeps its matching"),
        pytest.param("unless → and", "a unless b", ["(a\nand b\n)"], id="an exception"),
        pytest.param("condition dropped", "a > 1 and b > 1", ["(a > 1)", "(b > 1)"], id="either window"),
        pytest.param("condition dropped", "a and b * 60 > 0.5", [], id="a guard is another kind"),
        pytest.param("traffic guard dropped", "a > 1 and b * 60 > 2.5", ["(a > 1)"], id="a guard"),
        pytest.param("fallback behind or dropped", "sum(a) or on () 0 * b", ["sum(a)"], id="the fallback to zero"),
        pytest.param("first side of or dropped", "sum(a) or on () 0 * b", ["(0 * b)"], id="all but the fallback"),
        pytest.param("numerator ↔ denominator", "a / (b > 0)", ["((b > 0)) / (a)"], id="a ratio"),
        pytest.param("> 0, > -Inf dropped", "a / (b > 0)", ["a / (b)"], id="division by zero"),
        pytest.param("> 0, > -Inf dropped", "max(a) > -Inf", ["max(a)"], id="NaN"),
        pytest.param("> 0, > -Inf dropped", "a > bool 0", [], id="0 or 1 is no filter"),
        pytest.param("comparison turned", "a > 1", ["a < 1"], id="a comparison"),
        pytest.param("matcher dropped", 'rate(a{b="1",c=~"2.."}[5m])', ['rate(a{c=~"2.."}[5m])', 'rate(a{b="1"}[5m])'], id="two matchers"),
        pytest.param("matcher dropped", 'a{b="}"} offset 5m', ["a offset 5m"], id="the only matcher, with a bracket in it"),
        pytest.param("aggregation changed", "sum by (a) (b)", ["avg by (a) (b)"], id="a sum"),
        pytest.param("aggregation changed", "max_over_time(b[5m])", ["min_over_time(b[5m])"], id="the worst becomes the best"),
        pytest.param("group label dropped", "sum by (a, b) (c)", ["sum by (b) (c)", "sum by (a) (c)"], id="two labels"),
        pytest.param("on (…) dropped", "a - on (b) c", ["a -  c"], id="a matching"),
        pytest.param("clamp dropped", "clamp_min(a - b, 0)", ["(a - b)"], id="a clamp"),
        pytest.param("term dropped", "a - b * 2", ["a", "(b * 2)", "a - b"], id="a difference"),
        pytest.param("term dropped", "time() - a > 3", ["a > 3"], id="a comparison keeps its series"),
    ],
)
def test_an_expression_is_broken_in_one_place(kind: str, expr: str, broken: Sequence[str]) -> None:
    assert [change.text for change in BREAKERS[kind](source(expr, WINDOWS))] == list(broken)


def test_the_tree_has_the_shape_that_the_parser_sees() -> None:
    for _, file in SERVICES:
        for group in file.groups:
            for rule in group.rules:
                assert _shape(rule.expr) == _parsed_shape(promql_parser.parse(rule.expr)), rule.expr


def _shape(text: str) -> list[str]:
    return [node.name for node in walk(parse(text)) if node.kind in ("binary", "call", "aggregation", "selector")]


def _parsed_shape(tree: Any) -> list[str]:
    match tree:
        case promql_parser.BinaryExpr():
            return [str(tree.op), *_parsed_shape(tree.lhs), *_parsed_shape(tree.rhs)]
        case promql_parser.Call():
            return [tree.func.name, *(name for argument in tree.args for name in _parsed_shape(argument))]
        case promql_parser.AggregateExpr():
            return [str(tree.op), *(name for part in (tree.param, tree.expr) if part is not None for name in _parsed_shape(part))]
        case promql_parser.MatrixSelector():
            return _parsed_shape(tree.vector_selector)
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr() | promql_parser.SubqueryExpr():
            return _parsed_shape(tree.expr)
        case promql_parser.VectorSelector():
            return [tree.name or ""]
        case _:
            return []


@pytest.mark.parametrize(("service", "file"), [pytest.param(*pair, id=pair[0].name) for pair in SERVICES])
def test_every_mutant_differs_in_one_rule_and_is_still_promql(service: Service, file: RuleFile) -> None:
    for part in _parts(service, file):
        text = prometheus.text(part.file)
        for mutant in mutants(part.file, part.windows):
            assert prometheus.text(mutant.file) != text, mutant.what
            broken = [pair for pair in zip(part.file.groups, mutant.file.groups, strict=True) if pair[0] != pair[1]]
            assert [before.name for before, _ in broken] == [mutant.group]
            before, after = broken[0]
            if mutant.kind == "rule lost":
                assert len(after.rules) == len(before.rules) - 1
            elif mutant.kind == "rule order swapped":
                assert after.rules != before.rules
                assert Counter(map(str, after.rules)) == Counter(map(str, before.rules))
            elif mutant.kind != "interval doubled":
                changed = [new for old, new in zip(before.rules, after.rules, strict=True) if old != new]
                assert [name_of(rule) for rule in changed] == [mutant.rule]
                promql_parser.parse(changed[0].expr)


def test_the_five_systems_have_mutants_of_every_kind() -> None:
    found = {mutant.kind for service, file in SERVICES for part in _parts(service, file) for mutant in mutants(part.file, part.windows)}
    assert found == set(KINDS)


def test_slices_share_no_rule_and_lose_none() -> None:
    for service, file in SERVICES:
        rules = [str(rule) for part in _parts(service, file) for group in part.file.groups for rule in group.rules]
        assert sorted(rules) == sorted(str(rule) for group in file.groups for rule in group.rules)


def test_every_test_belongs_to_a_slice() -> None:
    for service, file in SERVICES:
        proofs = proof_files(service, file)
        about = {scenario.about for proof in proofs for scenario in proof.scenarios}
        sliced = {original for part in slices(service, file, proofs) for test in part.tests for original in [test.scenarios[0].about]}
        assert sliced == about


def test_a_broken_slice_fits_into_its_service() -> None:
    service, file = GATEWAY
    part = _parts(service, file)[0]
    healthy = {str(rule) for group in file.groups for rule in group.rules}
    for mutant in mutants(part.file, part.windows):
        gone = healthy - {str(rule) for group in whole(file, mutant.file).groups for rule in group.rules}
        assert len(gone) == (mutant.kind not in ("rule order swapped", "interval doubled"))


def test_the_sample_is_the_same_every_time_and_reaches_every_kind() -> None:
    service, file = GATEWAY
    part = _parts(service, file)[0]
    every = list(mutants(part.file, part.windows))
    sample = thinned(every, 2, "a")
    assert sample == thinned(every, 2, "a")
    assert Counter(mutant.kind for mutant in sample) == {kind: min(2, n) for kind, n in Counter(mutant.kind for mutant in every).items()}
    assert thinned(every, 2, "b") != sample


def test_slos_alike_are_sampled_once() -> None:
    parts = [part for service, file in SERVICES for part in _parts(service, file)]
    chosen = [part.likeness for part in alike(parts) if part.likeness != "standalone alerts"]
    assert len(chosen) == len(set(chosen))
    assert {part.likeness for part in alike(parts)} == {part.likeness for part in parts}


def test_survivors_are_named_and_equivalents_do_not_count() -> None:
    service, file = GATEWAY
    part = _parts(service, file)[0]
    by_kind = {mutant.kind: mutant for mutant in mutants(part.file, part.windows)}
    killed = Verdict("s", "a", by_kind["and → or"], killed_by="a test")
    lived = Verdict("s", "a", by_kind["label lost"])
    equal = Verdict("s", "a", by_kind["interval doubled"], equivalent=indistinguishable(by_kind["interval doubled"]))
    assert equal.equivalent
    assert kill_rate([killed, lived, equal]) == 50
    assert list(survivors([killed, lived, equal])) == [f"{'label lost':<26} s a: {lived.mutant.rule}: {lived.mutant.what}"]
    assert list(table([killed, lived, equal]))[-1] == "| **all** | 3 | 1 | 1 | 1 | 50.0 % |"


@pytest.mark.parametrize(
    ("expr", "kept"),
    [
        pytest.param('a{slo_id="x"} and b > 1', True, id="and: only equal labels meet"),
        pytest.param('a / (b{slo_id="x"} > 0)', True, id="a division: only equal labels meet"),
        pytest.param('a{slo_id="x"} or b', False, id="or: everything comes through"),
        pytest.param('a unless b{slo_id="x"}', False, id="unless: everything but x comes through"),
        pytest.param('a{slo_id="x"} unless on () b', False, id="a neighbour silences x"),
        pytest.param('sum(a) and sum(b{slo_id="x"})', False, id="labels are aggregated away"),
        pytest.param("a / 0.001", False, id="nobody has the id"),
        pytest.param('(last_over_time(a[15m]) or 0 * b{slo_id="x"}) * b{slo_id="x"}', True, id="a latch"),
    ],
)
def test_a_matcher_is_spare_only_where_equal_labels_meet(expr: str, kept: bool) -> None:
    assert keeps_to_id(expr) == kept


@pytest.mark.parametrize(
    ("expr", "carried"),
    [
        pytest.param('a{slo_id="x"} / (b{slo_id="x"} > 0)', True, id="a ratio of recorded series"),
        pytest.param('a{slo_id="x"} > 0.1\nand\nb > 1', True, id="a condition changes no labels"),
        pytest.param('a or b{slo_id="x"}', False, id="one side without it"),
        pytest.param('sum(rate(a{slo_id="x"}[5m]))', False, id="added away"),
        pytest.param('sum by (slo_id) (a{slo_id="x"})', True, id="kept while adding"),
        pytest.param('a{slo_id="x"} - on (env) b', False, id="not among the labels that are matched on"),
        pytest.param('absent(a{slo_id="x"})', True, id="absent takes the label over"),
        pytest.param('a{slo_id=~"x.*"}', False, id="not one value"),
    ],
)
def test_the_slo_id_comes_with_the_series_or_not(expr: str, carried: bool) -> None:
    assert carries_id(parse(expr), expr) == carried


def test_only_the_guard_on_failures_can_be_one_that_never_decides() -> None:
    service, file = next(pair for pair in SERVICES if pair[0].system == "erp-berhan" and pair[0].name == "api")
    part = next(part for part in _parts(service, file) if part.subject == "apdex")
    found = [
        mutant
        for mutant in mutants(part.file, part.windows)
        if "never decides" in indistinguishable(mutant) and mutant.rule == "ApiApdexBurnPageFast"
    ]
    assert [(mutant.kind, mutant.what.rpartition(" > ")[2]) for mutant in found] == [
        ("guard's count ±1", "19.5 → 20.5"),
        ("guard's count ±1", "19.5 → 18.5"),
        ("figure ×1.1", "3600 → 3960"),
        ("traffic guard dropped", "19.5"),
    ]


def test_standalone_alerts_bring_the_groups_that_they_read() -> None:
    part = next(part for part in _parts(*GATEWAY) if part.subject == "standalone alerts")
    assert {group.name for group in part.beside} == {
        f"omnihub/api-gateway/{slo}:{kind}" for slo in ("availability", "latency-p99") for kind in ("fast", "period")
    }
