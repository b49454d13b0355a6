"""What a Prometheus answered to the queries of a board."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Point = tuple[float, float]
"""Unix seconds and a value, which may be NaN or infinite."""


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
