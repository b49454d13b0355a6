"""Questions about a YAML node: where its text begins, what its key is, what a merge brings in."""

import re
from typing import Final

from yaml import MappingNode, Node, ScalarNode, SequenceNode

from slogen.source.compose import UNTAGGED

MERGE: Final = "<<"
# A node's mark stands at its anchor or tag; the text that a person means begins behind them.
_PROPERTIES = re.compile(r"(?:(?:&[^\s,\[\]{}]+|!<[^>\s]*>|![^\s,\[\]{}]*)(?:[ \t\r\n]+(?:#[^\r\n]*)?)*)+")


def content_start(node: Node, content: str) -> int:
    """The offset at which the value itself begins, behind `&anchor` and `!!tag`."""
    start: int = node.start_mark.index
    if start < len(content) and content[start] in "&!" and (match := _PROPERTIES.match(content, start)):
        return min(match.end(), max(node.end_mark.index, start))
    return start


def is_plain(node: Node) -> bool:
    """Whether a node is an unquoted scalar without a tag."""
    return type(node) is ScalarNode and not node.style and node.tag == UNTAGGED


def is_merge(key: Node) -> bool:
    """Whether a key is the unquoted `<<`."""
    return key.value == MERGE and is_plain(key)


def sources_of_merge(value: Node) -> list[MappingNode] | None:
    """The mappings that the value of `<<` names, or None when it is something else."""
    if isinstance(value, MappingNode):
        return [value]
    if isinstance(value, SequenceNode) and all(isinstance(item, MappingNode) for item in value.value):
        return list(value.value)
    return None


def entry(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    """The key (None in a sequence) and the value behind one step of a path; None when there is no such thing.

    A mapping's own keys come first, then what it merges, as when the data was made.
    """
    if isinstance(node, SequenceNode):
        items: list[Node] = node.value
        return (None, items[step]) if isinstance(step, int) and 0 <= step < len(items) else None
    if not isinstance(node, MappingNode) or not isinstance(step, str):
        return None
    merged: Node | None = None
    for key, value in node.value:
        if merged is None and is_merge(key):
            merged = value
        elif type(key) is ScalarNode and key.value == step and not is_merge(key):
            return key, value
    for source in sources_of_merge(merged) or () if merged is not None else ():
        if (found := entry(source, step)) is not None:
            return found
    return None
