"""`make bench`: how long slogen takes and how much memory it holds, for synthetic trees of 1,000 and 10,000 SLOs.

Every number is the median of BENCH_RUNS runs (default 3). BENCH_SIZES (default "1000 10000") are the trees' sizes in SLOs.
slogen's own cache is one of the benchmark's: empty for the first table, warm for the second.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.corpus import write_corpus
from bench.hand_written import write_rules
from bench.process import Failed, Run, run

SLOGEN = str(Path(sys.executable).with_name("slogen"))
STAGES = ("load", "build", "emit", "verify", "write", "total")
TIMINGS = "timings: "
TEN_SPECS = 100
HAND_WRITTEN = (2_000, 20_000)


def main() -> int:
    """Measure everything and print two tables."""
    try:
        runs = int(os.environ.get("BENCH_RUNS", "3"))
        sizes = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 10000").split()]
    except ValueError as error:
        print(f"bench: BENCH_RUNS is a number, BENCH_SIZES are numbers: {error}", file=sys.stderr)
        return 2
    if not sizes or runs < 1 or not Path(SLOGEN).exists():
        print("bench: needs a size, at least one run, and slogen installed beside this Python: `make bench` sees to it", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {_promtool_version()}; median of {runs} runs\n")
    try:
        with tempfile.TemporaryDirectory(prefix="slogen-bench-") as scratch:
            _generate_table(Path(scratch), sizes, runs)
            _command_table(Path(scratch), max(sizes), runs)
            _lint_table(Path(scratch), runs)
    except Failed as failure:
        print(f"bench: {failure}", file=sys.stderr)
        return 1
    return 0


def _generate_table(scratch: Path, sizes: list[int], runs: int) -> None:
    """Seconds of each stage of `slogen generate` with neither output nor cache; `wall` is measured from outside, with start-up."""
    print(f"{'SLOs':>8}", *(f"{name + ' s':>9}" for name in (*STAGES, "wall")), f"{'memory':>9}", flush=True)
    for size in sizes:
        tree = scratch / str(size)
        write_corpus(tree, size)
        measured = [_generate_afresh(tree) for _ in range(runs)]
        timings = [_timings(each) for each in measured]
        seconds = [median(each[stage] for each in timings) for stage in STAGES] + [median(each.seconds for each in measured)]
        memory = median(each.peak_bytes for each in measured) / 2**20
        print(f"{size:>8,}", *(f"{value:>9.2f}" for value in seconds), f"{memory:>5.0f} MiB", flush=True)


def _command_table(scratch: Path, size: int, runs: int) -> None:
    """Wall-clock seconds of what people do all day; the tree of `size` SLOs has been generated before."""
    tree = scratch / str(size)
    ten = scratch / "ten"
    write_corpus(ten, TEN_SPECS)
    changed = next(iter(sorted((tree / "slos").glob("*/service-*.yaml"))))
    original = changed.read_text(encoding="utf-8")

    def generate_one_change(number: int) -> Run:
        changed.write_text(re.sub(r"objective: [\d.]+", f"objective: 98.{number + 1}", original, count=1), encoding="utf-8")
        return _slogen(tree, "generate")

    rows: tuple[tuple[str, Callable[[int], Run]], ...] = (
        (f"generate, {size:,} SLOs, nothing changed", lambda _: _slogen(tree, "generate")),
        (f"generate, {size:,} SLOs, one file changed", generate_one_change),
        ("validate, ten service specs", lambda _: _slogen(ten, "validate")),
        ("--help", lambda _: _slogen(ten, "--help")),
    )
    print(f"\n{'slogen …':<46} {'wall s':>9} {'memory':>9}", flush=True)
    for name, measure in rows:
        measured = [measure(number) for number in range(runs)]
        memory = median(each.peak_bytes for each in measured) / 2**20
        print(f"{name:<46} {median(each.seconds for each in measured):>9.2f} {memory:>5.0f} MiB", flush=True)


def _lint_table(scratch: Path, runs: int) -> None:
    """Wall-clock seconds of `slogen lint` over hand-written rules alone, without a project around them, start-up included."""
    print(f"\n{'slogen lint, hand-written rules':<46} {'wall s':>9} {'memory':>9}", flush=True)
    for count in HAND_WRITTEN:
        folder = scratch / f"rules-{count}"
        write_rules(folder, count)
        # Some of the rules have something wrong with them: it exits with 1.
        measured = [run([SLOGEN, "lint", "--format", "json"], folder, {}, expected=(0, 1)) for _ in range(runs)]
        memory = median(each.peak_bytes for each in measured) / 2**20
        print(f"{f'{count:,} rules':<46} {median(each.seconds for each in measured):>9.2f} {memory:>5.0f} MiB", flush=True)


def _generate_afresh(tree: Path) -> Run:
    shutil.rmtree(tree / "generated", ignore_errors=True)
    shutil.rmtree(_cache(tree), ignore_errors=True)
    return _slogen(tree, "generate", "--timings")


def _slogen(tree: Path, *arguments: str) -> Run:
    return run([SLOGEN, *arguments], tree, {"XDG_CACHE_HOME": str(_cache(tree))})


def _cache(tree: Path) -> Path:
    return tree.with_name(f"{tree.name}-cache")


def _timings(finished: Run) -> dict[str, float]:
    """The stages' seconds, from the last line that `slogen generate --timings` writes to stderr."""
    lines = [line for line in finished.stderr.splitlines() if line.startswith(TIMINGS)]
    if not lines:
        raise Failed(f"slogen generate --timings wrote no line that begins with {TIMINGS!r}:\n{finished.stderr[-2000:]}")
    stages = json.loads(lines[-1].removeprefix(TIMINGS))
    return {stage: float(stages[stage]) for stage in STAGES}


def _promtool_version() -> str:
    finished = subprocess.run(["promtool", "--version"], capture_output=True, text=True, check=False)
    return (finished.stdout or finished.stderr).partition(" (")[0]


if __name__ == "__main__":
    sys.exit(main())
