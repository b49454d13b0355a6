"""The output folder: its manifest, what in it is stale, and its replacement, which happens wholly or not at all."""

import ctypes
import errno
import fcntl
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from slogen.app.project import MANIFEST

_STAGING = ".{name}.new-"
_OLD = ".{name}.old"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


@dataclass(frozen=True, slots=True)
class Made:
    """An output as the manifest has it."""

    sha256: str
    source: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What tells the folder from what it should be. `foreign` files were not made by slogen and are left alone."""

    stale: tuple[str, ...]
    missing: tuple[str, ...]
    orphaned: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything must be written or removed."""
        return bool(self.stale or self.missing or self.orphaned)


def manifest_text(files: Mapping[str, Made]) -> bytes:
    """The manifest: every file with its hash and its spec, sorted."""
    rows = {path: {"sha256": made.sha256, "source": made.source} for path, made in sorted(files.items())}
    return (json.dumps({"files": rows}, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(output: Path) -> dict[str, Made]:
    """What the last run made; a manifest that is missing or unreadable counts as empty."""
    try:
        rows = json.loads((output / MANIFEST).read_bytes())["files"]
        return {path: Made(str(row["sha256"]), str(row["source"])) for path, row in rows.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def files_below(folder: Path) -> set[str]:
    """Every file and symbolic link below a folder, relative, with forward slashes."""
    found: set[str] = set()
    for parent, folders, names in os.walk(folder):
        links = (name for name in folders if os.path.islink(os.path.join(parent, name)))
        found.update((Path(parent) / name).relative_to(folder).as_posix() for name in (*names, *links))
    return found


def difference(output: Path, wanted: Mapping[str, str], on_disk: Mapping[str, str]) -> Difference:
    """Compare hashes: `wanted` of what should be there (the manifest included), `on_disk` of what is."""
    made_before = set(read_manifest(output)) | {MANIFEST}
    unwanted = sorted(set(on_disk) - set(wanted))
    return Difference(
        stale=tuple(sorted(path for path in wanted if path in on_disk and on_disk[path] != wanted[path])),
        missing=tuple(sorted(set(wanted) - set(on_disk))),
        orphaned=tuple(path for path in unwanted if path in made_before),
        foreign=tuple(path for path in unwanted if path not in made_before),
    )


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """One run at a time for an output folder; also clears away what a killed run left behind."""
    output.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(output.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _recover(output)
        yield
    finally:
        os.close(handle)


@contextmanager
def staging(output: Path, *, beside: bool) -> Iterator[Path]:
    """An empty folder to write into, gone at the end: beside the output (so that it can take its place) or in the system's own."""
    prefix = _STAGING.format(name=output.name)
    folder = Path(tempfile.mkdtemp(prefix=prefix if beside else "slogen-", dir=output.parent if beside else None))
    folder.chmod(stat.S_IMODE(output.stat().st_mode) | stat.S_IRWXU if output.is_dir() else 0o755)
    try:
        yield folder
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Delete a folder of ours with all that is in it; write-protected folders in it too, as far as the system lets us."""
    for parent, _, _ in os.walk(folder):
        with suppress(OSError):
            os.chmod(parent, 0o700)
    shutil.rmtree(folder, ignore_errors=True)


def carry_over(output: Path, staged: Path, paths: set[str]) -> None:
    """Take files of the present output into the staged one, as hard links where the file system has them."""
    for path in sorted(paths):
        target = staged / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(output / path, target, follow_symlinks=False)
        except OSError:
            shutil.copy2(output / path, target, follow_symlinks=False)


def replace(output: Path, staged: Path) -> None:
    """Put the staged folder in the output's place in one step; the old one ends where the staged one was.

    Linux exchanges two folders atomically. Elsewhere the old one is renamed away first; a run that is killed between the two
    renames is repaired by the next (`_recover`).
    """
    if not output.exists():
        os.rename(staged, output)
        return
    if _exchange(staged, output):
        return
    old = output.with_name(_OLD.format(name=output.name))
    os.rename(output, old)
    os.rename(staged, output)
    remove(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders by renameat2; False where the system or the file system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EXDEV):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _recover(output: Path) -> None:
    old = output.with_name(_OLD.format(name=output.name))
    if old.exists():
        if output.exists():
            remove(old)
        else:
            os.rename(old, output)
    for left in output.parent.glob(_STAGING.format(name=output.name) + "*"):
        remove(left)
