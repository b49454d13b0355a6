"""Few events: one failure is a high ratio and no incident; the guard counts failures in the long window."""

import pytest

from slogen.model.slo import Guard
from tests.hard_data.harness import Query, Scene, firing, first_fired, never_fired, play, silent
from tests.hard_data.series import counter
from tests.rules.builders import service, slo, uptime

TOTAL = 'http_requests_total{job="api",code="200"}'
ERRORS = 'http_requests_total{job="api",code="500"}'
UP = {'up{job="api"}': "1x3000"}
FAST, DAY = "ApiSloBurnPageFast", "ApiSloBurnTicketFast"


def _night(failures: int) -> dict[str, str]:
    """Three quiet hours, then within a quarter of an hour that many failures and as many requests that succeed."""
    spread = (15, failures / 15)
    return {TOTAL: counter((180, 0), spread, (30, 0)), ERRORS: counter((180, 0), spread, (30, 0))} | UP


def _pages(failures: int, guard: Guard, *checks: Query) -> Scene:
    return Scene(service(slo(guard=guard)), _night(failures), checks, evaluation="5m")


def test_one_failure_in_two_requests_pages_without_a_guard() -> None:
    """Why the guard exists: 50 % is far above 1.44 %."""
    play(_pages(1, Guard(), first_fired("220m", "220m", FAST, 180, 196)))


@pytest.mark.parametrize(
    "guard", [pytest.param(Guard(min_failures=3), id="min_failures"), pytest.param(Guard(min_events=10), id="min_events")]
)
def test_one_failure_in_two_requests_pages_nobody_with_a_guard(guard: Guard) -> None:
    play(_pages(1, guard, silent("220m", "220m")))


def test_the_guard_lets_exactly_as_many_failures_through_as_it_says() -> None:
    """Two failures are silent, three page; in the raw hour and in the day of tiles alike."""
    guard = Guard(min_failures=3)
    play(
        _pages(2, guard, silent("220m", "220m")),
        _pages(3, guard, first_fired("220m", "220m", FAST, 180, 198), first_fired("220m", "220m", DAY, 180, 205)),
    )


def test_the_guard_lets_exactly_as_many_events_through_as_it_says() -> None:
    guard = Guard(min_events=10)
    play(_pages(4, guard, silent("220m", "220m")), _pages(5, guard, first_fired("220m", "220m", FAST, 180, 198)))


def test_the_guard_counts_only_what_happened_even_when_the_long_window_is_not_yet_full() -> None:
    """One hour of history, one failure in 100 requests: averaged tiles alone would stretch it to six failures in six hours."""
    series = {TOTAL: counter((60, 1.65)), ERRORS: counter((30, 0), (15, 1 / 15), (15, 0))} | UP
    play(Scene(service(slo(guard=Guard(min_failures=3))), series, [silent("1h", "1h")], evaluation="5m"))


def test_a_real_incident_pages_in_spite_of_the_guard() -> None:
    series = {TOTAL: counter((60, 60), (20, 0)), ERRORS: counter((60, 0), (20, 60))} | UP
    guard = Guard(min_failures=5, min_events=100)
    play(Scene(service(slo(guard=guard)), series, [first_fired("80m", "80m", FAST, 60, 62), never_fired("59m", "59m", FAST)]))


def test_gauges_have_no_guard() -> None:
    """Minutes are not events: a guard that is inherited must not silence them."""
    down = {'pg_up{job="db"}': "1x120 0x80", 'up{job="db"}': "1x200"}
    built = slo(uptime(), guard=Guard(100, 100_000), targets='up{job="db"}')
    play(
        Scene(
            service(built),
            down,
            [firing("45m", *({"alertname": f"ApiSloBurn{p}"} for p in ("PageFast", "PageSlow", "TicketFast", "TicketSlow")))],
        )
    )
