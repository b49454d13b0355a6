"""Runs one command and says how long it took and how much memory it and its children held."""

import os
import re
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SAMPLE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """One finished command: wall-clock seconds, the highest memory in bytes, and what it wrote to stderr."""

    seconds: float
    peak_bytes: int
    stderr: str


class Failed(Exception):
    """A command exited with a status that is not expected."""


def run(command: list[str], folder: Path, environment: dict[str, str], *, expected: tuple[int, ...] = (0,)) -> Run:
    """Run `command` in `folder` with `environment` on top of this one. Raises Failed with the end of its stderr.

    Memory is summed over the process and all its descendants, pages that they share counted once, ten times a second where /proc exists.
    It is at least what the kernel reports as the resident maximum of any one of them.
    """
    variables = {**os.environ, **environment}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as stderr:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stderr)
        done = threading.Event()
        sampled = [0]
        sampler = threading.Thread(target=_sample, args=(process.pid, done, sampled))
        sampler.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        done.set()
        sampler.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        stderr.seek(0)
        text = stderr.read()
    if process.returncode not in expected:
        raise Failed(f"{' '.join(command)} exited with {process.returncode}:\n{text[-2000:]}")
    return Run(seconds, max(sampled[0], usage.ru_maxrss * 1024), text)


def _sample(pid: int, done: threading.Event, highest: list[int]) -> None:
    while not done.wait(SAMPLE_SECONDS):
        highest[0] = max(highest[0], sum(_proportional_bytes(each) for each in _tree(pid)))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            found.extend(int(child) for child in _read(children).split())
    return found


def _proportional_bytes(pid: int) -> int:
    """Resident memory in which a page that n processes share counts 1/n."""
    found = re.search(r"^Pss:\s+(\d+) kB", _read(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _read(path: Path) -> str:
    """The text of a file below /proc, or nothing: the process may be gone by now."""
    try:
        return path.read_text(encoding="ascii")
    except OSError:
        return ""
