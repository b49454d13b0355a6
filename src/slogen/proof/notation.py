"""Samples in promtool's notation: `0+15x40` is 41 samples from 0 in steps of 15."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from slogen.model.objective import plain

_DIGITS = Decimal("0.000000001")


@dataclass(frozen=True, slots=True)
class Run:
    """`samples` during which a counter grows by `step` each."""

    samples: int
    step: Decimal


@dataclass(frozen=True, slots=True)
class Reset:
    """The process starts anew: its counters begin at zero."""


@dataclass(frozen=True, slots=True)
class Gap:
    """So many scrapes fail; the counter goes on by `step` each meanwhile."""

    samples: int
    step: Decimal = Decimal(0)


def counter(phases: Sequence[Run | Reset | Gap], start: Decimal = Decimal(0)) -> str:
    """A counter that is `start` at time 0, then goes through the phases."""
    value = start
    parts = [_number(value)]
    for phase in phases:
        match phase:
            case Run(samples, step):
                parts += [_ramp(value + step, step, samples)] if samples else []
                value += step * samples
            case Gap(samples, step):
                parts.append(f"_x{samples}")
                value += step * samples
            case Reset():
                value = Decimal(0)
    return " ".join(parts)


def constant(value: Decimal, samples: int) -> str:
    """The same value so many times."""
    return _ramp(value, Decimal(0), samples)


def ramp(start: Decimal, step: Decimal, samples: int) -> str:
    """So many samples from `start` in steps of `step`."""
    return _ramp(start, step, samples)


def _ramp(start: Decimal, step: Decimal, samples: int) -> str:
    """A run of samples; `x` counts the samples behind the first."""
    if samples == 1:
        return _number(start)
    sign = "-" if step < 0 else "+"
    return f"{_number(start)}{sign}{_number(abs(step))}x{samples - 1}"


def _number(value: Decimal) -> str:
    return plain(value.quantize(_DIGITS, ROUND_HALF_EVEN).normalize())
