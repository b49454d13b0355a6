"""Latency and Apdex: exact buckets, in whatever spelling, and what an odd histogram does."""

from dataclasses import replace
from decimal import Decimal

import pytest

from slogen.model.sli import Apdex, Latency
from tests.hard_data.harness import Scene, absent, between, finite, firing, never_fired, play, silent, value
from tests.hard_data.series import Gone, born, counter
from tests.rules.builders import APDEX, LATENCY, service, slo

ID = '{slo_id="shop/api/slo"}'
COUNT = 'http_seconds_count{job="api"}'
UP = {'up{job="api"}': "1x2000"}


def _bucket(le: str) -> str:
    return f'http_seconds_bucket{{job="api",le="{le}"}}'


def _within(bound: str) -> Latency:
    return Latency('http_seconds{job="api"}', Decimal(bound), Decimal(bound))


@pytest.mark.parametrize(
    ("bound", "spelling"),
    [
        pytest.param("0.5", "0.5", id="0.5"),
        pytest.param("1", "1", id="1 as Prometheus 2 stores it"),
        pytest.param("1", "1.0", id="1 as Prometheus 3 and OpenMetrics write it"),
        pytest.param("2.5", "2.5", id="2.5"),
        pytest.param("500", "500", id="500 in milliseconds"),
        pytest.param("500", "500.0", id="500 in milliseconds, OpenMetrics"),
        pytest.param("1000000", "1e+06", id="a million as Go writes it"),
        pytest.param("1000000", "1000000.0", id="a million, plain"),
        pytest.param("10000000", "1.0E7", id="ten million as Java writes it"),
        pytest.param("0.00001", "1e-05", id="ten microseconds as Go writes it"),
    ],
)
def test_a_bucket_is_found_in_every_spelling_of_its_bound(bound: str, spelling: str) -> None:
    """One in five is slow. Buckets beside it (ten times the bound, and +Inf) must not be counted."""
    series = {COUNT: counter((30, 100)), _bucket(spelling): counter((30, 80)), _bucket("1" + spelling): counter((30, 90))}
    series[_bucket("+Inf")] = counter((30, 100))
    checks = [value("30m", f"slo:sli_error:ratio_rate5m{ID}", 0.2), value("30m", f"slo:sli_error:ratio_rate1h{ID}", 0.2)]
    play(Scene(service(slo(_within(bound), objective="75")), series | UP, [*checks, silent("30m", "30m")]))


def test_an_upgrade_that_respells_the_bound_pages_nobody() -> None:
    """At minute 60 `1` becomes `1.0`: the old series ends, another begins at the height that it had."""
    old, new = counter((60, 6000), Gone(60)), born(60, counter((60, 6000), start=60 * 6000))
    series = {COUNT: counter((120, 6000)), _bucket("1"): old, _bucket("1.0"): new}
    checks = [never_fired("2h", "2h", f"ApiSloBurn{pair}") for pair in ("PageFast", "PageSlow")]
    play(Scene(service(slo(_within("1"))), series | UP, [*checks, value("110m", f"slo:sli_error:ratio_rate5m{ID}", 0), firing("2h")]))


def test_a_slow_night_and_a_fast_day_are_weighted_by_requests() -> None:
    """Percentiles do not add up over time; shares of requests do."""
    # Far from zero: near it rate() assumes that a counter which jumps had just begun.
    series = {COUNT: counter((60, 10), (60, 1000), start=1e6), _bucket("0.5"): counter((60, 2), (60, 990), start=1e6)} | UP
    wanted = (60 * 8 + 60 * 10) / (60 * 1010)
    play(
        Scene(
            service(slo(LATENCY, objective="95")),
            series,
            [between("2h", f"slo:sli_error:ratio_rate30d{ID}", wanted * 0.95, wanted * 1.05)],
            evaluation="5m",
        )
    )


def test_a_bucket_that_counts_a_scrape_ahead_never_makes_errors_negative() -> None:
    """The two series of one scrape can differ by a request; a negative rate would lower the budget consumed."""
    series = {COUNT: counter((30, 100)), _bucket("0.5"): counter((30, 101))} | UP
    play(Scene(service(slo(LATENCY, objective="95")), series, [value("30m", f"slo:sli_errors:rate5m{ID}", 0), silent("30m", "30m")]))


