"""Values as people read them, by Grafana's unit ids."""

import math
from typing import Final

_SI: Final = ((1e12, " T"), (1e9, " G"), (1e6, " M"), (1e3, " k"))
_BINARY: Final = ((1024.0**4, " TiB"), (1024.0**3, " GiB"), (1024.0**2, " MiB"), (1024.0, " KiB"))
_TIMES: Final = ((86400.0, " d"), (3600.0, " h"), (60.0, " min"), (1.0, " s"), (1e-3, " ms"), (1e-6, " µs"))
_WORDS: Final = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))
_SUFFIXES: Final = {"cps": "/s", "cpm": "/min", "reqps": " req/s", "eps": "/s", "ops": " ops/s", "celsius": " °C", "watt": " W"}
_PREFIXES: Final = {"currencyUSD": "$", "currencyEUR": "€"}


def shown(value: float, unit: str, decimals: int | None = None) -> str:
    """A value with its unit; `decimals` None: as many as it needs."""
    if not math.isfinite(value):
        return "no data" if math.isnan(value) else "∞" if value > 0 else "-∞"
    match unit:
        case "percentunit":
            return f"{number(value * 100, decimals)} %"
        case "percent":
            return f"{number(value, decimals)} %"
        case "s" | "ms":
            return _scaled(value if unit == "s" else value / 1000, _TIMES, decimals)
        case "dtdurations":
            return _in_words(value)
        case "bytes" | "binBps":
            return _scaled(value, _BINARY, decimals, " B") + ("/s" if unit == "binBps" else "")
        case "none":
            return number(value, decimals)
        case _ if unit.startswith("suffix:"):
            return f"{number(value, decimals)} {unit.removeprefix('suffix:').strip()}"
        case _ if unit in _PREFIXES:
            return _PREFIXES[unit] + _scaled(value, _SI, decimals)
        case _:
            return _scaled(value, _SI, decimals) + _SUFFIXES.get(unit, "")


def number(value: float, decimals: int | None = None) -> str:
    """A number without unit: three digits that count, or the decimals that are asked for."""
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 100 or value == round(value) else 1 if size >= 10 else 2 if size >= 1 else 3
        return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
    return f"{value:.{decimals}f}"


def _scaled(value: float, steps: tuple[tuple[float, str], ...], decimals: int | None, base: str = "") -> str:
    size = abs(value)
    for step, name in steps:
        if size >= step:
            return number(value / step, decimals) + name
    # Below the smallest step there is only zero, or what is as good as that.
    smallest = steps[-1]
    if smallest[0] < 1:
        return "0 s" if not value else number(value / smallest[0], decimals) + smallest[1]
    return number(value, decimals) + base


def _in_words(seconds: float) -> str:
    """The two largest parts: `3 h 20 min`."""
    left, parts = round(abs(seconds)), list[str]()
    for size, name in _WORDS:
        if left >= size and len(parts) < 2:
            parts.append(f"{left // size} {name}")
            left %= size
        elif parts:
            break
    return ("-" if seconds < 0 else "") + (" ".join(parts) or "0 s")
