"""Markdown with positions: headings, the anchors under which a browser finds them, and the links of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from slogen.diagnostics import Span
from slogen.source.text import LINE_BREAK, SourceText

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_NESTED_FENCE = re.compile(r"[ \t]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}|~{3,})(.*)")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_NO_PARAGRAPH = re.compile(r" {4}|\t| {0,3}(?:[-*+>|]|\d+[.)][ \t])|[ \t]*$")
_LINK_TEXT = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"`|\*+|~~|<[^>]+>|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
_ATTRIBUTES = re.compile(r"[ \t]+\{[ \t]*[#.:][^{}]*\}[ \t]*$")
_DROPPED = re.compile(r"[^\w\- ]")
_VISIBLE = re.compile(r"[^\r\n]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_INLINE = re.compile(
    r"(?<!\\)\]\([ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*)(?:[ \t\n]+(?:\"[^\"]*\"|'[^']*'))?[ \t]*\)"
)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[ \t]*(<[^<>\n]*>|\S+)", re.MULTILINE)
_HTML = re.compile(r"<(?:a|img)\b[^<>]*?\b(?:href|src)\s*=\s*(?:\"([^\"\n\r]*)\"|'([^'\n\r]*)')", re.IGNORECASE)
_HTML_ANCHOR = re.compile(r"<[a-z][a-z0-9]*\b[^<>]*?\b(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_OWN_ANCHOR = re.compile(r"^ {0,3}#{1,6}[ \t].*\{[ \t]*#([^\s{}]+)[^{}]*\}[ \t]*#*[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads, as it is written (without `<>`), and where that stands."""

    target: str
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its level (1 to 6) and its place. `empty`: neither text nor a deeper heading follows before the next one."""

    heading: str
    level: int
    span: Span
    empty: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of code: the first word behind its marks, and its lines as they stand, the first of them line `line` of the file."""

    language: str
    line: int
    lines: tuple[str, ...]


def front_matter_lines(lines: list[str]) -> int:
    """How many lines the front matter takes, its marks included; 0: there is none, or it is never closed."""
    if lines and lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                return index + 1
    return 0


def headings(text: str) -> tuple[str, ...]:
    """The headings of a text as they are read; what stands in a fenced code block or in front matter is none."""
    return tuple(heading for _, _, heading in _headings(_lines(text)))


