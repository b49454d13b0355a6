"""SLI kinds: what becomes of them in the model, and mistakes in what they say."""

from decimal import Decimal

import pytest

from slogen.model.duration import Duration
from slogen.model.sli import Apdex, Events, Freshness, Latency, Levels, NoData, QueueDepth, Ratio, Sli, Uptime
from tests.readers.specs import SERVICE, reading

AVAILABILITY = """availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}"""
TEN_MINUTES = Duration.parse("10m")


@pytest.mark.parametrize(
    ("written", "sli", "targets"),
    [
        pytest.param(
            """availability: {total: 'a_total{job="x"}', errors: 'a_total{ job = "x" , code =~ "5.." }'}""",
            Events("availability", 'a_total{job="x"}', errors='a_total{job="x",code=~"5.."}'),
            'up{job="x"}',
            id="errors, selectors in their own spelling",
        ),
        pytest.param(
            "events: {total: a_total, good: g_total}", Events("events", "a_total", good="g_total"), "", id="good events, no job to look at"
        ),
        pytest.param(
            "latency: {histogram: h_seconds, threshold: 250ms}",
            Latency("h_seconds", Decimal("0.25"), Decimal("0.25")),
            "",
            id="latency in seconds",
        ),
        pytest.param(
            "latency: {histogram: 'h_ms{job=~\"a|b\"}', threshold: 1s500ms, unit: milliseconds, native: true}",
            Latency('h_ms{job=~"a|b"}', Decimal("1.5"), Decimal(1500), native=True),
            "",
            id="latency in milliseconds, a job that is a pattern",
        ),
        pytest.param(
            "apdex: {histogram: h_seconds, t: 300ms}",
            Apdex("h_seconds", Decimal("0.3"), Decimal("0.3"), Decimal("1.2")),
            "",
            id="apdex tolerates four times t",
        ),
        pytest.param(
            "apdex: {histogram: h_ms, t: 300ms, tolerated: 1s, unit: milliseconds}",
            Apdex("h_ms", Decimal("0.3"), Decimal(300), Decimal(1000)),
            "",
            id="apdex in milliseconds",
        ),
        pytest.param(
            "queue_depth: {depth: q, target: 0}",
            QueueDepth("q", Levels(Decimal(0), None, None, TEN_MINUTES), "max", NoData.BAD),
            "",
            id="a queue that must be empty",
        ),
        pytest.param(
            "queue_depth: {depth: q, target: 1.5, breach: 3, clears_after: 1h, aggregate: sum, no_data: ignore}",
            QueueDepth("q", Levels(Decimal("1.5"), None, Decimal(3), Duration.parse("1h")), "sum", NoData.IGNORE),
            "",
            id="a breach without a warning",
        ),
        pytest.param(
            "freshness: {updated_at: 'v_timestamp_seconds{job=\"etl\"}', target: 15m, warning: 20m, breach: 1h}",
            Freshness(
                Levels(Decimal(900), Decimal(1200), Decimal(3600), TEN_MINUTES),
                'v_timestamp_seconds{job="etl"}',
                "",
                "newest",
                NoData.BAD,
            ),
            'up{job="etl"}',
            id="freshness by time of refresh",
        ),
        pytest.param(
            "freshness: {age: lag_seconds, target: 500ms, aggregate: oldest, no_data: good}",
            Freshness(Levels(Decimal("0.5"), None, None, TEN_MINUTES), "", "lag_seconds", "oldest", NoData.GOOD),
            "",
            id="freshness by age",
        ),
        pytest.param("uptime: {up: 'up{job=\"db\"}'}", Uptime('up{job="db"}', "any", NoData.BAD), 'up{job="db"}', id="uptime"),
        pytest.param("uptime: {up: pg_up, require: all}", Uptime("pg_up", "all", NoData.BAD), "", id="uptime of all"),
        pytest.param(
            "ratio: {errors: ' sum(rate(a[$window])) ', total: 'sum(rate(b[$window]))'}",
            Ratio(errors="sum(rate(a[$window]))", total="sum(rate(b[$window]))"),
            "",
            id="a ratio by events",
        ),
        pytest.param(
            "ratio: {error_ratio: '1 - avg_over_time(ok[$window])'}",
            Ratio(error_ratio="1 - avg_over_time(ok[$window])"),
            "",
            id="a ratio by time",
        ),
    ],
)
def test_what_becomes_of_a_kind(written: str, sli: Sli, targets: str) -> None:
    slo = reading(SERVICE, (AVAILABILITY, written)).slo()
    assert slo.sli == sli
    assert slo.targets == targets


def test_the_objective_of_a_latency_slo_may_be_its_percentile() -> None:
    written = "latency: {histogram: h_seconds, threshold: 500ms, percentile: 99.5}"
    assert reading(SERVICE, (AVAILABILITY, written), ("    objective: 99.9\n", "")).slo().objective.percent == Decimal("99.5")
    assert reading(SERVICE, (AVAILABILITY, written), ("99.9", "99.50")).slo().objective.percent == Decimal("99.5")


