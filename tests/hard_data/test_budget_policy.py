"""Levels of the error-budget policy: reached at their threshold, left two points above it."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.model.slo import BudgetLevel
from tests.hard_data.harness import Scene, absent, firing, play, value
from tests.rules.builders import PAGE, TICKET, response, service, slo

ID = '{slo_id="shop/api/slo"}'
LEVEL, LEFT = f"slo:error_budget_policy:level{ID}", f"slo:error_budget_remaining:ratio{ID}"
LEVELS = (
    BudgetLevel("freeze", Decimal(25), "Deploy fixes only.", response(TICKET, next_action="Stop the release train.")),
    BudgetLevel("caution", Decimal(50), "Slow down."),
    BudgetLevel("incident", Decimal(10), "Call a review.", response(PAGE, alert="BudgetAlmostGone")),
    BudgetLevel("spent", Decimal(0), "Only reliability work."),
)
STEP = 3
"""Tiles (of five minutes) that a remaining budget is held."""


def _tiles(remaining: list[float]) -> dict[str, str]:
    """Tiles whose running ratio leaves exactly these shares of a budget of 10 %, each for STEP tiles.

    Less budget left: more errors. More left: more events without errors, for a sum of errors never falls.
    """
    events, errors = zip(*_increments(remaining), strict=True)
    return {f"slo:sli_{name}:tile5m{ID}": " ".join(map(repr, rates)) for name, rates in (("events", events), ("errors", errors))}


def _increments(remaining: list[float]) -> Iterator[tuple[float, float]]:
    events = errors = 0.0
    for left in (each for each in remaining for _ in range(STEP)):
        ratio = 0.1 * (1 - left)
        more_events = max(1.0, errors / ratio - events if ratio else 1.0)
        more_errors = max(0.0, ratio * (events + more_events) - errors)
        events, errors = events + more_events, errors + more_errors
        yield more_events, more_errors


def test_levels_go_up_at_their_threshold_and_down_two_points_above_it() -> None:
    """The budget wobbles around 50 and 25 %, is spent, and comes back; the levels are given out of order."""
    path = [
        (0.60, 0),
        (0.505, 0),
        (0.495, 1),
        (0.515, 1),
        (0.505, 1),
        (0.525, 0),
        (0.515, 0),
        (0.40, 1),
        (0.245, 2),
        (0.265, 2),
        (0.275, 1),
    ]
    path += [(0.265, 1), (0.09, 3), (0.115, 3), (0.125, 2), (-0.05, 4), (0.015, 4), (0.03, 3), (0.30, 1), (0.70, 0)]
    times = [f"{5 * (STEP * (step + 1) - 1)}m" for step in range(len(path))]
    checks = [value(at, LEFT, left, within=1e-6) for at, (left, _) in zip(times, path, strict=True)]
    checks += [value(at, LEVEL, level) for at, (_, level) in zip(times, path, strict=True)]
    built = slo(objective="90", window="7d", burn_alerts=(), missing=response(), budget_policy=LEVELS, targets="")
    freeze, review = (
        {"alertname": "ApiSloBudgetFreeze", "severity": "ticket", "level": "freeze"},
        {"alertname": "BudgetAlmostGone", "severity": "page", "level": "incident"},
    )
    quiet = {"alertname": "ApiSloMissing", "severity": "ticket"}
    expected = {2: [], 8: [freeze], 9: [freeze], 10: [], 12: [freeze, review], 15: [freeze, review], 18: [], 19: []}
    checks += [firing(times[step], *alerts, quiet) for step, alerts in expected.items()]
    play(Scene(service(built), _tiles([left for left, _ in path]), checks, every="5m", evaluation="5m"))


def test_exactly_at_a_threshold_the_level_is_reached() -> None:
    """Half of the budget in numbers that a binary fraction holds exactly: 1/16 of the events with a budget of 1/8."""
    tiles = {f"slo:sli_{name}:tile5m{ID}": rate for name, rate in (("events", "1x12"), ("errors", "0.0625x12"))}
    built = slo(objective="87.5", window="7d", burn_alerts=(), budget_policy=LEVELS)
    play(Scene(service(built), tiles, [value("1h", LEFT, 0.5, within=0), value("1h", LEVEL, 1)], every="5m", evaluation="5m"))


def test_when_the_incident_leaves_the_window_the_level_returns() -> None:
    """A bad quarter of a day at the beginning of eight; the window is seven days."""
    hours = 8 * 24
    tiles = {
        f"slo:sli_events:tile5m{ID}": "1x" + str(hours * 12),
        f"slo:sli_errors:tile5m{ID}": " ".join(["0.5"] * 72 + ["0"] * (hours * 12 - 72)),
    }
    checks = [value("7d", LEVEL, 1), value("6h", LEVEL, 4), value("7d8h", LEVEL, 0), value("7d8h", LEFT, 1)]
    play(Scene(service(slo(objective="97", window="7d", burn_alerts=(), budget_policy=LEVELS)), tiles, checks, every="5m", evaluation="2h"))


def test_without_a_policy_there_is_no_level() -> None:
    tiles = {f"slo:sli_{name}:tile5m{ID}": rate for name, rate in (("events", "1x12"), ("errors", "0.5x12"))}
    play(
        Scene(
            service(slo(window="7d", missing=response())),
            tiles,
            [absent("1h", "slo:error_budget_policy:level")],
            every="5m",
            evaluation="5m",
        )
    )
