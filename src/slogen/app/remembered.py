"""Texts that are slow to make and depend on little, remembered by what they depend on; losing them costs time and nothing else."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from slogen.app.cache import compiler_fingerprint, folder

_KEPT = 500


def remembered(make: Callable[[], str], *depends: object) -> str:
    """What `make` returns, from an earlier run if there was one with the same `depends` (by their `repr`) and the same compiler."""
    digest = hashlib.sha256(compiler_fingerprint().encode())
    for one in depends:
        digest.update(b"\0" + repr(one).encode())
    path = folder() / "texts" / digest.hexdigest()
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        text = make()
        _keep(path, text)
        return text


def _keep(path: Path, text: str) -> None:
    """Written in one step; a cache that cannot be written is no reason to fail. The oldest make room."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
        files = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for old in files[:-_KEPT]:
            old.unlink()
    except OSError:
        return
