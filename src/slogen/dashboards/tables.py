"""Tables: one row for each set of labels, the values of several queries beside each other, in the order of the columns."""

from collections.abc import Callable
from typing import Any

from slogen.dashboards.values import Column, Link, Panel, Table

_CELLS = {
    "text": {"type": "color-text"},
    "background": {"type": "color-background", "mode": "basic"},
    "gauge": {"type": "gauge", "mode": "basic"},
}


def transformations(panel: Panel, table: Table) -> list[dict[str, Any]]:
    """Join the results of all targets, keep the columns, name and order them."""
    if not table.columns:
        return []
    fields = {_field(panel, column): column for column in table.columns}
    return [
        {"id": "merge", "options": {}},
        {"id": "filterFieldsByName", "options": {"include": {"names": list(fields)}}},
        {
            "id": "organize",
            "options": {
                "excludeByName": {},
                "indexByName": {field: index for index, field in enumerate(fields)},
                "renameByName": {field: column.title for field, column in fields.items()},
            },
        },
    ]


def overrides(panel: Panel, table: Table, link: Callable[[Link], dict[str, Any]]) -> list[dict[str, Any]]:
    """How each column is shown, by its title. Labels are texts: the panel's unit and thresholds are not for them."""
    found: list[dict[str, Any]] = []
    for column in table.columns:
        properties: list[dict[str, Any]] = []
        if column.unit:
            properties.append({"id": "unit", "value": column.unit})
        if column.decimals is not None:
            properties.append({"id": "decimals", "value": column.decimals})
        for name, number in (("min", column.minimum), ("max", column.maximum)):
            if number is not None:
                properties.append({"id": name, "value": number})
        if column.thresholds:
            steps = [{"color": step.color, "value": step.value} for step in column.thresholds]
            properties.append({"id": "thresholds", "value": {"mode": "absolute", "steps": steps}})
        if column.mappings:
            options = {
                one.value: {"text": one.text, "index": index} | ({"color": one.color} if one.color else {})
                for index, one in enumerate(column.mappings)
            }
            properties.append({"id": "mappings", "value": [{"type": "value", "options": options}]})
        if column.cell:
            properties.append({"id": "custom.cellOptions", "value": _CELLS[column.cell]})
        if column.width:
            properties.append({"id": "custom.width", "value": column.width})
        if column.links:
            properties.append({"id": "links", "value": [link(one) for one in column.links]})
        if properties:
            found.append({"matcher": {"id": "byName", "options": column.title}, "properties": properties})
    return found


def _field(panel: Panel, column: Column) -> str:
    """A target's values are in `Value #A`, or in `Value` where there is one target; labels go by their names."""
    letters = [chr(ord("A") + number) for number in range(len(panel.targets))]
    if column.field not in letters:
        return column.field
    return "Value" if len(letters) == 1 else f"Value #{column.field}"
