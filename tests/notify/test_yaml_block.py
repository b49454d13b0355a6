"""Plain data as YAML text, read back by another reader."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from slogen.targets.yaml_block import block

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    [
        "yes",
        "on",
        "null",
        "~",
        "1:30",
        "0x1",
        "- a",
        "a: b",
        "a #b",
        '{{ template "x" . }}',
        'severity=~"page|ticket"',
        "*a",
        "&a",
        "!a",
        "[a]",
        "30s",
    ]
)
_WORDS = st.text("abcxyz_-/", min_size=1, max_size=8)
_DATA = st.recursive(
    _TEXT | st.booleans() | st.integers(-99, 99) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(_WORDS, _DATA, min_size=1, max_size=4) | st.lists(_DATA, min_size=1, max_size=4), st.integers(0, 6))
def test_what_is_written_reads_the_same(value: object, indent: int) -> None:
    text = "\n".join(block(value, indent)) + "\n"
    assert yaml.safe_load(text) == value
