"""slogen test, Alertmanager's half: amtool confirms for every sort of alert the receivers that it must reach."""

import hashlib
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from slogen.app import tree
from slogen.app.cache import VerifiedCache
from slogen.app.project import Project, ProjectProblem
from slogen.app.prove import Proof
from slogen.conventions import names
from slogen.source import read
from slogen.verify.amtool import find_amtool, receivers_of
from slogen.verify.promtool_tests import Failure


def prove_routes(project: Project, done: Callable[[Proof], None], *, jobs: int, every: bool, wanted: str) -> list[Proof]:
    """Run the route tests in the output folder, if there are any: one amtool call for each, `jobs` at a time.

    What passed before with the same configuration and the same amtool is not run again, unless `every`. `wanted`: only tests of which
    a label contains it. Tests of the whole project are left out where only some specs were asked for.
    Raises ProjectProblem when a file is missing, ToolProblem when amtool cannot be used.
    """
    if project.selected or names.ROUTES_TEST not in tree.read_manifest(project.output):
        return []
    for path in (names.ROUTES_TEST, names.ALERTMANAGER):
        if not (project.output / path).is_file():
            raise ProjectProblem(f"{project.relative(project.output)} does not hold {path}; run: slogen generate")
    content = (project.output / names.ROUTES_TEST).read_bytes()
    configuration = project.output / names.ALERTMANAGER
    tests = [(row["labels"], tuple(row["receivers"])) for row in _rows(content)]
    chosen = [(labels, receivers) for labels, receivers in tests if any(wanted in value for value in labels.values())]
    if not chosen:
        return []
    program = find_amtool()
    seen = os.stat(program)
    cache = VerifiedCache.of_version(f"routes {os.path.realpath(program)} {seen.st_size} {seen.st_mtime_ns}")
    hashes = {names.ROUTES_TEST: hashlib.sha256(content + configuration.read_bytes()).hexdigest()}
    known = not every and not wanted and not cache.unknown(hashes)
    failures: list[Failure] = []
    start = time.perf_counter()
    if not known:
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            reached = list(pool.map(lambda test: receivers_of(program, configuration, test[0]), chosen))
        failures = [_failure(labels, wished, got) for (labels, wished), got in zip(chosen, reached, strict=True) if wished != got]
    proof = Proof("alertmanager", names.ROUTES_TEST, len(chosen), (), tuple(failures), time.perf_counter() - start, known)
    done(proof)
    if not wanted and not failures:
        cache.add(hashes)
    return [proof]


def _rows(content: bytes) -> list[Mapping[str, Mapping[str, str]]]:
    documents, _ = read(names.ROUTES_TEST, content)
    return [row for document in documents for row in document.data or ()]


def _failure(labels: Mapping[str, str], wished: tuple[str, ...], got: tuple[str, ...]) -> Failure:
    what = " ".join(f"{name}={value}" for name, value in labels.items())
    return Failure("routes", what, "any time", ", ".join(wished), ", ".join(got))
