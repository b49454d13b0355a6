"""Which SLOs there are, by name alone. Imports little and validates nothing: the shell asks for it at every tab."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slogen.app.project import SYSTEM, WORKSPACE, Project, spec_files
from slogen.conventions.names import slo_id
from slogen.diagnostics import Diagnostic, Severity
from slogen.source import read


@dataclass(frozen=True, slots=True)
class Entry:
    """An SLO as its `file` names it, whether or not the file is right otherwise; `source` is the file as messages name it."""

    id: str
    file: Path
    source: str


@dataclass(frozen=True, slots=True)
class Index:
    """Every SLO by its identity, sorted; `unreadable` says what is wrong with files whose SLOs may be lacking."""

    entries: tuple[Entry, ...]
    unreadable: tuple[Diagnostic, ...]


def index(project: Project) -> Index:
    """Find the project's SLOs. Reads names and nothing else: fast enough for a keystroke."""
    files = spec_files(project)
    systems = {path.parent: path.parent.name for path in files if path.name == SYSTEM}
    entries: list[Entry] = []
    unreadable: list[Diagnostic] = []
    for path in files:
        system = next((systems[folder] for folder in path.parents if folder in systems), None)
        if path.name == SYSTEM or path == project.specs / WORKSPACE or system is None:
            continue
        source = project.relative(path)
        documents, found = read(source, path.read_bytes())
        entries += (Entry(id_, path, source) for document in documents for id_ in _ids(system, document.data))
        unreadable += found
    return Index(tuple(sorted(entries, key=lambda entry: entry.id)), tuple(one for one in unreadable if one.severity is Severity.ERROR))


def matching(entries: Sequence[Entry], wanted: str) -> tuple[Entry, ...]:
    """The SLOs that `wanted` may mean: the one of that identity, else those that end so, else those that have it somewhere."""
    named = wanted.strip("/")
    ways = (
        lambda id_: id_ == named,
        lambda id_: id_.endswith("/" + named),
        lambda id_: named in id_,
    )
    for fits in ways:
        found = {entry.id: entry for entry in entries if fits(entry.id)}
        if found and named:
            return tuple(found.values())
    return ()


def similar(entries: Sequence[Entry], wanted: str) -> tuple[str, ...]:
    """Identities that look like a misspelt `wanted`, the likeliest first."""
    whole = {id_: id_ for id_ in (entry.id for entry in entries)}
    for parts in (1, 2, 3):
        ends: dict[str, list[str]] = {}
        for id_ in whole:
            ends.setdefault("/".join(id_.split("/")[-parts:]), []).append(id_)
        close = difflib.get_close_matches(wanted, ends, n=3, cutoff=0.7)
        if close:
            return tuple(id_ for end in close for id_ in ends[end])[:5]
    return ()


def _ids(system: str, data: Any) -> Iterator[str]:
    """The SLOs of a document that may have any shape."""
    slos = data.get("slos") if isinstance(data, dict) else None
    for slo in slos if isinstance(slos, list) else ():
        if isinstance(slo, dict) and isinstance(slo.get("name"), str):
            yield slo_id(system, str(data.get("service")), slo["name"])
