"""Prometheus's remote-write request: protobuf, framed as a snappy block without compression.

Sending samples is several times faster than backfilling them from OpenMetrics text, and it needs no restart of the server.
"""

import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat

_SAMPLE_HEAD = b"\x12\x10\x09"
"""Field 2 of a series, 16 bytes; then field 1 of a sample, a double."""
_TIME_HEAD = b"\x10"
_TIME_BYTES = 6
"""Milliseconds from 2004 to 2109 take six bytes."""


def encode_times(times: Sequence[int]) -> list[bytes]:
    """Milliseconds since the epoch, ready to be used for many series."""
    return [_TIME_HEAD + _varint(time) for time in times]


def encode_series(labels: Mapping[str, str], times: Sequence[bytes], values: Sequence[float]) -> bytes:
    """One series with its samples in order; `times` are from `encode_times`."""
    body = b"".join(_field(1, _field(1, name.encode()) + _field(2, labels[name].encode())) for name in sorted(labels))
    samples = _samples(len(times)).pack(*chain.from_iterable(zip(repeat(_SAMPLE_HEAD), values, times, strict=False)))
    return _field(1, body + samples)


def frame(series: Sequence[bytes]) -> bytes:
    """The body of a request; one series at least."""
    message = b"".join(series)
    return _varint(len(message)) + b"\xfc" + struct.pack("<I", len(message) - 1) + message


@lru_cache(maxsize=64)
def _samples(count: int) -> struct.Struct:
    return struct.Struct("<" + f"3sd{_TIME_BYTES + 1}s" * count)


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | 2]) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
