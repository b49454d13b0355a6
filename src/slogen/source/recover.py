"""Reads on behind a syntax error, so that one run tells all of them."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from yaml import Node

from slogen.diagnostics import Diagnostic, error
from slogen.source.compose import compose
from slogen.source.syntax import Explanation, explain
from slogen.source.syntax.lines import indentation, is_content, is_marker
from slogen.source.text import SourceText

_MARKER = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|$)", re.MULTILINE)
_VISIBLE = re.compile(r"[^\r\n]")
_MOST_ERRORS = 10
_LARGE = 1_000_000
_MOST_ERRORS_IF_LARGE = 2


@dataclass(frozen=True, slots=True)
class Composed:
    """The root nodes of a file; `broken` are the positions among them of documents that lack the lines with errors.

    `content` is what the nodes were made from: the file in UTF-8, those lines blanked, all offsets as in the file.
    """

    roots: tuple[Node, ...]
    broken: frozenset[int]
    content: bytes
    findings: tuple[Diagnostic, ...]


def compose_all(text: SourceText) -> Composed:
    """Compose a file; each time libyaml gives up, blank the entry that is at fault and try again.

    What is found behind a blanked entry is reported only when it lies further down, so that one mistake is told once.
    """
    content = text.content
    limit = _MOST_ERRORS_IF_LARGE if len(content) > _LARGE else _MOST_ERRORS
    findings: list[Diagnostic] = []
    blanked: list[tuple[int, int]] = []
    while True:
        encoded = content.encode("utf-8")
        roots, problem = compose(encoded)
        if problem is None:
            break
        reason = explain(SourceText(text.path, content, text.starts), problem)
        if blanked and (reason.start < blanked[-1][1] or _misses_anchor(text, reason)):
            break
        findings.append(error(text.span(reason.start, reason.end), reason.code, reason.message, reason.hint))
        if len(findings) == limit:
            break
        first, last = _entry(text, reason)
        blanked.append((first, last))
        content = content[:first] + _VISIBLE.sub(" ", content[first:last]) + content[last:]
    return Composed(roots, _broken(text, roots, blanked), encoded, tuple(findings))


def _misses_anchor(text: SourceText, reason: Explanation) -> bool:
    """Whether an alias lacks an anchor that the file has after all, in a blanked line."""
    alias = text.content[reason.start : reason.end]
    return alias.startswith("*") and f"&{alias[1:]}" in text.content


def _entry(text: SourceText, reason: Explanation) -> tuple[int, int]:
    """The lines that the error makes unreadable, as the explanation tells; never beyond the document."""
    line = text.line_of(reason.start)
    until = indentation(text.line(line)) + 1 if reason.until is None else reason.until
    last = line
    for below in range(line + 1, len(text.starts)):
        content = text.line(below)
        if is_marker(content) or (is_content(content) and indentation(content) < until and text.starts[below] >= reason.through):
            break
        last = below
    return text.starts[line], text.line_end(last)


def _broken(text: SourceText, roots: tuple[Node, ...], blanked: list[tuple[int, int]]) -> frozenset[int]:
    """The documents in which, or between whose markers, something was blanked."""
    if not blanked:
        return frozenset()
    markers = [match.start() for match in _MARKER.finditer(text.content)]

    def section(offset: int) -> int:
        return bisect_right(markers, offset)

    hurt = {number for first, last in blanked for number in range(section(first), section(max(first, last - 1)) + 1)}
    return frozenset(index for index, root in enumerate(roots) if section(root.start_mark.index) in hurt)
