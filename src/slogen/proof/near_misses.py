"""Burn-rate pairs that almost fire: one window just below its threshold while the other is above; then both are above.

The recorded ratios are fed, so that each window can be moved alone.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_HOUR, Duration
from slogen.proof.notation import constant
from slogen.proof.recorded import Tiles, ratio_over
from slogen.proof.scenario import Query, Scenario, absent, firing
from slogen.proof.subject import Burning, Subject, feedable
from slogen.rules.events import bucket_missing

_SETTLED = 3
"""Evaluations that a state lasts before somebody looks."""
_AMPLE = 20


def near_miss_scenarios(subject: Subject) -> Iterator[Scenario]:
    """For every pair one scenario, where its ratios can be fed."""
    subject = feedable(subject)
    for one in subject.burning:
        if can_be_fed(subject, one):
            yield _scenario(subject, one)


def can_be_fed(subject: Subject, one: Burning) -> bool:
    """Whether the ratios of a pair's windows can be fed beside what its guards count: unless rules record them from just that.

    Rules make a ratio of tiles of errors and events; and where no series of errors means no errors, of the events' rate alone.
    """
    guard = subject.slo.guard
    if one.alert.pair.long <= ONE_HOUR:
        return not guard.min_events or bucket_missing(subject.slo) is not None
    return not (guard.min_failures and guard.min_events)


def _scenario(subject: Subject, one: Burning) -> Scenario:
    """Phases: the short window below; the long one below; both above; the short one below again."""
    pair, step = one.alert.pair, subject.slo.evaluation_interval
    held, kept = _steps(pair.for_, step), _steps(pair.keep_firing_for, step)
    lengths = (_SETTLED + held, _SETTLED + held, _SETTLED + held, _SETTLED + kept)
    above, below = one.alert.threshold * Decimal("1.05"), one.alert.threshold * Decimal("0.95")
    series = _long(subject, one, tuple(zip(lengths, (above, below, above, above), strict=True)))
    series |= ratio_over(subject, pair.short, tuple(zip(lengths, (below, above, above, below), strict=True)))
    series |= subject.beside(sum(lengths)) | subject.calm(sum(lengths), step)
    alert = firing(subject.slo.id, f'{names.LONG_WINDOW}="{pair.long}"', f'{names.SHORT_WINDOW}="{pair.short}"', alert=one.rule.name)
    silent = _at(lengths[:2], step)
    reached = _at(lengths[:3], step)
    queries = [absent(silent, f"count_over_time({alert}[{silent}])"), Query(reached, f"count({alert})", (({}, 1.0),))]
    if kept:
        queries.append(Query(Duration(reached.milliseconds + kept * step.milliseconds), f"count({alert})", (({}, 1.0),)))
    queries.append(absent(_at(lengths, step), alert))
    title = f"{pair.name} is silent while one window is just below its threshold"
    return Scenario(subject.slo.name, title, step, series, queries)


def _long(subject: Subject, one: Burning, values: Tiles) -> dict[str, str]:
    """The ratio over the long window, and plenty of what the guards count; where they count rates, these make the ratio."""
    guard, long = subject.slo.guard, one.alert.pair.long
    samples = sum(length for length, _ in values)
    if not subject.counts_events or not (guard.min_failures or guard.min_events):
        return ratio_over(subject, long, values)
    plenty = Decimal(max(guard.min_failures, guard.min_events) * _AMPLE)
    if long <= ONE_HOUR:
        if bucket_missing(subject.slo) is None:
            return ratio_over(subject, long, values) | {subject.of(names.errors_rate(long)): constant(plenty / long.seconds, samples)}
        events = plenty / long.seconds / one.alert.threshold
        errors = " ".join(constant(events * ratio, length) for length, ratio in values)
        return {subject.of(names.events_rate(long)): constant(events, samples), subject.of(names.errors_rate(long)): errors}
    counted = names.ERRORS_TILE if guard.min_failures else names.EVENTS_TILE
    return ratio_over(subject, long, values) | {subject.of(counted): constant(plenty / names.TILE.seconds, samples)}


def _at(lengths: Sequence[int], step: Duration) -> Duration:
    """The last evaluation of some phases."""
    return Duration((sum(lengths) - 1) * step.milliseconds)


def _steps(length: Duration, step: Duration) -> int:
    return -(-length.milliseconds // step.milliseconds)