def test_targets_that_are_given_win() -> None:
    slo = reading(SERVICE, ("    objective", "    targets: 'up{job=~\"api-.*\"}'\n    objective")).slo()
    assert slo.targets == 'up{job=~"api-.*"}'


@pytest.mark.parametrize(
    ("written", "findings"),
    [
        pytest.param(
            """availability: {total: 'a_total{x="1",y="2"}', errors: «'a_total{y="2", x="1"}'»}""",
            [("conflict", "`errors` selects the same series as `total`: every event would be an error")],
            id="errors are total",
        ),
        pytest.param(
            "events: {total: a_total, good: «a_total»}",
            [("conflict", "`good` selects the same series as `total`: no event could ever fail")],
            id="good is total",
        ),
        pytest.param(
            "availability: {total: «up», errors: «sum»(a_total)}",
            [
                ("promql-metric-type", "up is a gauge; a counter belongs here, because slogen takes its rate"),
                ("promql-selector", "a selector belongs here, not the aggregation sum(…)"),
            ],
            id="two mistakes in two selectors",
        ),
        pytest.param(
            "latency: {histogram: «h_seconds_bucket», threshold: 500ms}",
            [("promql-selector", "name the histogram itself, without _bucket")],
            id="buckets instead of the histogram",
        ),
        pytest.param(
            "latency: {histogram: 'h_seconds{«le»=\"0.5\"}', threshold: 500ms}",
            [("promql-le", "leave out `le`: slogen sets `le` from the threshold, in every spelling")],
            id="le is set already",
        ),
        pytest.param(
            "latency: {histogram: h_seconds, threshold: «0s»}",
            [("duration", "`threshold` must be longer than 0s, got 0s")],
            id="a threshold of nothing",
        ),
        pytest.param(
            "latency: {histogram: h_seconds, threshold: 500ms, percentile: «95»}",
            [("conflict", "`percentile` 95 is another objective than 99.9: p95 means 95 %")],
            id="two objectives",
        ),
        pytest.param(
            "apdex: {histogram: h_seconds, t: 500ms, tolerated: «400ms»}",
            [("conflict", "`tolerated` must be longer than `t`, got 400ms and 500ms")],
            id="tolerated sooner than satisfied",
        ),
        pytest.param(
            "queue_depth: {depth: «q_total», target: 50, warning: «50», breach: «40»}",
            [
                ("promql-metric-type", "q_total is a counter by its name; a gauge belongs here"),
                ("conflict", "`warning` must be more than `target`, got 50 and 50"),
                ("conflict", "`breach` must be more than `warning`, got 40 and 50"),
            ],
            id="a counter, and levels out of order",
        ),
        pytest.param(
            "queue_depth: {depth: q, target: 50, breach: «50»}",
            [("conflict", "`breach` must be more than `target`, got 50 and 50")],
            id="a breach at the target",
        ),
        pytest.param(
            "queue_depth: {depth: q, target: «1.0000000001»}",
            [("wrong-value", "`target` has more than 9 decimals")],
            id="more decimals than anybody measures",
        ),
        pytest.param(
            "queue_depth: {depth: q, target: 50, clears_after: «30s»}",
            [("duration", "`clears_after` must be between 1m and 1d, got 30s")],
            id="cleared before it is evaluated",
        ),
        pytest.param(
            "freshness: {age: a, target: 1h, warning: «30m»}",
            [("conflict", "`warning` must be more than `target`, got 30m and 1h")],
            id="durations out of order",
        ),
        pytest.param(
            "ratio: {errors: '«rate(a[5m])»', total: 'rate(b[$window])'}",
            [("promql-window", "the expression does not use `$window`, so it would be the same over every window")],
            id="a fixed range",
        ),
        pytest.param(
            "ratio: {errors: «'rate(a[$window])'», total: 'rate(a[$window])'}",
            [("conflict", "`errors` is the same expression as `total`: every event would be an error")],
            id="equal expressions",
        ),
    ],
)
def test_mistakes(written: str, findings: list[tuple[str, str]]) -> None:
    found = reading(SERVICE, (AVAILABILITY, written))
    assert found.service is None
    assert found.says(*findings)


def test_a_mistake_in_a_block_scalar_is_found_on_its_line() -> None:
    total, errors = (
        "        total: sum(rate(b[$window]))\n",
        "        errors: |\n          sum(\n            «rat»(a[$window])\n          )",
    )
    written = "\n      ratio:\n" + total + errors
    found = reading(SERVICE, (f"{{{AVAILABILITY}}}", written))
    assert found.says(("promql-syntax", "Prometheus has no function rat()"))


def test_a_selector_of_targets_is_checked() -> None:
    found = reading(SERVICE, ("    objective", "    targets: «a_total»\n    objective"))
    assert found.says(("promql-metric-type", "a_total is a counter by its name; a gauge belongs here"))
