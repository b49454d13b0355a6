"""The runbooks of a project as lint looks at them: each with what the specs and the files around it say."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from slogen.app.context import Context
from slogen.app.lint_settings import responses
from slogen.app.project import Project
from slogen.conventions import names
from slogen.lint.runbook import RunbookSubject, Surroundings, local, read_runbook
from slogen.lint.subject import FileSubject
from slogen.model.slo import Service
from slogen.readers.native import BUILT_IN_WORKSPACE
from slogen.rules.service import rule_file
from slogen.rules.templates import literal
from slogen.rules.values import Record
from slogen.source import markdown


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules say: `linking` has the names of the alerts that link a runbook (by its path), `recorded` the series of every SLO."""

    linking: Mapping[str, tuple[str, ...]]
    recorded: Mapping[str, frozenset[str]]


def runbook_subjects(
    project: Project, context: Context, known: Known | None, today: date, wanted: Callable[[str], bool]
) -> tuple[RunbookSubject, ...]:
    """The wanted Markdown files (paths relative to the root) below the runbooks' folder.

    `known` is None where specs cannot be read. Raises OSError when a file cannot be read.
    """
    workspace = context.workspace or BUILT_IN_WORKSPACE
    directory = project.root / workspace.runbooks_directory
    systems = {found.system.name: found.system for found in context.systems.values() if found.system is not None}
    seen: dict[str, frozenset[str] | None] = {}
    subjects: list[RunbookSubject] = []
    for file in markdown_files(directory):
        path = project.relative(file)
        if not wanted(path):
            continue
        text = file.read_bytes().decode("utf-8", "replace")
        system = systems.get(file.parent.name) if file.parent.parent == directory else None
        targets = dict(_targets(project, path, text, seen))
        around = Surroundings(
            system.name if system else "",
            system.settings.sections if system else (),
            system.runbook_max_age if system else None,
            today,
            None if known is None else known.linking.get(path, ()),
            targets,
            tuple(sorted(systems)),
            None if known is None else known.recorded,
        )
        subjects.append(read_runbook(path, text, around))
    return tuple(subjects)


def known_of(context: Context, services: Iterable[Service], files: Iterable[FileSubject], published: Mapping[str, str]) -> Known:
    """What all services of a project say, and hand-written rules, where `published` maps a URL to a runbook's path."""
    found: dict[str, dict[str, None]] = {}
    recorded: dict[str, set[str]] = {}
    for service in services:
        paths = {
            literal(response.runbook.url): context.runbooks[(service.system, response.runbook.name)].path for response in responses(service)
        }
        for group in rule_file(service).groups:
            for rule in group.rules:
                if isinstance(rule, Record):
                    recorded.setdefault(rule.labels.get(names.SLO_ID, ""), set()).add(rule.metric)
                elif path := paths.get(rule.annotations.get(names.RUNBOOK_URL, "")):
                    found.setdefault(path, {})[rule.name] = None
    for file in files:
        for written in file.rules:
            url = written.annotations.get(names.RUNBOOK_URL)
            path = published.get(url.text.partition("#")[0].rstrip("/")) if url and written.alert and not file.generated else None
            if path:
                found.setdefault(path, {})[written.name.text] = None
    return Known({path: tuple(alerts) for path, alerts in found.items()}, {slo: frozenset(metrics) for slo, metrics in recorded.items()})


def markdown_files(directory: Path) -> list[Path]:
    """Every Markdown file below a folder, sorted; hidden files and folders are left out."""
    found: list[Path] = []
    for folder, folders, files in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(files) if name.endswith(".md") and not name.startswith(".")]
    return sorted(found)


def _targets(project: Project, path: str, text: str, seen: dict[str, frozenset[str] | None]) -> Iterator[tuple[str, frozenset[str] | None]]:
    """What exists of that which a page links, as it is written; `seen` remembers what other pages have asked for."""
    for link in markdown.links(path, text):
        target = local(path, link.target)
        if target is None or target[0] == path or target[0].split("/")[0] == "..":
            continue
        if target[0] in seen:
            yield target[0], seen[target[0]]
            continue
        file = project.root / target[0]
        # Many sites leave the suffix out.
        there = next((each for each in (file, file.with_name(file.name + ".md")) if os.path.exists(each)), None)
        if there is not None:
            is_page = there.suffix == ".md" and there.is_file()
            seen[target[0]] = markdown.anchors(there.read_bytes().decode("utf-8", "replace")) if is_page else None
            yield target[0], seen[target[0]]
