"""Grafana's schema of classic dashboards, taken from the types that its own SDK ships: the dashboard, and what each kind of panel may hold.

The SDK's classes are generated from the same definitions as the dashboards of Grafana itself. They have no JSON Schema on PyPI, so the
types are turned into one here: nothing unknown, nothing missing, every enumeration.
"""

import enum
import inspect
import re
import types
import typing
import warnings
from functools import cache
from typing import Any

from jsonschema import Draft7Validator

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from grafana_foundation_sdk.cog import variants
    from grafana_foundation_sdk.models import (
        bargauge,
        dashboard,
        gauge,
        logs,
        loki,
        prometheus,
        stat,
        statetimeline,
        table,
        text,
        timeseries,
    )

_PANELS = (bargauge, gauge, logs, stat, statetimeline, table, text, timeseries)
_QUERIES = {"prometheus": prometheus.Dataquery, "loki": loki.Dataquery}
_ALWAYS = re.compile(r'^\s+"(\w+)": self\.(\w+),$', re.MULTILINE)
_SOMETIMES = re.compile(r'payload\["(\w+)"\] = self\.(\w+)')


def complaints(board: dict[str, Any]) -> list[str]:
    """What Grafana's types do not allow in a board, each with its place; empty for a good one."""
    found = [_told("", one) for one in _validator(dashboard.Dashboard).iter_errors(board)]
    for panel in _panels(board):
        found += _panel_complaints(panel)
    return found


def _panel_complaints(panel: dict[str, Any]) -> list[str]:
    place = f"panel {panel.get('id')} {panel.get('title')!r}: "
    if panel.get("type") == "row":
        return [_told(place, one) for one in _validator(dashboard.RowPanel).iter_errors(panel)]
    found = [_told(place, one) for one in _validator(dashboard.Panel).iter_errors(panel)]
    kinds = {module.variant_config().identifier: module for module in _PANELS}
    module = kinds.get(panel.get("type", ""))
    if module is None:
        return [*found, f"{place}unknown type {panel.get('type')}"]
    config = module.variant_config()
    found += [_told(f"{place}options: ", one) for one in _validator(module.Options).iter_errors(panel["options"])]
    custom = panel["fieldConfig"]["defaults"].get("custom", {})
    if config.field_config_from_json_hook is not None:
        found += [_told(f"{place}custom: ", one) for one in _validator(module.FieldConfig).iter_errors(custom)]
    elif custom:
        found.append(f"{place}this kind of panel has no custom fields, got {sorted(custom)}")
    for target in panel.get("targets", ()):
        query = _QUERIES[target["datasource"]["type"]]
        found += [_told(f"{place}target {target.get('refId')}: ", one) for one in _validator(query).iter_errors(target)]
    return found


def _panels(board: dict[str, Any]) -> list[dict[str, Any]]:
    return [inner for panel in board["panels"] for inner in (panel, *panel.get("panels", ()))]


def _told(place: str, complaint: Any) -> str:
    return f"{place}{'/'.join(map(str, complaint.absolute_path))}: {complaint.message[:300]}"


@cache
def _validator(kind: type) -> Draft7Validator:
    definitions: dict[str, Any] = {}
    root = _schema(kind, definitions)
    return Draft7Validator({**root, "definitions": definitions})


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a type hint; classes go into `definitions`."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind in (object, Any) or kind is variants.Dataquery:
        return {}
    if kind is type(None):
        return {"type": "null"}
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(one, definitions) for one in arguments]}
    if origin is typing.Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(arguments[1], definitions)}
    simple = {str: "string", bool: "boolean", int: "integer", float: "number"}
    if kind in simple:
        return {"type": simple[kind]}
    if issubclass(kind, enum.Enum):
        return {"enum": [one.value for one in kind]}
    name = f"{kind.__module__.rpartition('.')[2]}.{kind.__qualname__}"
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(kind, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """A class: its keys are those that it writes; what it writes always is required, and null only there where the type says so."""
    hints = typing.get_type_hints(kind, vars(inspect.getmodule(kind)))
    source = inspect.getsource(kind.to_json)  # type: ignore[attr-defined]
    always, sometimes = dict(_ALWAYS.findall(source)), dict(_SOMETIMES.findall(source))
    keys = always | sometimes
    assert set(keys.values()) == set(hints), (kind, set(keys.values()) ^ set(hints))
    properties = {key: _schema(hints[name], definitions) for key, name in always.items()}
    properties |= {key: _present(hints[name], definitions) for key, name in sometimes.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": list(always)}


def _present(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """An optional key may be left out, but not be null."""
    union = typing.get_args(hint) if typing.get_origin(hint) in (typing.Union, types.UnionType) else (hint,)
    kinds = [_schema(one, definitions) for one in union if one is not type(None)]
    return kinds[0] if len(kinds) == 1 else {"anyOf": kinds}
