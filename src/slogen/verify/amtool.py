"""amtool: what it says of configurations, and where it sends an alert."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from slogen.verify.tool import ToolProblem

OLDEST = (0, 25)
_INSTALL = "install Alertmanager {} or newer (Debian, Ubuntu: apt-get install prometheus-alertmanager), or set AMTOOL to the program"
_CHECKING = re.compile(r"^Checking '(?P<file>.+)'(?P<rest>.*)$")
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Refusal:
    """What amtool has against a file."""

    file: str
    message: str


def find_amtool() -> str:
    """The program's path: $AMTOOL, or the first on $PATH. Raises ToolProblem."""
    path = shutil.which(os.environ.get("AMTOOL", "amtool"))
    if path is None:
        what = f"AMTOOL={os.environ['AMTOOL']} is not a program" if "AMTOOL" in os.environ else "amtool is not installed"
        raise ToolProblem(f"{what}: {_install(OLDEST)}")
    return path


def check_version(path: str, needed: tuple[int, int]) -> None:
    """Start the program once. Raises ToolProblem if it is no amtool, or older than the Alertmanager it is to speak for."""
    done = _run([path, "--version"])
    match = re.search(r"amtool, version (\d+)\.(\d+)", done.stdout)
    if match is None:
        raise ToolProblem(f"{path} is not amtool (it does not tell its version): {_install(needed)}")
    found = (int(match[1]), int(match[2]))
    if found < needed:
        raise ToolProblem(
            f"{path} is version {found[0]}.{found[1]}, too old to check a configuration for {_spelt(needed)}: {_install(needed)}"
        )


def check_configurations(path: str, root: Path, files: Sequence[str]) -> tuple[Refusal, ...]:
    """`amtool check-config` on all files in one call; `files` are relative to `root`. Raises ToolProblem if amtool dies."""
    done = _run([path, "check-config", *files], root)
    refusals: list[Refusal] = []
    current = ""
    checked = 0
    for line in done.stdout.splitlines():
        checking = _CHECKING.match(line)
        if checking:
            current, line = checking["file"], checking["rest"]
            checked += 1
        _, failed, message = line.partition("FAILED: ")
        if failed:
            refusals.append(Refusal(current, message.strip()))
        elif refusals and not checking and line.startswith("  line "):
            # Which fields are wrong stands on lines of their own.
            refusals[-1] = Refusal(current, f"{refusals[-1].message} {line.strip()}")
    if checked < len(files) or (done.returncode != 0) != bool(refusals):
        raise ToolProblem(f"{path} failed (exit code {done.returncode}): {' '.join(done.stdout.split())[-300:]}")
    return tuple(refusals)


def receivers_of(path: str, configuration: Path, labels: Mapping[str, str]) -> tuple[str, ...]:
    """The receivers to which `amtool config routes test` sends an alert. Raises ToolProblem if it does not say."""
    matchers = [f'{name}="{_escaped(value)}"' for name, value in labels.items()]
    done = _run([path, "config", "routes", "test", f"--config.file={configuration}", *matchers], discard_stderr=True)
    if done.returncode != 0 or not done.stdout.strip():
        raise ToolProblem(f"{path} cannot route {' '.join(matchers)} in {configuration} (exit code {done.returncode})")
    return tuple(done.stdout.splitlines()[0].strip().split(","))


def _run(command: list[str], folder: Path | None = None, *, discard_stderr: bool = False) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if discard_stderr else subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it does not answer"
        raise ToolProblem(f"{command[0]} cannot be started ({reason}): {_install(OLDEST)}") from problem


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _install(needed: tuple[int, int]) -> str:
    return _INSTALL.format(_spelt(needed))


def _spelt(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
