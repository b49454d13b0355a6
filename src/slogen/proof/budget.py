"""Levels of the error-budget policy: reached at their share of the budget, left two points above it."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.proof.notation import constant
from slogen.proof.scenario import Fires, Query, Scenario, about, firing
from slogen.proof.subject import Subject, expected, feedable
from slogen.rules.budget import levels_in_order

_LEVELS = f'{names.LEVEL}!=""'
_HAIR = Decimal("0.0005")
_STEP = 1
"""Tiles during which a share of the budget is held."""


def budget_scenarios(subject: Subject) -> Iterator[Scenario]:
    """The budget sinks past every level and comes back."""
    slo, subject = subject.slo, feedable(subject)
    levels = levels_in_order(slo)
    if not levels:
        return
    path: list[tuple[Decimal, int]] = [(Decimal(1), 0)]
    for number, level in enumerate(levels, start=1):
        share = level.below_percent / 100
        path += [(share + _HAIR, number - 1), (share - _HAIR, number), (share + Decimal("0.019"), number)]
        path += [(share + Decimal("0.021"), number - 1), (share - _HAIR, number)]
    queries: list[Query] = []
    alerts: list[Fires] = []
    for step, (left, reached) in enumerate(path):
        at = Duration((_STEP * (step + 1) - 1) * FIVE_MINUTES.milliseconds)
        queries += [
            about(at, subject.of(names.BUDGET_REMAINING), subject.identity, float(left)),
            about(at, subject.of(names.POLICY_LEVEL), subject.identity, reached),
        ]
        loud = [level for level in levels[:reached] if level.response is not None]
        queries.append(
            Query(at, f"count by ({names.LEVEL}) ({firing(slo.id, _LEVELS)})", tuple(({names.LEVEL: level.name}, 1.0) for level in loud))
        )
        newest = levels[reached - 1] if reached else None
        rule = next((r for r in subject.rules if newest and r.labels.get(names.LEVEL) == newest.name), None)
        if rule is not None and not any(one.alert == rule.name for one in alerts):
            alerts.append(Fires(at, rule.name, [expected(rule, subject.identity, float(left), lambda _: None)]))
    series = _tiles(subject, [left for left, _ in path]) | subject.calm(_STEP * len(path), FIVE_MINUTES)
    yield Scenario(slo.name, "levels of the budget policy", FIVE_MINUTES, series, queries, alerts)
    # Nothing is evaluated for ten minutes, as in a restart: the level that was reached is remembered.
    ten = Duration(2 * FIVE_MINUTES.milliseconds)
    for number, level in enumerate(levels, start=1):
        left = level.below_percent / 100 + Decimal("0.01")
        fed = {name: f"_x2 {values}" for name, values in _tiles(subject, [left]).items()}
        fed |= {subject.of(names.POLICY_LEVEL): str(number)} | subject.calm(2 + _STEP, FIVE_MINUTES)
        kept = about(ten, subject.of(names.POLICY_LEVEL), subject.identity, number)
        yield Scenario(slo.name, f"the level {level.name} of the budget policy outlasts an interruption", FIVE_MINUTES, fed, [kept])


def _tiles(subject: Subject, path: list[Decimal]) -> dict[str, str]:
    """Tiles whose running ratio leaves exactly these shares of the budget.

    Less budget left: more errors. More left: more events without errors, for a sum of errors never falls.
    """
    budget = subject.slo.objective.budget
    events, errors = Decimal(0), Decimal(0)
    more: list[tuple[Decimal, Decimal]] = []
    for left in (left for left in path for _ in range(_STEP)):
        ratio = budget * (1 - left)
        grown = max(Decimal(1), errors / ratio - events if ratio else Decimal(1))
        failed = max(Decimal(0), ratio * (events + grown) - errors)
        events, errors = events + grown, errors + failed
        more.append((grown, failed))
    return {
        subject.of(names.EVENTS_TILE): " ".join(constant(grown, 1) for grown, _ in more),
        subject.of(names.ERRORS_TILE): " ".join(constant(failed, 1) for _, failed in more),
    }
