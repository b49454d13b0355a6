"""Where a project's specs, runbooks and outputs are. Everything else names files relative to the project's root."""

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

Progress = Callable[[str], None]
"""What is told while a long run goes on; an empty text ends it."""

WORKSPACE = "slogen.yaml"
SYSTEM = "system.yaml"
ROUTING = "routing.yaml"
DASHBOARDS = "dashboards"
MANIFEST = "manifest.json"
SUFFIXES = (".yaml", ".yml")


class ProjectProblem(Exception):
    """The files are not where they should be; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Project:
    """`root` is the folder above the specs (usually the repository); `specs` is `slos/` in it; `output` usually `generated/`.

    `selected` are the files and folders asked for, relative to `root`; empty: all.
    """

    root: Path
    specs: Path
    output: Path
    selected: tuple[str, ...] = ()

    def relative(self, path: Path) -> str:
        """A path as the user would name it: relative to the root, with forward slashes."""
        return Path(os.path.relpath(path, self.root)).as_posix()

    def is_selected(self, path: str) -> bool:
        """Whether a file (relative to the root) was asked for."""
        return not self.selected or any(path == chosen or path.startswith(chosen + "/") for chosen in self.selected)


def find_project(paths: Sequence[str], output: str, working_folder: Path) -> Project:
    """The project that the paths belong to: the nearest folder at or above them that has `slogen.yaml`, or `slos/slogen.yaml`.

    A `system.yaml` stands for its whole folder, `slogen.yaml` for everything. Raises ProjectProblem.
    """
    asked = [(working_folder / path).resolve() for path in paths] or [working_folder.resolve()]
    for path, given in zip(asked, paths, strict=False):
        if not path.exists():
            raise not_there(given, working_folder)
    specs = {specs_of(path) for path in asked}
    if len(specs) > 1:
        raise ProjectProblem("the paths belong to different projects: " + ", ".join(sorted(str(found) for found in specs)))
    found = specs.pop()
    if found is None:
        raise ProjectProblem("no workspace found: slos/slogen.yaml is in no folder above (slogen init makes a new project)")
    root = found.parent
    selected = tuple(Path(os.path.relpath(_meant_by(path), root)).as_posix() for path in asked) if paths else ()
    whole = {".", Path(os.path.relpath(found, root)).as_posix()}
    project = Project(root, found, Path(os.path.realpath(root / output)), () if whole & set(selected) else selected)
    _check_output(project, output)
    if project.selected and paths:
        _check_selected(project, paths)
    return project


def not_there(given: str, working_folder: Path) -> ProjectProblem:
    """What is said of a path that leads nowhere; a system's name is a folder below the specs."""
    specs = specs_of(working_folder.resolve())
    meant = specs / given if specs is not None else None
    hint = f"; did you mean {Path(os.path.relpath(meant, working_folder.resolve())).as_posix()}?" if meant and meant.exists() else ""
    return ProjectProblem(f"{given}: no such file or folder{hint}")


def _meant_by(path: Path) -> Path:
    return path.parent if path.name in (SYSTEM, WORKSPACE) else path


def _check_selected(project: Project, paths: Sequence[str]) -> None:
    files = [project.relative(path) for path in spec_files(project)]
    for chosen, given in zip(project.selected, paths, strict=True):
        if not any(file == chosen or file.startswith(chosen + "/") for file in files):
            raise ProjectProblem(f"{given}: no spec there; specs are the YAML files below {project.relative(project.specs)}/")


def _check_output(project: Project, given: str) -> None:
    """The output folder is replaced as a whole: it must be nobody else's."""
    output, specs = project.output, project.specs
    if output == specs or specs in output.parents:
        raise ProjectProblem(f"the output folder {given} lies in the specs: what is generated would be read as specs")
    if output in specs.parents:
        raise ProjectProblem(f"the output folder {given} holds the specs: it would be replaced with them")
    if output.exists() and not output.is_dir():
        raise ProjectProblem(f"the output folder {given} is a file")
    inside = project.root in output.parents
    if not inside and output.is_dir() and any(output.iterdir()) and not (output / MANIFEST).is_file():
        raise ProjectProblem(f"the output folder {given} is not empty and was not made by slogen: choose a new or empty one")


def specs_of(path: Path) -> Path | None:
    """The specs folder of the project that a path lies in, or None: the nearest folder upwards that has a Workspace."""
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if (folder / WORKSPACE).is_file():
            return folder
        if (folder / "slos" / WORKSPACE).is_file():
            return folder / "slos"
    return None


def spec_files(project: Project) -> list[Path]:
    """Every YAML file below the specs folder, sorted; hidden files and folders are left out. OSError where a name is not UTF-8."""
    found: list[Path] = []
    for folder, folders, files in os.walk(project.specs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(files) if name.endswith(SUFFIXES) and not name.startswith(".")]
    for path in found:
        check_name(path)
    return sorted(found)


def check_name(path: Path) -> None:
    """OSError where a name is not UTF-8: the file could neither be shown nor be written into a manifest or a report."""
    if not str(path).isprintable() and any("\udc80" <= character <= "\udcff" for character in str(path)):
        raise OSError(errno.EILSEQ, "the name of this file is not UTF-8", str(path))


def is_of_service(path: str) -> bool:
    """Whether a spec at this path holds Services, by the name and the folder of its file."""
    *folders, name = path.split("/")
    # slos/<system>/dashboards/ and below; a system may be called so, too.
    return name not in (WORKSPACE, SYSTEM, ROUTING) and DASHBOARDS not in folders[2:]


def runbook_files(folder: Path) -> list[Path]:
    """Every Markdown file in a system's runbook folder, sorted."""
    return sorted(path for path in folder.glob("*.md") if path.is_file()) if folder.is_dir() else []
