"""The budget is what the events say: weighted by events, exact to a scrape, undisturbed by restarts and gaps."""

import math

import pytest

from slogen.model.sli import Events
from tests.hard_data.harness import Scene, absent, between, play, silent, value
from tests.hard_data.series import counter
from tests.hard_data.traffic import Traffic, scraped, traffic
from tests.rules.builders import service, slo

ID = '{slo_id="shop/api/slo"}'
PERIOD = f"slo:sli_error:ratio_rate30d{ID}"
TOTAL, ERRORS = "requests_total", "errors_total"
APART = Events("events", TOTAL, ERRORS)
END = 6 * 3600


def _busy(second: int) -> bool:
    """Nothing happens in the first and last ten minutes: what lies before the first scrape cannot blur the comparison."""
    return 600 <= second < END - 600


def _uneven(second: int) -> float:
    return 40 + 30 * math.sin(second / 4000) if _busy(second) else 0


INCIDENT = traffic(END, _uneven, lambda t: _uneven(t) * (0.2 if 5000 <= t < 5900 else 0.0005))
BURST_AFTER = traffic(END, _uneven, lambda t: 8 if t % 300 < 3 and _busy(t) else 0)
BURST_BEFORE = traffic(END, _uneven, lambda t: 8 if 292 <= t % 300 < 295 and _busy(t) else 0)


@pytest.mark.parametrize(
    ("what", "phase"),
    [
        pytest.param(INCIDENT, 7, id="an incident of 15 minutes"),
        pytest.param(BURST_AFTER, 7, id="bursts just after the boundary of two tiles"),
        pytest.param(BURST_AFTER, 1, id="bursts that a scrape cuts in two"),
        pytest.param(BURST_BEFORE, 7, id="bursts just before the boundary of two tiles"),
    ],
)
def test_the_period_ratio_is_the_truth(what: Traffic, phase: int) -> None:
    """Tiles overlap by exactly one scrape: without it the bursts would be lost, with two they would count double."""
    _compare(what, 0.0005, scraped(what.events, phase=phase), scraped(what.errors, phase=phase))


def test_missed_scrapes_and_a_restart_move_the_period_ratio_by_less_than_a_fifth_of_a_percent() -> None:
    """Every 50th scrape fails; the process restarts between two scrapes, and both counters begin at zero."""
    total, errors = (scraped(each, restarts={9003}, missed=lambda number: number % 50 == 17) for each in (INCIDENT.events, INCIDENT.errors))
    _compare(INCIDENT, 0.002, total, errors)


def test_the_long_ratios_are_weighted_by_events_not_by_time() -> None:
    """Half of 10 a minute fail for two hours, none of 1000 a minute for two more: 0.495 %, not 25 %."""
    series = {TOTAL: counter((120, 10), (120, 1000)), ERRORS: counter((120, 5), (120, 0))}
    wanted = 120 * 5 / (120 * 10 + 120 * 1000)
    checks = [between("4h", f"slo:sli_error:ratio_rate{w}{ID}", wanted * 0.97, wanted * 1.03) for w in ("6h", "1d", "3d", "30d")]
    checks.append(between("4h", f"slo:error_budget_consumed:ratio{ID}", wanted * 970, wanted * 1030))
    play(Scene(service(slo(APART)), series, checks, evaluation="5m"))


def test_the_budget_is_what_exists_so_far_and_coverage_says_how_much_that_is() -> None:
    """Three hours of a 7-day window at half of the budget, from the first day of an SLO."""
    series = {TOTAL: counter((180, 2000)), ERRORS: counter((180, 1))}
    tiles = 3 * 12
    play(
        Scene(
            service(slo(APART, window="7d")),
            series,
            [
                value("3h", f"slo:error_budget_remaining:ratio{ID}", 0.5, within=1e-6),
                value("3h", f"slo:error_budget_consumed:ratio{ID}", 0.5, within=1e-6),
                value("3h", f"slo:burn_rate:ratio_rate1h{ID}", 0.5, within=1e-6),
                value("3h", f"slo:objective:ratio{ID}", 0.999),
                between("3h", f"slo:sli_coverage:ratio{ID}", (tiles - 1) / 2016, (tiles + 1) / 2016),
                silent("3h", "3h"),
            ],
            evaluation="5m",
        )
    )


def test_a_budget_that_is_overspent_reads_below_zero() -> None:
    series = {TOTAL: counter((60, 1000)), ERRORS: counter((60, 3))}
    play(Scene(service(slo(APART)), series, [value("1h", f"slo:error_budget_remaining:ratio{ID}", -2, within=1e-6)]))


def test_without_any_traffic_there_is_no_budget_figure_yet() -> None:
    checks = [absent("1h", f"slo:error_budget_remaining:ratio{ID}"), value("1h", f"slo:error_budget:ratio{ID}", 0.001)]
    play(Scene(service(slo(APART)), {TOTAL: counter((60, 0)), ERRORS: counter((60, 0))}, checks))


def _compare(what: Traffic, within: float, events: str, errors: str) -> None:
    truth = what.error_ratio
    check = between("6h", PERIOD, truth * (1 - within), truth * (1 + within))
    play(Scene(service(slo(APART)), {TOTAL: events, ERRORS: errors}, [check], every="1s", evaluation="5m"))
