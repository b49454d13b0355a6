"""Fills a Prometheus with what was scraped, and with what rules would have recorded from it at the time.

Day by day: first a day's raw samples, then every rule over that day, in the order of its rule file, each result written back before the
next rule reads it. Rules are evaluated by the server itself (range queries at the group's interval).
"""

import struct
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from bench.accuracy.layouts import METRIC, Rule
from bench.accuracy.server import Line, Server
from bench.accuracy.traffic import DAY, Calendar, Traffic
from bench.accuracy.wire import encode_series, encode_times, frame

STALE: float = struct.unpack("<d", struct.pack("<Q", 0x7FF0000000000002))[0]
"""What a rule manager writes when a series that it recorded is gone: without it an instant query would see it for five minutes more."""
_REQUEST_BYTES = 8_000_000
_SHORT_LIVED = 600
"""Seconds for which the expensive recordings are made that are read as instant vectors only."""


@dataclass(slots=True)
class Recording:
    """The rules of one SLO in one layout. `recent` are the seconds before the end from which all are needed.

    `alive` remembers for every recorded series when its last point was.
    """

    rules: Sequence[Rule]
    recent: int = _SHORT_LIVED
    alive: dict[tuple[int, frozenset[tuple[str, str]]], int] = field(default_factory=dict)


def fill(
    server: Server, calendar: Calendar, traffics: Sequence[Traffic], recordings: Sequence[Recording], progress: Callable[[str], None]
) -> int:
    """Fill the server with all days; how many raw samples that were. Raises ServerProblem."""
    samples = 0
    with ThreadPoolExecutor(1) as sender, ThreadPoolExecutor(2) as evaluators:
        for day in range(calendar.days):
            progress(f"day {day + 1} of {calendar.days}")
            sent: list[Future[None]] = []
            for traffic in traffics:
                bodies, count = _raw(traffic, day, with_up=day == calendar.days - 1)
                sent += [sender.submit(server.write, body) for body in bodies]
                samples += count
            for each in sent:
                each.result()
            for done in [evaluators.submit(_record, server, calendar, recording, day) for recording in recordings]:
                done.result()
    return samples


def _raw(traffic: Traffic, day: int, *, with_up: bool) -> tuple[list[bytes], int]:
    """A day's scrapes as request bodies; how many samples. `up` is only needed where alerts are evaluated, on the last day."""
    series: list[bytes] = []
    count = 0
    for scraped in traffic.day(day):
        if not scraped.times:
            continue
        times = encode_times(scraped.times)
        target = {"job": traffic.data.name, "instance": scraped.instance}
        for code, values in scraped.values.items():
            series.append(encode_series({"__name__": METRIC, "code": code, **target}, times, values))
            count += len(values)
        if with_up:
            series.append(encode_series({"__name__": "up", **target}, times, [1] * len(times)))
    return _bodies(series), count


def _bodies(series: Sequence[bytes]) -> list[bytes]:
    found: list[bytes] = []
    part: list[bytes] = []
    for one in series:
        part.append(one)
        if sum(map(len, part)) > _REQUEST_BYTES:
            found.append(frame(part))
            part = []
    return [*found, frame(part)] if part else found


def _record(server: Server, calendar: Calendar, recording: Recording, day: int) -> None:
    """Evaluate a recording's rules over a day, one after the other."""
    begin, end = calendar.start + day * DAY, calendar.start + (day + 1) * DAY
    for number, rule in enumerate(recording.rules):
        first = begin if rule.lasting else max(begin, calendar.end - recording.recent)
        # Evaluations belong to the day that ends with them: midnight needs nothing of the day after.
        times = range(first + rule.interval, end + 1, rule.interval)
        if rule.record and times:
            series = [_encoded(recording, number, rule, line, times) for line in server.query_range(rule.expr, times)]
            series += _vanished(recording, number, rule, times)
            if series:
                server.write(frame(series))


def _encoded(recording: Recording, number: int, rule: Rule, line: Line, times: range) -> bytes:
    """One result, with a stale marker wherever it ends."""
    labels = {**line.labels, **rule.labels, "__name__": rule.record}
    key = (number, frozenset(labels.items()))
    points: list[tuple[int, float]] = []
    last = recording.alive.get(key)
    for moment, value in line.points:
        now = int(moment)
        if last is not None and now - last > times.step:
            points.append((last + times.step, STALE))
        points.append((now, value))
        last = now
    assert last is not None
    recording.alive[key] = last
    return encode_series(labels, encode_times([moment * 1000 for moment, _ in points]), [value for _, value in points])


def _vanished(recording: Recording, number: int, rule: Rule, times: range) -> list[bytes]:
    """Stale markers of series that end within `times`; a series that lasts to the last evaluation may go on."""
    found: list[bytes] = []
    for key, last in list(recording.alive.items()):
        if key[0] == number and last < times[-1]:
            del recording.alive[key]
            found.append(encode_series(dict(key[1]), encode_times([(last + times.step) * 1000]), [STALE]))
    return found
