"""Time intervals: days, times and time zones, made into what Alertmanager reads."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.routing import Hours, TimeInterval
from slogen.readers.native import defaults
from slogen.readers.native.shape import Node

# Alertmanager's week begins on Sunday, and its ranges must not go over the end of it.
_WEEK: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")


def read_intervals(node: Node, findings: list[Diagnostic], prefix: str) -> tuple[TimeInterval, ...]:
    """The intervals below the key `time_intervals`; `prefix` stands before their names."""
    found: list[TimeInterval] = []
    intervals = node.child("time_intervals")
    for name, data in intervals.data.items():
        hours = tuple(_hours(Node(node.shape, path, part), findings) for path, part in _parts((*intervals.path, name), data))
        found.append(TimeInterval(prefix + name, hours, intervals.key_span(name)))
    return tuple(found)


def _parts(path: tuple[str | int, ...], data: Any) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    if isinstance(data, Mapping):
        yield path, data
    else:
        yield from (((*path, index), part) for index, part in enumerate(data) if part is not None)


def _hours(node: Node, findings: list[Diagnostic]) -> Hours:
    days = {day for _, span in _listed(node, "days") for day in _days(span)}
    times: list[tuple[str, str]] = []
    for keys, span in _listed(node, "hours"):
        start, _, end = span.partition("-")
        if start < end:
            times.append((start, end))
            continue
        message = f"{span} ends before it begins" if start > end else f"{span} is no time at all"
        hint = f"split it at midnight: hours: ['{start}-24:00', '00:00-{end}']" if start > end else "from and to must differ"
        findings.append(error(node.span(*keys), codes.WRONG_VALUE, message, hint))
    return Hours(_ranges(days), tuple(times), node.data.get("time_zone", defaults.TIME_ZONE).strip(), node.span("time_zone"))


def _listed(node: Node, key: str) -> list[tuple[tuple[str | int, ...], str]]:
    """The values below a key that may have one or several, each with the way to it."""
    value = node.data.get(key)
    if isinstance(value, str):
        return [((key,), value)]
    return [((key, index), item) for index, item in enumerate(value or ()) if item is not None]


def _days(span: str) -> Iterator[str]:
    """Every day from the first to the last, over the end of the week if need be."""
    first, _, last = span.partition("-")
    start = _WEEK.index(first)
    length = (_WEEK.index(last or first) - start) % len(_WEEK)
    return (_WEEK[(start + step) % len(_WEEK)] for step in range(length + 1))


def _ranges(days: set[str]) -> tuple[str, ...]:
    """Runs of days on end, in the order of Alertmanager's week."""
    runs: list[list[str]] = []
    for number, day in enumerate(_WEEK):
        if day not in days:
            continue
        if runs and runs[-1][-1] == _WEEK[number - 1]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(_run(run) for run in runs)


def _run(run: Sequence[str]) -> str:
    return run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}"
