"""What earlier runs found out, by content: which spec compiled to which bytes, which bytes promtool accepted.

Losing the cache costs time and nothing else; a damaged one counts as empty. It lies outside of the project (`$XDG_CACHE_HOME/slogen`)
because `generated/` must be the same bytes on every machine.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import slogen
from slogen.app.compile import Compiled, Output, Seconds
from slogen.diagnostics import Diagnostic, Severity, Span, codes
from slogen.model.routing import Dependency
from slogen.rules.facts import AlertFact, ServiceFacts

_KEPT_VERIFIED = 200_000
_CODES = {code.name: code for code in codes.ALL}


def folder() -> Path:
    """Where caches live."""
    base = os.environ.get("XDG_CACHE_HOME")
    # A user without a home (a bare uid in a container) has `~` unexpanded.
    home = os.path.expanduser("~/.cache")
    return Path(base or (home if not home.startswith("~") else f"{tempfile.gettempdir()}/cache-{os.getuid()}")) / "slogen"


@lru_cache(maxsize=1)
def compiler_fingerprint() -> str:
    """A digest of everything that decides the output beside the specs: this package's files and the libraries that read."""
    digest = hashlib.sha256()
    package = Path(slogen.__file__).parent
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    for library in ("PyYAML", "promql-parser", "jsonschema", "jsonschema-rs", "grafanalib"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


class CompileCache:
    """Results by key; `key` covers the spec, what it inherits and the compiler. Only what this run asked for is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Any] = _read(path)
        self._recalled: dict[str, Any] = {}
        self._used: dict[str, Any] = {}

    @classmethod
    def of_project(cls, root: Path) -> "CompileCache":
        """The cache of the project at `root`."""
        return cls(folder() / "compiled" / (hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16] + ".json"))

    def get(self, key: str) -> Compiled | None:
        """What the key compiled to, if it is known."""
        row = self._known.get(key)
        try:
            compiled = None if row is None else _compiled(row)
        except (KeyError, TypeError, ValueError):
            # So that `keep` writes it anew instead of handing it on.
            del self._known[key]
            return None
        self._recalled[key] = row
        return compiled

    def keep(self, key: str, compiled: Compiled) -> None:
        """Note a result for the next run."""
        self._used[key] = self._recalled.get(key) or _row(compiled)

    def save(self, *, whole: bool) -> None:
        """Write the cache; `whole`: this run saw every spec, so that what it did not use is gone."""
        rows = self._used if whole else {**self._known, **self._used}
        if rows != self._known:
            _write(self._path, rows)


class VerifiedCache:
    """Hashes of the files that one version of promtool accepted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, Any] = _read(path)

    @classmethod
    def of_version(cls, version_: str) -> "VerifiedCache":
        """The cache for a version of promtool."""
        return cls(folder() / "verified" / (hashlib.sha256(version_.encode()).hexdigest()[:16] + ".json"))

    def unknown(self, hashes: Mapping[str, str]) -> list[str]:
        """Paths (keys) whose content (values, hashes) no earlier run has had accepted."""
        return [path for path, sha256 in hashes.items() if sha256 not in self._known]

    def add(self, hashes: Mapping[str, str]) -> None:
        """Remember accepted content; the oldest is forgotten when there is too much."""
        rows = {**self._known, **dict.fromkeys(hashes.values(), 1)}
        _write(self._path, dict(list(rows.items())[-_KEPT_VERIFIED:]))


def _row(compiled: Compiled) -> dict[str, Any]:
    return {
        "source": compiled.source,
        "outputs": [asdict(output) for output in compiled.outputs],
        "diagnostics": [[asdict(one.span), one.code.name, one.message, one.hint, one.severity.value] for one in compiled.diagnostics],
        "slos": compiled.slos,
        "rules": compiled.rules,
        "facts": [asdict(facts) for facts in compiled.facts],
    }


def _compiled(row: Mapping[str, Any]) -> Compiled:
    diagnostics = tuple(
        Diagnostic(Span(**span), _CODES[code], message, hint, Severity(severity))
        for span, code, message, hint, severity in row["diagnostics"]
    )
    outputs = tuple(Output(**{**output, "origin": Span(**output["origin"])}) for output in row["outputs"])
    facts = tuple(map(_facts, row["facts"]))
    return Compiled(row["source"], outputs, diagnostics, row["slos"], row["rules"], Seconds(), facts)


def _facts(row: Mapping[str, Any]) -> ServiceFacts:
    lists = {"windows": tuple(row["windows"]), "group_by": tuple(row["group_by"])}
    needed = tuple(Dependency(one["upstream"], Span(**one["origin"])) for one in row["depends_on"])
    return ServiceFacts(**{**row, **lists, "alerts": tuple(map(_alert, row["alerts"])), "depends_on": needed})


def _alert(row: Mapping[str, Any]) -> AlertFact:
    return AlertFact(row["name"], row["labels"], tuple(row["group_by"]), Span(**row["origin"]))


def _read(path: Path) -> dict[str, Any]:
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return rows if isinstance(rows, dict) else {}


def _write(path: Path, rows: Mapping[str, Any]) -> None:
    """Replace the file in one step; a cache that cannot be written (a read-only home) is no reason to fail."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            # Not dump(): writing piece by piece takes several times as long.
            file.write(json.dumps(rows))
        os.replace(name, path)
    except OSError:
        return
