"""Things that must be refreshed, and things that must be up."""

from typing import Any

import pytest

from slogen.model.sli import NoData, Sli
from tests.hard_data.harness import Scene, absent, between, finite, firing, first_fired, last_fired, never_fired, play, silent, value
from tests.hard_data.series import Gone, gauge
from tests.rules.builders import freshness, service, slo, uptime

ID = '{slo_id="shop/api/slo"}'
UPDATED = "view_updated_timestamp_seconds"
AGE = "view_age_seconds"
UP = {'up{job="api"}': "1x3000"}
WARNING, BREACH = "ApiSloWarning", "ApiSloBreach"
ONLY_LEVELS: dict[str, Any] = {"burn_alerts": (), "objective": "90"}
VALUE, SLICE = f"slo:sli_value:worst{ID}", f"slo:sli_bad:slice{ID}"


def _refreshed_every_minute(minutes: int) -> str:
    """The time of the last refresh, which happens at every full minute."""
    return " ".join(str(60 * (scrape // 4)) for scrape in range(minutes * 4))


def _age_since(second: int, minutes: int) -> str:
    """An age that grows from a refresh at `second`."""
    return " ".join(str(max(0, scrape * 15 - second)) for scrape in range(minutes * 4))


def test_an_age_counts_from_the_time_of_the_last_refresh() -> None:
    """Refreshed once at second 0: good until minute 15, warning from 20 on, breach from 30 on."""
    play(
        Scene(
            service(slo(freshness(), **ONLY_LEVELS)),
            {UPDATED: "0x160"} | UP,
            [
                value("15m", VALUE, 900),
                value("15m", SLICE, 0),
                value("16m", SLICE, 1),
                first_fired("40m", "40m", WARNING, 20, 20),
                first_fired("40m", "40m", BREACH, 30, 30),
                firing("40m", {"alertname": WARNING, "severity": "ticket"}, {"alertname": BREACH, "severity": "page"}),
            ],
        )
    )


def test_something_that_is_refreshed_in_time_is_never_bad() -> None:
    play(
        Scene(
            service(slo(freshness())),
            {UPDATED: _refreshed_every_minute(60)} | UP,
            [value("59m", f"slo:sli_error:ratio_rate1h{ID}", 0), silent("59m", "59m")],
        )
    )


@pytest.mark.parametrize(
    ("sli", "series", "values"),
    [
        pytest.param(freshness(), UPDATED, gauge((10, 0), Gone(50)), id="by the time of its refresh"),
        pytest.param(freshness("", AGE), AGE, f"{_age_since(0, 10)} stale", id="by its age"),
    ],
)
def test_when_the_exporter_dies_the_age_goes_on_growing_and_breaches(sli: Sli, series: str, values: str) -> None:
    """The last refresh was at second 0, the exporter vanished at minute 10; a bare max() would vanish with it."""
    play(
        Scene(
            service(slo(sli, **ONLY_LEVELS)),
            {series: values} | UP,
            [
                value("20m", VALUE, 1200, within=1),
                value("40m", VALUE, 2400, within=1),
                first_fired("40m", "40m", BREACH, 30, 31),
                firing("40m", {"alertname": WARNING}, {"alertname": BREACH}, {"alertname": "ApiSloMissing"}),
            ],
        )
    )


def test_a_refresh_after_a_breach_clears_after_the_waiting_time() -> None:
    updated = " ".join(["0"] * 160 + [str(60 * (scrape // 4)) for scrape in range(160, 280)])
    checks = [first_fired("69m", "69m", BREACH, 30, 30), last_fired("69m", "69m", BREACH, 49, 53), never_fired("29m", "29m", BREACH)]
    play(Scene(service(slo(freshness(), **ONLY_LEVELS)), {UPDATED: updated} | UP, checks))


def test_the_newest_or_the_oldest_of_several_counts_as_the_spec_says() -> None:
    series = {UPDATED + '{view="a"}': "0x80", UPDATED + '{view="b"}': "300x80"} | UP
    play(
        Scene(service(slo(freshness(aggregate="newest"), **ONLY_LEVELS)), series, [value("20m", VALUE, 900)]),
        Scene(service(slo(freshness(aggregate="oldest"), **ONLY_LEVELS)), series, [value("20m", VALUE, 1200)]),
    )


def test_each_group_has_its_own_age() -> None:
    series = {UPDATED + '{view="a"}': _refreshed_every_minute(40), UPDATED + '{view="b"}': "0x160"} | UP
    alerts = [{"alertname": name, "view": "b"} for name in (WARNING, BREACH)]
    play(Scene(service(slo(freshness(), group_by=("view",), **ONLY_LEVELS)), series, [firing("39m", *alerts)]))


def test_a_group_that_dies_goes_on_ageing_while_another_is_refreshed() -> None:
    series = {UPDATED + '{view="a"}': _refreshed_every_minute(60), UPDATED + '{view="b"}': gauge((10, 0), Gone(50))} | UP
    alerts = [{"alertname": name, "view": "b"} for name in (WARNING, BREACH, "ApiSloMissing")]
    play(Scene(service(slo(freshness(), group_by=("view",), **ONLY_LEVELS)), series, [firing("59m", *alerts)]))


@pytest.mark.parametrize(
    ("no_data", "bad"),
    [pytest.param(NoData.BAD, 1, id="bad"), pytest.param(NoData.GOOD, 0, id="good"), pytest.param(NoData.IGNORE, None, id="ignore")],
)
def test_something_that_never_reported_counts_as_the_spec_says(no_data: NoData, bad: int | None) -> None:
    check = absent("30m", SLICE) if bad is None else value("30m", SLICE, bad)
    play(Scene(service(slo(freshness(no_data=no_data), **ONLY_LEVELS)), UP, [check, firing("30m", {"alertname": "ApiSloMissing"})]))


PG = 'pg_up{job="db",instance="%s"}'


def test_a_rolling_restart_is_no_downtime_when_any_instance_suffices() -> None:
    """Each of two instances is down for two minutes, one after the other."""
    series = {PG % "a": gauge((10, 1), (2, 0), (20, 1)), PG % "b": gauge((14, 1), (2, 0), (16, 1))} | UP
    play(Scene(service(slo(uptime())), series, [value("30m", f"slo:sli_error:ratio_rate30m{ID}", 0), silent("30m", "30m")]))


def test_a_rolling_restart_is_downtime_when_all_instances_are_required() -> None:
    """Four minutes; a minute that is bad in part is bad, and each sees the last scrape of the one before."""
    series = {PG % "a": gauge((10, 1), (2, 0), (20, 1)), PG % "b": gauge((14, 1), (2, 0), (16, 1))} | UP
    checks = [
        value("11m", SLICE, 1),
        value("15m", SLICE, 1),
        value("18m", SLICE, 0),
        between("30m", f"slo:sli_error:ratio_rate1h{ID}", 4 / 30, 8 / 30),
    ]
    play(Scene(service(slo(uptime("all"), **ONLY_LEVELS)), series, checks))


def test_a_replaced_instance_is_no_downtime() -> None:
    """A new instance begins before the old one goes; the old one's series ends."""
    series = {PG % "old": gauge((12, 1), Gone(18)), PG % "new": " ".join(["_"] * 40 + ["1"] * 80)} | UP
    play(
        *(Scene(service(slo(uptime(require))), series, [value("29m", f"slo:sli_error:ratio_rate30m{ID}", 0)]) for require in ("any", "all"))
    )


def test_everything_down_for_a_scrape_is_a_bad_minute() -> None:
    down = ["1"] * 120
    down[42] = "0"
    series = {PG % "a": " ".join(down), PG % "b": " ".join(down)} | UP
    checks = [value("11m", SLICE, 1), value("12m", SLICE, 0), finite("29m", "28m")]
    play(*(Scene(service(slo(uptime(require), **ONLY_LEVELS)), series, checks) for require in ("any", "all")))


@pytest.mark.parametrize("require", ["any", "all"])
def test_an_uptime_that_is_not_a_number_is_no_data(require: str) -> None:
    play(
        Scene(
            service(slo(uptime(require), **ONLY_LEVELS)),
            {PG % "a": "1x40 " + "NaN " * 80} | UP,
            [value("20m", SLICE, 1), absent("20m", VALUE)],
        )
    )


@pytest.mark.parametrize("require", ["any", "all"])
def test_a_database_down_for_an_hour_pages(require: str) -> None:
    """99.9 % of minutes: one bad minute in an hour is 1.64 %, above 1.44 %."""
    series = {PG % "a": gauge((60, 1), (10, 0), (30, 1))} | UP
    checks = [first_fired("100m", "100m", "ApiSloBurnPageFast", 60, 62), last_fired("100m", "100m", "ApiSloBurnPageFast", 73, 76)]
    play(Scene(service(slo(uptime(require))), series, checks))
