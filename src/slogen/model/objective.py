"""The objective and the error budget it leaves, as exact decimals."""

from dataclasses import dataclass
from decimal import Decimal

from slogen.model.duration import Duration


def plain(number: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: `0.0144`, `30`, never `3E+1`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Objective:
    """The promised share of good events or good time, in percent, strictly between 0 and 100."""

    percent: Decimal

    @property
    def ratio(self) -> Decimal:
        """The objective as a ratio: 0.999 for 99.9 %."""
        return self.percent / 100

    @property
    def budget(self) -> Decimal:
        """The error budget as a ratio: exactly 0.001 for 99.9 %."""
        return (100 - self.percent) / 100

    def bad_seconds(self, window: Duration) -> Decimal:
        """The budget as time without service, at constant traffic: 2592 s for 99.9 % of 30 days."""
        return self.budget * window.seconds

    def __str__(self) -> str:
        return plain(self.percent)