def test_an_idle_histogram_has_no_ratio_and_no_alert() -> None:
    series = {COUNT: counter((10, 100), (80, 0)), _bucket("0.5"): counter((10, 100), (80, 0))} | UP
    checks = [
        absent("90m", f"slo:sli_error:ratio_rate1h{ID}"),
        value("90m", f"slo:error_budget_remaining:ratio{ID}", 1),
        silent("90m", "90m"),
        finite("90m", "89m"),
    ]
    play(Scene(service(slo(LATENCY, objective="95")), series, checks))


def test_a_bucket_that_came_late_is_measured_from_then_on() -> None:
    """For three hours the histogram had no bucket at the bound; then traffic grows tenfold and one request in fifty is slow.

    Errors and events must be averaged over the same tiles: over the longer history of events alone the ratio would be 3.5 %.
    """
    series = {COUNT: counter((180, 100), (180, 1000)), _bucket("0.5"): born(180, counter((180, 980)))} | UP
    play(
        Scene(
            service(slo(LATENCY, objective="95")),
            series,
            [between("6h", f"slo:sli_error:ratio_rate30d{ID}", 0.0185, 0.0215)],
            evaluation="5m",
        )
    )


@pytest.mark.parametrize("restarted", [pytest.param(False, id="same series"), pytest.param(True, id="new instances, one after the other")])
@pytest.mark.parametrize("objective", ["99.9", "95"])
def test_adding_the_missing_bucket_pages_nobody(objective: str, restarted: bool) -> None:
    """Windows that reach back to the time before know of all requests and of few fast ones; they must wait until they have passed."""
    if restarted:
        series = {}
        for number, minute in enumerate((60, 70)):
            series[f'http_seconds_count{{job="api",instance="old-{number}"}}'] = counter((minute, 600), Gone(180 - minute))
            for name in (f'count{{job="api",instance="new-{number}"}}', f'bucket{{job="api",instance="new-{number}",le="0.5"}}'):
                series[f"http_seconds_{name}"] = born(minute, counter((180 - minute, 600)))
    else:
        series = {COUNT: counter((180, 600)), _bucket("0.5"): born(60, counter((120, 600)))}
    burning = [f"ApiSloBurn{pair}" for pair in ("PageFast", "PageSlow", "TicketFast", "TicketSlow")]
    checks = [never_fired("3h", "3h", name) for name in burning]
    checks += [value("3h", f"slo:sli_error:ratio_rate{window}{ID}", 0, within=1e-9) for window in ("5m", "1h", "6h", "30d")]
    play(Scene(service(slo(LATENCY, objective=objective)), series | UP, checks))


def test_apdex_counts_a_tolerated_request_half_and_a_frustrated_one_whole() -> None:
    """100 a minute: 60 satisfied, 30 tolerated, 10 frustrated: Apdex 0.75."""
    series = {COUNT: counter((30, 100)), _bucket("0.5"): counter((30, 60)), _bucket("2.0"): counter((30, 90))} | UP
    checks = [
        value("30m", f"slo:sli_error:ratio_rate5m{ID}", 0.25),
        value("30m", f"slo:error_budget_consumed:ratio{ID}", 0.25 / 0.3, within=1e-6),
    ]
    play(Scene(service(slo(APDEX, objective="70")), series, [*checks, silent("30m", "30m")]))


@pytest.mark.parametrize("there", [pytest.param("0.5", id="satisfied only"), pytest.param("2", id="tolerated only")])
def test_apdex_without_one_of_its_buckets_is_absent_and_reported(there: str) -> None:
    series = {COUNT: counter((30, 100)), _bucket(there): counter((30, 100))} | UP
    checks = [absent("30m", f"slo:sli_error:ratio_rate5m{ID}"), firing("30m", {"alertname": "ApiSloBucketMissing"})]
    play(Scene(service(slo(APDEX, objective="85")), series, checks))


def test_apdex_can_page_when_everybody_is_frustrated() -> None:
    """85 %: 14.4 times the budget would be 216 %."""
    series = {COUNT: counter((60, 100)), _bucket("0.5"): counter((60, 0)), _bucket("2"): counter((60, 0))} | UP
    built = slo(replace(APDEX, tolerated=Decimal(2)), objective="85")
    assert isinstance(built.sli, Apdex)
    alerts = [{"alertname": f"ApiSloBurn{pair}"} for pair in ("PageFast", "TicketFast", "TicketSlow")]
    play(Scene(service(built), series, [firing("60m", *alerts)]))
