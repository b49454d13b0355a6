"""The files that many specs share: the Workspace, the Systems, the runbooks. Read once, before the services."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from slogen.app.project import SYSTEM, WORKSPACE, Project, runbook_files, spec_files
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.readers.native import System, Workspace, read_system, read_workspace
from slogen.readers.runbook import RunbookPage, parse_runbook
from slogen.source import Document, read

Runbooks = Mapping[tuple[str, str], RunbookPage]


@dataclass(frozen=True, slots=True)
class SystemContext:
    """A system, its runbooks, and a digest of everything that its services inherit or check against."""

    system: System | None
    runbooks: Runbooks
    digest: str


@dataclass(slots=True)
class Context:
    """What was read; `systems` by folder (relative to the root), `services` the files left to compile, `texts` for excerpts."""

    workspace: Workspace | None = None
    systems: dict[str, SystemContext] = field(default_factory=dict)
    services: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def of(self, path: str) -> SystemContext | None:
        """The system of a spec: that of its folder, or of the nearest one above."""
        folder = path.rpartition("/")[0]
        while folder:
            if folder in self.systems:
                return self.systems[folder]
            folder = folder.rpartition("/")[0]
        return None


def read_context(project: Project) -> Context:
    """Read Workspace, Systems and runbooks of the whole project."""
    context = Context()
    files = spec_files(project)
    workspace_bytes = (project.specs / WORKSPACE).read_bytes()
    workspace_path = project.relative(project.specs / WORKSPACE)
    for document in _documents(context, workspace_path, workspace_bytes, "Workspace"):
        context.workspace, found = read_workspace(document)
        context.diagnostics += found
    directory = project.root / (context.workspace.runbooks_directory if context.workspace else "runbooks")
    for path in files:
        if path.name == SYSTEM:
            _read_system(context, project, path, workspace_bytes, directory)
    context.services = [path for path in files if path.name != SYSTEM and path != project.specs / WORKSPACE]
    _same_name(context)
    return context


def _read_system(context: Context, project: Project, path: Path, workspace_bytes: bytes, directory: Path) -> None:
    content = path.read_bytes()
    relative = project.relative(path)
    system: System | None = None
    for document in _documents(context, relative, content, "System"):
        system, found = read_system(document, context.workspace)
        context.diagnostics += found
    digest = hashlib.sha256(workspace_bytes)
    digest.update(content)
    pages: dict[tuple[str, str], RunbookPage] = {}
    if system is not None:
        for file in runbook_files(directory / system.name):
            text = file.read_bytes()
            digest.update(file.name.encode() + b"\0" + text)
            pages[(system.name, file.stem)] = parse_runbook(project.relative(file), text.decode("utf-8", "replace"))
    context.systems[relative.rpartition("/")[0]] = SystemContext(system, pages, digest.hexdigest())


def _documents(context: Context, path: str, content: bytes, kind: str) -> list[Document]:
    """The one document that such a file has."""
    documents, found = read(path, content)
    context.diagnostics += found
    for extra in documents[1:]:
        hint = f"put Services into files of their own beside it; {path} holds the {kind} alone"
        context.diagnostics.append(error(extra.span(), codes.CONFLICT, f"a second document in {path.rpartition('/')[2]}", hint))
    return list(documents[:1])


def _same_name(context: Context) -> None:
    seen: dict[str, str] = {}
    for folder, found in sorted(context.systems.items()):
        if found.system is None:
            continue
        first = seen.setdefault(found.system.name, folder)
        if first != folder:
            span = Span(f"{folder}/{SYSTEM}")
            hint = "give one of them another name"
            context.diagnostics.append(
                error(span, codes.DUPLICATE, f"system {found.system.name} is declared in {first}/{SYSTEM} already", hint)
            )
