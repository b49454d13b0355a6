"""slogen test: the generated tests, run by promtool; what passed once with the same rules and the same promtool is not run again."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from slogen.app import tree
from slogen.app.cache import VerifiedCache
from slogen.app.project import Project, ProjectProblem
from slogen.verify.promtool_tests import Failure, Outcome, run_tests
from slogen.verify.tool import ask_version, find_promtool

_PREFIX = "prometheus/tests/"
_NAME = "  - name: "
_NOTE = "# Not tested: "


@dataclass(frozen=True, slots=True)
class Proof:
    """A test file: how many tests it has, what it says is not tested, what failed. `known`: passed before, not run now."""

    service: str
    path: str
    tests: int
    notes: tuple[str, ...]
    failures: tuple[Failure, ...]
    seconds: float
    known: bool


def prove(project: Project, done: Callable[[Proof], None], *, jobs: int, every: bool, wanted: str) -> list[Proof]:
    """Run the tests in the output folder; `every`: also what passed before; `wanted`: only tests whose name contains it.

    Raises ProjectProblem when there is nothing to run, ToolProblem when promtool cannot be used.
    """
    files = _files(project)
    program = find_promtool()
    ask_version(program)
    seen = os.stat(program)
    cache = VerifiedCache.of_version(f"tests {os.path.realpath(program)} {seen.st_size} {seen.st_mtime_ns}")
    texts = {path: (project.output / path).read_text("utf-8") for path in files}
    hashes = {path: _hash(project.output, path, text) for path, text in texts.items()}
    todo = list(files) if every or wanted else cache.unknown(hashes)
    proofs = [_proof(path, texts[path], (), 0.0, known=True) for path in files if path not in todo and not wanted]
    for proof in proofs:
        done(proof)
    with tempfile.TemporaryDirectory(prefix="slogen-") as folder:
        # The longest first: at the end nobody waits for a big one.
        found = [(_place(project, Path(folder), path, texts[path], wanted), path) for path in todo]
        places = dict(sorted(((place, path) for place, path in found if place is not None), key=lambda entry: -entry[0].stat().st_size))

        def tell(outcome: Outcome) -> None:
            path = places[outcome.file]
            proofs.append(_proof(path, outcome.file.read_text("utf-8"), outcome.failures, outcome.seconds, known=False))
            done(proofs[-1])

        run_tests(program, list(places), jobs, tell)
    if not wanted:
        cache.add({proof.path: hashes[proof.path] for proof in proofs if not proof.known and not proof.failures})
    return proofs


def _files(project: Project) -> list[str]:
    made = tree.read_manifest(project.output)
    found = [path for path, one in made.items() if path.startswith(_PREFIX) and project.is_selected(one.source)]
    missing = [path for path in found if not (project.output / path).is_file()]
    if missing or not made:
        what = missing[0] if missing else "anything"
        raise ProjectProblem(f"{project.relative(project.output)} does not hold {what}; run: slogen generate")
    return sorted(found)


def _hash(output: Path, path: str, text: str) -> str:
    """Of the tests and of the rules that they load."""
    digest = hashlib.sha256(text.encode())
    digest.update((output / _rules(path, text)).resolve().read_bytes())
    return digest.hexdigest()


def _rules(path: str, text: str) -> Path:
    line = text.partition("rule_files:\n  - ")[2].partition("\n")[0]
    return Path(path).parent / line.strip('"')


def _place(project: Project, folder: Path, path: str, text: str, wanted: str) -> Path | None:
    """The file to run: itself, or a copy with the wanted tests only; None if there are none."""
    if not wanted:
        return (project.output / path).resolve()
    head, _, rest = text.partition("\ntests:\n")
    kept = [block for block in _blocks(rest) if wanted in block.partition("\n")[0]]
    if not kept:
        return None
    rules = (project.output / _rules(path, text)).resolve()
    line = head.partition("rule_files:\n")[2].partition("\n")[0]
    copy = folder / path.replace("/", "__")
    copy.write_text(head.replace(line, f'  - "{rules}"', 1) + "\ntests:\n" + "".join(kept), encoding="utf-8")
    return copy


def _blocks(text: str) -> list[str]:
    """Every test's lines."""
    return [_NAME + block.removesuffix("\n") + "\n" for block in ("\n" + text).split("\n" + _NAME)[1:]]


def _proof(path: str, text: str, failed: Sequence[Failure], seconds: float, *, known: bool) -> Proof:
    notes = tuple(line.removeprefix(_NOTE) for line in text.split("\n") if line.startswith(_NOTE))
    service = path.removeprefix(_PREFIX).removesuffix("_test.yaml").partition("_")[0]
    return Proof(service, path, text.count("\n" + _NAME), notes, tuple(failed), seconds, known)
