"""Durations as Prometheus writes them, exact to the millisecond."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_SHAPE = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?")

_LIKE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([A-Za-z]{0,12})")
_WORDS = {
    **dict.fromkeys(("weeks", "week"), "w"),
    **dict.fromkeys(("days", "day"), "d"),
    **dict.fromkeys(("hours", "hour", "hrs", "hr"), "h"),
    **dict.fromkeys(("minutes", "minute", "mins", "min"), "m"),
    **dict.fromkeys(("seconds", "second", "secs", "sec"), "s"),
    **dict.fromkeys(("milliseconds", "millisecond", "msec"), "ms"),
}


@dataclass(frozen=True, slots=True, order=True)
class Duration:
    """A length of time in whole milliseconds; `str()` is Prometheus's own spelling (`28d`, `5m15s`)."""

    milliseconds: int

    @classmethod
    def parse(cls, text: str) -> "Duration":
        """Read `28d`, `1h30m`, `500ms`. Raises ValueError with a message for a person.

        Weeks and years are refused on purpose: a 28-day window is written `28d` everywhere, so that it is found by a search.
        """
        match = _SHAPE.fullmatch(text)
        if match is None or not text:
            raise ValueError(_complaint(text))
        amounts = (int(part) if part else 0 for part in match.groups())
        return cls(sum(amount * unit for amount, unit in zip(amounts, _UNITS.values(), strict=True)))

    @classmethod
    def seconds_of(cls, seconds: int) -> "Duration":
        """A duration of whole seconds."""
        return cls(seconds * 1000)

    @property
    def seconds(self) -> Decimal:
        """The same length in seconds, exact."""
        return Decimal(self.milliseconds) / 1000

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(self.milliseconds + other.milliseconds)

    def __str__(self) -> str:
        """Days, then hours, minutes, seconds: 90m is `1h30m`, 36h is `1d12h`, 72h is `3d`."""
        return _spelt(self.milliseconds)


@lru_cache(maxsize=4096)
def _spelt(milliseconds: int) -> str:
    parts: list[str] = []
    for unit, size in _UNITS.items():
        amount, milliseconds = divmod(milliseconds, size)
        if amount:
            parts.append(f"{amount}{unit}")
    return "".join(parts) or "0s"


def _complaint(text: str) -> str:
    """Why a text is no duration, and how it would be written where that can be guessed."""
    number, unit = match.groups() if (match := _LIKE.fullmatch(text)) else ("", "")
    unit = _WORDS.get(unit.lower(), unit)
    if number and unit == "w":
        return f"write weeks in days: {_said(Decimal(number) * 7, 'd')} instead of {text}"
    if number and unit in _UNITS:
        return f"write {_said(Decimal(number), unit)} instead of {text}"
    if number and not unit:
        return "a duration needs a unit: " + "{}, {}, {} or {}".format(*(_said(Decimal(number), each) for each in ("s", "m", "h", "d")))
    shown = text if len(text) <= 40 else text[:39] + "…"
    return f'"{shown}" is not a duration; write it as 30s, 5m, 1h30m, 28d or 500ms'


def _said(amount: Decimal, unit: str) -> str:
    """`28d` for whole amounts, `1h30m` for 1.5 hours."""
    return f"{amount}{unit}" if "." not in str(amount) else str(Duration(int(amount * _UNITS[unit])))


FIVE_MINUTES = Duration.parse("5m")
ONE_HOUR = Duration.parse("1h")
ONE_MINUTE = Duration.parse("1m")
ZERO = Duration(0)
