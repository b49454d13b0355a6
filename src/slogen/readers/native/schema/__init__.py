"""JSON Schema (draft 2020-12) of the spec language, one self-contained schema for each kind of document."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from slogen.readers.native.schema.documents import API_VERSION, DEFINITIONS, DOCUMENTS

__all__ = ["API_VERSION", "KINDS", "Schema", "resolve", "schema", "text"]

Schema = dict[str, Any]
KINDS: tuple[str, ...] = tuple(DOCUMENTS)


def schema(kind: str) -> Schema:
    """The schema of a kind (`workspace`, `system` …), with every definition that it refers to. A fresh copy."""
    document = DOCUMENTS[kind]
    needed: dict[str, Schema] = {}
    waiting = list(_references(document))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = DEFINITIONS[name]
            waiting.extend(_references(needed[name]))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:slogen:v1:{kind}"}
    return deepcopy({**head, **document, "$defs": {name: needed[name] for name in sorted(needed)}})


def text(kind: str) -> str:
    """The schema as it is published: indented JSON with a final newline, the same on every machine."""
    return json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"


def resolve(part: Schema) -> Schema:
    """A part of a schema with its reference followed; keywords beside the reference win."""
    if "$ref" not in part:
        return part
    target = resolve(DEFINITIONS[part["$ref"].rpartition("/")[2]])
    return {**target, **{key: value for key, value in part.items() if key != "$ref"}}


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
