"""Counters that begin again, replicas that are replaced, scrapes that fail: nothing of it may look like an incident."""

import math

from tests.hard_data.harness import Query, Scene, absent, between, firing, last_fired, never_fired, play, silent
from tests.hard_data.series import Gone, Lost, Phase, Restart, born, counter, gauge
from tests.rules.builders import service, slo

ID = '{slo_id="shop/api/slo"}'
PERIOD = f"slo:sli_error:ratio_rate30d{ID}"


def _instance(name: str, *phases: Phase) -> dict[str, str]:
    """600 requests a minute wherever a phase says 1, one in two thousand failed: half of the budget of 99.9 %."""
    good, bad = ([_scaled(phase, rate) for phase in phases] for rate in (599.7, 0.3))
    return {
        f'http_requests_total{{job="api",code="200",instance="{name}"}}': counter(*good, start=5997),
        f'http_requests_total{{job="api",code="500",instance="{name}"}}': counter(*bad, start=3),
    }


def _scaled(phase: Phase, rate: float) -> Phase:
    match phase:
        case Lost(minutes, per_minute):
            return Lost(minutes, per_minute * rate)
        case (minutes, per_minute):
            return (minutes, per_minute * rate)
        case _:
            return phase


def _undisturbed(*times: str) -> list[Query]:
    """Less than a thousandth off, in every window from raw counters and in the period."""
    windows = ("5m", "30m", "1h", "30d")
    return [between(at, f"slo:sli_error:ratio_rate{w}{ID}", 0.0004995, 0.0005005) for at in times for w in windows]


def test_a_restarted_instance_does_not_move_the_ratio() -> None:
    """One of two instances restarts after an hour, and misses two scrapes while it does."""
    series = _instance("a", (60, 1), Lost(0.5), Restart(), (59.5, 1)) | _instance("b", (120, 1)) | {'up{job="api"}': "1x480"}
    play(Scene(service(slo()), series, [*_undisturbed("61m", "62m", "65m", "75m", "2h"), silent("2h", "2h")]))


def test_every_instance_restarting_at_once_does_not_move_the_ratio() -> None:
    series = _instance("a", (60, 1), Lost(1), Restart(), (59, 1)) | _instance("b", (60, 1), Lost(1), Restart(), (59, 1))
    play(Scene(service(slo()), series, [*_undisturbed("62m", "65m", "75m", "2h"), silent("2h", "2h")]))


def test_a_new_replica_set_does_not_move_the_ratio() -> None:
    """Two old instances disappear, two of another name begin at nearly zero."""
    series: dict[str, str] = {}
    for name in ("a", "b"):
        series |= _instance(f"old-{name}", (60, 1), Gone(60))
        series |= {key: born(60, values) for key, values in _instance(f"new-{name}", (60, 1)).items()}
    series |= {'up{job="api"}': "1x480"}
    play(Scene(service(slo()), series, [*_undisturbed("61m", "62m", "65m", "75m", "2h"), silent("2h", "2h")]))


def test_thirty_minutes_without_scrapes_page_nobody_and_the_missing_alert_resolves() -> None:
    """The counters went on meanwhile: the increase over the gap must not look like a burst of errors afterwards."""
    series = _instance("a", (60, 1), Lost(30, 1), (90, 1)) | {'up{job="api"}': gauge((60, 1), Lost(30), (90, 1))}
    missing = {"alertname": "ApiSloMissing", "cause": "targets-down"}
    burning = [never_fired("3h", "3h", f"ApiSloBurn{pair}") for pair in ("PageFast", "PageSlow", "TicketFast", "TicketSlow")]
    play(
        Scene(
            service(slo()),
            series,
            [
                absent("80m", f"slo:sli_error:ratio_rate5m{ID}"),
                firing("80m", missing),
                last_fired("3h", "3h", "ApiSloMissing", 89, 92),
                firing("95m"),
                *burning,
                *_undisturbed("92m", "95m", "100m", "2h", "3h"),
            ],
        )
    )


def test_thirty_minutes_after_a_total_outage_inside_the_gap_page_nobody_either() -> None:
    """What happened inside the gap is seen once, in the windows that span it; the short window knows that it is over."""
    good, bad = 'http_requests_total{job="api",code="200"}', 'http_requests_total{job="api",code="500"}'
    series = {good: counter((60, 600), Lost(30, 300), (60, 600)), bad: counter((60, 0), Lost(30, 300), (60, 0))}
    play(
        Scene(
            service(slo()), series, [never_fired("150m", "150m", "ApiSloBurnPageFast"), never_fired("150m", "150m", "ApiSloBurnPageSlow")]
        )
    )


def test_half_an_hour_without_prometheus_costs_the_period_ratio_less_than_a_fifth_of_a_percent_and_coverage_shows_it() -> None:
    """28 days of tiles with daily waves and an incident, 6 tiles never recorded at the daily peak; the truth has all events."""
    tiles = 28 * 288
    events = [50 + 40 * math.sin(2 * math.pi * tile / 288) for tile in range(tiles + 1)]
    errors = [rate * (0.05 if 3000 <= tile < 3030 else 0.0004) for tile, rate in enumerate(events)]
    missing = range(5 * 288 + 70, 5 * 288 + 76)
    truth = sum(errors) / sum(events)
    series = {
        f"slo:sli_{name}:tile5m{ID}": " ".join("_" if tile in missing else f"{rate:.9g}" for tile, rate in enumerate(rates))
        for name, rates in (("events", events), ("errors", errors))
    }
    play(
        Scene(
            service(slo(window="28d")),
            series,
            [
                between("28d", f"slo:sli_error:ratio_rate28d{ID}", truth * 0.998, truth * 1.002),
                between("28d", f"slo:sli_coverage:ratio{ID}", (tiles - 7) / tiles, (tiles - 5) / tiles),
            ],
            every="5m",
            evaluation="12h",
        )
    )
