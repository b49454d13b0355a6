"""Runbooks as far as alerts link them: their headings, and the anchors under which a browser finds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from slogen.source import markdown


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
    return RunbookPage(path, markdown.headings(text), markdown.anchors(text))
