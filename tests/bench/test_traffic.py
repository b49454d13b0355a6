"""Synthetic traffic: what is counted is what was scraped, wherever nothing was lost on the way."""

from dataclasses import replace
from itertools import pairwise

import pytest

from bench.accuracy.traffic import DAY, SLOT, Burst, Calendar, DataSet, Incident, Scraped, Traffic, level

CALENDAR = Calendar(end=1_772_409_600, days=3)
WHOLE = DataSet(
    "whole", "nothing is lost", instances=1, codes=("200", "500"), incidents=(), missed=0.0, restart=(1000, 5), restart_days=1000
)


def played(data: DataSet) -> tuple[Traffic, list[list[Scraped]]]:
    traffic = Traffic(data, CALENDAR, "seed")
    return traffic, [traffic.day(number) for number in range(CALENDAR.days)]


def test_the_same_seed_makes_the_same_traffic() -> None:
    assert played(WHOLE)[1] == played(WHOLE)[1]


def test_the_last_scrape_has_seen_all_but_the_last_moments_of_the_truth() -> None:
    traffic, days = played(WHOLE)
    errors = sum(scraped.values["500"][-1] for scraped in days[-1])
    events = sum(values[-1] for scraped in days[-1] for values in scraped.values.values())
    assert traffic.true_error_ratio(CALENDAR.start, CALENDAR.end) == pytest.approx(errors / events, rel=0.01)
    assert errors > 100


def test_a_counter_never_decreases_without_a_restart() -> None:
    _, days = played(WHOLE)
    values = [value for scraped in days for value in scraped[0].values["200"]]
    assert values == sorted(values)
    assert values[-1] > 10_000


def test_every_slot_is_scraped_once_a_slot_apart_but_for_a_few_milliseconds() -> None:
    _, days = played(WHOLE)
    times = days[0][0].times
    assert len(times) == DAY // SLOT
    assert all(abs(later - earlier - SLOT * 1000) < 250 for earlier, later in pairwise(times))


@pytest.mark.parametrize("seconds", [30, 60])
def test_a_longer_scrape_interval_makes_fewer_samples_of_the_same_traffic(seconds: int) -> None:
    _, days = played(replace(WHOLE, scrape_seconds=seconds))
    assert len(days[0][0].times) == DAY // seconds


def test_an_incident_raises_the_error_ratio_while_it_lasts() -> None:
    incident = Incident(days=2, hour=12, minutes=30, ratio=0.25)
    traffic, _ = played(replace(WHOLE, incidents=(incident,)))
    begin = CALENDAR.start + DAY + 12 * 3600
    assert traffic.true_error_ratio(begin, begin + 1800) == pytest.approx(0.25, rel=0.1)
    assert traffic.true_error_ratio(begin + 1800, begin + 3600) < 0.001


def test_nothing_is_scraped_while_prometheus_is_down_and_the_counters_go_on() -> None:
    _, days = played(replace(WHOLE, outage=Incident(days=2, hour=12, minutes=30, ratio=0)))
    begin = (CALENDAR.start + DAY + 12 * 3600) * 1000
    assert [time for scraped in days[1] for time in scraped.times if begin <= time < begin + 1_800_000] == []
    assert days[1][0].values["200"] == sorted(days[1][0].values["200"])


def test_a_restart_resets_the_counters_of_an_instance_and_hides_it_for_half_a_minute() -> None:
    _, days = played(replace(WHOLE, restart=(2, 5), restart_days=100))
    before, after = (scraped for scraped in days[1] if scraped.instance == "00")
    assert after.values["200"][0] < before.values["200"][-1]
    assert after.times[0] - before.times[-1] > 30_000
    assert after.times[0] >= (CALENDAR.start + DAY + 5 * 3600 + 30) * 1000


def test_churn_renames_what_restarts() -> None:
    _, days = played(replace(WHOLE, restart=(2, 5), restart_days=100, churn=True))
    assert {scraped.instance for scraped in days[0]}.isdisjoint({scraped.instance for scraped in days[2]})


def test_the_errors_of_a_burst_come_within_three_seconds() -> None:
    data = replace(WHOLE, instances=20, burst=Burst(after=6, ratio=0.5))
    _, days = played(data)
    for scraped in days[0]:
        into = scraped.times[0] / 1000 % SLOT
        first, total = scraped.values["500"][0], scraped.values["500"][1]
        assert total > 0
        assert (first == 0) if into < 6 else (first >= total - 1) if into >= 9.1 else (0 <= first <= total)


def test_a_share_of_the_scrapes_is_missed() -> None:
    _, days = played(replace(WHOLE, missed=0.1))
    assert len(days[0][0].times) == pytest.approx(0.9 * DAY / SLOT, rel=0.02)


def test_days_come_in_order() -> None:
    with pytest.raises(ValueError, match="day 1 is not the next one"):
        Traffic(WHOLE, CALENDAR, "seed").day(1)


def test_noon_is_busier_than_night_and_weekends_are_half_as_busy() -> None:
    monday, saturday = CALENDAR.end, CALENDAR.end - 2 * DAY
    assert level(monday + 14 * 3600) > 10 * level(monday + 3 * 3600)
    assert level(saturday + 8 * 3600) == pytest.approx(level(monday + 8 * 3600) / 2)
