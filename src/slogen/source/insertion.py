"""Where a YAML file can take more items without a change to anything that stands in it."""

from dataclasses import dataclass
from enum import StrEnum

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from slogen.diagnostics import Span
from slogen.source.document import Document
from slogen.source.node import content_start, entry, is_merge


class Obstacle(StrEnum):
    """Why nothing can be put in front of the first item of a value, as the second half of a sentence about it."""

    ALIAS = "is an alias: what were inserted there would appear at its anchor, too"
    MERGE = "comes in through <<"
    NULL = "is null"
    SHAPE = "is neither a list nor a mapping"


@dataclass(frozen=True, slots=True)
class Opening:
    """The place before the first item of a list or mapping.

    `offset` counts characters of the text, `indent` columns. Between brackets (`flow`) the place is behind the opening one; otherwise it is
    the beginning of a line, or the end of a text that lacks its last line break. `items` is whether there are any.
    """

    offset: int
    indent: int
    flow: bool
    items: bool


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that takes no further item, and where its key stands."""

    obstacle: Obstacle
    span: Span


def opening(document: Document, *keys: str) -> Opening | Refusal | None:
    """Where the list or mapping behind the keys takes a first item; None when the last key is not there.

    A key without a value counts as empty. Raises KeyError when a key before the last is not there.
    """
    node: Node = document.root
    key: Node | None = None
    flow = False
    for number, step in enumerate(keys):
        if not isinstance(node, MappingNode):
            return Refusal(Obstacle.SHAPE, document.key_span(*keys[:number]))
        flow = bool(node.flow_style)
        found = next(((k, v) for k, v in node.value if type(k) is ScalarNode and k.value == step and not is_merge(k)), None)
        if found is None:
            if entry(node, step) is not None:
                return Refusal(Obstacle.MERGE, document.key_span(*keys[: number + 1]))
            if number + 1 < len(keys):
                raise KeyError(step)
            return None
        key, node = found
        if node.start_mark.index < key.end_mark.index:
            return Refusal(Obstacle.ALIAS, document.key_span(*keys[: number + 1]))
    place = _of_collection(document, key, node) if isinstance(node, MappingNode | SequenceNode) else _of_nothing(document, key, node, flow)
    return place if isinstance(place, Opening) else Refusal(place, document.key_span(*keys))


def ending(document: Document) -> Opening:
    """Where the document, a mapping, takes a further key: behind its last line, or with brackets behind the opening one."""
    root = document.root
    assert isinstance(root, MappingNode)
    if root.flow_style:
        return _of_collection(document, None, root)
    return Opening(root.end_mark.index, root.value[0][0].start_mark.column, False, True)


def _of_collection(document: Document, key: Node | None, node: MappingNode | SequenceNode) -> Opening:
    start = content_start(node, document.content)
    if node.flow_style:
        line = document.content[_line_start(document.content, start) :]
        return Opening(start + 1, len(line) - len(line.lstrip(" ")) + 2, True, bool(node.value))
    first = node.value[0][0] if isinstance(node, MappingNode) else None
    column = first.start_mark.column if first is not None else start - _line_start(document.content, start)
    # Comments above the first item are about that item: what is new goes above them, unless an anchor stands on a line of its own.
    above = key is not None and (node.start_mark.index == start or node.start_mark.line == key.end_mark.line)
    offset = _next_line(document.content, key.end_mark.index) if key is not None and above else _line_start(document.content, start)
    return Opening(offset, column, False, True)


def _of_nothing(document: Document, key: Node | None, node: Node, flow: bool) -> Opening | Obstacle:
    if key is None or node.value:
        null = isinstance(node, ScalarNode) and not node.style and node.value.lower() in ("null", "~")
        return Obstacle.NULL if null else Obstacle.SHAPE
    if flow or node.start_mark.index != node.end_mark.index:
        return Obstacle.NULL
    return Opening(_next_line(document.content, key.end_mark.index), key.start_mark.column + 2, False, False)


def _line_start(content: str, offset: int) -> int:
    return content.rfind("\n", 0, offset) + 1


def _next_line(content: str, offset: int) -> int:
    """The beginning of the line behind the one of `offset`; the end of the text when it has none."""
    end = content.find("\n", offset)
    return len(content) if end < 0 else end + 1
