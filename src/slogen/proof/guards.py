"""Low-traffic guards, from both sides: an event short of what they ask for the alerts are silent, with it they fire.

Evaluated every four minutes: every tile counts as five, however often one is taken.
"""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_HOUR, ZERO, Duration
from slogen.proof.feeds import Counters, Stretch, samples_in, told
from slogen.proof.notation import constant
from slogen.proof.recorded import ratio_over
from slogen.proof.scenario import Query, Scenario, absent, firing
from slogen.proof.subject import Burning, Subject, minutes
from slogen.proof.tiles import MOST

_PACE = minutes(4)
_SHORT = Decimal("0.6")
"""Counts are compared with a half less than what is asked for: so much less is a tenth short of it, a fifth more a tenth beyond."""
_STEP = Decimal("0.2")
_UNEVEN = (Decimal("0.5"), Decimal("1.5"), Decimal(1))
_TILES = len(_UNEVEN)
_TILE_OF = {"failures": names.ERRORS_TILE, "events": names.EVENTS_TILE}
_MORE = Decimal("1.2")


def guard_scenarios(subject: Subject) -> Iterator[Scenario]:
    """For each of the guards: in a young SLO, whose windows hold little, and in windows that are full."""
    guard = subject.slo.guard
    if not subject.counts_events or not subject.burning:
        return
    for what, least, other in (("failures", guard.min_failures, guard.min_events), ("events", guard.min_events, guard.min_failures)):
        if not least:
            continue
        pairs = [one for one in subject.burning if one.alert.pair.for_ == ZERO and _binds(what, one, least, other)]
        raw = [one for one in pairs if one.alert.pair.long <= ONE_HOUR]
        rolled = [one for one in pairs if one.alert.pair.long > ONE_HOUR]
        if raw and subject.counters is not None:
            yield _counted(subject, subject.counters, raw, what, least)
        elif raw and not guard.min_events:
            yield _young(subject, raw, what, least)
        if rolled:
            yield _young(subject, rolled, what, least)
        for one in rolled:
            if 3 * one.alert.pair.long.seconds / names.TILE.seconds * _MORE < MOST:
                yield _full(subject, one, what, least)


def _binds(what: str, one: Burning, least: int, other: int) -> bool:
    """Whether this guard can be the one that holds the alert back: above the threshold more failures need more events."""
    return least > other if what == "events" else (least - 1) / _crowd(least, other) > one.alert.threshold


def _crowd(least: int, other: int) -> Decimal:
    """Events beside so many failures."""
    return Decimal(max(least, other + 1))


def _counted(subject: Subject, parts: Counters, pairs: list[Burning], what: str, least: int) -> Scenario:
    """Eight minutes of events that are too few, then four more of them."""
    every = subject.slo.scrape_interval
    few, step = least - _SHORT, _STEP
    (_, errors), (_, events) = sorted(_metrics(subject, what, least, subject.slo.guard.min_events), reverse=True)
    ratio = errors / events
    lengths = samples_in(minutes(8), every), samples_in(minutes(4), every)
    story = [Stretch(length, ratio, count * events / length) for length, count in zip(lengths, (few, step), strict=True)]
    series = told(parts, story, Decimal(1)) | subject.beside(sum(lengths) + 1)
    queries = _silent_then_loud(subject, pairs, minutes(8), minutes(12))
    return Scenario(subject.slo.name, f"{_few(least, what)}, counted from the beginning", every, series, queries)


def _young(subject: Subject, pairs: list[Burning], what: str, least: int) -> Scenario:
    """Everything that happened lies in three tiles, then in four; or in a recorded rate of errors."""
    few, enough = least - _SHORT, least - _SHORT + _STEP
    series: dict[str, str] = {}
    for metric, share in _metrics(subject, what, least, subject.slo.guard.min_events):
        each, more = few * share / _TILES, (enough - few) * share
        # Uneven: the highest of them is not their average.
        values = [each * uneven / names.TILE.seconds for uneven in _UNEVEN] + [more / names.TILE.seconds]
        tiles = " ".join(constant(value, 1) for value in values)
        series[subject.of(_TILE_OF[metric])] = tiles
    raw = {window for one in pairs for window in (one.alert.pair.long, one.alert.pair.short) if window <= ONE_HOUR}
    for window in raw:
        series |= ratio_over(subject, window, ((_TILES + 1, Decimal(1)),))
    for long in {one.alert.pair.long for one in pairs if one.alert.pair.long <= ONE_HOUR}:
        rates = f"{constant(few / long.seconds, _TILES)} {constant(enough / long.seconds, 1)}"
        series[subject.of(names.errors_rate(long))] = rates
    series |= subject.beside(_TILES + 1)
    queries = _silent_then_loud(subject, pairs, minutes(4 * (_TILES - 1)), minutes(4 * _TILES))
    lengths = ", ".join(dict.fromkeys(str(one.alert.pair.long) for one in pairs))
    return Scenario(subject.slo.name, f"{_few(least, what)}, in young windows of {lengths}", _PACE, series, queries)


def _silent_then_loud(subject: Subject, pairs: list[Burning], silent: Duration, loud: Duration) -> list[Query]:
    alerts = [firing(subject.slo.id, _window(one), alert=one.rule.name) for one in pairs]
    queries = [absent(silent, f"count_over_time({alert}[{silent}])") for alert in alerts]
    return queries + [Query(loud, f"count({alert})", (({}, 1.0),)) for alert in alerts]


def _full(subject: Subject, one: Burning, what: str, least: int) -> Scenario:
    """Tiles at short distances: in eight minutes more of them than a full window has in production. They count as that and no more."""
    long = one.alert.pair.long
    few, enough = least - _SHORT, least - _SHORT + _STEP
    first, later = (Duration(number * _PACE.milliseconds) for number in (2, 3))
    every = Duration(int(first.milliseconds / (long.seconds / names.TILE.seconds * _MORE)))
    samples = first.milliseconds // every.milliseconds + 1
    rest = later.milliseconds // every.milliseconds + 1 - samples
    series: dict[str, str] = {}
    for metric, share in _metrics(subject, what, least, subject.slo.guard.min_events):
        low = few * share / long.seconds
        # The average of all of them is then what is enough.
        high = (enough * share / long.seconds * (samples + rest) - low * samples) / rest
        values = f"{constant(low, samples)} {constant(high, rest)}"
        series[subject.of(_TILE_OF[metric])] = values
    if one.alert.pair.short <= ONE_HOUR:
        series |= ratio_over(subject, one.alert.pair.short, ((samples + rest, Decimal(1)),))
    series |= subject.beside(samples + rest)
    queries = _silent_then_loud(subject, [one], first, later)
    return Scenario(subject.slo.name, f"{_few(least, what)}, in a full window of {long}", every, series, queries)


def _metrics(subject: Subject, what: str, least: int, min_events: int) -> tuple[tuple[str, Decimal], tuple[str, Decimal]]:
    """What is counted, each as a multiple of the one that is short."""
    if what == "events":
        return ("events", Decimal(1)), ("failures", Decimal(1))
    return ("failures", Decimal(1)), ("events", _crowd(least, min_events) / (least - _SHORT))


def _few(least: int, what: str) -> str:
    return f"a little less than the {least} {what} that the guard asks for are too few"


def _window(one: Burning) -> str:
    return f'{names.LONG_WINDOW}="{one.alert.pair.long}"'
