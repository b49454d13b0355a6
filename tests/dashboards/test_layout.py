"""Panels stand in lines of full width without overlaps or gaps, whatever is wished for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.dashboards.layout import layout
from slogen.dashboards.values import GRID, Board, Panel, Row, Stat
from tests.dashboards.examples import every_panel


def _panel(width: int, height: int) -> Panel:
    return Panel("A", "B", Stat(), (), width, height)


def _board(*rows: Row) -> Board:
    return Board("uid", "Title", "Description", rows)


_PANELS = st.lists(st.builds(_panel, st.integers(1, 30), st.integers(1, 12)), min_size=1, max_size=30).map(tuple)
_ROWS = st.lists(st.builds(Row, st.sampled_from(["", "A row"]), _PANELS, st.booleans()), max_size=5)


@given(_ROWS)
def test_every_cell_is_covered_once(rows: list[Row]) -> None:
    placed = layout(_board(*rows))
    open_cells: list[tuple[int, int]] = []
    for row in placed:
        cells = [cell for _, place in row.panels for cell in _cells(place.x, place.y, place.width, place.height)]
        assert len(cells) == len(set(cells))
        # What does not fit begins a line; it is not squeezed in.
        assert all(place.width >= min(panel.width, GRID) for panel, place in row.panels)
        top, bottom = min(y for _, y in cells), max(y for _, y in cells)
        assert len(cells) == GRID * (bottom + 1 - top)
        if row.heading is not None:
            assert (row.heading.x, row.heading.width, row.heading.height) == (0, GRID, 1)
            assert top == row.heading.y + 1
            open_cells += _cells(0, row.heading.y, GRID, 1)
        if not (row.row.collapsed and row.heading):
            open_cells += cells
    assert sorted(open_cells, key=lambda cell: (cell[1], cell[0])) == [(x, y) for y in range(len(open_cells) // GRID) for x in range(GRID)]


@given(_ROWS)
def test_numbers_are_unique_and_order_is_kept(rows: list[Row]) -> None:
    placed = layout(_board(*rows))
    numbers = [place.number for row in placed for place in (row.heading, *(place for _, place in row.panels)) if place is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [panel for row in placed for panel, _ in row.panels] == [panel for row in rows for panel in row.panels]


@pytest.mark.parametrize(
    ("wished", "made"),
    [
        pytest.param([12, 12], [12, 12], id="two that fit"),
        pytest.param([6, 6], [12, 12], id="two that leave half a line"),
        pytest.param([5, 5, 5], [8, 8, 8], id="three of one size"),
        pytest.param([4, 4, 4, 4, 4, 3], [4, 4, 4, 4, 4, 4], id="one column left over"),
        pytest.param([16, 8, 24], [16, 8, 24], id="two lines"),
        pytest.param([20, 6], [24, 24], id="two of which the second does not fit"),
        pytest.param([30], [24], id="wider than the board"),
    ],
)
def test_lines_are_stretched_in_proportion(wished: list[int], made: list[int]) -> None:
    (row,) = layout(_board(Row("", tuple(_panel(width, 4) for width in wished))))
    assert [place.width for _, place in row.panels] == made


def test_panels_of_a_line_are_as_tall_as_the_tallest() -> None:
    (row,) = layout(_board(Row("", (_panel(12, 4), _panel(12, 9), _panel(24, 2)))))
    assert [(place.y, place.height) for _, place in row.panels] == [(0, 9), (0, 9), (9, 2)]


def test_a_closed_row_takes_one_line() -> None:
    rows = (Row("Closed", (_panel(24, 8),), collapsed=True), Row("Open", (_panel(24, 8),)))
    closed, opened = layout(_board(*rows))
    assert closed.heading is not None
    assert opened.heading is not None
    assert (closed.heading.y, opened.heading.y) == (0, 1)
    assert layout(replace(every_panel(), rows=())) == ()


def _cells(x: int, y: int, width: int, height: int) -> list[tuple[int, int]]:
    return [(column, line) for column in range(x, x + width) for line in range(y, y + height)]
