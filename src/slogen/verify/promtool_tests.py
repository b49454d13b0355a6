"""promtool over test files: a few files a call, several calls at a time, and what failed as values."""

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from slogen.verify.tool import ToolProblem

_FILES = 8
"""Files in a call at the most: a call costs 90 ms, but what is in one call is not shared among the processors."""

_FILE = re.compile(r"^Unit Testing:  (?P<file>.+)$")
_QUERY = re.compile(r'^    expr: (?P<expr>"(?:\\.|[^"\\])*"), time: (?P<at>[^,]+),\s*(?P<rest>.*)$', re.DOTALL)
_ALERT = re.compile(r"^(?:    name: (?P<name>.*),\n)?    alertname: (?P<alert>[^,]+), time: (?P<at>[^,]+),\s*(?P<rest>.*)$", re.DOTALL)
_SEEN = re.compile(r"exp: ?(?P<expected>.*?),?\s*\n\s*got: ?(?P<got>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that did not hold. `test` is the test's name, `what` the alert or expression, `at` the time in it."""

    test: str
    what: str
    at: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What promtool said about one file; `failures` is empty if all is well. `seconds` is its share of the call."""

    file: Path
    failures: tuple[Failure, ...]
    seconds: float


def run_tests(program: str, files: Sequence[Path], jobs: int, done: Callable[[Outcome], None]) -> list[Outcome]:
    """Run `promtool test rules` on all files, `jobs` calls at a time; `done` hears of every file. Raises ToolProblem."""
    size = max(1, min(_FILES, len(files) // (jobs * 4)))
    batches = [files[start : start + size] for start in range(0, len(files), size)]
    found: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        for outcomes in pool.map(lambda batch: _call(program, batch), batches):
            for outcome in outcomes:
                done(outcome)
                found.append(outcome)
    return found


def _call(program: str, files: Sequence[Path]) -> list[Outcome]:
    start = time.perf_counter()
    try:
        # One pipe for both: which file a failure is about shows only in the order of the lines.
        ended = subprocess.run([program, "test", "rules", *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except OSError as problem:
        raise ToolProblem(f"{program} cannot be started: {problem}") from problem
    output = ended.stdout.decode("utf-8", "replace")
    seconds = (time.perf_counter() - start) / len(files)
    sections = _sections(output)
    unknown = [file for file in files if str(file) not in sections]
    if unknown:
        raise ToolProblem(f"{program} said nothing about {unknown[0]} (exit {ended.returncode}): {' '.join(output.split())[-300:]}")
    return [Outcome(file, failures(sections[str(file)]), seconds) for file in files]


def _sections(output: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in output.split("\n"):
        match = _FILE.match(line)
        if match:
            lines = found.setdefault(match["file"], [])
        else:
            lines.append(line)
    return {file: "\n".join(lines) for file, lines in found.items()}


def failures(section: str) -> tuple[Failure, ...]:
    """The failures in what promtool printed about one file."""
    _, failed, rest = section.partition("  FAILED:\n")
    if not failed:
        return () if "SUCCESS" in section else (Failure("", "", "", "SUCCESS", " ".join(section.split())),)
    blocks: list[list[str]] = []
    for line in rest.split("\n"):
        begins = re.match(r"    (expr|name|alertname): ", line)
        follows = blocks and re.match(r"    name: ", blocks[-1][0]) and len(blocks[-1]) == 1
        if begins and not follows:
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
        elif line.strip():
            blocks.append([line])
    return tuple(_failure("\n".join(block)) for block in blocks)


def _failure(block: str) -> Failure:
    query, alert = _QUERY.match(block), _ALERT.match(block)
    match = query or alert
    if match is None:
        return Failure("", "", "", "", " ".join(block.split()))
    seen = _SEEN.search(match["rest"])
    expected, got = (" ".join(seen[name].split()) for name in ("expected", "got")) if seen else ("", " ".join(match["rest"].split()))
    if query:
        # The comment behind the expression names the test.
        expr, _, test = query["expr"][1:-1].replace('\\"', '"').replace("\\n", "\n").rpartition(" # ")
        return Failure(test, " ".join(expr.split()), query["at"], expected, got)
    return Failure(match["name"] or "", match["alert"], match["at"], expected, got)
