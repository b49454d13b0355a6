"""Where an unknown key would belong: a key spelt almost like it, another level of the document, another SLI kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from slogen.readers.native.schema import Schema, resolve
from slogen.readers.native.schema.documents import DOCUMENTS
from slogen.readers.native.schema.sli import KINDS
from slogen.readers.native.shape import Path
from slogen.readers.native.wording import listed

_FEW = 12
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """`hint` says it to a person; `meant` is the path of the key that was probably meant, if there is no doubt about it."""

    hint: str
    meant: Path | None = None


def advise(kind: str, path: Path, key: str, present: Mapping[str, Any]) -> Advice:
    """What to do about an unknown key in the mapping at `path` of a document."""
    schemas = list(_along(kind, path))
    known = list(schemas[-1].get("properties", ()))
    meant = closest(key, [name for name in known if name not in present])
    home, there = _home(schemas, path, key, present[key])
    # Nearly the same word is a slip of the finger; a word that exists elsewhere, word for word, was put in the wrong place.
    if meant and (not home or _alike(key, meant) > 0.9):
        return Advice(f"did you mean `{meant}`?" + (f" (`{key}` {home})" if home else ""), (*path, meant))
    if home:
        return Advice(f"`{key}` {home}", there)
    if meant := closest(key, known):
        return Advice(f"did you mean `{meant}`, which is there already?")
    return Advice(f"known keys: {', '.join(known)}" if len(known) <= _FEW else "")


def closest(word: str, options: Iterable[str]) -> str:
    """The option that is spelt most like the word, or an empty text."""
    plain = {_plain(option): option for option in options}
    found = get_close_matches(_plain(word), plain, n=1, cutoff=0.7)
    return plain[found[0]] if found else ""


def _plain(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _alike(first: str, second: str) -> float:
    return SequenceMatcher(None, _plain(first), _plain(second)).ratio()


def _home(schemas: list[Schema], path: Path, key: str, value: Any) -> tuple[str, Path | None]:
    """Where a key belongs, in words; and its path where there is only one such place."""
    if len(path) > 1 and path[-2] == "sli":
        kinds = [f"`{kind}`" for kind, schema in KINDS.items() if key in schema["properties"] and kind != path[-1]]
        if kinds:
            return f"belongs to the SLI {_kinds(kinds)}", None
    for up, schema in enumerate(reversed(schemas[:-1]), 1):
        if key in schema.get("properties", ()):
            return f"belongs in {schema['title']}, beside `{path[len(path) - up]}`", (*path[: len(path) - up], key)
    children = [name for name, part in schemas[-1].get("properties", {}).items() if _takes(resolve(part), key, value)]
    return _below(schemas, path, key, value), (*path, children[0], key) if len(children) == 1 else None


def _below(schemas: list[Schema], path: Path, key: str, value: Any) -> str:
    inside = list(dict.fromkeys(_inside(schemas[-1], key, value, _DEPTH)))[:_FEW]
    if schemas[-1].get("title") == "`sli`" and inside:
        return f"belongs inside the SLI {_kinds(inside)}"
    if len(path) > 1 and path[-2] == "alerts" and not inside:
        siblings = schemas[-2].get("properties", {})
        inside = [f"`{name}`" for name, schema in siblings.items() if key in resolve(schema).get("properties", ())]
        return f"belongs to {listed(inside)} only" if inside else ""
    return f"belongs inside {listed(inside)}" if inside else ""


def _kinds(kinds: list[str]) -> str:
    return ("kind " if len(kinds) == 1 else "kinds ") + listed(kinds)


def _inside(schema: Schema, key: str, value: Any, depth: int) -> Iterator[str]:
    """Names of the mappings below a mapping that know the key and take such a value; below one that does no further is looked for."""
    for name, part in (_child(name, part) for name, part in schema.get("properties", {}).items()):
        if _takes(part, key, value):
            yield name
        elif depth:
            yield from _inside(part, key, value, depth - 1)


def _takes(schema: Schema, key: str, value: Any) -> bool:
    """Whether a mapping has the key, and its value may be a mapping, a list, or a single value as the given one is."""
    if key not in schema.get("properties", ()):
        return False
    part = resolve(schema["properties"][key])
    kinds = {branch.get("type") for branch in part.get("anyOf", [part])}
    if isinstance(value, Mapping | list):
        return ("object" if isinstance(value, Mapping) else "array") in kinds
    return not kinds <= {"object", "array"}


def _child(name: str, part: Schema) -> tuple[str, Schema]:
    part = resolve(part)
    if part.get("type") == "array":
        item = resolve(part["items"])
        return item.get("title", f"`{name}`"), item
    return f"`{name}`", part


def _along(kind: str, path: Path) -> Iterator[Schema]:
    """The schemas of the document, of every value on the way, and of the value at the path; lists are passed through."""
    part: Mapping[str, Any] = DOCUMENTS[kind]
    yield dict(part)
    for step in path:
        part = _branch(part, "items" if isinstance(step, int) else "properties")
        part = part["items"] if isinstance(step, int) else part.get("properties", {}).get(step) or part["additionalProperties"]
        part = resolve(dict(part))
        yield dict(_branch(part, "properties"))


def _branch(part: Mapping[str, Any], keyword: str) -> Mapping[str, Any]:
    """Of a value that may be of several types, the schema of those that have the keyword; the value's own if none has."""
    if keyword in part or "anyOf" not in part:
        return part
    return next((branch for branch in part["anyOf"] if keyword in branch), part)
