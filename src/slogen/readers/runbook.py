"""Runbooks as Markdown files: their headings, and the anchors under which a browser finds them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_NO_PARAGRAPH = re.compile(r" {4}|\t| {0,3}(?:[-*+>|]|\d+[.)][ \t])|[ \t]*$")
_LINK = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_MARKS = re.compile(r"`|\*+|~~|<[^>]+>|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)")
_DROPPED = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class RunbookPage:
    """A runbook file. `headings` are the texts of all levels as they are read, `anchors` what may stand behind `#` in a link."""

    path: str
    headings: tuple[str, ...]
    anchors: frozenset[str]


RunbookIndex = Mapping[tuple[str, str], RunbookPage]
"""(system, name) → page, for every file `<directory>/<system>/<name>.md`."""


def parse_runbook(path: str, text: str) -> RunbookPage:
    """Read the headings of a Markdown text; what stands in a fenced code block or in front matter is none."""
    headings = tuple(_headings(text.removeprefix("\ufeff").splitlines()))
    seen: dict[str, int] = {}
    anchors: set[str] = set()
    for heading in headings:
        slug = anchor(heading)
        # GitHub numbers equal headings: symptom, symptom-1, symptom-2; a number that is taken already is passed over.
        number = seen.get(slug, 0)
        candidate = f"{slug}-{number}" if number else slug
        while candidate in anchors:
            number += 1
            candidate = f"{slug}-{number}"
        seen[slug] = number + 1
        anchors.add(candidate)
    return RunbookPage(path, headings, frozenset(anchors))


def anchor(heading: str) -> str:
    """The anchor that GitHub gives a heading: lower case, punctuation dropped, every space a hyphen."""
    return _DROPPED.sub("", heading.lower()).strip().replace(" ", "-")


def _headings(lines: list[str]) -> list[str]:
    found: list[str] = []
    fence = ""
    paragraph = ""
    for line in lines[_front_matter(lines) :]:
        opening = _FENCE.fullmatch(line)
        if fence:
            if opening and opening[1].startswith(fence) and not opening[2].strip():
                fence = ""
            continue
        if opening and not (opening[1][0] == "`" and "`" in opening[2]):
            fence, paragraph = opening[1], ""
        elif heading := _ATX.fullmatch(line):
            found.append(_plain(heading[1] or ""))
            paragraph = ""
        elif paragraph and _SETEXT.fullmatch(line):
            found.append(_plain(paragraph))
            paragraph = ""
        else:
            paragraph = "" if _NO_PARAGRAPH.match(line) else line
    return [heading for heading in found if heading]


def _front_matter(lines: list[str]) -> int:
    if lines and lines[0].rstrip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.rstrip() in ("---", "..."):
                return index + 1
    return 0


def _plain(heading: str) -> str:
    """The text of a heading without links and emphasis."""
    return _MARKS.sub("", _LINK.sub(r"\1", heading)).strip()
