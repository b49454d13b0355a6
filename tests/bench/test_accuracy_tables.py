"""The rules that are measured, and the tables that show them."""

import pytest

from bench.accuracy import layouts, page
from bench.accuracy.measure import Accuracy, Cost, Error
from bench.accuracy.plan import BASE, FULL, QUICK, SCRAPE_60, Plan


def test_the_rules_are_those_of_a_compiled_spec() -> None:
    rules = layouts.slogen([BASE, SCRAPE_60], 30)
    assert set(rules) == {BASE.name, SCRAPE_60.name}
    mine = {rule.record: rule for rule in rules[SCRAPE_60.name] if rule.record}
    assert mine["slo:sli_events:rate5m"].expr == 'sum(rate(requests_total{job="scrape-60s"}[6m]))'
    assert {rule.record for rule in mine.values() if rule.lasting} == {
        *("slo:sli_events:rate5m", "slo:sli_errors:rate5m", "slo:sli_events:tile5m", "slo:sli_errors:tile5m")
    }
    assert [mine[name].interval for name in ("slo:sli_events:rate5m", "slo:sli_events:tile5m", "slo:info")] == [60, 300, 120]
    assert len([rule for rule in rules[BASE.name] if not rule.record]) == 6


@pytest.mark.parametrize("plan", [FULL, QUICK], ids=["full", "quick"])
def test_a_plan_has_a_whole_window_behind_every_moment_and_incidents_in_it(plan: Plan) -> None:
    assert plan.calendar.end - plan.moments[0] < plan.recent
    assert plan.moments[0] - plan.window_days * 86_400 > plan.calendar.start
    for data in plan.data_sets:
        assert any(incident.days < plan.window_days - 1 for incident in data.incidents)


def test_an_error_is_told_by_its_mean_and_by_the_worst_with_its_sign() -> None:
    error = Error((0.01, -0.03, 0.005))
    assert error.worst == -0.03
    assert error.mean == pytest.approx(-0.005)


def test_tables_are_markdown_with_signs_and_factors() -> None:
    text = page.accuracy_table([Accuracy(BASE, 0.961, Error((-0.0001,)), Error((0.00001,)), Error((2.89,)))])
    assert "| 96.1% | **−0.010 %** | **−0.010 %** | +0.001 % | +0.001 % | +289.0 % | +289.0 % |" in text
    ours, other = Cost(20, 20.5, 1000, 12, 2), Cost(10, 10, 60_000, 202, 2)
    text = page.cost_table([(200, [("**slogen**", ours), ("other", other)])])
    assert "| 200 | other | 10 | 60,000 | 60 | 202.0 | 17 | 200.0 | 20 |" in text


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    before = f"# Title\n\n{page.BEGIN}\nold\n{page.END}\n\nThe end.\n"
    after = page.with_tables(before, "new\n")
    assert after == f"# Title\n\n{page.BEGIN}\n\nnew\n\n{page.END}\n\nThe end.\n"
    assert page.with_tables(after, "new") == after
    with pytest.raises(ValueError, match="no lines"):
        page.with_tables("# Title\n", "new")
