"""What is wrong with the keys of one mapping: unknown, missing, or excluding each other."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from slogen.diagnostics import Diagnostic, codes, error
from slogen.readers.native.complaint import Complaint
from slogen.readers.native.placement import advise
from slogen.readers.native.schema import resolve
from slogen.readers.native.shape import Mistake, Path
from slogen.readers.native.wording import quoted, subject
from slogen.source import Document

_LONGEST = 100
"""Characters of a text that a hint repeats."""
Complaints = Mapping[str, Complaint]
"""What is said of one mapping, by keyword."""


def about_keys(kind: str, document: Document, path: Path, complaints: Complaints) -> Iterator[Mistake]:
    """The findings about the keys of the mapping at `path`; a key that was only misspelt is not missed as well."""
    present: Mapping[str, Any] = next(iter(complaints.values())).value
    meant: set[str] = set()
    if unknown := complaints.get("additionalProperties"):
        for mistake in _unknown(kind, document, path, unknown):
            meant |= {str(spoilt[-1]) for spoilt in mistake.spoilt if spoilt[:-1] == path}
            yield mistake
    if found := complaints.get("required"):
        for key in (key for key in found.schema["required"] if key not in present and key not in meant):
            yield Mistake(_missing(document, path, key, found), ((*path, key),))
    yield from _alternatives(document, path, complaints, meant)
    yield from _number_of_keys(document, path, complaints)


def _unknown(kind: str, document: Document, path: Path, unknown: Complaint) -> Iterator[Mistake]:
    """Keys that the mapping does not have; what a comma cut off from a text is told once for the text."""
    present: Mapping[str, Any] = unknown.value
    cut: dict[str, list[str]] = {}
    for key in (key for key in present if key not in unknown.schema["properties"]):
        if owner := _cut_off_from(document, path, key, present):
            cut.setdefault(owner, []).append(key)
            continue
        advice = advise(kind, path, key, present)
        message = f"unknown key `{key}` in {_place(path, unknown)}"
        spoilt = ((*path, key), advice.meant) if advice.meant else ((*path, key),)
        yield Mistake(error(document.key_span(*path, key), codes.UNKNOWN_KEY, message, advice.hint), spoilt)
    for owner, rest in cut.items():
        text = ", ".join([str(present[owner]), *rest])
        message = f"the text of `{owner}` ends at its comma: what follows is read as the key `{rest[0]}`"
        hint = f'write {owner}: "{text}"' if len(text) <= _LONGEST and '"' not in text else "put the whole text in quotes"
        where = document.key_span(*path, rest[0])
        yield Mistake(error(where, codes.UNKNOWN_KEY, message, hint), tuple((*path, key) for key in (owner, *rest)))


def _cut_off_from(document: Document, path: Path, key: str, present: Mapping[str, Any]) -> str:
    """The key whose text goes on in this one: `{a: One, two}` is a: One, and two without a value. Empty where it is none."""
    earlier = [other for other in takewhile(lambda other: other != key, present) if present[other] is not None]
    if present[key] is not None or not earlier or not isinstance(present[earlier[-1]], str):
        return ""
    # Between braces keys stand behind each other; where they stand below each other, a missing value is just missing.
    below = document.key_span(*path, key).column == document.key_span(*path, earlier[-1]).column
    return "" if below and " " not in key else earlier[-1]


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
    if found := complaints.get("minProperties"):
        kinds = found.schema.get("properties", {})
        hint = f"name one kind: {', '.join(kinds)}" if kinds else "add something, or delete the key"
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
    wanted = resolve(found.schema["properties"][key])
    if "const" in wanted:
        return error(where, codes.UNKNOWN_KIND, f"{_place(path, found)} needs `{key}`", f"write {key}: {wanted['const']}")
    return error(where, codes.MISSING_KEY, f"{_place(path, found)} needs `{key}`", str(wanted.get("description", "")).removesuffix("."))


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
