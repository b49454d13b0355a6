"""The command as a user starts it, and programs that stand in for promtool."""

import os
import subprocess
import sys
from pathlib import Path

import slogen

PYTHONPATH = os.pathsep.join(filter(None, (str(Path(slogen.__file__).parents[1]), os.environ.get("PYTHONPATH"))))
_RECORDING = """\
#!/bin/sh
if [ "$1" = --version ]; then
  echo "promtool, version {version} (branch: HEAD)"
  exit 0
fi
for config; do :; done
echo "Checking $config"
sed -n "s/^  - '\\(.*\\)'$/Checking \\1/p" "$config" | tee -a '{calls}'
{verdict}
"""


def slogen_in(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `slogen` in a process of its own; `environment` is added to this one's."""
    variables = {**os.environ, "PYTHONPATH": PYTHONPATH, "NO_COLOR": "1", **environment}
    command = [sys.executable, "-m", "slogen", *arguments]
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=120)


def program(path: Path, text: str, *, mode: int = 0o755) -> Path:
    """A shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)
    return path


def promtool_that_records(folder: Path, *, version: str = "2.42.0", verdict: str = "exit 0") -> tuple[Path, Path]:
    """A promtool that writes down the rule files it is shown, one a line, and ends with `verdict`; (the program, its notes)."""
    calls = folder / "checked.txt"
    return program(folder / "promtool", _RECORDING.format(version=version, calls=calls, verdict=verdict)), calls


def checked(calls: Path) -> list[str]:
    """Names of the files that were shown to it so far, sorted, and forget them."""
    names = sorted(Path(line.removeprefix("Checking ")).name for line in calls.read_text().splitlines()) if calls.exists() else []
    calls.unlink(missing_ok=True)
    return names
