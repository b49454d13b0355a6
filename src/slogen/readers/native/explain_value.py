"""What is wrong with one value: its type, its words, its range, its spelling."""

import re
from collections.abc import Iterator
from typing import Any

from slogen.conventions.names import pascal
from slogen.dashboards.units import UNITS
from slogen.diagnostics import codes, error
from slogen.diagnostics.codes import Code
from slogen.readers.native import wording
from slogen.readers.native.complaint import Complaint
from slogen.readers.native.placement import closest
from slogen.readers.native.schema import pieces as p
from slogen.readers.native.shape import Mistake, Path
from slogen.source import Document

_BOUNDS = ("exclusiveMinimum", "minimum", "exclusiveMaximum", "maximum")
PRECEDENCE = ("type", "enum", "const", "pattern", *_BOUNDS, "minItems", "uniqueItems")
"""Of several complaints about one value the first one is the reason for the others."""
_OTHER_KINDS = (
    "the Workspace stands in slogen.yaml, a System and its Routing in the system.yaml and routing.yaml of its folder, "
    "Dashboards in the folder dashboards beside them, Services in all other files"
)
_SPELLINGS = {
    p.URL: ("{what} must be an absolute URL, got {shown}", "begin with https:// or http:// and a host"),
    p.VERSION: ("{what} must be a version, got {shown}", "two numbers with a point between them, in quotes"),
    p.FOLDER: ("{what} must be a folder below the project's root, got {shown}", "write it as runbooks, with forward slashes"),
    p.SMARTHOST: ("{what} must be a host and a port, got {shown}", "write it as mail.example.com:587"),
    p.SECRET_FILE: ("{what} must be the absolute path of a file on Alertmanager's machine", "write it as /etc/alertmanager/secrets/name"),
    p.ADDRESSES: ("{what} must be e-mail addresses, got {shown}", "write it as team@example.com, sre@example.com"),
    p.DAYS: ("{what} must be days such as monday-friday, got {shown}", "days are written out, in lower case"),
    p.TIMES: ("{what} must be times such as 09:00-17:00, got {shown}", "two digits each, 00:00 to 24:00"),
    p.TIME_ZONE: ("{what} must be a time zone such as Europe/Berlin, got {shown}", "abbreviations such as CET are ambiguous; UTC is not"),
}
"""What a text of a simple sort must look like: a message about `what` and the value `shown`, and a hint."""
_GRAFANA = {theirs: ours for ours, theirs in UNITS.items()}
"""The units of panels as Grafana calls them."""
_BOUND_CODES = {"objective": codes.OBJECTIVE_RANGE, "percentile": codes.OBJECTIVE_RANGE, "factor": codes.BURN_RATE_PAIR}


def about_value(document: Document, path: Path, found: Complaint) -> Iterator[Mistake]:
    """The findings about a value that one keyword of its schema refuses."""
    if found.keyword == "uniqueItems":
        yield from _repeated(document, path, found.value)
        return
    code, message, hint = _refusal(path, found)
    yield Mistake(error(document.span(*path), code, message, hint), (path,))


def about_key(document: Document, path: Path, key: str, pattern: str) -> Mistake:
    """The finding about a key of a free mapping (labels, receivers) that is no name of the sort that the pattern asks for."""
    if pattern == p.NAME:
        code, message, hint = _spelling(pattern, f"the name {wording.shown(key)}", key)
        return Mistake(error(document.key_span(*path, key), code, message.partition(", got ")[0], hint), ((*path, key),))
    message = f"{wording.shown(key)} is no label name: letters, digits and underscores, not beginning with a digit or two underscores"
    return Mistake(error(document.key_span(*path, key), codes.NAME, message, _suggest(_label(key), p.LABEL)), ((*path, key),))


def _refusal(path: Path, found: Complaint) -> tuple[Code, str, str]:
    schema, value, what = dict(found.schema), found.value, wording.subject(path)
    match found.keyword:
        case "type" if schema.get("pattern") == p.DURATION and not isinstance(value, bool | list | dict) and value is not None:
            return codes.DURATION, f"{what}: {wording.duration_complaint(value)}", ""
        case "type":
            if path == ():
                message = f"{schema['title']} is a mapping of keys to values, got {wording.received(value)}"
                first = [f"{key}: {schema['properties'][key]['const']}" for key in ("apiVersion", "kind")]
                return codes.WRONG_TYPE, message, f"begin with {wording.listed(first, 'and')}"
            return (
                codes.WRONG_TYPE,
                f"{what} must be {wording.expected(schema)}, got {wording.received(value)}",
                _repair(schema, path, value),
            )
        case "enum":
            meant = closest(value, schema["enum"]) or (_GRAFANA.get(value) if path[-1:] == ("unit",) else None)
            hint = f"did you mean {meant}?" if meant else ""
            return codes.WRONG_VALUE, f"{what} must be {wording.listed(schema['enum'])}, got {wording.shown(value)}", hint
        case "const":
            hint = _OTHER_KINDS if value in ("Workspace", "System", "Service", "Routing", "Dashboard") else ""
            return codes.UNKNOWN_KIND, f"{what} must be {schema['const']}, got {wording.shown(value)}", hint
        case "pattern":
            return _spelling(schema["pattern"], what, value)
        case "minItems":
            return codes.WRONG_VALUE, f"{what} is empty", "add an item, or delete the key"
        case _:
            code = _BOUND_CODES.get(str(path[-1]), codes.WRONG_VALUE)
            return code, f"{what} must be {_range(schema)}, got {wording.shown(value)}", _reason(str(path[-1]), value)


