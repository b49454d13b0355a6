"""Every burn-rate pair: fires above its threshold and not below, when predicted, and lets go with its short window."""

from decimal import Decimal

import pytest

from slogen.model.burn import Pair, Policy
from slogen.model.duration import ONE_HOUR
from tests.hard_data.harness import Query, Scene, absent, between, firing, first_fired, last_fired, never_fired, play, value
from tests.hard_data.series import counter
from tests.rules.builders import PAGE, TICKET, duration, service, slo

ID = '{slo_id="shop/api/slo"}'
TOTAL = 'http_requests_total{job="api",code="200"}'
ERRORS = 'http_requests_total{job="api",code="500"}'
UP = {'up{job="api"}': "1x30000"}
ALERTS = {
    "page-fast": "ApiSloBurnPageFast",
    "page-slow": "ApiSloBurnPageSlow",
    "ticket-fast": "ApiSloBurnTicketFast",
    "ticket-slow": "ApiSloBurnTicketSlow",
}


def _steady(ratio: float, minutes: float) -> dict[str, str]:
    rate = 100_000
    return {TOTAL: counter((minutes, rate * (1 - ratio))), ERRORS: counter((minutes, rate * ratio))} | UP


@pytest.mark.parametrize(
    ("objective", "window"),
    [
        pytest.param("99.9", "30d", id="99.9 over 30d"),
        pytest.param("99.99", "28d", id="99.99 over 28d"),
        pytest.param("99", "7d", id="99 over 7d"),
    ],
)
def test_every_pair_fires_five_percent_above_its_threshold_and_is_silent_five_percent_below(objective: str, window: str) -> None:
    """At a constant ratio every window has it as soon as it has anything, so that two hours are enough."""
    built = slo(objective=objective, window=window)
    assert [alert.pair.name for alert in built.burn_alerts] == list(ALERTS)
    scenes = []
    for alert in built.burn_alerts:
        name = ALERTS[alert.pair.name]
        above, below = (_steady(float(alert.threshold) * factor, 120) for factor in (1.05, 0.95))
        scenes.append(Scene(service(built), above, [first_fired("2h", "2h", name, 1, 12)], evaluation="4m"))
        scenes.append(Scene(service(built), below, [never_fired("2h", "2h", name)], evaluation="4m"))
    play(*scenes)


@pytest.mark.parametrize(
    ("objective", "thresholds"),
    [
        pytest.param("95", {"page-fast": "0.5", "page-slow": "0.3", "ticket-fast": "0.15", "ticket-slow": "0.05"}, id="95"),
        pytest.param("90", {"page-fast": "0.5", "ticket-fast": "0.3", "ticket-slow": "0.1"}, id="90"),
        pytest.param("85", {"page-fast": "0.5", "ticket-fast": "0.45", "ticket-slow": "0.15"}, id="85"),
    ],
)
def test_a_low_objective_can_still_page(objective: str, thresholds: dict[str, str]) -> None:
    """14.4 times 10 % would be 144 % errors. Thresholds stop at one half; of two equal ones the faster stays."""
    built = slo(objective=objective)
    assert {alert.pair.name: str(alert.threshold) for alert in built.burn_alerts} == thresholds
    expected = [{"alertname": ALERTS[name]} for name in thresholds]
    below = [{"alertname": ALERTS[name]} for name, threshold in thresholds.items() if Decimal(threshold) < Decimal("0.45")]
    play(
        Scene(service(built), _steady(0.525, 60), [firing("1h", *expected)], evaluation="4m"),
        Scene(service(built), _steady(0.449, 60), [firing("1h", *below)], evaluation="4m"),
        Scene(service(built), _steady(float(built.objective.budget) * 0.95, 60), [firing("1h")], evaluation="4m"),
    )


