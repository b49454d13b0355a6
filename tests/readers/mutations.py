"""Damage to specs: a key lost or misspelt, a value of another type, something where nothing belongs."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

KEYS = ("none", "name", "objective", "sli", "errors", "runbook", "alerts", "page", "window", "labels", "factor", "x")
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-200, max_value=200),
    st.sampled_from(["", " ", "none", "5m", "4w", "99.9%", "a\nb", "up", "x{", "Name", "page", "https://x", "0s", "12"]),
    st.lists(st.sampled_from(["a", 1, None]), max_size=2),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(["a", 1, None]), max_size=2),
)


@st.composite
def mutated(draw: st.DrawFn, data: Any, most: int = 3) -> Any:
    """The data with one to `most` places damaged."""
    for _ in range(draw(st.integers(1, most))):
        path = draw(st.sampled_from(list(_paths(data))))
        data = _changed(
            data, path, draw(st.sampled_from(["delete", "rename", "replace", "insert"])), draw(st.sampled_from(KEYS)), draw(VALUES)
        )
    return data


def numbers_as_decimals(data: Any) -> Any:
    """The same data with floats as a YAML reader gives them."""
    if isinstance(data, dict):
        return {key: numbers_as_decimals(value) for key, value in data.items()}
    if isinstance(data, list):
        return [numbers_as_decimals(value) for value in data]
    return Decimal(str(data)) if isinstance(data, float) else data


def _paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from _paths(value, (*path, key))


def _changed(data: Any, path: tuple[str | int, ...], how: str, key: str, value: Any) -> Any:
    if not path:
        return {**data, key: value} if how == "insert" and isinstance(data, dict) else data
    step, rest = path[0], path[1:]
    if rest or how == "insert":
        changed = _changed(data[step], rest, how, key, value)
        return [*data[:step], changed, *data[step + 1 :]] if isinstance(data, list) and isinstance(step, int) else {**data, step: changed}
    if isinstance(data, list):
        assert isinstance(step, int)
        return [*data[:step], *([] if how == "delete" else [value]), *data[step + 1 :]]
    if how == "replace":
        return {**data, step: value}
    kept = {name: inner for name, inner in data.items() if name != step}
    return kept if how == "delete" else {**kept, key: data[step]}
