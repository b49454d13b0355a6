"""The little Markdown that text panels have: headings, lists, paragraphs, links, emphasis, code."""

import re
from collections.abc import Callable
from html import escape, unescape

_SPANS = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"<em>\1</em>"),
)


_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^)\s]+|/[^)\s]*)\)")


def markdown(text: str, address: Callable[[str], str] = str) -> str:
    """HTML of a text; whatever is no Markdown stands there as it was written. `address` says where a link leads; empty: nowhere."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.splitlines()
        if heading := re.fullmatch(r"(#{1,4}) +(.+)", lines[0]):
            level = len(heading[1]) + 2
            blocks.append(f"<h{level}>{_spans(heading[2], address)}</h{level}>")
            lines = lines[1:]
        if lines and all(re.match(r" *[-*] ", line) for line in lines):
            items = "".join(f"<li>{_spans(re.sub(r'^ *[-*] ', '', line), address)}</li>" for line in lines)
            blocks.append(f"<ul>{items}</ul>")
        elif lines:
            blocks.append(f"<p>{_spans(' '.join(lines), address)}</p>")
    return "".join(blocks)


def _spans(text: str, address: Callable[[str], str]) -> str:
    def link(match: re.Match[str]) -> str:
        url = address(unescape(match[2]))
        return f'<a href="{escape(url)}">{match[1]}</a>' if url else match[1]

    found = escape(text)
    for pattern, replacement in _SPANS:
        found = pattern.sub(replacement, found)
    return _LINK.sub(link, found)
