"""The figures of multi-window burn-rate alerting, as anybody can work them out by hand."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.model.burn import BurnAlert, Pair, Policy, default_policy, exhaustion_seconds, resolve
from slogen.model.duration import Duration
from slogen.model.objective import Objective, plain
from tests.rules.builders import PAGE, TICKET, duration

SHARES = (("1h", "2"), ("6h", "5"), ("1d", "10"), ("3d", "10"))


def _alerts(objective: str, window: str, policy: Policy | None = None) -> dict[str, BurnAlert]:
    length = duration(window)
    kept, _ = resolve(policy or default_policy(length), Objective(Decimal(objective)), length)
    return {alert.pair.name: alert for alert in kept}


@pytest.mark.parametrize(
    ("window", "factors"),
    [
        pytest.param("7d", ("3.36", "1.4", "1", "1"), id="7d, where a day would need 0.7 and three days 0.233"),
        pytest.param("28d", ("13.44", "5.6", "2.8", "1"), id="28d, where three days would need 0.933"),
        pytest.param("30d", ("14.4", "6", "3", "1"), id="30d"),
        pytest.param("90d", ("43.2", "18", "9", "3"), id="90d"),
    ],
)
def test_factors_that_spend_a_share_of_the_budget(window: str, factors: tuple[str, ...]) -> None:
    """Share × window / long window, and never below 1: that would fire while the objective is being met."""
    pairs = [Pair("p", PAGE, duration(long), duration("5m"), budget_percent=Decimal(percent)) for long, percent in SHARES]
    assert tuple(plain(pair.factor_in(duration(window))) for pair in pairs) == factors


@pytest.mark.parametrize(
    ("window", "factors"),
    [(window, ("13.44", "3.5", "1.4", "1")) for window in ("7d", "10d", "13d")]
    + [(window, ("14.4", "6", "3", "1")) for window in ("14d", "28d", "30d", "90d")],
)
def test_the_default_policy(window: str, factors: tuple[str, ...]) -> None:
    alerts = default_policy(duration(window)).pairs
    assert tuple(str(pair.factor) for pair in alerts) == factors
    assert [(pair.severity, str(pair.long), str(pair.short)) for pair in alerts] == [
        (PAGE, "1h", "5m"),
        (PAGE, "6h", "30m"),
        (TICKET, "1d", "2h"),
        (TICKET, "3d", "6h"),
    ]


@pytest.mark.parametrize(
    ("window", "percents"),
    [
        pytest.param("28d", ("2.14", "5.36", "10.71", "10.71"), id="28d"),
        pytest.param("30d", ("2.00", "5.00", "10.00", "10.00"), id="30d"),
        pytest.param("90d", ("0.67", "1.67", "3.33", "3.33"), id="90d"),
        pytest.param("7d", ("8.00", "12.50", "20.00", "42.86"), id="7d"),
    ],
)
def test_the_share_of_the_budget_that_is_gone_when_a_pair_fires(window: str, percents: tuple[str, ...]) -> None:
    assert tuple(f"{alert.budget_fraction * 100:.2f}" for alert in _alerts("99.9", window).values()) == percents


NEVER = (None, None)
# Error ratio → minutes until it fires and until it lets go, for page-fast, page-slow, ticket-fast, ticket-slow.
DETECTION_AND_RESET: dict[str, tuple[tuple[str | None, str | None], ...]] = {
    "1": (("0.9", "4.9"), ("2.2", "29.8"), ("4.3", "119.6"), ("4.3", "359.6")),
    "0.1": (("8.6", "4.3"), ("21.6", "28.2"), ("43.2", "116.4"), ("43.2", "356.4")),
    "0.05": (("17.3", "3.6"), ("43.2", "26.4"), ("86.4", "112.8"), ("86.4", "352.8")),
    "0.0288": (("30.0", "2.5"), ("75.0", "23.8"), ("150.0", "107.5"), ("150.0", "347.5")),
    "0.01": (NEVER, ("216.0", "12.0"), ("432.0", "84.0"), ("432.0", "324.0")),
    "0.003": (NEVER, NEVER, NEVER, ("1440.0", "240.0")),
    "0.002": (NEVER, NEVER, NEVER, ("2160.0", "180.0")),
}


@pytest.mark.parametrize("ratio", DETECTION_AND_RESET)
def test_detection_and_reset_in_minutes_at_99_9_over_30_days(ratio: str) -> None:
    """Threshold × long / ratio until it fires, short × (1 - threshold / ratio) until it lets go."""
    seconds = [(alert.detection_seconds(Decimal(ratio)), alert.reset_seconds(Decimal(ratio))) for alert in _alerts("99.9", "30d").values()]
    assert tuple((_minutes(detect), _minutes(reset)) for detect, reset in seconds) == DETECTION_AND_RESET[ratio]


def _minutes(seconds: Decimal | None) -> str | None:
    return None if seconds is None else f"{seconds / 60:.1f}"


def test_waiting_adds_its_whole_length_to_the_detection() -> None:
    patient = Pair("p", PAGE, duration("1h"), duration("5m"), Decimal("14.4"), for_=duration("5m"))
    assert _minutes(_alerts("99.9", "30d", Policy((patient,)))["p"].detection_seconds(Decimal(1))) == "5.9"


@pytest.mark.parametrize(
    ("ratio", "hours"),
    [("1", "0.72"), ("0.1", "7.20"), ("0.05", "14.40"), ("0.0288", "25.00"), ("0.01", "72.00"), ("0.003", "240.00"), ("0.002", "360.00")],
)
def test_hours_until_a_full_budget_is_gone_at_99_9_over_30_days(ratio: str, hours: str) -> None:
    assert f"{exhaustion_seconds(Objective(Decimal('99.9')), duration('30d'), Decimal(ratio)) / 3600:.2f}" == hours


@pytest.mark.parametrize(("factor", "hours"), [("14.4", "46.67"), ("6", "112.00"), ("3", "224.00"), ("1", "672.00")])
def test_hours_until_a_28_day_budget_is_gone_at_a_burn_rate(factor: str, hours: str) -> None:
    """Not 2, 5 and 10 hours, as many playbooks have it."""
    objective = Objective(Decimal("99.9"))
    assert f"{exhaustion_seconds(objective, duration('28d'), Decimal(factor) * objective.budget) / 3600:.2f}" == hours


@pytest.mark.parametrize(("window", "minutes"), [("28d", "40.32"), ("30d", "43.2")])
def test_minutes_that_99_9_allows(window: str, minutes: str) -> None:
    assert plain(Objective(Decimal("99.9")).bad_seconds(duration(window)) / 60) == minutes


@pytest.mark.parametrize(
    ("objective", "thresholds", "factors"),
    [
        pytest.param("99.9", ("0.0144", "0.006", "0.003", "0.001"), ("14.4", "6", "3", "1"), id="99.9"),
        pytest.param("99", ("0.144", "0.06", "0.03", "0.01"), ("14.4", "6", "3", "1"), id="99"),
        pytest.param("97", ("0.432", "0.18", "0.09", "0.03"), ("14.4", "6", "3", "1"), id="97"),
        pytest.param("95", ("0.5", "0.3", "0.15", "0.05"), ("10", "6", "3", "1"), id="95, capped"),
        pytest.param("90", ("0.5", None, "0.3", "0.1"), ("5", None, "3", "1"), id="90, capped, page-slow redundant"),
        pytest.param("85", ("0.5", None, "0.45", "0.15"), ("3.3333", None, "3", "1"), id="85, capped, page-slow redundant"),
    ],
)
def test_thresholds_over_30_days(objective: str, thresholds: tuple[str | None, ...], factors: tuple[str | None, ...]) -> None:
    alerts = _alerts(objective, "30d")
    names = ("page-fast", "page-slow", "ticket-fast", "ticket-slow")
    assert tuple(plain(alerts[name].threshold) if name in alerts else None for name in names) == thresholds
    assert tuple(plain(alerts[name].factor) if name in alerts else None for name in names) == factors


@pytest.mark.parametrize(
    ("objective", "events"),
    [("99.9", ("70", "167", "334", "1000")), ("99", ("7", "17", "34", "100")), ("99.99", ("695", "1667", "3334", "10000"))],
)
def test_events_below_which_one_failure_crosses_the_threshold(objective: str, events: tuple[str, ...]) -> None:
    """1 / threshold, in the long window; the next whole number of events is the first that is safe."""
    alerts = _alerts(objective, "30d").values()
    assert tuple(str(math.ceil(alert.one_failure_fires_below)) for alert in alerts) == events


@given(
    st.decimals(Decimal("50.001"), Decimal("99.999"), places=3),
    st.integers(7, 90),
    st.decimals(Decimal("0.05"), Decimal("0.9"), places=2),
)
def test_no_threshold_is_out_of_reach_and_every_dropped_pair_has_one_that_catches_it(percent: Decimal, days: int, cap: Decimal) -> None:
    window, objective = Duration.parse(f"{days}d"), Objective(percent)
    policy = Policy(default_policy(window).pairs, cap)
    kept, dropped = resolve(policy, objective, window)
    assert [*(alert.pair for alert in kept), *(each.pair for each in dropped)] != []
    assert {alert.pair.name for alert in kept} | {each.pair.name for each in dropped} == {pair.name for pair in policy.pairs}
    for alert in kept:
        assert 0 < alert.threshold <= cap
        assert alert.capped == (alert.asked * objective.budget > cap)
    for each in dropped:
        assert each.kept in kept
        assert each.kept.pair.severity == each.pair.severity
        assert each.kept.pair.long < each.pair.long
        assert each.kept.threshold <= min(each.pair.factor_in(window) * objective.budget, cap)


@given(st.integers(1, 10**12))
def test_a_duration_reads_back_as_it_was_written(milliseconds: int) -> None:
    assert Duration.parse(str(Duration(milliseconds))) == Duration(milliseconds)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("90m", "1h30m"),
        ("36h", "1d12h"),
        ("72h", "3d"),
        ("5m15s", "5m15s"),
        ("500ms", "500ms"),
        ("0s", "0s"),
        ("1d1h1m1s1ms", "1d1h1m1s1ms"),
    ],
)
def test_durations_are_written_as_prometheus_writes_them(text: str, written: str) -> None:
    assert str(Duration.parse(text)) == written


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4w", "28d"),
        ("5", "5s, 5m, 5h or 5d"),
        ("1.5", "a unit"),
        ("", "30s, 5m"),
        ("5M", "5m"),
        ("5m5h", "not a duration"),
        ("-5m", "not a duration"),
        ("1y", "not a duration"),
    ],
)
def test_what_is_no_duration_is_refused_with_what_would_be(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        Duration.parse(text)
