"""The little Markdown that text panels have: headings, lists, paragraphs, links, emphasis, code."""

import re
from html import escape

_SPANS = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"<em>\1</em>"),
    (re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+|/[^)\s]*)\)"), r'<a href="\2">\1</a>'),
)


def markdown(text: str) -> str:
    """HTML of a text; whatever is no Markdown stands there as it was written."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if heading := re.fullmatch(r"(#{1,4}) +(.+)", lines[0]):
            level = len(heading[1]) + 2
            blocks.append(f"<h{level}>{_spans(heading[2])}</h{level}>")
            lines = lines[1:]
        if lines and all(re.match(r" *[-*] ", line) for line in lines):
            items = "".join(f"<li>{_spans(line.lstrip(' -*'))}</li>" for line in lines)
            blocks.append(f"<ul>{items}</ul>")
        elif lines:
            blocks.append(f"<p>{_spans(' '.join(lines))}</p>")
    return "".join(blocks)


def _spans(text: str) -> str:
    found = escape(text)
    for pattern, replacement in _SPANS:
        found = pattern.sub(replacement, found)
    return found
