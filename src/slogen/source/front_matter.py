"""The YAML at the head of a Markdown file, with positions."""

from dataclasses import dataclass
from typing import Any

from slogen.diagnostics import Diagnostic, Span, codes
from slogen.source.document import Document
from slogen.source.file import read
from slogen.source.markdown import front_matter_lines

# Front matter belongs to the site's generator too, which may read `draft: no` and dates as it likes.
_TOLERATED = {codes.YAML_AMBIGUOUS, codes.EMPTY_FILE}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`data` as it is read (empty where it cannot be read); `span` the line with which it begins.

    `findings` says what is wrong with its YAML. `unclosed`: it begins and never ends.
    """

    span: Span
    data: dict[str, Any]
    findings: tuple[Diagnostic, ...] = ()
    unclosed: bool = False
    document: Document | None = None

    def place(self, *keys: str | int) -> Span:
        """Where the value below the keys stands; of an absent one the beginning."""
        return self.span if self.document is None or not keys or keys[0] not in self.data else self.document.span(*keys)

    def key_place(self, key: str) -> Span:
        """Where a key stands."""
        return self.span if self.document is None or key not in self.data else self.document.key_span(key)


def front_matter(path: str, text: str) -> FrontMatter | None:
    """The front matter of a text; None: it has none."""
    text = text.removeprefix("\ufeff")
    lines = text.splitlines(keepends=True)
    begin = Span(path, 1, 1, 3)
    if not lines or lines[0].rstrip() != "---":
        return None
    length = front_matter_lines(lines)
    if not length:
        return FrontMatter(begin, {}, unclosed=True)
    # The first line stays: it is YAML's own mark, and lines keep their numbers.
    documents, found = read(path, "".join(lines[: length - 1]).encode("utf-8", "replace"))
    findings = tuple(one for one in found if one.code not in _TOLERATED)
    document = documents[0] if documents else None
    if document is None or not isinstance(document.data, dict):
        return FrontMatter(begin, {}, findings, document=document)
    return FrontMatter(begin, document.data, findings, document=document)
