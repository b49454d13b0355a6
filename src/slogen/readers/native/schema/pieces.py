"""The small parts of which the schemas are made: texts, numbers, durations, names, mappings."""

from collections.abc import Mapping, Sequence
from typing import Any

Schema = dict[str, Any]

# Every pattern means the same to Python, to Rust and to editors (ECMAScript): explicit classes, no \s and no \d.
TEXT = "[^ \\t\\n\\r]"
LINE = "^[ \\t]*[^ \\t\\n\\r][^\\n\\r]*\\n?$"
NAME = "^[a-z][a-z0-9-]*$"
SERVICE = "^[a-z][a-z0-9-]*(/[a-z][a-z0-9-]*)?$"
LABEL = "^([a-zA-Z]|_[a-zA-Z0-9])[a-zA-Z0-9_]*$"
ALERT_NAME = "^[A-Z][A-Za-z0-9]*$"
DURATION = "^(?=[0-9])([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$"
RUNBOOK = "^[A-Za-z0-9][A-Za-z0-9._-]*(#[^# \\t\\n\\r]+)?$"
URL = "^https?://[A-Za-z0-9\\[][^/?# \\t\\n\\r]*([/?#][^\\n\\r]*)?$"
SMARTHOST = "^[^: \\t\\n\\r]+:[0-9]{1,5}$"
VERSION = "^[0-9]{1,3}\\.[0-9]{1,3}(\\.[0-9]{1,3})?$"
SECRET_FILE = "^/[^\\n\\r]*[^/ \\t\\n\\r]$"
ADDRESSES = "^[^@, \\t\\n\\r]+@[^@, \\t\\n\\r]+(, *[^@, \\t\\n\\r]+@[^@, \\t\\n\\r]+)*$"
_DAY = "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
DAYS = f"^{_DAY}(-{_DAY})?$"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
TIMES = f"^{_TIME}-({_TIME}|24:00)$"
TIME_ZONE = "^(UTC|[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$"
HOST = "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?$"
FOLDER = "^[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$"


def text(description: str, *examples: str) -> Schema:
    """A text that is not empty; it may have several lines."""
    return _string(description, TEXT, examples)


def line(description: str, *examples: str, default: str | None = None) -> Schema:
    """A text of exactly one line (a line break at its very end does no harm)."""
    return _string(description, LINE, examples, default)


def name(description: str, *examples: str) -> Schema:
    """A name of a system, service, SLO, pair or level: lower case, digits, hyphens."""
    return _string(description, NAME, examples)


def service(description: str, *examples: str) -> Schema:
    """A service of the same system, or of another one: system/service."""
    return _string(description, SERVICE, examples)


def label_name(description: str, *examples: str) -> Schema:
    """The name of a Prometheus label."""
    return _string(description, LABEL, examples)


def alert_name(description: str, *examples: str) -> Schema:
    """The name of an alert, CamelCase."""
    return _string(description, ALERT_NAME, examples)


def runbook(description: str, *examples: str) -> Schema:
    """The name of a runbook, with or without `#anchor`."""
    return _string(description, RUNBOOK, examples)


def url(description: str, *examples: str) -> Schema:
    """An absolute http(s) URL, or a template of one."""
    return _string(description, URL, examples)


def smarthost(description: str, *examples: str) -> Schema:
    """A host and a port."""
    return _string(description, SMARTHOST, examples)


def secret_file(description: str, *examples: str) -> Schema:
    """An absolute path to a file with a secret."""
    return _string(description, SECRET_FILE, examples)


def addresses(description: str, *examples: str) -> Schema:
    """E-mail addresses with commas between them."""
    return _string(description, ADDRESSES, examples)


def days(description: str, *examples: str) -> Schema:
    """A day of the week, or several on end."""
    return _string(description, DAYS, examples)


def times(description: str, *examples: str) -> Schema:
    """From and to on one day."""
    return _string(description, TIMES, examples)


def time_zone(description: str, *examples: str, default: str) -> Schema:
    """A time zone; whether it exists is decided by the tz database."""
    return _string(description, TIME_ZONE, examples, default)


def host(description: str, *examples: str) -> Schema:
    """A host of a URL, with its port if it has one."""
    return _string(description, HOST, examples)


def folder(description: str, *, default: str) -> Schema:
    """A folder below the project's root."""
    return _string(description, FOLDER, (), default)


