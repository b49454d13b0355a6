"""`make bench-accuracy`: is the budget right, and what does it cost? Measured on a real Prometheus against a truth that it never saw.

BENCH_ACCURACY=quick takes two minutes with a window of 7 days and prints only; a full run also writes its tables into docs/accuracy.md.
"""

import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.accuracy import layouts, page
from bench.accuracy.backfill import Recording, fill
from bench.accuracy.measure import Accuracy, Cost, accuracy, cost
from bench.accuracy.plan import END, FULL, QUICK, SEED, Plan
from bench.accuracy.server import LONG_BLOCKS, PRODUCTION_BLOCKS, Server, ServerProblem, running
from bench.accuracy.traffic import DataSet, Traffic

PAGE = Path(__file__).parents[2] / "docs" / "accuracy.md"
_SLOTH_SECONDS = (60, 30)


def main() -> int:
    """Measure, print the tables, write them down."""
    quick = os.environ.get("BENCH_ACCURACY", "") == "quick"
    plan = QUICK if quick else FULL
    # Whoever ends the benchmark ends its server too: `finally` is not reached by a signal that kills.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with tempfile.TemporaryDirectory(prefix="slogen-accuracy-") as scratch:
            tables = _measure(os.environ.get("PROMETHEUS", "prometheus"), Path(scratch), plan)
    except ServerProblem as problem:
        print(f"bench-accuracy: {problem}", file=sys.stderr)
        return 1
    print(tables)
    if not quick:
        PAGE.write_text(page.with_tables(PAGE.read_text(encoding="utf-8"), tables), encoding="utf-8")
    return 0


def _measure(program: str, folder: Path, plan: Plan) -> str:
    began = time.monotonic()
    ours = layouts.slogen(plan.data_sets, plan.window_days)
    others = {data.name: _others(data, plan.window_days) for data in plan.costed}
    traffics = [Traffic(data, plan.calendar, SEED) for data in plan.data_sets]
    recordings = [Recording(ours[data.name], plan.recent) for data in plan.data_sets]
    for data in plan.data_sets:
        recordings += [Recording(rules) for rules in others.get(data.name, {"": [layouts.sloth_ratio(data, 60)]}).values()]
    with running(program, folder, LONG_BLOCKS, plan.limit_seconds) as server:
        samples = fill(server, plan.calendar, traffics, recordings, _progress)
    filled = time.monotonic()
    with running(program, folder, PRODUCTION_BLOCKS, plan.limit_seconds) as server:
        _progress("compaction")
        server.settle(END)
        rows = [_accuracy(server, traffic, plan) for traffic in traffics]
        costs = [(data.series, _costs(server, data, {"**slogen**": ours[data.name], **others[data.name]}, plan)) for data in plan.costed]
    done = time.monotonic()
    _progress("")
    head = (
        f"{_machine(program)}; {samples / 1e6:.1f} million raw samples over {plan.calendar.days} days, window {plan.window_days}d; "
        f"filled in {filled - began:.0f} s, measured in {done - filled:.0f} s; CPU is the median of {plan.runs} runs.\n"
    )
    return "\n".join((head, page.accuracy_table(rows), page.cost_table(costs)))


def _accuracy(server: Server, traffic: Traffic, plan: Plan) -> Accuracy:
    _progress(f"accuracy: {traffic.data.name}")
    return accuracy(server, traffic, plan.moments, plan.window_days)


def _costs(server: Server, data: DataSet, rules: Mapping[str, Sequence[layouts.Rule]], plan: Plan) -> list[tuple[str, Cost]]:
    found: list[tuple[str, Cost]] = []
    for name, layout in rules.items():
        _progress(f"cost: {data.name} {name}")
        found.append((name, cost(server, layout, END, plan.runs)))
    return found


def _others(data: DataSet, window_days: int) -> dict[str, list[layouts.Rule]]:
    return {
        **{f"Sloth, default, every {seconds} s": layouts.sloth(data, seconds, window_days) for seconds in _SLOTH_SECONDS},
        "Pyrra, default": layouts.pyrra(data, window_days),
    }


def _machine(program: str) -> str:
    finished = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = (finished.stdout or finished.stderr).partition(" (")[0].replace(", version", "").partition("+")[0]
    return f"{version.capitalize()}, Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
