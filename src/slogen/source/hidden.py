"""What the eye does not see in well-formed YAML: text lost behind ` #`, and spaces that are none."""

import re

from yaml import MappingNode, Node, ScalarNode

from slogen.diagnostics import Diagnostic, codes, error, warning
from slogen.source.node import is_plain
from slogen.source.text import SourceText

# `Ask in #incidents`: a comment to YAML, part of the sentence to the writer. A comment with a space behind # is meant as one.
_CUT = re.compile(r"[ \t](#[^\s#!][^\r\n]*)")
_NO_BREAK_SPACE = "\u00a0"


def hidden_trouble(roots: tuple[Node, ...], text: SourceText) -> list[Diagnostic]:
    """Findings about the unquoted texts of a file; one with neither ` #word` nor a no-break space costs one search."""
    cuts = {match.start() + 1: match for match in _CUT.finditer(text.content)}
    if not cuts and _NO_BREAK_SPACE not in text.content:
        return []
    findings: list[Diagnostic] = []
    for node, is_key in _scalars(roots):
        if not is_plain(node):
            continue
        if is_key and node.value.strip(_NO_BREAK_SPACE) != node.value:
            span = text.span(node.start_mark.index, node.end_mark.index)
            message = "this key begins or ends with a no-break space (U+00A0), which looks like a space and is part of the name"
            findings.append(error(span, codes.YAML_KEY, message, "replace it by an ordinary space"))
        end = node.end_mark.index
        while text.content[end : end + 1] in (" ", "\t"):
            end += 1
        if end in cuts and end > node.end_mark.index and " " in node.value:
            findings.append(_cut(text, cuts[end]))
    return findings


def _cut(text: SourceText, match: re.Match[str]) -> Diagnostic:
    lost = match[1].split()[0]
    message = f"the text ends here: {lost} and what follows is a comment to YAML"
    hint = "put the text in quotes; or write a space behind # if a comment is meant"
    return warning(text.span(match.start(1), match.end(1)), codes.YAML_COMMENT, message, hint)


def _scalars(roots: tuple[Node, ...]) -> list[tuple[ScalarNode, bool]]:
    """Every scalar once, and whether it is a key."""
    found: list[tuple[ScalarNode, bool]] = []
    waiting: list[tuple[Node, bool]] = [(root, False) for root in roots]
    seen: set[int] = set()
    while waiting:
        node, is_key = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, ScalarNode):
            found.append((node, is_key))
        elif isinstance(node, MappingNode):
            waiting += [pair for key, value in node.value for pair in ((key, True), (value, False))]
        else:
            waiting += [(item, False) for item in node.value]
    return found
