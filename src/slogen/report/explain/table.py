"""Tables without lines: columns are aligned by blanks and headed by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from slogen.report.text import columns, visible

WIDTH: Final = 110
"""Columns that a report takes; only what cannot be broken (a selector, a URL) goes beyond."""
INDENT: Final = "  "
_GAP = "  "
_HANGING = "      "
_NARROW = 24
"""Columns in which prose can still be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; numbers stand on the right."""

    heading: str
    right: bool = False


def table(heads: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines of a table, headings first. A last cell that is too long is wrapped in its column, or below its row if that is too narrow."""
    cells = [[head.heading for head in heads], *([visible(cell) for cell in row] for row in rows)]
    widths = [max(columns(row[index]) for row in cells) for index in range(len(heads))]
    start = len(INDENT) + sum(widths[:-1]) + len(_GAP) * (len(heads) - 1)
    room = WIDTH - start
    if widths[-1] <= room:
        return [_line(heads, widths, row) for row in cells]
    if room < _NARROW or any(columns(word) > room for row in cells for word in row[-1].split()):
        start = len(INDENT) + len(_HANGING)
        return [
            line
            for row in cells
            for line in (_line(heads[:-1], widths[:-1], row[:-1]), *(" " * start + part for part in wrap(row[-1], WIDTH - start)))
        ]
    lines: list[str] = []
    for row in cells:
        first, *rest = wrap(row[-1], room) or [""]
        lines += [_line(heads, [*widths[:-1], 0], [*row[:-1], first]), *(" " * start + part for part in rest)]
    return lines


@dataclass(frozen=True, slots=True)
class Code:
    """A selector or an expression: its lines stay as they are."""

    text: str


def named(pairs: Sequence[tuple[str, str | Code]], width: int = 16) -> list[str]:
    """Lines of `name  value`; prose is wrapped beside its name."""
    lines: list[str] = []
    for name, value in pairs:
        if isinstance(value, Code):
            shown = [visible(line) for line in value.text.strip().splitlines()]
        else:
            shown = wrap(value, WIDTH - len(INDENT) - width - len(_GAP))
        lines += [f"{INDENT}{_padded(name if index == 0 else '', width)}{_GAP}{line}".rstrip() for index, line in enumerate(shown)]
    return lines


def paragraph(text: str) -> list[str]:
    """A sentence or two, wrapped and indented."""
    return [f"{INDENT}{line}" for line in wrap(text, WIDTH - len(INDENT))]


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns; a word that is longer stands alone. Line breaks of the text stay."""
    lines: list[str] = []
    for given in text.splitlines():
        line = ""
        for word in visible(given).split():
            if line and columns(line) + 1 + columns(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _line(heads: Sequence[Column], widths: Sequence[int], row: Sequence[str]) -> str:
    cells = (_padded(cell, width, right=head.right) for head, width, cell in zip(heads, widths, row, strict=True))
    return f"{INDENT}{_GAP.join(cells)}".rstrip()


def _padded(text: str, width: int, *, right: bool = False) -> str:
    blanks = " " * (width - columns(text))
    return blanks + text if right else text + blanks