def _incident(pair: str, ratio: str, evaluation: int) -> Scene:
    """A clean long window, an incident until the alert must have fired, then health again until it must have let go."""
    built = slo()
    alert = next(alert for alert in built.burn_alerts if alert.pair.name == pair)
    errors = Decimal(ratio)
    clean = float(alert.pair.long.seconds) / 60
    detect, reset = _minutes(alert.detection_seconds(errors)), _minutes(alert.reset_seconds(errors))
    # Rolled windows see an incident through tiles of five minutes.
    smear = 5 if alert.pair.long > ONE_HOUR else 0
    lasting = -(-(detect + smear + 2 * evaluation) // 5) * 5
    after = -(-(reset + smear + 3 * evaluation) // 5) * 5
    rate = 60_000
    series = {
        TOTAL: counter((clean, rate), (lasting, rate * float(1 - errors)), (after, rate)),
        ERRORS: counter((clean, 0), (lasting, rate * float(errors)), (after, 0)),
    }
    end = clean + lasting
    total = f"{round(end + after)}m"
    smear_reset = 5 if alert.pair.short > ONE_HOUR else 0
    checks = [
        first_fired(total, total, ALERTS[pair], clean + detect - evaluation, clean + detect + smear + evaluation),
        last_fired(total, total, ALERTS[pair], end + reset - smear_reset - evaluation, end + reset + smear_reset + evaluation),
    ]
    return Scene(service(built), series | UP, checks, evaluation=f"{evaluation}m")


def _minutes(seconds: Decimal | None) -> float:
    assert seconds is not None
    return float(seconds) / 60


@pytest.mark.parametrize(
    ("pair", "ratio", "evaluation"),
    [
        pytest.param("page-fast", "1", 1, id="page-fast, everything fails"),
        pytest.param("page-fast", "0.1", 1, id="page-fast, 100 times the rate"),
        pytest.param("page-fast", "0.0288", 1, id="page-fast, twice its threshold"),
        pytest.param("page-slow", "1", 1, id="page-slow, everything fails"),
        pytest.param("page-slow", "0.05", 1, id="page-slow, 50 times the rate"),
        pytest.param("page-slow", "0.012", 2, id="page-slow, twice its threshold"),
        pytest.param("ticket-fast", "1", 5, id="ticket-fast, everything fails"),
        pytest.param("ticket-fast", "0.02", 5, id="ticket-fast, 20 times the rate"),
        pytest.param("ticket-slow", "0.05", 5, id="ticket-slow, 50 times the rate"),
    ],
)
def test_an_incident_is_detected_and_let_go_when_the_mathematics_says(pair: str, ratio: str, evaluation: int) -> None:
    play(_incident(pair, ratio, evaluation))


def test_both_windows_must_be_above_the_threshold() -> None:
    """Two minutes of 10 %: the short window is far above, the long one is not, and nobody is woken. Then 15 minutes: it is."""
    series = {
        TOTAL: counter((60, 600), (2, 540), (58, 600), (15, 540), (15, 600)),
        ERRORS: counter((60, 0), (2, 60), (58, 0), (15, 60), (15, 0)),
    }
    play(
        Scene(
            service(slo()),
            series | UP,
            [
                between("62m", f"slo:sli_error:ratio_rate5m{ID}", 0.03, 0.05),
                never_fired("2h", "2h", ALERTS["page-fast"]),
                first_fired("150m", "150m", ALERTS["page-fast"], 125, 130),
            ],
        )
    )


def test_a_policy_of_its_own_pairs_has_its_own_windows_names_and_waits() -> None:
    """A change freeze at twice the rate over an hour, as a ticket that waits two minutes and holds on for ten."""
    freeze = Pair(
        "freeze",
        TICKET,
        ONE_HOUR,
        duration("10m"),
        Decimal(2),
        for_=duration("2m"),
        keep_firing_for=duration("10m"),
        sev="sev2",
        next_action="Freeze.",
    )
    named = Pair("day", PAGE, duration("1d"), duration("45m"), budget_percent=Decimal(10), alert="HighBurn")
    built = slo(policy=Policy((freeze, named)))
    series = {TOTAL: counter((60, 9970), (60, 10_000)), ERRORS: counter((60, 30), (60, 0))}
    labels = {
        "alertname": "ApiSloBurnFreeze",
        "severity": "ticket",
        "sev": "sev2",
        "long_window": "1h",
        "short_window": "10m",
        "burn_rate": "2",
    }
    play(
        Scene(
            service(built),
            series | UP,
            [
                firing("30m", labels),
                first_fired("2h", "2h", "ApiSloBurnFreeze", 3, 4),
                last_fired("2h", "2h", "ApiSloBurnFreeze", 72, 76),
                value("30m", f"slo:sli_error:ratio_rate45m{ID}", 0.003),
                absent("30m", f"slo:sli_error:ratio_rate6h{ID}"),
            ],
        )
    )


def test_two_slos_on_one_metric_do_not_cross_talk() -> None:
    """A strict and a lax objective on the same counters, in one file: each has one series of each name, and only one fires."""
    strict, lax = slo(name="strict"), slo(name="lax", objective="99")
    lax_id = '{slo_id="shop/api/lax"}'
    play(
        Scene(
            service(strict, lax),
            _steady(0.005, 120),
            [
                firing(
                    "2h",
                    {"alertname": "ApiStrictBurnTicketFast", "slo_id": "shop/api/strict"},
                    {"alertname": "ApiStrictBurnTicketSlow", "slo_id": "shop/api/strict"},
                ),
                Query("2h", "count by (slo_id) (slo:sli_error:ratio_rate1h)", {'{slo_id="shop/api/strict"}': 1, lax_id: 1}),
                value("2h", f"slo:sli_error:ratio_rate30d{lax_id}", 0.005),
                value("2h", f"slo:error_budget_remaining:ratio{lax_id}", 0.5, within=1e-6),
            ],
        )
    )
