"""Where a project's specs, runbooks and outputs are. Everything else names files relative to the project's root."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

WORKSPACE = "slogen.yaml"
SYSTEM = "system.yaml"
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

    Raises ProjectProblem.
    """
    asked = [(working_folder / path).resolve() for path in paths] or [working_folder.resolve()]
    for path, given in zip(asked, paths, strict=False):
        if not path.exists():
            raise ProjectProblem(f"{given}: no such file or folder")
    specs = {_specs_of(path) for path in asked}
    if len(specs) > 1:
        raise ProjectProblem("the paths belong to different projects: " + ", ".join(sorted(str(found) for found in specs)))
    found = specs.pop()
    if found is None:
        raise ProjectProblem("no workspace found: slos/slogen.yaml is in no folder above (slogen init makes a new project)")
    root = found.parent
    selected = tuple(Path(os.path.relpath(path, root)).as_posix() for path in asked) if paths else ()
    whole = {".", Path(os.path.relpath(found, root)).as_posix()}
    return Project(root, found, (root / output), () if whole & set(selected) else selected)


def _specs_of(path: Path) -> Path | None:
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        if (folder / WORKSPACE).is_file():
            return folder
        if (folder / "slos" / WORKSPACE).is_file():
            return folder / "slos"
    return None


def spec_files(project: Project) -> list[Path]:
    """Every YAML file below the specs folder, sorted; hidden files and folders are left out."""
    found: list[Path] = []
    for folder, folders, files in os.walk(project.specs):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(files) if name.endswith(SUFFIXES) and not name.startswith(".")]
    return sorted(found)


def runbook_files(folder: Path) -> list[Path]:
    """Every Markdown file in a system's runbook folder, sorted."""
    return sorted(path for path in folder.glob("*.md") if path.is_file()) if folder.is_dir() else []
