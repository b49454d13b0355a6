"""What the PATHS of slogen lint are: specs, rule files, runbooks, folders with some of each, standard input."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from slogen.app.project import SYSTEM, WORKSPACE, Project, ProjectProblem, check_name, find_project, not_there, spec_files, specs_of
from slogen.lint.rule_file import looks_like_rules

STDIN, STDIN_PATH = "-", "<stdin>"
_RULES = (".yaml", ".yml", ".rules", ".json")
_MARKDOWN = ".md"
_FOREIGN = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file with its bytes; `path` as the user would name it. `named`: somebody asked for just this file."""

    path: str
    content: bytes
    named: bool


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be linted. `root` is what paths are relative to; `project` the one that it belongs to, if any.

    `specs` and `runbooks` are files and folders relative to the root, None for all of the project. `rules` are files that somebody
    named, `folders` are searched for more.
    """

    root: Path
    project: Project | None
    specs: frozenset[str] | None
    runbooks: frozenset[str] | None
    rules: tuple[Path, ...]
    folders: tuple[Path, ...]
    stdin: bool

    @property
    def whole(self) -> bool:
        """Whether it is a whole project, so that what is nowhere is really missing."""
        return self.project is not None and self.specs is None and self.runbooks is None

    def relative(self, path: Path) -> str:
        """A path as the user would name it: relative to the root, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()


def find_request(paths: Sequence[str], working_folder: Path, project_folder: str = "generated") -> Request:
    """Sort the paths; without any the whole project of the working folder is meant, or else that folder. Raises ProjectProblem."""
    here = working_folder.resolve()
    asked = [(here / path).resolve() for path in paths if path != STDIN]
    for path, given in zip(asked, (path for path in paths if path != STDIN), strict=True):
        if not path.exists():
            raise not_there(given, here)
    project = _project(asked or [here], here, project_folder)
    if project is not None and not paths:
        return Request(project.root, project, None, None, (), (project.output,), stdin=False)
    return _sorted(project.root if project else here, project, asked if paths else [here], STDIN in paths)


def _project(asked: Sequence[Path], here: Path, output: str) -> Project | None:
    specs = {found for path in asked if (found := specs_of(path)) is not None} or {found for found in [specs_of(here)] if found}
    if len(specs) > 1:
        raise ProjectProblem("the paths belong to different projects: " + ", ".join(sorted(map(str, specs))))
    return find_project((), output, specs.pop()) if specs else None


def _sorted(root: Path, project: Project | None, asked: Sequence[Path], stdin: bool) -> Request:
    """Which of the paths are specs or runbooks, and which are to be searched for rules."""
    runbooks: set[str] = set()
    specs: set[str] = set()
    rules: list[Path] = []
    folders: list[Path] = []
    known = [project.relative(path) for path in spec_files(project)] if project else []
    for path in asked:
        relative = Path(os.path.relpath(path, root)).as_posix()
        if path.is_dir():
            folders.append(path)
            runbooks.add(relative)
        elif path.suffix == _MARKDOWN:
            runbooks.add(relative)
        elif relative not in known:
            rules.append(path)
        if path.name in (SYSTEM, WORKSPACE):
            relative = relative.rpartition("/")[0]
        specs |= {spec for spec in known if _within(spec, relative)}
    if project and root in asked:
        return Request(root, project, None, None, tuple(rules), tuple(folders), stdin)
    return Request(root, project, frozenset(specs), frozenset(runbooks), tuple(rules), tuple(folders), stdin)


def _within(path: str, folder: str) -> bool:
    return folder == "." or path == folder or path.startswith(folder + "/")


def read_rule_files(request: Request, more: Sequence[str]) -> Iterator[Found]:
    """Every rule file of a request, each once: those that were named, and those that look like one in the folders.

    `more` are the Workspace's own `lint.paths`, which belong to a whole project. Raises OSError when a file cannot be read.
    """
    if request.stdin:
        yield Found(STDIN_PATH, sys.stdin.buffer.read(), named=True)
    named = list(request.rules)
    folders = list(request.folders)
    if request.whole:
        for path in (request.root / each for each in more):
            (folders if path.is_dir() else named).append(path)
    seen: set[Path] = set()
    for path in named:
        if path not in seen:
            seen.add(path)
            check_name(path)
            yield Found(request.relative(path), path.read_bytes(), named=True)
    specs = request.project.specs if request.project else None
    for folder in folders:
        for path in _below(folder, specs):
            if path not in seen:
                seen.add(path)
                content = path.read_bytes()
                if looks_like_rules(content):
                    check_name(path)
                    yield Found(request.relative(path), content, named=False)


def asked_specs(request: Request) -> list[Path]:
    """The spec files that are to be linted, sorted."""
    if request.project is None:
        return []
    return [path for path in spec_files(request.project) if request.specs is None or request.relative(path) in request.specs]


def is_asked(request: Request, runbook: str) -> bool:
    """Whether a runbook (relative to the root) is to be linted."""
    return request.runbooks is None or any(_within(runbook, asked) for asked in request.runbooks)


def asks_for_runbooks(request: Request, directory: str) -> bool:
    """Whether a runbook in this folder (relative to the root) could be among what is to be linted."""
    return is_asked(request, directory) or any(_within(asked, directory) for asked in request.runbooks or ())


def _below(folder: Path, specs: Path | None) -> Iterator[Path]:
    """Files that may hold rules, sorted; nothing hidden, and no specs."""
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _FOREIGN and here / name != specs)
        yield from (here / name for name in sorted(files) if name.endswith(_RULES) and not name.startswith("."))
