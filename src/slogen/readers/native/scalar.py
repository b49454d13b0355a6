"""Single values of a mapping that has passed the schema: durations, exact numbers, texts."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.duration import Duration
from slogen.readers.native.shape import Node

# A number is computed with and written out in full: 28 significant digits must hold it and its products.
_DECIMALS, _DIGITS = 9, 15

parse_duration = lru_cache(maxsize=4096)(Duration.parse)


def duration(node: Node, key: str) -> Duration | None:
    """The duration below a key; None where there is none."""
    found = node.data.get(key)
    return None if found is None else parse_duration(found)


def decimal(node: Node, key: str, findings: list[Diagnostic]) -> Decimal | None:
    """The number below a key, exact; None where there is none, or where it is not of this world."""
    found = node.data.get(key)
    if found is None:
        return None
    number = Decimal(found)
    if number == 0:
        return Decimal(0)
    if not -_DECIMALS <= number.adjusted() < _DIGITS:
        what = "a size that cannot be right"
    elif number.normalize() != number or int(number.normalize().as_tuple().exponent) < -_DECIMALS:
        what = f"more than {_DECIMALS} decimals"
    else:
        return number
    findings.append(error(node.span(key), codes.WRONG_VALUE, f"`{key}` has {what}", "round it"))
    return None


def text(data: Mapping[str, Any], key: str) -> str:
    """The text below a key without blanks around it; empty where there is none."""
    found = data.get(key)
    return "" if found is None else found.strip()
