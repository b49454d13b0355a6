"""What burn-rate pairs do: at which error ratios they fire, how soon, and what few events or little bad time does to them."""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from slogen.model.burn import AlertSeverity, exhaustion_seconds
from slogen.model.slo import Guard, Slo
from slogen.report.explain.facts import BadTime, Burn, Detection, EmittedPair, FewEvents

_RATIOS = (Decimal(1), Decimal("0.1"), Decimal("0.01"))


def burns(slo: Slo, pairs: Sequence[EmittedPair]) -> tuple[Burn, ...]:
    """Error ratios worth knowing, the highest first: 100, 10, 1 %, twice the highest page threshold, twice the lowest of all.

    What lies within the budget is left out: there the objective is met.
    """
    wanted = {*_RATIOS}
    paging = [pair.burn.threshold for pair in pairs if pair.burn.pair.severity is AlertSeverity.PAGE]
    if paging:
        wanted.add(2 * max(paging))
    if pairs:
        wanted.add(2 * min(pair.burn.threshold for pair in pairs))
    budget = slo.objective.budget
    ratios = sorted((ratio for ratio in wanted if budget < ratio <= 1), reverse=True)
    return tuple(
        Burn(
            ratio,
            ratio / budget,
            exhaustion_seconds(slo.objective, slo.window, ratio),
            tuple(_detection(slo, pair, ratio) for pair in pairs),
        )
        for ratio in ratios
    )


def few_events(guard: Guard, pairs: Sequence[EmittedPair]) -> tuple[FewEvents, ...]:
    """For every pair the traffic at which single failures fire it."""
    return tuple(_few_events(guard, pair) for pair in pairs)


def bad_time(slo: Slo, pairs: Sequence[EmittedPair]) -> tuple[BadTime, ...]:
    """For every pair the bad time that fires it: a gauge is good or bad for a whole evaluation."""
    found: list[BadTime] = []
    for pair in pairs:
        seconds = pair.burn.threshold * pair.burn.pair.long.seconds
        evaluations = int((seconds / slo.evaluation_interval.seconds).to_integral_value(ROUND_FLOOR)) + 1
        found.append(BadTime(pair, seconds, evaluations))
    return tuple(found)


def _detection(slo: Slo, pair: EmittedPair, ratio: Decimal) -> Detection:
    fires, resolves = pair.burn.detection_seconds(ratio), pair.burn.reset_seconds(ratio)
    if fires is None or resolves is None:
        return Detection(pair, None, None, None)
    spent = fires / exhaustion_seconds(slo.objective, slo.window, ratio)
    return Detection(pair, fires, spent, resolves + pair.burn.pair.keep_firing_for.seconds)


def _few_events(guard: Guard, pair: EmittedPair) -> FewEvents:
    """One failure in n events is above the threshold as long as n < 1 / threshold; k failures as long as n < k / threshold."""
    one, needed = (_below(failures / pair.burn.threshold) for failures in (Decimal(1), Decimal(max(guard.min_failures, 1))))
    return FewEvents(pair, one, needed, safe=guard.min_failures > 1 or guard.min_events >= one)


def _below(events: Decimal) -> int:
    return int(events.to_integral_value(ROUND_CEILING))