def _repair(schema: dict[str, Any], path: Path, value: Any) -> str:
    if "none" in schema.get("properties", ()):
        return f"describe the alert (runbook, impact, next_action), or say why there is none: {path[-1]}: {{none: <reason>}}"
    return wording.repair(schema, path, value)


def _range(schema: dict[str, Any]) -> str:
    words = ("more than {}", "at least {}", "less than {}", "at most {}")
    return " and ".join(word.format(schema[bound]) for bound, word in zip(_BOUNDS, words, strict=True) if bound in schema)


def _reason(key: str, value: Any) -> str:
    if key in ("objective", "percentile") and value == 100:
        return "100 leaves no error budget: nothing could ever fail"
    if key == "factor":
        return "below 1 the alert would fire while the objective is being met"
    return ""


def _spelling(pattern: str, what: str, value: str) -> tuple[Code, str, str]:
    shown = wording.shown(value)
    if pattern in _SPELLINGS and value.strip():
        message, hint = _SPELLINGS[pattern]
        if pattern == p.FOLDER:
            hint = _suggest(value.strip().removeprefix("./").rstrip("/"), p.FOLDER) or hint
        return codes.WRONG_VALUE, message.format(what=what, shown=shown), hint
    match pattern:
        case _ if not value.strip():
            hint = "say why there is none" if what == "`none`" else "give it a value, or delete the key"
            return codes.WRONG_VALUE, f"{what} is empty", hint
        case p.DURATION:
            return codes.DURATION, f"{what}: {wording.duration_complaint(value)}", ""
        case p.NAME:
            message = f"{what} must be lower-case letters, digits and hyphens, beginning with a letter, got {shown}"
            return codes.NAME, message, _suggest(re.sub(r"[^a-z0-9]+", "-", _words(value)).strip("-"), p.NAME)
        case p.LABEL:
            message = f"{what} must be a label name (letters, digits, underscores; not `__…`), got {shown}"
            return codes.NAME, message, _suggest(_label(value), p.LABEL)
        case p.ALERT_NAME:
            return codes.NAME, f"{what} must be letters and digits in CamelCase, got {shown}", _suggest(pascal(value), p.ALERT_NAME)
        case p.RUNBOOK:
            return codes.NAME, f"{what} is no name of a runbook: {shown}", _runbook(value)
        case p.SERVICE:
            message = f"{what} must be the name of a service, or system/service, got {shown}"
            return codes.NAME, message, _suggest(re.sub(r"[^a-z0-9/]+", "-", _words(value)).strip("-"), p.SERVICE)
        case p.HOST:
            return codes.WRONG_VALUE, f"{what} must be the host of a URL, got {shown}", _suggest(_host(value), p.HOST)
        case _:
            lines = len(value.strip().splitlines())
            return codes.WRONG_VALUE, f"{what} must be one line, got {lines}", "join the lines (in YAML: `>-` instead of `|`)"


def _runbook(value: str) -> str:
    name = value.rpartition("/")[2].removesuffix(".md")
    if "/" in value and re.fullmatch(p.RUNBOOK, name):
        return f"write {name}: the name alone, without folder and .md"
    return "name the file below runbooks/<system>/, without .md: high-error-rate, or high-error-rate#heading-anchor"


def _host(value: str) -> str:
    return value.partition("://")[2].partition("/")[0]


def _repeated(document: Document, path: Path, items: list[Any]) -> Iterator[Mistake]:
    for index, item in enumerate(items):
        if item in items[:index]:
            first = items.index(item)
            message = f"{wording.shown(item)} stands twice in {wording.subject(path)}, as item {first + 1} and {index + 1}"
            yield Mistake(error(document.span(*path, index), codes.DUPLICATE, message, "delete one"))


def _words(text: str) -> str:
    """CamelCase as separate words in lower case."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", text).lower()


def _label(text: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]+", "_", text.strip()).strip("_")


def _suggest(word: str, pattern: str) -> str:
    return f"write {word}" if re.fullmatch(pattern, word) else ""
