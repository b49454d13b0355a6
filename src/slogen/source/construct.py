"""From YAML nodes to plain data, and the mistakes that only show there: keys, tags, merges, ambiguous words."""

from typing import Any

from yaml import MappingNode, Node, ScalarNode

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.source.compose import STRING, UNTAGGED
from slogen.source.node import MERGE, content_start, is_merge, is_plain, sources_of_merge
from slogen.source.scalar import Ambiguous, quoted, read_plain
from slogen.source.text import SourceText

_TEXT = (UNTAGGED, STRING)


def construct(root: Node, text: SourceText) -> tuple[Any, list[Diagnostic]]:
    """The data of one document: dict, list, str, int, Decimal, bool or None; `root` must hold no recursion.

    Keys are always text, as written. Of two equal keys the first is kept; an ambiguous word is kept as text.
    """
    findings: list[Diagnostic] = []
    return _value(root, text, findings), findings


def _value(node: Node, text: SourceText, findings: list[Diagnostic]) -> Any:
    if type(node) is ScalarNode:
        if node.tag not in _TEXT and node.tag != UNTAGGED:
            findings.append(_tag(node, text))
            # What the word means without the tag is looked at all the same.
            value = node.value if node.style else read_plain(node.value)
            return node.value if type(value) is Ambiguous else value
        if not node.style and node.tag == UNTAGGED:
            value = read_plain(node.value)
            if type(value) is not Ambiguous:
                return value
            findings.append(error(_span(node, text), codes.YAML_AMBIGUOUS, value.message, value.hint))
        return node.value
    if node.tag != UNTAGGED:
        findings.append(_tag(node, text))
    if type(node) is MappingNode:
        return _mapping(node, text, findings)
    return [_value(item, text, findings) for item in node.value]


def _mapping(node: MappingNode, text: SourceText, findings: list[Diagnostic]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    merged: dict[str, Any] | None = None
    repeated: list[ScalarNode] = []
    for key, value in node.value:
        if type(key) is not ScalarNode or key.tag not in _TEXT or (not key.value and is_plain(key)):
            findings.append(_bad_key(key, text))
            _value(value, text, findings)
        elif key.value == MERGE and is_merge(key):
            if merged is None:
                merged = _merged(key, value, text, findings)
            else:
                repeated.append(key)
        elif key.value in data:
            repeated.append(key)
            _value(value, text, findings)
        else:
            data[key.value] = _value(value, text, findings)
    if repeated:
        findings += _duplicates(node, repeated, text)
    return {**merged, **data} if merged else data


def _merged(key: ScalarNode, value: Node, text: SourceText, findings: list[Diagnostic]) -> dict[str, Any]:
    """What `<<` brings in; of several mappings the first wins."""
    sources = sources_of_merge(value)
    if sources is None:
        hint = "write `<<: *anchor`, or `<<: [*one, *other]`"
        findings.append(error(_span(key, text), codes.YAML_ALIAS, "`<<` merges mappings, and here it is given something else", hint))
        return {}
    merged: dict[str, Any] = {}
    for source in sources:
        for name, item in _value(source, text, findings).items():
            merged.setdefault(name, item)
    return merged


def _duplicates(node: MappingNode, repeated: list[ScalarNode], text: SourceText) -> list[Diagnostic]:
    """Each key that was there before, with the line of its first occurrence."""
    lines: dict[tuple[str, bool], int] = {}
    for key, _ in node.value:
        if type(key) is ScalarNode:
            lines.setdefault((key.value, is_merge(key)), text.line_of(key.start_mark.index) + 1)
    findings = []
    again = next((key for key in repeated if key.value == "apiVersion"), None)
    if again is not None:
        message = "a second spec begins here, and YAML takes it for more of the first"
        return [error(_span(again, text), codes.YAML_DUPLICATE_KEY, message, "write a line --- between two specs")]
    for key in repeated:
        message = f"the key `{key.value}` was already given on line {lines[key.value, is_merge(key)]}"
        hint = "list the mappings in one: `<<: [*one, *other]`" if is_merge(key) else "remove one of the two, or rename it"
        findings.append(error(_span(key, text), codes.YAML_DUPLICATE_KEY, message, hint))
    return findings


def _span(node: Node, text: SourceText) -> Span:
    return text.span(content_start(node, text.content), node.end_mark.index)


def _bad_key(key: Node, text: SourceText) -> Diagnostic:
    if type(key) is not ScalarNode:
        kind = "a mapping" if type(key) is MappingNode else "a list"
        message = f"{kind} is used as a key; keys are plain text"
        return error(_span(key, text), codes.YAML_KEY, message, 'put the text in quotes if it begins with { or [: "{a}": …')
    if key.tag not in _TEXT:
        return _tag(key, text)
    start = key.start_mark.index
    return error(
        text.span(start, start + 1), codes.YAML_KEY, "a key is missing before the colon", 'write a name before it; the empty key is ""'
    )


def _tag(node: Node, text: SourceText) -> Diagnostic:
    """The tag of a node, underlined where it is written."""
    start = node.start_mark.index
    end = content_start(node, text.content)
    start = max(text.content.find("!", start, end), start)
    written = text.content[start:end].split(None, 1)[0] if end > start else "!"
    message = f"the tag {written} is not allowed; only plain YAML is read"
    hint = "remove the tag"
    if isinstance(node, ScalarNode) and not node.style:
        hint = f"remove the tag, or put the text in quotes if {written} belongs to it: {quoted(f'{written} {node.value}'.strip())}"
    return error(text.span(start, start + len(written)), codes.YAML_TAG, message, hint)
