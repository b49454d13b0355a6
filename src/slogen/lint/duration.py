"""Durations as Prometheus reads them in rule files: weeks and years too, and a bare 0."""

import re

from slogen.model.duration import Duration

_SHAPE = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
_MILLISECONDS = (31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1)


def read_duration(text: str) -> Duration | None:
    """`1w`, `1h30m`, `0`; None for what Prometheus refuses."""
    if text == "0":
        return Duration(0)
    match = _SHAPE.fullmatch(text)
    if match is None or not text:
        return None
    return Duration(sum(int(amount or 0) * size for amount, size in zip(match.groups(), _MILLISECONDS, strict=True)))
