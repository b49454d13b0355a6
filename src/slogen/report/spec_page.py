"""The reference page of the spec language, made from the schemas that check it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_HEAD = """# The spec language, key by key

Made from the JSON Schemas in [schema/](schema/), which also check the specs and complete keys in an editor. [guide.md](guide.md) explains
the language by examples. A key in **bold** is required. Durations are written as Prometheus does: `30s`, `5m`, `1h30m`, `28d`, `500ms`.
"""


def spec_page(schemas: Mapping[str, Schema]) -> str:
    """Markdown for all kinds; `schemas` maps a kind's name to its self-contained schema."""
    lines = [_HEAD]
    for kind, schema in schemas.items():
        lines += [f"## {kind.capitalize()}", "", schema["description"], "", *_table(schema)]
    shared: dict[str, Schema] = {}
    for schema in schemas.values():
        shared |= schema.get("$defs", {})
    lines += ["## Parts", ""]
    for name in sorted(shared):
        lines += _part(name, shared[name])
    return "\n".join(lines).rstrip() + "\n"


def _part(name: str, schema: Schema) -> Iterator[str]:
    yield f'<a id="{_anchor(name)}"></a>'
    yield ""
    yield f"### {name.replace('_', ' ')}"
    yield ""
    yield schema.get("description", "")
    yield ""
    if "properties" in schema:
        yield from _table(schema)
    elif "oneOf" in schema or "anyOf" in schema:
        for branch in schema.get("oneOf", schema.get("anyOf", ())):
            yield f"* {_type(branch)}"
        yield ""


def _table(schema: Schema) -> Iterator[str]:
    required = set(schema.get("required", ()))
    yield "| key | type | default | meaning |"
    yield "|---|---|---|---|"
    yield from _rows(schema, required, "")
    yield ""


def _rows(schema: Schema, required: set[str], prefix: str) -> Iterator[str]:
    for key, part in schema.get("properties", {}).items():
        name = f"**`{prefix}{key}`**" if key in required else f"`{prefix}{key}`"
        default = f"`{json.dumps(part['default'], ensure_ascii=False)}`" if "default" in part else ""
        yield f"| {name} | {_type(part)} | {default} | {_cell(_meaning(part))} |"
        if "properties" in part:
            yield from _rows(part, set(part.get("required", ())), f"{prefix}{key}.")


def _meaning(part: Schema) -> str:
    examples = ", ".join(f"`{json.dumps(example, ensure_ascii=False)}`" for example in part.get("examples", ()))
    return str(part.get("description", "")) + (f" Example: {examples}" if examples else "")


def _type(part: Schema) -> str:
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        return f"[{name.replace('_', ' ')}](#{_anchor(name)})"
    if "const" in part:
        return f"`{part['const']}`"
    if "enum" in part:
        return ", ".join(f"`{option}`" for option in part["enum"])
    if part.get("type") == "array":
        return f"list of {_type(part['items'])}"
    for several in ("oneOf", "anyOf"):
        if several in part and "type" not in part:
            return " or ".join(_type(branch) for branch in part[several])
    kind = str(part.get("type", ""))
    return {"object": "mapping", "string": "text", "integer": "whole number", "boolean": "true or false"}.get(kind, kind)


def _anchor(name: str) -> str:
    return "part-" + name.replace("_", "-")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
