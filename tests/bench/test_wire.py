"""Remote-write requests, read back by a decoder that knows nothing but protobuf's wire format."""

import struct
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from bench.accuracy.backfill import STALE
from bench.accuracy.wire import encode_series, encode_times, frame

TIMES = st.lists(st.integers(1_100_000_000_000, 4_000_000_000_000), min_size=1, max_size=20)


@given(TIMES, st.floats(allow_nan=False), st.text(max_size=300))
def test_what_is_sent_can_be_read_back(times: list[int], value: float, label: str) -> None:
    labels = {"job": label, "__name__": "requests_total"}
    body = frame([encode_series(labels, encode_times(times), [value] * len(times))] * 2)
    series = [content for _, content in _fields(_unframed(body))]
    assert len(series) == 2
    assert _labels(series[1]) == [("__name__", "requests_total"), ("job", label)]
    assert _samples(series[1]) == [(struct.pack("<d", value), time) for time in times]


def test_a_stale_marker_keeps_its_bits() -> None:
    """Any other NaN would be recorded as a value."""
    body = encode_series({"__name__": "a"}, encode_times([1_700_000_000_000]), [STALE])
    ((_, series),) = _fields(body)
    assert _samples(series) == [(bytes.fromhex("020000000000f07f"), 1_700_000_000_000)]


def _unframed(body: bytes) -> bytes:
    length, rest = _varint(body)
    assert rest[0] == 0xFC, "one literal with a four-byte length"
    assert struct.unpack("<I", rest[1:5])[0] + 1 == length == len(rest[5:])
    return rest[5:]


def _labels(series: bytes) -> list[tuple[str, str]]:
    found = [list(_fields(content)) for number, content in _fields(series) if number == 1]
    return [(name.decode(), value.decode()) for (_, name), (_, value) in found]


def _samples(series: bytes) -> list[tuple[bytes, int]]:
    found: list[tuple[bytes, int]] = []
    for number, content in _fields(series):
        if number == 2:
            assert content[0] == 1 << 3 | 1, "a double"
            assert content[9] == 2 << 3, "a varint"
            time, rest = _varint(content[10:])
            assert rest == b""
            found.append((content[1:9], time))
    return found


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The fields of a message; all are length-delimited."""
    while message:
        key, message = _varint(message)
        assert key & 7 == 2
        length, message = _varint(message)
        yield key >> 3, message[:length]
        message = message[length:]


def _varint(data: bytes) -> tuple[int, bytes]:
    value = 0
    for position, byte in enumerate(data):
        value |= (byte & 0x7F) << 7 * position
        if byte < 0x80:
            return value, data[position + 1 :]
    raise AssertionError("a varint without an end")
