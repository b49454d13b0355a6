"""Axes: round numbers and round times that divide a range."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime

_HOUR, _DAY = 3600, 86400
_TIME_STEPS = (60, 300, 600, 900, 1800, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY, 14 * _DAY, 30 * _DAY)


def bounds(low: float, high: float, *, lowest: float | None, highest: float | None) -> tuple[float, float]:
    """The ends of an axis that holds all values; given ends are kept."""
    if low > high:
        low, high = 0.0, 1.0
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-90):
        # As good as one value: it is drawn in the middle, zero at the bottom.
        low, high = (low - abs(low) / 2, high + abs(high) / 2) if abs(low) > 1e-90 else (0.0, 1.0)
    step = _step(high - low, 4)
    bottom = lowest if lowest is not None else math.floor(low / step + 1e-9) * step
    top = highest if highest is not None else math.ceil(high / step - 1e-9) * step
    return (bottom, top) if top - bottom > step / 2 else (bottom, bottom + step)


def share(value: float, low: float, high: float) -> float:
    """Where a value lies between two others: 0…1, and at the nearer end if it lies beyond."""
    if not low < value:
        return 0.0
    return 1.0 if value >= high else (value - low) / (high - low)


def ticks(low: float, high: float, wanted: int) -> list[float]:
    """Round numbers from `low` to `high`, about as many as wanted."""
    step = _step(high - low, wanted)
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


def _step(span: float, wanted: int) -> float:
    rough = span / max(wanted, 1)
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)


def time_ticks(start: float, end: float, wanted: int) -> Iterator[tuple[float, str]]:
    """Round times (UTC) between two, with what is written below them."""
    span = end - start
    step = next((step for step in _TIME_STEPS if span / step <= wanted), _TIME_STEPS[-1])
    moment = math.ceil(start / step) * step
    while moment <= end:
        yield float(moment), _written(moment, step)
        moment += step


def _written(moment: float, step: int) -> str:
    when = datetime.fromtimestamp(moment, UTC)
    return f"{when:%d %b}" if step >= _DAY or (when.hour == 0 and when.minute == 0 and step > _HOUR) else f"{when:%H:%M}"


def clock(moment: float) -> str:
    """A moment in full, UTC."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}"
