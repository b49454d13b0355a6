"""Durations as Prometheus writes them, exact to the millisecond."""

import re
from dataclasses import dataclass
from decimal import Decimal

_UNITS = {"d": 86_400_000, "h": 3_600_000, "m": 60_000, "s": 1000, "ms": 1}
_SHAPE = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?")


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
            if re.fullmatch(r"\d+w", text):
                raise ValueError(f"write weeks in days: {int(text[:-1]) * 7}d instead of {text}")
            if re.fullmatch(r"\d+(\.\d+)?", text):
                raise ValueError(f"a duration needs a unit: {text}s, {text}m, {text}h or {text}d")
            raise ValueError(f"{text!r} is not a duration; write it as 30s, 5m, 1h30m, 28d or 500ms")
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
        """Days, then at most hours, minutes, seconds: 90m is `1h30m`, 36h is `1d12h`, 72h is `3d`."""
        rest = self.milliseconds
        parts: list[str] = []
        for unit, size in _UNITS.items():
            amount, rest = divmod(rest, size)
            if amount:
                parts.append(f"{amount}{unit}")
        return "".join(parts) or "0s"


FIVE_MINUTES = Duration.parse("5m")
ONE_HOUR = Duration.parse("1h")
ONE_MINUTE = Duration.parse("1m")
ZERO = Duration(0)
