"""The units of panels: the words of a spec, and what Grafana calls them."""

from typing import Final

UNITS: Final = {
    "count": "short",
    "number": "none",
    "ratio": "percentunit",
    "percent": "percent",
    "seconds": "s",
    "milliseconds": "ms",
    "duration": "dtdurations",
    "bytes": "bytes",
    "bytes_per_second": "binBps",
    "per_second": "cps",
    "per_minute": "cpm",
    "requests_per_second": "reqps",
    "times": "suffix:×",
    "usd": "currencyUSD",
    "eur": "currencyEUR",
    "celsius": "celsius",
    "watts": "watt",
}
"""`ratio` is 0…1 and shown as a percentage, `percent` 0…100; `duration` are seconds shown in words, `times` a burn rate."""
