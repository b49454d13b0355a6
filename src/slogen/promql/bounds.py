"""How a bucket bound may be spelt in `le`: clients and Prometheus versions differ."""

import re
from decimal import Decimal

from slogen.promql.selector import Matcher


def le(bound: Decimal) -> Matcher:
    r"""The matcher that finds a bucket by any spelling of its bound.

    Prometheus 2 stores the client's text (`1`, `1.0`, `1e+06`, `1.0E7`), Prometheus 3 normalises to OpenMetrics (`1.0`, `1e+06`).
    """
    spellings = _spellings(bound)
    if len(spellings) == 1:
        return Matcher("le", "=", spellings[0])
    return Matcher("le", "=~", "|".join(re.sub(r"([.+])", r"\\\1", text) for text in spellings))


def _spellings(bound: Decimal) -> tuple[str, ...]:
    plain = format(bound.normalize(), "f")
    found = {plain: None}
    exponent = bound.adjusted()
    mantissa = format(bound.scaleb(-exponent).normalize(), "f")
    if not -5 < exponent < 6:  # Go's %g
        found[f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"] = None
        found[f"{mantissa}e{exponent}"] = None
    if "." not in plain:
        found[f"{plain}.0"] = None
    if not -4 < exponent < 7:  # Java's Double.toString
        found[f"{mantissa if '.' in mantissa else mantissa + '.0'}E{exponent}"] = None
    return tuple(found)
