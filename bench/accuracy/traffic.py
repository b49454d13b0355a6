"""Synthetic traffic, event by event: what really happened, and what a scraper would have seen of it.

Time is cut into slots of 15 s. The events of a slot are spread over it evenly (or, for bursts, within three seconds of it), so that a
counter has a definite value at any moment and the truth is a plain count, including what no scrape ever saw.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from random import Random

SLOT = 15
"""Seconds."""
DAY = 86_400
SLOTS_A_DAY = DAY // SLOT
DOWN = 2
"""Slots for which a restarting instance serves nothing and cannot be scraped."""
CALM = 0.0002
"""Error ratio between incidents: a fifth of the budget at an objective of 99.9 %."""


@dataclass(frozen=True, slots=True)
class Incident:
    """Errors at `ratio` of the traffic for `minutes`, from `hour` (UTC) of the day that begins `days` before the end of the data."""

    days: int
    hour: float
    minutes: int
    ratio: float


NIGHT = (Incident(22, 3, 40, 0.35), Incident(13, 2, 60, 0.2), Incident(5, 4, 30, 0.5))
PEAK = (Incident(24, 14, 10, 0.3), Incident(11, 11, 15, 0.2), Incident(4, 15, 8, 0.4))


@dataclass(frozen=True, slots=True)
class Burst:
    """Every five minutes errors within three seconds: `after` seconds after the boundary of a tile (negative: before it)."""

    after: float
    ratio: float = 0.0006


@dataclass(frozen=True, slots=True)
class DataSet:
    """One service's traffic and the ways in which it is scraped and disturbed.

    `instances` × `codes` are the raw series; the last `error_codes` of the codes count errors. `peak` is in events per second,
    `missed` the share of scrapes that fail. `outage` is a time without any scrape. Rolling restarts come every `restart_days` before and
    after `restart` (days before the end of the data, hour of that day); they reset counters and, with `churn`, rename the instances.
    """

    name: str
    title: str
    instances: int = 5
    codes: tuple[str, ...] = ("200", "204", "404", "500")
    error_codes: int = 1
    peak: float = 30.0
    incidents: tuple[Incident, ...] = (*NIGHT, *PEAK)
    scrape_seconds: int = 15
    missed: float = 0.002
    outage: Incident | None = None
    restart: tuple[int, float] = (2, 5)
    restart_days: float = 3.5
    churn: bool = False
    burst: Burst | None = None

    @property
    def series(self) -> int:
        """How many raw series there are at any moment."""
        return self.instances * len(self.codes)


@dataclass(frozen=True, slots=True)
class Scraped:
    """Samples of one instance: milliseconds since the epoch, and for each code the counter's values at these times."""

    instance: str
    times: list[int]
    values: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Calendar:
    """`days` days of data that end at `end` (seconds since the epoch, a midnight UTC)."""

    end: int
    days: int

    @property
    def start(self) -> int:
        """Seconds since the epoch."""
        return self.end - self.days * DAY

    def slots(self, when: Incident) -> range:
        """The slots that an incident lasts; empty or cut off where it lies before the data."""
        first = (self.days - when.days) * SLOTS_A_DAY + round(when.hour * 3600 / SLOT)
        return range(max(first, 0), max(first + when.minutes * 60 // SLOT, 0))


def level(seconds: int) -> float:
    """Traffic as a share of the peak at a time since the epoch: a long low night, business hours, half of it at weekends."""
    hour = seconds % DAY / 3600
    weekend = (seconds // DAY + 3) % 7 >= 5
    daylight = 0.5 - 0.5 * math.cos(2 * math.pi * (hour - 3) / 24)
    share = 0.06 + 0.64 * daylight + (0.3 if 9 <= hour < 17 and not weekend else 0.0)
    return share * 0.5 if weekend else share


class Traffic:
    """Generates a data set day by day, in order, and counts the truth on the way."""

    def __init__(self, data: DataSet, calendar: Calendar, seed: str) -> None:
        self.data = data
        self._calendar = calendar
        self._chance = [Random(f"{seed}/{data.name}/{number}") for number in range(data.instances)]
        self._phase = [chance.random() * data.scrape_seconds for chance in self._chance]
        self._counters = [dict.fromkeys(data.codes, 0) for _ in range(data.instances)]
        self._lives = [0] * data.instances
        self._events = [0]
        self._errors = [0]

    def true_error_ratio(self, since: int, until: int) -> float:
        """Errors per event after `since` and up to `until`: seconds since the epoch, multiples of 15 in the days generated so far."""
        first, last = ((moment - self._calendar.start) // SLOT for moment in (since, until))
        return (self._errors[last] - self._errors[first]) / (self._events[last] - self._events[first])

    def day(self, number: int) -> list[Scraped]:
        """The scrapes of a day (0 is the first). Days must be asked for in order."""
        slots = range(number * SLOTS_A_DAY, (number + 1) * SLOTS_A_DAY)
        if len(self._events) != slots.start + 1:
            raise ValueError(f"day {number} is not the next one")
        events, errors = self._expected(slots)
        found: list[Scraped] = []
        counts: list[list[list[int]]] = []
        for instance in range(self.data.instances):
            scraped, increments = self._instance_day(instance, slots, events, errors)
            found += scraped
            counts.append(increments)
        good = [lines for instance in counts for lines in instance[: -self.data.error_codes]]
        bad = [lines for instance in counts for lines in instance[-self.data.error_codes :]]
        failed = list(map(sum, zip(*bad, strict=True)))
        self._errors += accumulate(failed, initial=self._errors.pop())
        served = map(sum, zip(failed, *good, strict=True))
        self._events += accumulate(served, initial=self._events.pop())
        return found

    def _expected(self, slots: range) -> tuple[list[float], list[float]]:
        """Expected good events and errors of one instance in each slot."""
        data, start = self.data, self._calendar.start
        ratios = dict.fromkeys(slots, CALM)
        for incident in data.incidents:
            ratios.update((slot, incident.ratio) for slot in self._calendar.slots(incident) if slot in slots)
        each = data.peak * SLOT / data.instances
        every = [each * level(start + slot * SLOT) for slot in slots]
        errors = [count * ratio for count, ratio in zip(every, ratios.values(), strict=True)]
        good = [count - failed for count, failed in zip(every, errors, strict=True)]
        if data.burst is not None:
            for position, slot in enumerate(slots):
                if _in_burst(data.burst, start + slot * SLOT):
                    errors[position] += every[position] * data.burst.ratio * 300 / SLOT
        return good, errors

    def _instance_day(
        self, instance: int, slots: range, good: Sequence[float], bad: Sequence[float]
    ) -> tuple[list[Scraped], list[list[int]]]:
        """An instance's scrapes, cut where it was restarted, and its events in each slot for each code."""
        increments: list[list[int]] = [[] for _ in self.data.codes]
        found: list[Scraped] = []
        for piece, restarted in self._lives_in(instance, slots):
            begin, end = piece.start - slots.start, piece.stop - slots.start
            events = self._draw(instance, good[begin:end], bad[begin:end], DOWN if restarted else 0)
            for total, more in zip(increments, events, strict=True):
                total += more
            if restarted:
                self._counters[instance] = dict.fromkeys(self.data.codes, 0)
                self._lives[instance] += 1
            found.append(self._scrape(instance, piece, events, DOWN if restarted else 0))
        return found, increments

    def _lives_in(self, instance: int, slots: range) -> Iterator[tuple[range, bool]]:
        """The slots cut at restarts; whether a piece begins with one. Instances restart one after the other, two minutes apart."""
        every = round(self.data.restart_days * SLOTS_A_DAY)
        days, hour = self.data.restart
        offset = (self._calendar.days - days) * SLOTS_A_DAY + round(hour * 3600 / SLOT) + instance * 120 // SLOT
        first = offset - (offset - slots.start) // every * every
        cuts = [slot for slot in range(first, slots.stop, every) if slot > 0]
        bounds = sorted({slots.start, *cuts, slots.stop})
        for begin, end in pairwise(bounds):
            yield range(begin, end), begin in cuts

    def _draw(self, instance: int, good: Sequence[float], bad: Sequence[float], down: int) -> list[list[int]]:
        chance = self._chance[instance].random
        kinds = len(self.data.codes) - self.data.error_codes
        found: list[list[int]] = []
        for code in range(kinds):
            share = 0.6 + 0.4 / kinds if code == 0 else 0.4 / kinds
            found.append([int(mean * share * (0.7 + 0.6 * chance()) + chance()) for mean in good])
        gauss = self._chance[instance].gauss
        kinds = self.data.error_codes
        found += [[_poisson(mean / kinds, chance, gauss) for mean in bad] for _ in range(kinds)]
        for line in found:
            line[:down] = [0] * min(down, len(line))
        return found

    def _scrape(self, instance: int, slots: range, events: list[list[int]], down: int) -> Scraped:
        data, start = self.data, self._calendar.start
        chance = self._chance[instance]
        step = data.scrape_seconds // SLOT
        shift, phase = int(self._phase[instance] // SLOT), self._phase[instance] % SLOT
        unseen = self._calendar.slots(data.outage) if data.outage is not None else range(0)
        at = [slot for slot in slots[down:] if slot % step == shift and slot not in unseen and chance.random() >= data.missed]
        # A few milliseconds of jitter, as a scrape loop has, and never outside of the slot.
        into = [min(max((phase + chance.gauss(0, 0.02)) / SLOT, 0.0), 0.999) for _ in at]
        times = [(start + slot * SLOT) * 1000 + int(share * SLOT * 1000) for slot, share in zip(at, into, strict=True)]
        late = into
        if data.burst is not None:
            late = [_arrived(data.burst, start + slot * SLOT, share) for slot, share in zip(at, into, strict=True)]
        positions = [slot - slots.start for slot in at]
        values: dict[str, list[int]] = {}
        for number, (code, line) in enumerate(zip(data.codes, events, strict=True)):
            arrived = late if number >= len(data.codes) - data.error_codes else into
            before = list(accumulate(line, initial=self._counters[instance][code]))
            self._counters[instance][code] = before[-1]
            values[code] = [before[k] + int(line[k] * share) for k, share in zip(positions, arrived, strict=True)]
        name = f"{instance:02d}-{self._lives[instance]}" if data.churn else f"{instance:02d}"
        return Scraped(name, times, values)


def _in_burst(burst: Burst, slot_start: int) -> bool:
    return slot_start % 300 == math.floor(burst.after / SLOT) * SLOT % 300


def _arrived(burst: Burst, slot_start: int, share: float) -> float:
    """The share of a slot's errors that has arrived when `share` of the slot is over."""
    if not _in_burst(burst, slot_start):
        return share
    return min(max((share * SLOT - burst.after % SLOT) / 3, 0.0), 1.0)


def _poisson(mean: float, chance: Callable[[], float], gauss: Callable[[float, float], float]) -> int:
    if mean > 30:
        return max(round(gauss(mean, math.sqrt(mean))), 0)
    limit, product, count = math.exp(-mean), chance(), 0
    while product > limit:
        product *= chance()
        count += 1
    return count
