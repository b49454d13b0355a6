"""Values, types and lists of words as a person reads them in a message."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from slogen.model.duration import Duration
from slogen.readers.native.schema import Schema, resolve
from slogen.readers.native.schema import pieces as p
from slogen.readers.native.shape import Path

_LONGEST = 60
_SWITCHES = {**dict.fromkeys(("true", "yes", "on"), "true"), **dict.fromkeys(("false", "no", "off"), "false")}
_PATTERNS = {
    p.DURATION: "a duration such as {example}",
    p.NAME: "a name such as {example}",
    p.LABEL: "a label name such as {example}",
    p.ALERT_NAME: "an alert name such as {example}",
    p.RUNBOOK: "the name of a runbook such as {example}",
    p.URL: "a URL such as {example}",
    p.SECRET_FILE: "the absolute path of a file such as {example}",
    p.ADDRESSES: "an e-mail address such as {example}",
    p.SMARTHOST: "a host and a port such as {example}",
    p.DAYS: "days such as {example}",
    p.TIMES: "times such as {example}",
    p.TIME_ZONE: "a time zone such as {example}",
    p.SERVICE: "a service such as {example}",
    p.VERSION: 'a version in quotes such as "{example}"',
}
_TYPES = {
    "number": "a number such as {example}",
    "integer": "a whole number such as {example}",
    "boolean": "true or false",
    "array": "a list",
}


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a`, `a or b`, `a, b or c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def quoted(words: Sequence[str], last: str = "or") -> str:
    """The same with every word in backticks."""
    return listed([f"`{word}`" for word in words], last)


def subject(path: Path) -> str:
    """What a value is called: by its key, and by its place where it is an item of a list."""
    if not path:
        return "the document"
    if isinstance(path[-1], int):
        return f"item {path[-1] + 1} of {subject(path[:-1])}"
    return f"`{path[-1]}`"


def shown(value: Any) -> str:
    """A value as the user would write it, cut where it is long."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case str():
            text = value.encode("utf-8", "replace").decode()
            if "\n" not in text and len(text) <= _LONGEST:
                return f'"{text}"'
            first, _, _ = text.strip().partition("\n")
            return f'"{first[:_LONGEST]}…"'
        case int() | Decimal():
            # A number of thousands of digits is refused by str(); nobody wants to read it either.
            return "a huge number" if isinstance(value, int) and value.bit_length() > 200 else str(value)
        case Mapping():
            return "a mapping"
        case _:
            return "a list"


def received(value: Any) -> str:
    """A value with its type: `the text "99.9%"`, `the number 5`, `a list`."""
    match value:
        case None:
            return "nothing"
        case str():
            return f"the text {shown(value)}"
        case int() | Decimal() if not isinstance(value, bool):
            return f"the number {shown(value)}" if not (isinstance(value, int) and value.bit_length() > 200) else "a huge number"
        case _:
            return shown(value)


def expected(schema: Schema) -> str:
    """What a schema asks for, with an example of its own."""
    if "anyOf" in schema and "type" not in schema:
        return listed([expected(branch) for branch in schema["anyOf"]])
    example = next(iter([*schema.get("examples", ()), schema.get("default", "…")]))
    kind = schema.get("type")
    if "enum" in schema:
        return listed(schema["enum"])
    if kind == "object":
        return f"a mapping such as {{{_first_key(schema)}: …}}"
    if kind == "string":
        return _PATTERNS.get(schema.get("pattern", ""), "a text").format(example=example)
    return _TYPES[str(kind)].format(example=example)


def repair(schema: Schema, path: Path, value: Any) -> str:
    """How a value of the wrong type would be written rightly, where that can be guessed."""
    kind, key = schema.get("type"), path[-1] if path else ""
    if value is None:
        return "give it a value, or delete the key"
    if kind in ("number", "integer") and isinstance(value, str):
        return _as_number(value)
    if kind == "boolean" and isinstance(value, str) and value.strip().lower() in _SWITCHES:
        return f"write {_SWITCHES[value.strip().lower()]}, without quotes"
    if kind == "string" and isinstance(value, bool | int | Decimal):
        return f'put it in quotes: "{shown(value)}"'
    if kind == "array" and isinstance(value, Mapping):
        return "begin each item with a dash"
    if kind == "object" and isinstance(value, list) and len(value) == 1 and isinstance(value[0], Mapping):
        return "leave out the dash"
    if kind == "array" and isinstance(value, str | int | Decimal) and isinstance(key, str):
        return f"write {key}: [{shown(value)}]" if not isinstance(value, str) else f"write {key}: [{value[:_LONGEST]}]"
    if kind == "object" and isinstance(value, str) and "\n" not in value and len(value) <= _LONGEST and isinstance(key, str):
        keys = schema.get("properties", {})
        if value in keys:
            return f"write {key}: {{{value}: {{…}}}}"
        first = _first_key(schema)
        return f"write {key}: {{{first}: {value}}}" if resolve(keys.get(first, {"type": "string"})).get("type") == "string" else ""
    return ""


def _as_number(value: str) -> str:
    match = re.fullmatch(r"((?:0|[1-9][0-9]*)(?:[.,][0-9]+)?) *(%|percent)?", value.strip())
    if match is None:
        return ""
    digits = match[1].replace(",", ".")
    if match[2]:
        return f"write {digits}, without quotes and {'percent sign' if match[2] == '%' else 'unit'}"
    return f"write {digits}, with a point" if "," in value else f"write {digits}, without quotes"


def duration_complaint(value: Any) -> str:
    """Why a value is no duration."""
    try:
        found = Duration.parse(value if isinstance(value, str) else shown(value))
    except ValueError as complaint:
        return str(complaint)
    return f"{found} is longer than anything that slogen can compute"


def _first_key(schema: Schema) -> str:
    keys = [*schema.get("required", ()), *schema.get("properties", ()), *schema.get("examples", ({"key": ""},))[0]]
    return str(next(key for key in keys if key != "none"))