def version(description: str, *, default: str) -> Schema:
    """A version of Prometheus, as text: the number 2.50 would be read as 2.5."""
    return _string(description, VERSION, (), default)


def duration(description: str, *examples: str, default: str | None = None) -> Schema:
    """A duration as Prometheus writes it."""
    return _string(description, DURATION, examples, default)


def selector(description: str, *examples: str) -> Schema:
    """An instant-vector selector; whether it is one is decided by the PromQL analysis."""
    return _string(description, TEXT, examples)


def expression(description: str, *examples: str) -> Schema:
    """A PromQL expression; whether it is one is decided by the PromQL analysis."""
    return _string(description, TEXT, examples)


def choice(description: str, *options: str, default: str | None = None) -> Schema:
    """One of a few words."""
    return _with({"description": description, "type": "string", "enum": list(options)}, (), default)


def flag(description: str, *, default: bool | None = None) -> Schema:
    """True or false."""
    return _with({"description": description, "type": "boolean"}, (), default)


def number(description: str, *examples: int | float, default: int | float | None = None, **bounds: int | float) -> Schema:
    """A number; `bounds` are JSON Schema's minimum, exclusiveMinimum, maximum, exclusiveMaximum."""
    return _with({"description": description, "type": "number", **bounds}, examples, default)


def percent(description: str, *examples: int | float) -> Schema:
    """A percentage strictly between 0 and 100."""
    return number(description, *examples, exclusiveMinimum=0, exclusiveMaximum=100)


def whole(description: str, *examples: int, default: int | None = None, minimum: int = 0, maximum: int | None = None) -> Schema:
    """A whole number."""
    bounds = {"minimum": minimum} | ({} if maximum is None else {"maximum": maximum})
    return _with({"description": description, "type": "integer", **bounds}, examples, default)


def items(description: str, item: Schema, *, at_least: int = 0, unique: bool = False, default: Sequence[Any] | None = None) -> Schema:
    """A list of one sort of thing."""
    found: Schema = {"description": description, "type": "array", "items": item}
    if at_least:
        found["minItems"] = at_least
    if unique:
        found["uniqueItems"] = True
    return _with(found, (), default)


def mapping(title: str, description: str, properties: Mapping[str, Schema], *required: str, **more: Any) -> Schema:
    """A mapping with known keys and no others. `title` names it in messages: "in <title>"."""
    found: Schema = {"title": title, "description": description, "type": "object", "properties": dict(properties)}
    if required:
        found["required"] = list(required)
    return {**found, "additionalProperties": False, **more}


def free(title: str, description: str, item: Schema) -> Schema:
    """A mapping whose keys are the user's own words."""
    return {"title": title, "description": description, "type": "object", "additionalProperties": item}


def named(title: str, description: str, item: Schema) -> Schema:
    """A mapping whose keys are names: lower case, digits, hyphens."""
    return {**free(title, description, item), "propertyNames": {"pattern": NAME}}


def ref(definition: str, description: str = "") -> Schema:
    """A part that stands once, below `$defs`; with a description of its own where it means more than that."""
    return {"$ref": f"#/$defs/{definition}"} | ({"description": description} if description else {})


def shared(definitions: Mapping[str, Schema], *names: str) -> dict[str, Schema]:
    """References to definitions as properties of the same names; what an editor shows of them stands beside each."""
    return {
        name: ref(name) | {key: definitions[name][key] for key in ("description", "default") if key in definitions[name]} for name in names
    }


def exactly_one(*keys: str) -> Schema:
    """Exactly one of the keys is there; goes into a mapping's further keywords."""
    return {"oneOf": [{"required": [key]} for key in keys]}


def at_least_one(*keys: str) -> Schema:
    """At least one of the keys is there; goes into a mapping's further keywords."""
    return {"anyOf": [{"required": [key]} for key in keys]}


def alone(key: str) -> Schema:
    """Where `key` is given nothing else is; goes into a mapping's further keywords."""
    return {"dependentSchemas": {key: {"maxProperties": 1}}}


def _string(description: str, pattern: str, examples: Sequence[str], default: str | None = None) -> Schema:
    return _with({"description": description, "type": "string", "pattern": pattern}, examples, default)


def _with(schema: Schema, examples: Sequence[Any], default: Any) -> Schema:
    if default is not None:
        schema["default"] = default
    if examples:
        schema["examples"] = list(examples)
    return schema
