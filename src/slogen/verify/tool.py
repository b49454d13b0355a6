"""Finding promtool, and saying in one line what to do when it is not there or too old."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

OLDEST = (2, 42)
_INSTALL = "install Prometheus 2.42 or newer (Debian, Ubuntu: apt-get install prometheus), or set PROMTOOL to the program"


class ToolProblem(Exception):
    """promtool cannot be used; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Promtool:
    """A usable promtool. `version` as it prints it: `2.42.0+ds`."""

    path: str
    version: str


def find_promtool() -> str:
    """The program's path: $PROMTOOL, or the first on $PATH. Raises ToolProblem."""
    wanted = os.environ.get("PROMTOOL", "promtool")
    path = shutil.which(wanted)
    if path is None:
        what = f"PROMTOOL={wanted} is not a program" if "PROMTOOL" in os.environ else "promtool is not installed"
        raise ToolProblem(f"{what}: {_INSTALL}")
    return path


def ask_version(path: str) -> Promtool:
    """Start the program once and read its version. Raises ToolProblem if it is none, or older than 2.42."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it does not answer"
        raise ToolProblem(f"{path} cannot be started ({reason}): {_INSTALL}") from problem
    match = re.search(r"promtool, version (\d+)\.(\d+)(\S*)", done.stdout + done.stderr)
    if match is None:
        raise ToolProblem(f"{path} is not promtool (it does not tell its version): {_INSTALL}")
    found = (int(match.group(1)), int(match.group(2)))
    if found < OLDEST:
        raise ToolProblem(f"{path} is version {found[0]}.{found[1]}, too old to check what slogen emits: {_INSTALL}")
    return Promtool(path, f"{found[0]}.{found[1]}{match.group(3)}")
