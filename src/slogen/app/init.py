"""slogen init: a repository that works for a team that has none. It writes everything or nothing, and never over a file."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import slogen

SYSTEM_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_TEMPLATES: Final = (
    ("README.md", "readme.md.j2"),
    (".gitignore", "gitignore.j2"),
    (".github/workflows/slogen.yml", "workflow.yml.j2"),
    ("slos/slogen.yaml", "workspace.yaml.j2"),
    ("slos/{name}/system.yaml", "system.yaml.j2"),
    ("slos/{name}/web.yaml", "service.yaml.j2"),
    ("runbooks/{name}/web.md", "runbook.md.j2"),
)
"""What is written, and the template that it is made from."""


@dataclass(frozen=True, slots=True)
class Made:
    """`written` are the new files relative to the folder; `existing` those that were in the way, and then nothing is written."""

    written: tuple[str, ...]
    existing: tuple[str, ...]


def name_for(folder: Path) -> str:
    """A system's name made of a folder's; empty if there is no letter to begin with."""
    words = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-")
    return re.sub(r"^[^a-z]+", "", words)


def init(folder: Path, name: str, today: date) -> Made:
    """Write a working repository for the system `name`. Raises OSError, and has then written nothing."""
    files = {path: text.encode() for path, text in contents(name, today).items()}
    existing = tuple(path for path in files if os.path.lexists(folder / path))
    if existing:
        return Made((), existing)
    _write(folder, files)
    return Made(tuple(files), ())


def contents(name: str, today: date) -> dict[str, str]:
    """Every file by its path relative to the folder; `today` dates the runbook's review."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from slogen.readers.native.schema import KINDS, text

    # Square brackets: curly ones are GitHub's, Prometheus's and the URL templates' own.
    environment = Environment(
        loader=PackageLoader("slogen", "app/templates/init"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
        variable_start_string="[[",
        variable_end_string="]]",
    )
    values = {"name": name, "title": name.replace("-", " ").capitalize(), "version": slogen.__version__, "today": today.isoformat()}
    files = {path.format(name=name): environment.get_template(template).render(values) for path, template in _TEMPLATES}
    return files | {f"docs/schema/{kind}.json": text(kind) for kind in KINDS}


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    made: list[Path] = []
    try:
        for path, content in files.items():
            target = folder / path
            for parent in reversed([target.parent, *target.parent.parents]):
                if not parent.is_dir():
                    parent.mkdir()
                    made.append(parent)
            with target.open("xb") as file:
                made.append(target)
                file.write(content)
    except BaseException:
        for new in reversed(made):
            _remove(new)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink()
