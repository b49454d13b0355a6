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
    text = _recalled(path)
    if text is None:
        text = make()
        _keep(path, text)
    return text


def _recalled(path: Path) -> str | None:
    """The text behind its own hash; None where there is none, or it is not what was written: it would end in `generated/`."""
    try:
        sha256, _, text = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return text.decode() if _sha256(text) == sha256 else None


def _sha256(text: bytes) -> bytes:
    return hashlib.sha256(text).hexdigest().encode()


def _keep(path: Path, text: str) -> None:
    """Written in one step; a cache that cannot be written is no reason to fail. The oldest make room."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        content = text.encode()
        with os.fdopen(handle, "wb") as file:
            file.write(_sha256(content) + b"\n" + content)
        os.replace(name, path)
        files = sorted(path.parent.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for old in files[:-_KEPT]:
            old.unlink()
    except OSError:
        return
