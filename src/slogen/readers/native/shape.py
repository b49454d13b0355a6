"""A document as far as it has the right shape: its data without the values that the schema refuses, and what it says about them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slogen.diagnostics import Diagnostic, Span
from slogen.source import Document

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A finding about the shape, and the paths that are not to be read because of it (there or missing)."""

    diagnostic: Diagnostic
    spoilt: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """`data` holds only what the schema allows; `spoilt` are the paths about which everything has been said."""

    document: Document
    data: Mapping[str, Any]
    spoilt: frozenset[Path] = frozenset()
    findings: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Node:
    """A mapping in a document, with the way to it. Positions are looked up only when they are asked for."""

    shape: Shape
    path: Path
    data: Mapping[str, Any]

    def child(self, key: str) -> "Node":
        """The mapping below a key; without data where the key is absent."""
        return Node(self.shape, (*self.path, key), self.data.get(key) or {})

    def span(self, *keys: str | int) -> Span:
        """Where the value below the keys stands, or this mapping."""
        return self.shape.document.span(*self.path, *keys)

    def key_span(self, *keys: str | int) -> Span:
        """Where the last of the keys itself stands."""
        return self.shape.document.key_span(*self.path, *keys)

    def inside(self, keys: Path, offset: int, length: int) -> Span:
        """Where a stretch of a text value stands; `offset` counts characters of the value."""
        return self.shape.document.inside((*self.path, *keys), offset, length)

    def spoilt(self, *keys: str | int) -> bool:
        """Whether something at the keys, or around them, has been refused: no more is to be said about it."""
        if not self.shape.spoilt:
            return False
        path = (*self.path, *keys)
        return any(path[:length] in self.shape.spoilt for length in range(len(path) + 1))


def without(data: Any, paths: Iterable[Path]) -> Any:
    """A copy of `data` without the values at the paths; what is untouched is shared. In a list None stays in their place."""
    for path in sorted(set(paths), key=len):
        data = _without(data, path)
    return data


def _without(data: Any, path: Path) -> Any:
    if not path:
        return {}
    step, rest = path[0], path[1:]
    if isinstance(data, Mapping) and step in data:
        if not rest:
            return {key: value for key, value in data.items() if key != step}
        return {**data, step: _without(data[step], rest)}
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return [*data[:step], _without(data[step], rest) if rest else None, *data[step + 1 :]]
    return data
