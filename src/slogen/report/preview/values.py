"""What a Prometheus answered to the queries of a board."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_BOARD = re.compile(r"/d/([A-Za-z0-9_-]+)")
Point = tuple[float, float]
"""Unix seconds and a value, which may be NaN or infinite."""


_LARGEST = 1e100


def drawable(value: float) -> bool:
    """Whether a value has a place on an axis: it is a number, and the difference of two such numbers is one, too."""
    return -_LARGEST < value < _LARGEST


@dataclass(frozen=True, slots=True)
class Line:
    """One series; of an instant query it has one point."""

    labels: Mapping[str, str]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one target: lines, or an `error`. `step` is the time between two points in seconds, 0 for an instant query."""

    ref: str
    lines: tuple[Line, ...] = ()
    error: str = ""
    step: float = 0


@dataclass(frozen=True, slots=True)
class PanelData:
    """The answers of a panel's targets, asked for the time from `start` to `end` (Unix seconds)."""

    start: float
    end: float
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation: from when on something was the case, its colour and what it says."""

    time: float
    color: str
    text: str


@dataclass(frozen=True, slots=True)
class BoardData:
    """Everything that was asked for a board: by the panels' ids, and the marks on its graphs. `chosen` are the variables' values."""

    source: str
    start: float
    end: float
    panels: Mapping[int, PanelData] = field(default_factory=dict)
    marks: tuple[Mark, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a page stands: the rules of CSS, Grafana's address (may be empty), the page with all boards, and the pages of boards by uid."""

    style: str = ""
    grafana: str = ""
    index: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)

    def address(self, url: str) -> str:
        """Where a link of a board leads from here; empty where it leads nowhere: a path inside of a Grafana that nobody has named."""
        found = _BOARD.match(url)
        if found is not None and found[1] in self.pages:
            return self.pages[found[1]]
        if url.startswith("/"):
            return self.grafana + url if self.grafana else ""
        return url if url.startswith(("http://", "https://")) else ""