def anchors(text: str) -> frozenset[str]:
    """What may stand behind `#` in a link to the text: its headings as GitHub names them, and anchors that it sets itself."""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for heading in headings(text):
        slug = anchor(heading)
        # GitHub numbers equal headings: symptom, symptom-1, symptom-2; a number that is taken already is passed over.
        number = seen.get(slug, 0)
        candidate = f"{slug}-{number}" if number else slug
        while candidate in found:
            number += 1
            candidate = f"{slug}-{number}"
        seen[slug] = number + 1
        found.add(candidate)
    if "<" in text or "{" in text:
        prose = _prose(text)
        found.update(match[1] or match[2] for match in _HTML_ANCHOR.finditer(prose) if match[1] or match[2])
        found.update(match[1] for match in _OWN_ANCHOR.finditer(prose))
    return frozenset(found)


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading: lower case, punctuation dropped, every space a hyphen."""
    return _DROPPED.sub("", heading.lower()).strip().replace(" ", "-")


def sections(path: str, text: str) -> tuple[Section, ...]:
    """The headings of a text with their places, in order."""
    lines = _lines(text)
    found = _headings(lines)
    made: list[Section] = []
    for number, (line, level, heading) in enumerate(found):
        end = next((below for below, deeper, _ in found[number + 1 :] if deeper <= level), len(lines))
        # The marks below an underlined heading say nothing; a deeper heading is told of itself.
        empty = not any(row.strip() and not _SETEXT.fullmatch(row) for row in lines[line + 1 : end])
        start = len(lines[line]) - len(lines[line].lstrip())
        made.append(Section(heading, level, Span(path, line + 1, start + 1, max(len(lines[line].strip()), 1)), empty))
    return tuple(made)


def links(path: str, text: str) -> tuple[Link, ...]:
    """Every link and image of a text in order; what stands in code, comments and front matter is none."""
    source = SourceText.of(path, text.removeprefix("\ufeff"))
    prose = _prose(text)
    found: dict[int, Link] = {}
    for pattern in (_INLINE, _DEFINITION, _HTML):
        for match in pattern.finditer(prose):
            group = next((number for number in range(1, pattern.groups + 1) if match[number] is not None), 0)
            start, end = match.span(group)
            if prose[start:end].startswith("<") and pattern is not _HTML:
                start, end = start + 1, end - 1
            found[start] = Link(prose[start:end], source.span(start, end))
    return tuple(found[start] for start in sorted(found))


def blocks(text: str) -> tuple[Block, ...]:
    """The fenced blocks of code, in order; one that is never closed ends with the text."""
    lines = _lines(text)
    found: list[Block] = []
    fence = language = ""
    start = 0
    for number, line in _body(lines):
        mark = _NESTED_FENCE.fullmatch(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                found.append(Block(language, start + 1, tuple(lines[start:number])))
                fence = ""
        elif mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence, language, start = mark[1], mark[2].strip().partition(" ")[0].lower(), number + 1
    if fence:
        found.append(Block(language, start + 1, tuple(lines[start:])))
    return tuple(found)


def without_code(text: str) -> str:
    """The same text with front matter, code and comments blanked; every character that is left keeps its place."""
    return _prose(text)


def _prose(text: str) -> str:
    text = text.removeprefix("\ufeff")
    lines = text.splitlines(keepends=True)
    skipped = front_matter_lines(lines)
    fence = ""
    for index, line in enumerate(lines):
        opening = _NESTED_FENCE.fullmatch(line.rstrip("\r\n"))
        inside = bool(fence) or index < skipped
        if fence:
            if opening and opening[1].startswith(fence) and not opening[2].strip():
                fence = ""
        elif index >= skipped and opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence, inside = opening[1], True
        if inside:
            lines[index] = _VISIBLE.sub(" ", line)
    blanked = _COMMENT.sub(_blank, "".join(lines))
    return _CODE.sub(_blank, blanked)


def _blank(match: re.Match[str]) -> str:
    return _VISIBLE.sub(" ", match[0])


def _lines(text: str) -> list[str]:
    return LINE_BREAK.split(text.removeprefix("\ufeff"))


def _headings(lines: list[str]) -> list[tuple[int, int, str]]:
    """(line counted from 0, level, text) of every heading that has a text."""
    found: list[tuple[int, int, str]] = []
    fence = ""
    paragraph = -1
    for number, line in _body(lines):
        opening = _FENCE.fullmatch(line)
        if fence:
            if opening and opening[1].startswith(fence) and not opening[2].strip():
                fence = ""
            continue
        if opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence, paragraph = opening[1], -1
        elif heading := _ATX.fullmatch(line):
            found.append((number, len(line.strip()) - len(line.strip().lstrip("#")), _plain(heading[1] or "")))
            paragraph = -1
        elif paragraph >= 0 and _SETEXT.fullmatch(line):
            found.append((paragraph, 1 if "=" in line else 2, _plain(lines[paragraph])))
            paragraph = -1
        else:
            paragraph = -1 if _NO_PARAGRAPH.match(line) else number
    return [heading for heading in found if heading[2]]


def _body(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines behind the front matter, with their numbers."""
    start = front_matter_lines(lines)
    return zip(range(start, len(lines)), lines[start:], strict=True)


def _plain(heading: str) -> str:
    """The text of a heading without links, emphasis and the attributes that some sites read (`{#anchor}`)."""
    return _MARKS.sub("", _LINK_TEXT.sub(r"\1", _ATTRIBUTES.sub("", heading))).strip()
