"""Numbers as a person reads them: `46h 40m`, `2.14 %`, `1 in 1000`, `14.4×`."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from slogen.model.objective import plain

NONE: Final = "–"
"""What stands in a cell that has no value."""
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_LONGEST_IN_HOURS = 48 * _HOUR


def length(seconds: Decimal) -> str:
    """A length of time by its two largest units, rounded half up: `0.9s`, `52s`, `40m 19s`, `46h 40m`, `4d 16h`."""
    if seconds < 9 + Decimal("0.95"):
        return f"{plain(seconds.quantize(Decimal('0.1'), ROUND_HALF_UP))}s"
    whole = _rounded(seconds, 1)
    if whole < _MINUTE:
        return f"{whole}s"
    if whole < _HOUR:
        return _two(whole, _MINUTE, "m", 1, "s")
    whole = _rounded(seconds, _MINUTE)
    if whole < _LONGEST_IN_HOURS:
        return _two(whole, _HOUR, "h", _MINUTE, "m")
    return _two(_rounded(seconds, _HOUR), _DAY, "d", _HOUR, "h")


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage with three significant digits: `2.14 %`."""
    return f"{three_digits(ratio * 100)} %"


def exact_percent(ratio: Decimal) -> str:
    """A ratio as a percentage with every digit that it has: `1.44 %`."""
    return f"{plain(ratio * 100)} %"


def times(factor: Decimal) -> str:
    """A burn rate as it is: `14.4×`."""
    return f"{plain(factor)}×"


def about_times(factor: Decimal) -> str:
    """A burn rate with three significant digits: `28.8×`, `1000×`."""
    return f"{three_digits(factor)}×"


def three_digits(number: Decimal) -> str:
    """Three significant digits, and never fewer digits than the whole part has: `0.0233`, `46.7`, `1234`."""
    if not number:
        return "0"
    digits = max(2 - number.adjusted(), 0)
    rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return plain(rounded)


def one_in(ratio: Decimal) -> str:
    """A ratio as a fraction in whole numbers: `1 in 1000`, `3 in 20`."""
    fraction = Fraction(ratio)
    return f"{fraction.numerator} in {fraction.denominator}"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 failure`, `3 failures`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(words: list[str]) -> str:
    """Words as a sentence has them: `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _rounded(seconds: Decimal, unit: int) -> int:
    return int((seconds / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit


def _two(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    first, rest = divmod(seconds, large)
    return f"{first}{large_name} {rest // small}{small_name}" if rest else f"{first}{large_name}"
