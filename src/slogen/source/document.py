"""One YAML document: its data, and for every value the place in the file where it is written."""

from dataclasses import dataclass, field
from typing import Any

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from slogen.diagnostics import Span
from slogen.source.compose import compose
from slogen.source.node import content_start, entry
from slogen.source.offsets import value_offsets
from slogen.source.text import SourceText


@dataclass(frozen=True, slots=True)
class Document:
    """`data` is a dict, list, str, int, Decimal, bool or None; keys are text. `index` counts the file's documents from 0.

    A path is the keys and list positions that lead from the root to a value. A value that came in through an alias or a merge
    has the place of the anchor, where its text stands.
    """

    path: str
    data: Any
    index: int
    _text: SourceText = field(repr=False, compare=False)
    _content: bytes = field(repr=False, compare=False)

    @property
    def content(self) -> str:
        """The file's text, all its documents, without a byte-order mark."""
        return self._text.content

    @property
    def root(self) -> Node:
        """The node of the whole document; for packages beside this one the data are there."""
        return compose(self._content)[0][self.index]

    def span(self, *keys: str | int) -> Span:
        """Where the value at this path is written; of a mapping or list its first key or item; of an empty value its key.

        A path that does not exist gives the deepest ancestor that does: its own key, or else its first key.
        """
        key, node, found = self._find(keys)
        if not found and key is not None and not isinstance(node, ScalarNode):
            return self._span(key)
        return self._value_span(key, node)

    def key_span(self, *keys: str | int) -> Span:
        """Where the key of the last step of this path is written; for a list position the item."""
        key, _, found = self._find(keys)
        return self._span(key) if found and key is not None else self.span(*keys)

    def inside(self, keys: tuple[str | int, ...], offset: int, length: int = 1) -> Span:
        """`length` characters of the text at this path from `offset` on, both counted in the value (quotes and escapes resolved).

        An offset at or behind the end gives the place just behind the last character. A value that is no scalar has no inside:
        its span is given.
        """
        key, node, found = self._find(keys)
        places = value_offsets(self._text.content, node) if found and isinstance(node, ScalarNode) else None
        if not places:
            return self._value_span(key, node) if found else self.span(*keys)
        if offset >= len(places):
            start, end = places[-1]
            behind = start if self._text.content[start] in "\r\n" else end
            return self._text.span(behind, behind + 1)
        first = max(offset, 0)
        last = min(first + max(length, 1), len(places)) - 1
        return self._text.span(places[first][0], places[last][1])

    def _find(self, keys: tuple[str | int, ...]) -> tuple[Node | None, Node, bool]:
        """The key and the node at the path, or of the deepest ancestor and False."""
        key: Node | None = None
        node = self.root
        for step in keys:
            found = entry(node, step)
            if found is None:
                return key, node, False
            key, node = found
        return key, node, True

    def _value_span(self, key: Node | None, node: Node) -> Span:
        if isinstance(node, (MappingNode, SequenceNode)) and node.value:
            first = node.value[0]
            return self._value_span(None, first[0] if isinstance(node, MappingNode) else first)
        start = content_start(node, self._text.content)
        if start < node.end_mark.index:
            return self._text.span(start, node.end_mark.index)
        if key is not None:
            return self._span(key)
        # An empty list item is pointed at by its dash.
        start = node.start_mark.index
        dash = start > 0 and start == node.end_mark.index and self._text.content[start - 1] == "-"
        return self._text.span(start - 1 if dash else start, start)

    def _span(self, key: Node) -> Span:
        start = content_start(key, self._text.content)
        if isinstance(key, ScalarNode):
            return self._text.span(start, key.end_mark.index)
        return self._value_span(None, key)
