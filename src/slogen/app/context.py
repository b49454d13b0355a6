"""The files that many specs share: the Workspace, the Systems, the runbooks. Read once, before the services."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from slogen.app.findings import told_once
from slogen.app.project import ROUTING, SYSTEM, WORKSPACE, Project, is_of_service, runbook_files, spec_files
from slogen.app.time_zones import unknown_time_zones
from slogen.diagnostics import Diagnostic, codes, error, warning
from slogen.model.routing import Routing
from slogen.readers.native import System, Workspace, read_routing, read_system, read_workspace
from slogen.readers.runbook import RunbookPage, parse_runbook
from slogen.source import Document, read

Runbooks = Mapping[tuple[str, str], RunbookPage]


@dataclass(frozen=True, slots=True)
class SystemContext:
    """A system, all runbooks, and a digest of everything that its services inherit or check against."""

    system: System | None
    runbooks: Runbooks
    digest: str


@dataclass(slots=True)
class Context:
    """What was read; `systems` by folder (relative to the root), `services` the files left to compile.

    `routings` (by system) and `boards` say nothing about rules: what a system does with its alerts, and its boards.
    """

    workspace: Workspace | None = None
    systems: dict[str, SystemContext] = field(default_factory=dict)
    services: list[Path] = field(default_factory=list)
    routings: dict[str, Routing] = field(default_factory=dict)
    boards: list[Document] = field(default_factory=list)
    runbooks: dict[tuple[str, str], RunbookPage] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def of(self, path: str) -> SystemContext | None:
        """The system of a spec: that of its folder, or of the nearest one above."""
        folder = self._folder_of(path)
        return None if folder is None else self.systems[folder]

    def _folder_of(self, path: str) -> str | None:
        folder = path.rpartition("/")[0]
        while folder and folder not in self.systems:
            folder = folder.rpartition("/")[0]
        return folder or None

    def findings(self, project: Project) -> list[Diagnostic]:
        """What is wrong in the files that the selected specs share: not in the systems of others."""
        if not project.selected:
            return self.diagnostics
        services = [path for path in map(project.relative, self.services) if project.is_selected(path)]
        shared = {f"{self._folder_of(path)}/{SYSTEM}" for path in services} | {project.relative(project.specs / WORKSPACE)}
        return [finding for finding in self.diagnostics if finding.span.path in shared or project.is_selected(finding.span.path)]


def read_context(project: Project) -> Context:
    """Read Workspace, Systems and runbooks of the whole project."""
    context = Context()
    files = spec_files(project)
    workspace_bytes = (project.specs / WORKSPACE).read_bytes()
    workspace_path = project.relative(project.specs / WORKSPACE)
    document, of_yaml = _document(workspace_path, workspace_bytes, "Workspace")
    of_spec: tuple[Diagnostic, ...] = ()
    if document is not None:
        context.workspace, of_spec = read_workspace(document)
    context.diagnostics += told_once(of_yaml, of_spec)
    directory = project.root / (context.workspace.runbooks_directory if context.workspace else "runbooks")
    for path in files:
        if path.name == SYSTEM:
            _read_system(context, project, path, workspace_bytes, directory)
    context.services = [path for path in files if is_of_service(project.relative(path))]
    for path in files:
        if path.name == ROUTING:
            _read_routing(context, project, path)
        elif path.name not in (SYSTEM, WORKSPACE) and not is_of_service(project.relative(path)):
            _read_boards(context, project, path)
    _same_name(context)
    _not_routed(context, {project.relative(path.parent) for path in files if path.name == ROUTING})
    return context


def _read_system(context: Context, project: Project, path: Path, workspace_bytes: bytes, directory: Path) -> None:
    content = path.read_bytes()
    relative = project.relative(path)
    system: System | None = None
    document, of_yaml = _document(relative, content, "System")
    of_spec: tuple[Diagnostic, ...] = ()
    if document is not None:
        system, of_spec = read_system(document, context.workspace)
    context.diagnostics += told_once(of_yaml, of_spec)
    digest = hashlib.sha256(workspace_bytes)
    digest.update(content)
    if system is not None:
        for file in runbook_files(directory / system.name):
            page = parse_runbook(project.relative(file), file.read_bytes().decode("utf-8", "replace"))
            # What services check against, and no more: a new date of review compiles nothing anew.
            digest.update(repr((page.path, page.headings, sorted(page.anchors))).encode())
            context.runbooks[(system.name, file.stem)] = page
    context.systems[relative.rpartition("/")[0]] = SystemContext(system, context.runbooks, digest.hexdigest())


def _read_routing(context: Context, project: Project, path: Path) -> None:
    document, of_yaml = _document(project.relative(path), path.read_bytes(), "Routing")
    of_spec: tuple[Diagnostic, ...] = ()
    place = context.systems.get(project.relative(path.parent))
    if document is not None and place is None:
        hint = f"it belongs beside the {SYSTEM} of the system whose alerts it routes"
        of_spec = (error(document.span(), codes.NO_SYSTEM, "no System spec in this folder", hint),)
    elif document is not None and place is not None and place.system is not None and context.workspace is not None:
        routing, of_spec = read_routing(document, place.system, context.workspace.alertmanager)
        if routing is not None:
            of_spec = (*of_spec, *unknown_time_zones(routing))
            context.routings[place.system.name] = routing
    context.diagnostics += told_once(of_yaml, of_spec)


def _read_boards(context: Context, project: Project, path: Path) -> None:
    documents, found = read(project.relative(path), path.read_bytes())
    context.boards += documents
    context.diagnostics += found


def _document(path: str, content: bytes, kind: str) -> tuple[Document | None, list[Diagnostic]]:
    """The one document that such a file has."""
    documents, found = read(path, content)
    hint = f"put Services into files of their own beside it; {path} holds the {kind} alone"
    message = f"a second document in {path.rpartition('/')[2]}"
    more = [error(extra.span(), codes.CONFLICT, message, hint) for extra in documents[1:]]
    return (documents[0] if documents else None), [*found, *more]


def _not_routed(context: Context, routed: set[str]) -> None:
    """Systems that leave their alerts to the default receiver, where others have a Routing or could have one."""
    alertmanager = context.workspace.alertmanager if context.workspace is not None else None
    if alertmanager is None or not alertmanager.default:
        return
    for folder, found in context.systems.items():
        if found.system is not None and folder not in routed:
            message = f"system {found.system.name} has no Routing: its pages and tickets all go to `{alertmanager.default}`"
            context.diagnostics.append(warning(found.system.origin, codes.NO_ROUTING, message, f"add {folder}/{ROUTING}"))


def _same_name(context: Context) -> None:
    """Two folders of one name, on different levels; a folder of another name than its system has been reported."""
    seen: dict[str, str] = {}
    for folder, found in sorted(context.systems.items()):
        if found.system is None or found.system.name != folder.rpartition("/")[2]:
            continue
        first = seen.setdefault(found.system.name, folder)
        if first != folder:
            message = f"system {found.system.name} is declared in {first}/{SYSTEM} already"
            context.diagnostics.append(error(found.system.origin, codes.DUPLICATE, message, "give one of them another name"))
