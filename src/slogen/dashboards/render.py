"""From a board to the text of its JSON file: built with grafanalib, normalised, printed so that a person can review it.

Panels of one shape differ in their texts, queries and places only. grafanalib builds each shape once, with marks in their stead; a
thousand boards are then a matter of filling in.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

from slogen.dashboards.layout import Place, PlacedRow, layout
from slogen.dashboards.values import Board, Panel, Row, Target, Text

_WIDTH = 200
_MARK = re.compile('"\x02(\\d+)\x02"')


_NUMBERS = 5
"""Marks below this stand for numbers, the others for words."""

_Template = tuple[tuple[str, ...], tuple[int, ...]]
"""Pieces of text, and the number of the mark between each two."""


def text(board: Board) -> str:
    """The classic JSON of a board, as Grafana's file provisioning and its sidecar load it; the same bytes for the same board."""
    panels = ",\n".join(f"    {one}" for row in layout(board) for one in _row(row))
    head = _filled(_head(_bare_board(board)), (), _board_words(board))
    return head.removesuffix("]\n}") + (f"\n{panels}\n  " if panels else "") + "]\n}\n"


def data(board: Board) -> dict[str, Any]:
    """The same as a mapping."""
    found: dict[str, Any] = json.loads(text(board))
    return found


def _board_words(board: Board) -> list[str]:
    words = [board.uid, board.title, board.description, *board.tags]
    words += [one.url for one in board.links]
    words += [one.query for one in board.variables]
    return words + [one.expr for one in board.annotations]


def _bare_board(board: Board) -> Board:
    """What boards of one shape have in common; which data sources are asked shows in the panels only."""
    sources = tuple(dict.fromkeys(target.source for row in board.rows for panel in row.panels for target in panel.targets))
    kept = Panel("", "", Text(""), tuple(Target("", source=source) for source in sources))
    return replace(
        board,
        uid="",
        title="",
        description="",
        tags=("",) * len(board.tags),
        links=tuple(replace(one, url="") for one in board.links),
        variables=tuple(replace(one, query="") for one in board.variables),
        annotations=tuple(replace(one, expr="") for one in board.annotations),
        rows=(Row("", (kept,)),),
    )


@lru_cache(maxsize=1024)
def _head(bare: Board) -> _Template:
    """The board's JSON around its marks, without panels."""
    # Here and not above: grafanalib takes a third of a second to import.
    from slogen.dashboards.build import dashboard
    from slogen.dashboards.normalise import normalised

    marks = iter(map(_mark, range(_NUMBERS, _NUMBERS + len(_board_words(bare)))))
    uid, title, description = next(marks), next(marks), next(marks)
    marked = replace(
        bare,
        uid=uid,
        title=title,
        description=description,
        tags=tuple(next(marks) for _ in bare.tags),
        links=tuple(replace(one, url=next(marks)) for one in bare.links),
        variables=tuple(replace(one, query=next(marks)) for one in bare.variables),
        annotations=tuple(replace(one, expr=next(marks)) for one in bare.annotations),
    )
    return _template(_printed(normalised(dashboard(marked)), ""))


def _row(row: PlacedRow) -> Iterator[str]:
    """The heading with its panels, inside it if it is closed."""
    if row.heading is None:
        yield from (_panel(panel, place, "    ") for panel, place in row.panels)
        return
    collapsed = row.row.collapsed
    heading = _filled(_heading(collapsed, row.row.repeat), _numbers(row.heading), [row.row.title])
    if not (collapsed and row.panels):
        yield heading
    else:
        inside = ",\n".join(f"        {_panel(panel, place, '        ')}" for panel, place in row.panels)
        yield heading.removesuffix("[]\n    }") + f"[\n{inside}\n      ]\n    }}"
    if not collapsed:
        yield from (_panel(panel, place, "    ") for panel, place in row.panels)


def _panel(panel: Panel, place: Place, indent: str) -> str:
    words = [panel.title, panel.description, *(one.expr for one in panel.targets), *(one.url for one in panel.links)]
    if isinstance(panel.view, Text):
        words.append(panel.view.markdown)
    return _filled(_shape(_bare(panel), indent), _numbers(place), words)


def _numbers(place: Place) -> tuple[int, ...]:
    return place.number, place.height, place.width, place.x, place.y


def _bare(panel: Panel) -> Panel:
    """What panels of one shape have in common."""
    return replace(
        panel,
        title="",
        description="",
        width=0,
        height=0,
        targets=tuple(replace(one, expr="") for one in panel.targets),
        links=tuple(replace(one, url="") for one in panel.links),
        view=Text("") if isinstance(panel.view, Text) else panel.view,
    )


@lru_cache(maxsize=4096)
def _shape(bare: Panel, indent: str) -> _Template:
    """The panel's JSON around its marks: place, title, description, queries, links, text."""
    from slogen.dashboards.build import panel
    from slogen.dashboards.normalise import normalised_panel

    marks = iter(map(_mark, range(_NUMBERS, _NUMBERS + 2 + len(bare.targets) + len(bare.links) + 1)))
    marked = replace(
        bare,
        title=next(marks),
        description=next(marks),
        targets=tuple(replace(one, expr=next(marks)) for one in bare.targets),
        links=tuple(replace(one, url=next(marks)) for one in bare.links),
    )
    if isinstance(bare.view, Text):
        marked = replace(marked, view=Text(next(marks)))
    made = normalised_panel(panel(marked, _position()))
    return _template(_printed(made, indent))


@lru_cache(maxsize=16)
def _heading(collapsed: bool, repeat: str) -> _Template:
    from slogen.dashboards.build import heading
    from slogen.dashboards.normalise import normalised_panel

    made = normalised_panel(heading(Row(_mark(_NUMBERS), (), collapsed, repeat), _position()))
    return _template(_printed(made, "    "))


def _mark(number: int) -> str:
    return f"\x02{number}\x02"


def _position() -> dict[str, str]:
    return dict(zip(("number", "height", "width", "x", "y"), map(_mark, range(_NUMBERS)), strict=True))


def _template(marked: str) -> _Template:
    parts = _MARK.split(marked.replace("\\u0002", "\x02"))
    return tuple(parts[::2]), tuple(map(int, parts[1::2]))


def _filled(template: _Template, numbers: tuple[int, ...], words: Sequence[str]) -> str:
    pieces, marks = template
    values = [*map(str, numbers or (0,) * _NUMBERS), *map(encode_basestring, words)]
    parts = list(pieces)
    for index, mark in enumerate(marks):
        parts[index] += values[mark]
    return "".join(parts)


def _printed(value: Any, indent: str) -> str:
    """JSON with whatever fits on one line, but for queries: a fifth of the lines of the usual form, and a change is still one line."""
    flat = json.dumps(value, ensure_ascii=False)
    fits = len(flat) + len(indent) <= _WIDTH and not (isinstance(value, dict) and "expr" in value)
    if fits or not isinstance(value, dict | list) or not value:
        return flat
    deeper = indent + "  "
    if isinstance(value, dict):
        inside = [f"{json.dumps(key, ensure_ascii=False)}: {_printed(item, deeper)}" for key, item in value.items()]
        left, right = "{", "}"
    else:
        inside = [_printed(item, deeper) for item in value]
        left, right = "[", "]"
    return f"{left}\n{deeper}" + f",\n{deeper}".join(inside) + f"\n{indent}{right}"
