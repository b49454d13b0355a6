"""Puts the generated routing into a team's own Alertmanager configuration, and lets amtool judge the result."""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from slogen.app.project import Project, ProjectProblem
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.source import read
from slogen.targets.alertmanager_merge import merge, without_ours
from slogen.targets.alertmanager_share import Share, share, together
from slogen.verify.amtool import Refusal, check_configurations, find_amtool

TEMPLATE = PurePosixPath(names.NOTIFICATIONS).relative_to(PurePosixPath(names.ALERTMANAGER).parent).as_posix()
"""Where slogen's templates lie, seen from the folder of the configuration."""


@dataclass(frozen=True, slots=True)
class Result:
    """The merged file, or None when something is wrong; the findings are about the team's file."""

    content: bytes | None
    findings: tuple[Diagnostic, ...]


def merge_into(project: Project, base: Path, systems: Sequence[str], template: str = TEMPLATE) -> Result:
    """Merge the generated configuration, or only these systems' fragments, into `base`, which is not changed.

    `template` is the path by which the merged file names slogen's templates. Raises ProjectProblem when nothing is generated,
    ToolProblem, OSError.
    """
    content = base.read_bytes()
    name = project.relative(base) if project.root in base.resolve().parents else base.as_posix()
    merged = merge(name, content, _ours(project, systems, template))
    if merged.text is None:
        return Result(None, merged.findings)
    result = merged.text.encode("utf-8", "surrogateescape")
    refused = _judged(project, name, content, result, template)
    return Result(None, (refused,)) if refused else Result(result, merged.findings)


def write(path: Path, content: bytes) -> None:
    """Replace or make a file in one step; an existing file keeps its mode. Raises OSError, and has then written nothing."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        os.replace(name, path.resolve())
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _ours(project: Project, systems: Sequence[str], template: str) -> Share:
    paths = [names.fragment_path(system) for system in systems] or [names.ALERTMANAGER]
    ours = together([_share(project, path, template) for path in paths])
    if not ours.routes:
        raise ProjectProblem(f"{project.relative(project.output / paths[0])} has no route to merge: no system has a Routing yet")
    return ours


def _share(project: Project, path: str, template: str) -> Share:
    file = project.output / path
    if not file.is_file():
        known = sorted(one.stem for one in (project.output / names.fragment_path("x")).parent.glob("*.yml"))
        there = f"; there are fragments of {', '.join(known)}" if known else ""
        raise ProjectProblem(f"{project.relative(file)} does not exist{there}: slogen generate writes it from the specs of kind Routing")
    documents, found = read(project.relative(file), file.read_bytes())
    if found or len(documents) != 1:
        raise ProjectProblem(f"{project.relative(file)} is not what slogen generate wrote: run slogen generate")
    return share(documents[0].data, template)


def _judged(project: Project, name: str, content: bytes, merged: bytes, template: str) -> Diagnostic | None:
    """The verdict of amtool; where it refuses the team's file already, that is said instead."""
    tool = find_amtool()
    with tempfile.TemporaryDirectory(prefix="slogen-") as folder:
        there = Path(folder)
        if not os.path.isabs(template) and ".." not in Path(template).parts:
            (there / template).parent.mkdir(parents=True, exist_ok=True)
            (there / template).write_bytes((project.output / names.NOTIFICATIONS).read_bytes())
        (there / "merged.yml").write_bytes(merged)
        complaints = check_configurations(tool, there, ["merged.yml"])
        if not complaints:
            return None
        (there / "theirs.yml").write_bytes(without_ours(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))
        before = check_configurations(tool, there, ["theirs.yml"])
    if before:
        return _refused(name, before[0], "amtool refuses this file even without slogen's part", "mend it first")
    return _refused(name, complaints[0], "amtool refuses the merged file", "nothing was written")


def _refused(name: str, complaint: Refusal, what: str, hint: str) -> Diagnostic:
    return error(Span(name), codes.AMTOOL, f"{what}: {complaint.message}", hint)
