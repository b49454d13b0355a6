"""From a board to the text of its JSON file: built with grafanalib, normalised, printed so that a person can review it.

Panels of one shape differ in their texts, queries and places only. grafanalib builds each shape once, with marks in their stead; a
thousand boards are then a matter of filling in.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from itertools import count
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple

from slogen.dashboards.layout import Place, PlacedRow, layout
from slogen.dashboards.values import Board, Link, Panel, Row, Target, Text, View

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
    return _filled(_template_of(_shape_of(panel), indent), _numbers(place), words)


def _numbers(place: Place) -> tuple[int, ...]:
    return place.number, place.height, place.width, place.x, place.y


_LOOKS = tuple(one.name for one in fields(Panel) if one.name not in ("title", "description", "targets", "links", "view", "width", "height"))
_TARGET = tuple(one.name for one in fields(Target) if one.name != "expr")
_LINK = tuple(one.name for one in fields(Link) if one.name != "url")
_looks_of, _target_of, _link_of = attrgetter(*_LOOKS), attrgetter(*_TARGET), attrgetter(*_LINK)


class _Shape(NamedTuple):
    """What panels of one shape have in common: all but texts, queries, addresses and places."""

    view: View
    looks: tuple[Any, ...]
    targets: tuple[tuple[Any, ...], ...]
    links: tuple[tuple[Any, ...], ...]


_ANY_TEXT = Text("")


def _shape_of(panel: Panel) -> _Shape:
    view = _ANY_TEXT if isinstance(panel.view, Text) else panel.view
    return _Shape(view, _looks_of(panel), tuple(map(_target_of, panel.targets)), tuple(map(_link_of, panel.links)))


@lru_cache(maxsize=4096)
def _template_of(shape: _Shape, indent: str) -> _Template:
    """The panel's JSON around its marks: place, title, description, queries, links, text."""
    from slogen.dashboards.build import panel
    from slogen.dashboards.normalise import normalised_panel

    marks = map(_mark, count(_NUMBERS))
    marked = Panel(
        title=next(marks),
        description=next(marks),
        targets=tuple(Target(expr=next(marks), **dict(zip(_TARGET, one, strict=True))) for one in shape.targets),
        links=tuple(Link(url=next(marks), **dict(zip(_LINK, one, strict=True))) for one in shape.links),
        view=Text(next(marks)) if isinstance(shape.view, Text) else shape.view,
        **dict(zip(_LOOKS, shape.looks, strict=True)),
    )
    return _template(_printed(normalised_panel(panel(marked, _position())), indent))


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
