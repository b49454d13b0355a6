"""A queue's depth: bad minutes by the worst value within the minute, warning and breach that hold on until it is really better."""

from typing import Any

import pytest

from slogen.model.sli import NoData, QueueDepth
from tests.hard_data.harness import Scene, absent, firing, first_fired, last_fired, never_fired, play, silent, value
from tests.hard_data.series import Gone, Lost, born, gauge
from tests.rules.builders import PAGE, duration, levels, queue, response, service, slo

ID = '{slo_id="shop/api/slo"}'
DEPTH = 'queue_depth{queue="mail"}'
UP = {'up{job="api"}': "1x3000"}
WARNING, BREACH = "ApiSloWarning", "ApiSloBreach"
# Without burn alerts: these scenes are about levels.
ONLY_LEVELS: dict[str, Any] = {"burn_alerts": (), "objective": "90"}


def _spike(at_second: int, minutes: int, low: int = 10, high: int = 60) -> str:
    """A gauge that is high in one single scrape."""
    samples = [str(low)] * (minutes * 4)
    samples[at_second // 15] = str(high)
    return " ".join(samples)


def test_the_worst_value_within_the_minute_makes_it_bad() -> None:
    """One scrape between two evaluations is above the target; an instant read at the evaluation would miss it."""
    play(
        Scene(
            service(slo(queue(), **ONLY_LEVELS)),
            {DEPTH: _spike(10 * 60 - 30, 30)} | UP,
            [
                value("9m", f"slo:sli_bad:slice{ID}", 0),
                value("10m", f"slo:sli_bad:slice{ID}", 1),
                value("10m", f"slo:sli_value:worst{ID}", 60),
                value("11m", f"slo:sli_bad:slice{ID}", 0),
            ],
        )
    )


def test_at_its_target_a_queue_is_good() -> None:
    play(Scene(service(slo(queue(), **ONLY_LEVELS)), {DEPTH: gauge((10, 50))} | UP, [value("10m", f"slo:sli_bad:slice{ID}", 0)]))


def test_a_warning_stays_until_the_queue_was_below_its_target_for_the_whole_waiting_time() -> None:
    """80, then 60 (between target and warning), then 40 for five minutes, 55 for a moment, then 40 for good."""
    depth = gauge((10, 20), (10, 80), (20, 60), (5, 40), (2, 55), (30, 40))
    play(
        Scene(
            service(slo(queue(), **ONLY_LEVELS)),
            {DEPTH: depth} | UP,
            [
                first_fired("75m", "75m", WARNING, 10, 11),
                firing("35m", {"alertname": WARNING, "severity": "ticket"}),
                firing("46m", {"alertname": WARNING, "severity": "ticket"}),
                # Below the target since minute 47, ten minutes of patience, and at most two minutes of bridge.
                last_fired("75m", "75m", WARNING, 56, 60),
                never_fired("75m", "75m", BREACH),
            ],
        )
    )


def test_a_cleared_warning_fires_again_at_its_own_level_not_at_the_target() -> None:
    depth = gauge((5, 20), (5, 80), (20, 40), (15, 60), (5, 80), (5, 20))
    checks = [last_fired("44m", "44m", WARNING, 20, 24), firing("44m"), firing("48m", {"alertname": WARNING})]
    play(Scene(service(slo(queue(), **ONLY_LEVELS)), {DEPTH: depth} | UP, checks))


def test_a_breach_fires_beside_the_warning_and_clears_with_the_same_rule() -> None:
    depth = gauge((5, 20), (10, 120), (20, 60), (20, 30))
    play(
        Scene(
            service(slo(queue(), **ONLY_LEVELS)),
            {DEPTH: depth} | UP,
            [
                firing("34m", {"alertname": WARNING, "severity": "ticket"}, {"alertname": BREACH, "severity": "page"}),
                first_fired("55m", "55m", BREACH, 5, 6),
                last_fired("55m", "55m", BREACH, 44, 48),
            ],
        )
    )


def test_levels_hold_over_a_gap_of_twelve_minutes_while_the_queue_stands_between_target_and_warning() -> None:
    """A restart of Prometheus, or of the exporter: what was firing goes on firing."""
    depth = gauge((10, 80), Lost(12), (10, 60))
    play(Scene(service(slo(queue(), **ONLY_LEVELS)), {DEPTH: depth} | UP, [firing("25m", {"alertname": WARNING})]))


def test_a_warning_holds_at_the_target_and_clears_below_it() -> None:
    depth = gauge((5, 80), (25, 50), (30, 49))
    checks = [firing("30m", {"alertname": WARNING}), last_fired("60m", "60m", WARNING, 39, 43)]
    play(Scene(service(slo(queue(), **ONLY_LEVELS)), {DEPTH: depth} | UP, checks))


def test_a_queue_that_must_be_empty_can_clear() -> None:
    """Target 0: nothing lies below it, so at the target must be good enough."""
    strict = queue(target=0, warning=1, breach=10)
    play(
        Scene(
            service(slo(strict, **ONLY_LEVELS)),
            {DEPTH: gauge((5, 0), (5, 2), (30, 0))} | UP,
            [first_fired("40m", "40m", WARNING, 5, 6), last_fired("40m", "40m", WARNING, 19, 23), firing("40m")],
        )
    )


def test_summed_depths_are_summed_at_each_moment() -> None:
    """30 and 30 at the same time are 60; each alone is below the target, and so would their maximum be."""
    two = {
        'queue_depth{queue="mail",shard="a"}': gauge((10, 30), (10, 0)),
        'queue_depth{queue="mail",shard="b"}': gauge((10, 30), (10, 40)),
    }
    checks = [
        value("9m", f"slo:sli_value:worst{ID}", 60),
        value("9m", f"slo:sli_bad:slice{ID}", 1),
        value("19m", f"slo:sli_value:worst{ID}", 40),
    ]
    play(Scene(service(slo(queue("sum"), **ONLY_LEVELS)), two | UP, checks))


def test_the_highest_of_several_depths_counts_with_max() -> None:
    two = {'queue_depth{queue="mail",shard="a"}': gauge((10, 30)), 'queue_depth{queue="mail",shard="b"}': gauge((10, 45))}
    play(Scene(service(slo(queue(), **ONLY_LEVELS)), two | UP, [value("9m", f"slo:sli_value:worst{ID}", 45)]))


@pytest.mark.parametrize("aggregate", ["max", "sum"])
def test_slow_scrapes_leave_no_minute_without_a_value(aggregate: str) -> None:
    """Scraped every 75 seconds and evaluated every minute; a subquery over one minute would have no step in some minutes."""
    built = slo(queue(aggregate), scrape_interval=duration("75s"), **ONLY_LEVELS)
    checks = [value(f"{minute}m", f"slo:sli_bad:slice{ID}", 0) for minute in range(5, 30)]
    play(Scene(service(built), {DEPTH: "10x40", 'up{job="api"}': "1x40"}, [*checks, silent("40m", "35m")], every="75s"))


@pytest.mark.parametrize("aggregate", ["max", "sum"])
def test_evaluating_more_often_than_scraping_leaves_no_slice_without_a_value(aggregate: str) -> None:
    """Evaluated every 15 seconds, scraped every 30."""
    built = slo(queue(aggregate), scrape_interval=duration("30s"), evaluation_interval=duration("15s"), **ONLY_LEVELS)
    checks = [value(f"{seconds}s", f"slo:sli_bad:slice{ID}", 0) for seconds in range(300, 420, 15)]
    play(Scene(service(built), {DEPTH: "10x20", 'up{job="api"}': "1x20"}, checks, every="30s", evaluation="15s"))


@pytest.mark.parametrize(
    ("no_data", "ratio"),
    [pytest.param(NoData.BAD, 0.5, id="bad"), pytest.param(NoData.GOOD, 0.0, id="good"), pytest.param(NoData.IGNORE, 0.0, id="ignore")],
)
def test_minutes_without_data_count_as_the_spec_says(no_data: NoData, ratio: float) -> None:
    """Thirty minutes at 10, thirty minutes of nothing."""
    built = slo(queue(no_data=no_data), **ONLY_LEVELS)
    checks = [value("60m", f"slo:sli_error:ratio_rate1h{ID}", ratio, within=0.04)]
    if no_data is NoData.IGNORE:
        checks += [absent("60m", f"slo:sli_bad:slice{ID}"), absent("60m", f"slo:sli_error:ratio_rate5m{ID}")]
    play(Scene(service(built), {DEPTH: gauge((30, 10), Gone(30))} | UP, checks))


@pytest.mark.parametrize(
    ("no_data", "ratio"),
    [pytest.param(NoData.BAD, 0.5, id="bad"), pytest.param(NoData.GOOD, 0.0, id="good"), pytest.param(NoData.IGNORE, 0.0, id="ignore")],
)
def test_minutes_without_data_count_for_the_group_that_is_gone(no_data: NoData, ratio: float) -> None:
    built = slo(queue(no_data=no_data), group_by=("env",), **ONLY_LEVELS)
    group = 'queue_depth{queue="mail",env="%s"}'
    play(
        Scene(
            service(built),
            {group % "prod": gauge((60, 10)), group % "stage": gauge((30, 10), Gone(30))} | UP,
            [
                value("60m", 'slo:sli_error:ratio_rate1h{slo_id="shop/api/slo",env="stage"}', ratio, within=0.04),
                value("60m", 'slo:sli_error:ratio_rate1h{slo_id="shop/api/slo",env="prod"}', 0),
            ],
        )
    )


def test_a_gauge_that_is_not_a_number_is_no_data() -> None:
    """Some exporters say NaN when they do not know. It compares false to everything, and would count as good."""
    built = slo(queue(), **ONLY_LEVELS)
    checks = [value("40m", f"slo:sli_bad:slice{ID}", 1), absent("40m", f"slo:sli_value:worst{ID}")]
    play(Scene(service(built), {DEPTH: "10x80 " + "NaN " * 80} | UP, checks))


def test_a_bad_hour_burns_the_budget_of_minutes() -> None:
    """99 % of minutes: 14.4 % of an hour are 9 minutes."""
    built = slo(queue(), objective="99", responses={PAGE: response(PAGE), response().severity: response()})
    play(Scene(service(built), {DEPTH: gauge((60, 10), (20, 60))} | UP, [first_fired("80m", "80m", "ApiSloBurnPageFast", 67, 70)]))


def test_the_state_is_a_series_that_boards_can_show() -> None:
    built = slo(QueueDepth(DEPTH, levels(breach=None), "max", NoData.BAD), **ONLY_LEVELS)
    checks = [
        value("9m", f"slo:sli_warning:state{ID}", 0),
        value("15m", f"slo:sli_warning:state{ID}", 1),
        absent("15m", "slo:sli_breach:state"),
    ]
    play(Scene(service(built), {DEPTH: born(2, gauge((8, 10), (10, 90)))} | UP, checks))
