"""Tables: the results of instant queries, with the columns that the panel's transformations leave."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from slogen.report.preview.looks import Field, field, overridden, quiet
from slogen.report.preview.values import PanelData

Row = dict[str, str | float]
_MOST = 40


def table(panel: Mapping[str, Any], data: PanelData) -> str:
    """The view of a table panel."""
    rows = _rows(data)
    if not rows:
        return quiet("no data")
    columns = _columns(panel, rows)
    sort = next(iter(panel["options"].get("sortBy", ())), None)
    if sort is not None:
        key = next((name for name, title in columns if title == sort["displayName"]), "")
        rows.sort(key=lambda row: _order(row.get(key, "")), reverse=bool(sort.get("desc")))
    looks = {name: _looks(panel, title) for name, title in columns}
    head = "".join(f"<th>{escape(title)}</th>" for _, title in columns)
    body = "".join("<tr>" + "".join(_cell(row.get(name, ""), *looks[name]) for name, _ in columns) + "</tr>" for row in rows[:_MOST])
    return f'<div class="scroll"><table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _rows(data: PanelData) -> list[Row]:
    """Every target's value in a column of its own; rows are the same where the labels that all targets have are, as in Grafana's merge."""
    found: dict[tuple[str, ...], Row] = {}
    sets = [set(line.labels) for answer in data.answers for line in answer.lines]
    common = set.intersection(*sets) if len(data.answers) > 1 and sets else set[str]().union(*sets)
    shared = sorted(common - {"__name__"})
    for answer in data.answers:
        value = "Value" if len(data.answers) == 1 else f"Value #{answer.ref}"
        for line in answer.lines:
            row = found.setdefault(tuple(line.labels.get(name, "") for name in shared), {})
            row |= {name: text for name, text in line.labels.items() if name != "__name__"}
            row[value] = line.points[-1][1] if line.points else math.nan
    return list(found.values())


def _columns(panel: Mapping[str, Any], rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Field and heading of every column."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    names.sort(key=lambda name: name.startswith("Value"))
    titles: Mapping[str, str] = {}
    for one in panel.get("transformations", ()):
        options = one.get("options", {})
        if one["id"] == "filterFieldsByName":
            names = [name for name in options["include"]["names"] if any(name in row for row in rows)]
        elif one["id"] == "organize":
            order, titles = options.get("indexByName", {}), options.get("renameByName", {})
            names = sorted((name for name in names if not options.get("excludeByName", {}).get(name)), key=lambda name: order.get(name, 99))
    return [(name, titles.get(name) or name) for name in names]


def _looks(panel: Mapping[str, Any], title: str) -> tuple[Field, str]:
    """How a column's values are shown, and what is coloured: text, background or nothing."""
    own = overridden(panel["fieldConfig"], title)
    defaults = {**panel["fieldConfig"]["defaults"], **{key: value for key, value in own.items() if "." not in key}}
    return field(defaults), own.get("custom.cellOptions", {}).get("type", "")


def _cell(value: str | float, looks: Field, cell: str) -> str:
    if isinstance(value, str):
        word = looks.words.get(value)
        return f"<td>{escape(word[0] if word else value)}</td>"
    color = looks.color(value) if cell else ""
    style = f"{color} filled" if cell == "color-background" and color else color
    return f'<td class="number {style}">{escape(looks.text(value))}</td>'


def _order(value: str | float) -> tuple[int, float, str]:
    if isinstance(value, str):
        return (0, 0.0, value)
    return (1, -math.inf if math.isnan(value) else value, "")
