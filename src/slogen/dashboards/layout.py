"""Where the panels of a board stand: lines of full width, no overlaps, no gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slogen.dashboards.values import GRID, Board, Panel, Row

_HEADING = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Left upper corner and size in grid units; `number` is the panel's id on its board, from 1."""

    number: int
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row's heading (None: a row without a title has none) and its panels with their places."""

    row: Row
    heading: Place | None
    panels: tuple[tuple[Panel, Place], ...]


def layout(board: Board) -> tuple[PlacedRow, ...]:
    """Every row below the one before. Collapsed rows take one unit; their panels are placed as if they were open."""
    placed: list[PlacedRow] = []
    number, y = 1, 0
    for row in board.rows:
        heading = None
        if row.title:
            heading = Place(number, 0, y, GRID, _HEADING)
            number, y = number + 1, y + _HEADING
        bottom = y
        panels: list[tuple[Panel, Place]] = []
        for line in _lines(row.panels):
            height = max(panel.height for panel in line)
            x = 0
            for panel, width in zip(line, _widths(line), strict=True):
                panels.append((panel, Place(number, x, bottom, width, height)))
                number, x = number + 1, x + width
            bottom += height
        placed.append(PlacedRow(row, heading, tuple(panels)))
        y = y if row.collapsed and heading else bottom
    return tuple(placed)


def _lines(panels: Sequence[Panel]) -> Iterator[list[Panel]]:
    """As many panels in a line as fit."""
    line: list[Panel] = []
    for panel in panels:
        if line and sum(one.width for one in line) + panel.width > GRID:
            yield line
            line = []
        line.append(panel)
    if line:
        yield line


def _widths(line: Sequence[Panel]) -> list[int]:
    """The wished widths, stretched in proportion until they fill the line; what is left over goes to those that lost most by rounding."""
    wished = [min(panel.width, GRID) for panel in line]
    whole = sum(wished)
    widths = [width * GRID // whole for width in wished]
    losses = sorted(range(len(line)), key=lambda index: (-(wished[index] * GRID % whole) / wished[index], wished[index], index))
    for index in losses[: GRID - sum(widths)]:
        widths[index] += 1
    return widths
