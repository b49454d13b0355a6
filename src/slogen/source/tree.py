"""YAML as a tree of places: what is written where, with no opinion on what an unquoted word means.

For files of other programs, whose readers take `yes` or `1` for the text that it is where they expect a text.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.source.alias import refused_aliases
from slogen.source.compose import collector_paused
from slogen.source.conflict import merge_conflicts
from slogen.source.encoding import decode
from slogen.source.hidden import hidden_trouble
from slogen.source.node import content_start, is_merge, is_plain, sources_of_merge
from slogen.source.offsets import offsets
from slogen.source.recover import compose_all
from slogen.source.text import SourceText

_NULL = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as YAML reads it; `start` and `end` are its offsets in the file, quotes included. `null`: nothing is written there.

    `style` is `|`, `>` or a quote, None for a plain text.
    """

    text: str
    null: bool
    start: int
    end: int
    style: str | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    items: "tuple[Item, ...]"
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they are written, what is merged in last; of equal keys only the first."""

    pairs: "tuple[tuple[Scalar, Item], ...]"
    start: int
    end: int

    def get(self, key: str) -> "Item | None":
        """The value of a key."""
        return next((value for name, value in self.pairs if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, where it is written."""
        return next((name for name, _ in self.pairs if name.text == key), None)


Item = Scalar | Listing | Mapping


@dataclass(frozen=True, slots=True)
class Tree:
    """A file's documents that hold something, in order; those with a mistake in their syntax are not among them."""

    text: SourceText
    roots: tuple[Item, ...]

    def span(self, item: Item) -> Span:
        """Where a text is written, cut at the end of its first line; of a mapping or list its first key or item."""
        match item:
            case Mapping(pairs=((key, _), *_)):
                return self.span(key)
            case Listing(items=(first, *_)):
                return self.span(first)
            case _:
                return self.text.span(item.start, item.end)

    def inside(self, scalar: Scalar, offset: int, length: int = 1) -> Span:
        """`length` characters of a text from `offset` on, both counted in its value; behind the end the place behind the last one."""
        places = offsets(self.text.content, scalar.start, scalar.end, scalar.style, scalar.text)
        if not places:
            return self.span(scalar)
        first = min(max(offset, 0), len(places) - 1)
        last = min(max(offset, 0) + max(length, 1), len(places)) - 1
        if offset >= len(places):
            return self.text.span(places[-1][1], places[-1][1] + 1)
        return self.text.span(places[first][0], places[last][1])


@collector_paused()
def read_tree(path: str, content: bytes) -> tuple[Tree, tuple[Diagnostic, ...]]:
    """The tree of a file, and what is wrong with its YAML: syntax, encoding, endless aliases, keys given twice."""
    decoded = decode(path, content)
    text = decoded.text
    if text is None:
        return Tree(SourceText.of(path, ""), ()), decoded.findings
    if conflicts := merge_conflicts(text):
        return Tree(text, ()), tuple(conflicts)
    composed = compose_all(text)
    aliases = refused_aliases(text, composed.content)
    findings = [*decoded.findings, *composed.findings, *aliases.values(), *hidden_trouble(composed.roots, text)]
    roots: list[Item] = []
    for index, root in enumerate(composed.roots):
        if index not in aliases and index not in composed.broken and not (is_plain(root) and root.value in _NULL):
            roots.append(_item(root, text, findings))
    return Tree(text, tuple(roots)), tuple(dict.fromkeys(findings))


def _item(node: Node, text: SourceText, findings: list[Diagnostic]) -> Item:
    if isinstance(node, ScalarNode):
        return _scalar(node, text)
    if isinstance(node, SequenceNode):
        return Listing(tuple(_item(item, text, findings) for item in node.value), node.start_mark.index, node.end_mark.index)
    assert isinstance(node, MappingNode)
    return Mapping(tuple(_pairs(node, text, findings)), node.start_mark.index, node.end_mark.index)


def _scalar(node: ScalarNode, text: SourceText) -> Scalar:
    start = content_start(node, text.content)
    return Scalar(node.value, is_plain(node) and node.value in _NULL, start, node.end_mark.index, node.style)


def _pairs(node: MappingNode, text: SourceText, findings: list[Diagnostic]) -> Iterator[tuple[Scalar, Item]]:
    lines: dict[str, int] = {}
    merged: list[MappingNode] = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            findings.append(error(text.span(key.start_mark.index, key.end_mark.index), codes.YAML_KEY, "a key must be plain text"))
        elif is_merge(key):
            merged += sources_of_merge(value) or ()
        elif key.value in lines:
            message = f"the key `{key.value}` was already given on line {lines[key.value]}"
            place = text.span(key.start_mark.index, key.end_mark.index)
            findings.append(error(place, codes.YAML_DUPLICATE_KEY, message, "remove one of the two, or rename it"))
        else:
            lines[key.value] = text.line_of(key.start_mark.index) + 1
            yield _scalar(key, text), _item(value, text, findings)
    for source in merged:
        for name, item in _pairs(source, text, []):
            if name.text not in lines:
                lines[name.text] = 0
                yield name, item
