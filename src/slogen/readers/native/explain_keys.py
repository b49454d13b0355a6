"""What is wrong with the keys of one mapping: unknown, missing, or excluding each other."""

from collections.abc import Iterator, Mapping
from typing import Any

from slogen.diagnostics import Diagnostic, codes, error
from slogen.readers.native.complaint import Complaint
from slogen.readers.native.placement import advise
from slogen.readers.native.schema import resolve
from slogen.readers.native.schema.sli import KINDS
from slogen.readers.native.shape import Mistake, Path
from slogen.readers.native.wording import quoted, subject
from slogen.source import Document

Complaints = Mapping[str, Complaint]
"""What is said of one mapping, by keyword."""


def about_keys(kind: str, document: Document, path: Path, complaints: Complaints) -> Iterator[Mistake]:
    """The findings about the keys of the mapping at `path`; a key that was only misspelt is not missed as well."""
    present: Mapping[str, Any] = next(iter(complaints.values())).value
    meant: set[str] = set()
    if unknown := complaints.get("additionalProperties"):
        for key in (key for key in present if key not in unknown.schema["properties"]):
            advice = advise(kind, path, key, present)
            meant.add(advice.meant)
            message = f"unknown key `{key}` in {_place(path, unknown)}"
            spoilt = ((*path, key), (*path, advice.meant)) if advice.meant else ((*path, key),)
            yield Mistake(error(document.key_span(*path, key), codes.UNKNOWN_KEY, message, advice.hint), spoilt)
    if found := complaints.get("required"):
        for key in (key for key in found.schema["required"] if key not in present and key not in meant):
            yield Mistake(_missing(document, path, key, found), ((*path, key),))
    yield from _alternatives(document, path, complaints, meant)
    yield from _number_of_keys(document, path, complaints)


def _alternatives(document: Document, path: Path, complaints: Complaints, meant: set[str]) -> Iterator[Mistake]:
    """Keys of which one must be there, or which need each other."""
    if found := complaints.get("oneOf"):
        yield from _one_of(document, path, found, meant)
    if found := complaints.get("anyOf"):
        yield from _any_of(document, path, found, meant)
    if found := complaints.get("dependentRequired"):
        for key, other in ((key, other) for key, others in found.schema["dependentRequired"].items() for other in others):
            if key in found.value and other not in found.value and other not in meant:
                message = f"`{key}` needs `{other}` beside it"
                yield Mistake(error(document.key_span(*path, key), codes.MISSING_KEY, message), (path,))


def _number_of_keys(document: Document, path: Path, complaints: Complaints) -> Iterator[Mistake]:
    if "minProperties" in complaints:
        hint = f"name one kind: {', '.join(KINDS)}"
        yield Mistake(error(document.key_span(*path), codes.MISSING_KEY, f"{subject(path)} is empty", hint), (path,))
    if found := complaints.get("maxProperties"):
        known = [key for key in found.value if key in found.schema.get("properties", found.value)]
        if len(known) > 1:
            yield Mistake(_too_many(document, path, known), (path,))


def _place(path: Path, found: Complaint) -> str:
    return str(found.schema["title"]) if not path or isinstance(path[-1], int) else subject(path)


def _missing(document: Document, path: Path, key: str, found: Complaint) -> Diagnostic:
    owner, where = found.schema["title"], document.span(*path, key)
    if (key == "page" and owner == "`alerts`") or (key == "alerts" and owner == "an SLO"):
        message = f"nobody has decided whether this SLO wakes somebody: `{key}` is missing"
        hint = "describe the page (runbook, impact, next_action), or say why there is none: page: {none: <reason>}"
        return error(where, codes.NO_PAGE_DECISION, message, hint)
    description = str(resolve(found.schema["properties"][key]).get("description", "")).removesuffix(".")
    return error(where, codes.MISSING_KEY, f"{_place(path, found)} needs `{key}`", description)


def _one_of(document: Document, path: Path, found: Complaint, meant: set[str]) -> Iterator[Mistake]:
    options = [branch["required"][0] for branch in found.schema["oneOf"]]
    given = [key for key in options if key in found.value]
    if len(given) > 1:
        message = f"{quoted(given, 'and')} exclude each other"
        yield Mistake(error(document.key_span(*path, given[1]), codes.CONFLICT, message, "keep one of them"), (path,))
    elif not meant & set(options):
        message = f"{_place(path, found)} needs exactly one of {quoted(options, 'and')}"
        yield Mistake(error(document.span(*path, options[0]), codes.MISSING_KEY, message), tuple((*path, key) for key in options))


def _any_of(document: Document, path: Path, found: Complaint, meant: set[str]) -> Iterator[Mistake]:
    options = [branch["required"][0] for branch in found.schema["anyOf"]]
    if meant & set(options):
        return
    message, hint = f"{found.schema['title']} needs at least one of {quoted(options, 'and')}", ""
    if options[0] == "objective":
        message = "an SLO needs `objective`"
        hint = "percent of events or minutes that must be good, such as 99.9; a latency SLI may say `percentile` instead"
    yield Mistake(error(document.span(*path, options[0]), codes.MISSING_KEY, message, hint), tuple((*path, key) for key in options))


def _too_many(document: Document, path: Path, known: list[str]) -> Diagnostic:
    if "none" in known:
        others = [key for key in known if key != "none"]
        message = f"`none` says that there is no such alert, {quoted(others, 'and')} describe{'s' if len(others) == 1 else ''} one"
        return error(document.key_span(*path, "none"), codes.CONFLICT, message, "keep either `none` or the rest")
    message = f"an SLI has exactly one kind, got {quoted(known, 'and')}"
    return error(document.key_span(*path, known[1]), codes.CONFLICT, message, "make a second SLO of it")
