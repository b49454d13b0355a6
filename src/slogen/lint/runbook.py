"""What checks on runbooks look at: one runbook with its places, and what is known about who links it and what it links."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote

from slogen.diagnostics import Span
from slogen.model.duration import Duration
from slogen.source.front_matter import FrontMatter, front_matter
from slogen.source.markdown import Block, Link, Section, anchors, blocks, links, sections, without_code
from slogen.source.text import SourceText

PLACEHOLDER = "To write:"
"""What `slogen runbook new` writes where only a person knows what belongs there; as a quotation, with a question behind it."""
_PLACEHOLDER = re.compile(rf"^[ \t]*(?:[-*+>]|\d+[.)])?[ \t]*({PLACEHOLDER}[^\r\n]*)", re.MULTILINE)
_SERIES = re.compile(r"(slo:[a-z0-9_:]*[a-z0-9_])\{[^{}\r\n]*?\bslo_id=\"([^\"\r\n]*)\"")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|.*\{[{%]")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the files around a runbook say. `system` is empty for a page that lies in no system's folder, so that no alert can link it.

    `required` are the headings that it must have, `max_age` how old a review may be at `today`. `linked_by` names the alerts that link
    it, None where that is not known (specs that cannot be read). `targets` has every file and folder that exists among those it links,
    with the anchors of a Markdown file. `systems` are the names of all systems. `recorded` has the series that the rules record, by
    SLO; None where that is not known.
    """

    system: str
    required: tuple[str, ...]
    max_age: Duration | None
    today: date
    linked_by: tuple[str, ...] | None
    targets: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    systems: tuple[str, ...] = ()
    recorded: Mapping[str, frozenset[str]] | None = None


@dataclass(frozen=True, slots=True)
class RecordedSeries:
    """A selector of a recorded series, wherever in a page it stands: the metric and the SLO's identity, each with its place."""

    metric: str
    slo_id: str
    metric_span: Span
    slo_span: Span


@dataclass(frozen=True, slots=True)
class RunbookSubject:
    """A runbook; `path` as the user would name it, `name` as alerts name it.

    `unwritten` are the places that a person has yet to fill, `queries` the blocks of PromQL.
    """

    path: str
    name: str
    front: FrontMatter | None
    sections: tuple[Section, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    unwritten: tuple[Span, ...]
    queries: tuple[Block, ...]
    series: tuple[RecordedSeries, ...]
    around: Surroundings

    @property
    def is_runbook(self) -> bool:
        """Whether alerts can link it: it lies in a system's folder, and is not the folder's own page."""
        return bool(self.around.system) and not self.is_index

    @property
    def is_index(self) -> bool:
        """Whether it is the page that introduces a folder."""
        return self.name.lower() in ("readme", "index")

    @property
    def head(self) -> Span:
        """Where it begins: its first heading, or its first line."""
        return self.sections[0].span if self.sections else Span(self.path)


def read_runbook(path: str, text: str, around: Surroundings) -> RunbookSubject:
    """Read a Markdown text; whatever it holds can be read."""
    source = SourceText.of(path, text.removeprefix("\ufeff"))
    return RunbookSubject(
        path,
        posixpath.basename(path).removesuffix(".md"),
        front_matter(path, text),
        sections(path, text),
        links(path, text),
        anchors(text),
        tuple(source.span(*match.span(1)) for match in _PLACEHOLDER.finditer(without_code(text))),
        tuple(block for block in blocks(text) if block.language == "promql"),
        tuple(
            RecordedSeries(match[1], match[2], source.span(*match.span(1)), source.span(*match.span(2)))
            for match in _SERIES.finditer(source.content)
        ),
        around,
    )


def local(path: str, target: str) -> tuple[str, str] | None:
    """Where a link of the page at `path` leads: a path from the project's root (`.` is the root, `..` is out of it) and an anchor.

    None: to another site, or to what only the site's generator knows. A link to an anchor alone leads to the page itself.
    """
    if _ELSEWHERE.match(target):
        return None
    file, _, fragment = target.partition("#")
    file = unquote(file.partition("?")[0])
    if not file:
        return path, unquote(fragment)
    joined = file.lstrip("/") if file.startswith("/") else posixpath.join(posixpath.dirname(path), file)
    return posixpath.normpath(joined or "."), unquote(fragment)


def reviewed(subject: RunbookSubject) -> date | None:
    """The date of the last review; None where the front matter has none that can be read."""
    written = subject.front.data.get("last_reviewed") if subject.front else None
    return read_date(written) if isinstance(written, str) else None


def read_date(text: str) -> date | None:
    """`2026-11-01`, and nothing else that dates are written like."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def no_alerts(subject: RunbookSubject) -> str | None:
    """Why the runbook is kept though no alert links it (`alerts: none -- why`); None where that is not said."""
    written = subject.front.data.get("alerts") if subject.front else None
    match = re.fullmatch(r"none\s+--\s+(\S.*)", written.strip(), re.DOTALL) if isinstance(written, str) else None
    return match[1] if match else None
