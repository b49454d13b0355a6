"""Long windows from tiles, and the figures of the error budget."""

from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_HOUR, Duration
from slogen.model.objective import plain
from slogen.model.slo import BudgetLevel, Slo
from slogen.promql import build
from slogen.rules.values import Record, Series

_LATCH_MEMORY = "15m"
_REARM_POINTS = 2
"""A level is left only when the budget is this many percentage points above it: a rolling window wobbles."""


def rolled_series(slo: Slo, rolled: tuple[Duration, ...]) -> tuple[Series, ...]:
    """Error ratios over the long windows. Averages, never sums: an average survives a missed evaluation."""
    return tuple(Series(names.error_ratio(window), _rolled(slo, window)) for window in rolled)


def budget_series(slo: Slo) -> tuple[Series, ...]:
    """Objective, budget, what is used and left of it (never clamped: -30 % is information), burn rate, coverage, policy level."""
    budget = plain(slo.objective.budget)
    period = names.of(names.error_ratio(slo.window), slo.id)
    tiles = plain(slo.window.seconds / names.TILE.seconds)
    counted = build.over_time("count", names.of(names.ERRORS_TILE, slo.id), str(slo.window))
    series = [
        Series(names.OBJECTIVE, f"vector({plain(slo.objective.ratio)})"),
        Series(names.BUDGET, f"vector({budget})"),
        Series(names.BUDGET_CONSUMED, f"{period} / {budget}"),
        Series(names.BUDGET_REMAINING, f"1 - {names.of(names.BUDGET_CONSUMED, slo.id)}"),
        Series(names.BURN_RATE_1H, f"{names.of(names.error_ratio(ONE_HOUR), slo.id)} / {budget}"),
        Series(names.COVERAGE, build.call("clamp_max", f"{counted} / {tiles}", "1")),
    ]
    if slo.budget_policy:
        series.append(Series(names.POLICY_LEVEL, _level(slo)))
    return tuple(series)


def info(slo: Slo) -> Record:
    """What may be edited without losing history: who owns the SLO and what it promises, to be joined on `slo_id`."""
    labels = {
        names.SLO_ID: slo.id,
        names.SYSTEM: slo.place.system,
        names.SERVICE: slo.place.service,
        names.SLO: slo.name,
        names.TEAM: slo.place.owner.primary,
        "owner_secondary": slo.place.owner.secondary,
        "objective": str(slo.objective),
        "window": str(slo.window),
        "title": slo.title,
    }
    return Record(names.INFO, "vector(1)", labels, slo.origin)


def levels_in_order(slo: Slo) -> tuple[BudgetLevel, ...]:
    """The levels of the policy, the mildest (most budget left) first: the nth is level n of the series."""
    return tuple(sorted(slo.budget_policy, key=lambda level: -level.below_percent))


def _rolled(slo: Slo, window: Duration) -> str:
    errors = build.over_time("avg", names.of(names.ERRORS_TILE, slo.id), str(window))
    events = build.over_time("avg", names.of(names.EVENTS_TILE, slo.id), str(window))
    return build.binary(errors, "/", f"({events} > 0)")


def _level(slo: Slo) -> str:
    """How many thresholds the remaining budget has reached; one that was reached is left two points above itself."""
    left = names.of(names.BUDGET_REMAINING, slo.id)
    before = f"{build.over_time('last', names.of(names.POLICY_LEVEL, slo.id), _LATCH_MEMORY)}\n  or 0 * {left}"
    rearm = plain(_REARM_POINTS / Decimal(100))
    return "\n+\n".join(
        f"(\n  {left}\n  <= bool\n  {plain(level.below_percent / 100)} + {rearm} * (({before}) >= bool {number})\n)"
        for number, level in enumerate(levels_in_order(slo), start=1)
    )
