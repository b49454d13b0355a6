"""Raw series as a scrape would see them, written in promtool's notation."""

from collections.abc import Iterator
from dataclasses import dataclass

SCRAPE = 15


@dataclass(frozen=True, slots=True)
class Lost:
    """`minutes` without a sample while the counter goes on by `per_minute`."""

    minutes: float
    per_minute: float = 0


@dataclass(frozen=True, slots=True)
class Restart:
    """The process starts again: its counter begins at zero."""


@dataclass(frozen=True, slots=True)
class Gone:
    """The target disappears for `minutes`: Prometheus writes a staleness marker, then nothing."""

    minutes: float


Phase = tuple[float, float] | Lost | Restart | Gone


def counter(*phases: Phase, start: float = 0, every: int = SCRAPE) -> str:
    """A counter: `start` at time 0, then phases of (minutes, events per minute)."""
    value = start
    samples = [_number(value)]
    for phase in phases:
        match phase:
            case Restart():
                value = 0
            case Lost(minutes, per_minute):
                value += minutes * per_minute
                samples += ["_"] * _steps(minutes, every)
            case Gone(minutes):
                samples += _stale(minutes, every)
            case (minutes, per_minute):
                for _ in range(_steps(minutes, every)):
                    value += per_minute * every / 60
                    samples.append(_number(value))
    return " ".join(samples)


def gauge(*phases: tuple[float, float] | Lost | Gone, every: int = SCRAPE) -> str:
    """A gauge: phases of (minutes, value); the first sample of a phase stands where the one before it ends."""
    samples: list[str] = []
    for phase in phases:
        match phase:
            case Lost(minutes):
                samples += ["_"] * _steps(minutes, every)
            case Gone(minutes):
                samples += _stale(minutes, every)
            case (minutes, value):
                samples += [_number(value)] * _steps(minutes, every)
    return " ".join(samples)


def born(minutes: float, rest: str, every: int = SCRAPE) -> str:
    """A series that appears only after `minutes`, and from then on is `rest`."""
    return " ".join(["_"] * _steps(minutes, every) + [rest])


def _stale(minutes: float, every: int) -> Iterator[str]:
    yield "stale"
    yield from ["_"] * (_steps(minutes, every) - 1)


def _steps(minutes: float, every: int) -> int:
    steps = round(minutes * 60 / every)
    assert abs(steps * every - minutes * 60) < 1e-6, f"{minutes} minutes are no whole number of samples"
    return steps


def _number(value: float) -> str:
    return repr(round(value, 9)).removesuffix(".0")
