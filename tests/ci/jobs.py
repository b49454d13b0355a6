"""Runs the shell of CI files on this machine: a project in a repository, programs that stand in for pip, apt and sudo."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.app.project_files import project
from tests.cli.command import PYTHONPATH, program

ROOT = Path(__file__).parents[2]
FRONT = "---\nowner: web\nlast_reviewed: 2026-11-01\n---\n"
_RECORDS = """\
#!/bin/sh
echo "$(basename "$0") $*" >> '{calls}'
{then}
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A `repository` as a runner checks it out; `calls` is what was asked of pip, apt and sudo, one line each."""

    repository: Path
    temporary: Path
    environment: Mapping[str, str]
    calls_file: Path

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
        subprocess.run(
            ("git", *identity, *arguments), cwd=self.repository, env=self.environment, check=True, capture_output=True, timeout=60
        )


def machine(folder: Path, *, below: str = "", tools: bool = True) -> Machine:
    """A machine with a project that has no mistake, at the top of the repository or in a folder `below`; `tools`: promtool is there."""
    repository, programs, temporary = (folder / name for name in ("repository", "programs", "temporary"))
    temporary.mkdir()
    calls = folder / "calls.txt"
    program(programs / "slogen", f"#!/bin/sh\nexec '{sys.executable}' -m slogen \"$@\"\n")
    for name in ("python", "sudo", "apt-get"):
        program(programs / name, _RECORDS.format(calls=calls, then='[ "$(basename "$0")" = sudo ] && exec "$@" || true'))
    root = project(repository / below, "web")
    page = root / "runbooks" / "shop" / "errors.md"
    page.write_text(FRONT + page.read_text())
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_"))}
    environment |= {
        "PATH": f"{programs}:{environment['PATH']}" if tools else f"{programs}:{_only(folder / 'basic')}",
        "PYTHONPATH": PYTHONPATH,
        "XDG_CACHE_HOME": str(folder / "cache"),
        "NO_COLOR": "1",
    }
    made = Machine(repository, temporary, environment, calls)
    subprocess.run(
        [sys.executable, "-m", "slogen", "generate"],
        cwd=root,
        env={**environment, "PATH": os.environ["PATH"]},
        check=True,
        capture_output=True,
    )
    made.git("init", "--quiet", "--initial-branch", "main")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "The project")
    return made


def _only(folder: Path) -> Path:
    """A folder with the programs of every machine, and neither promtool nor amtool."""
    folder.mkdir()
    for name in ("sh", "bash", "git", "id", "cat", "basename", "env", "dirname"):
        found = next(Path(each) / name for each in os.environ["PATH"].split(":") if (Path(each) / name).exists())
        (folder / name).symlink_to(found)
    return folder


def bash(machine: Machine, script: str, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """As GitHub runs `shell: bash`, and stricter than GitLab."""
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**machine.environment, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was run: its exit code and what it printed."""

    code: int
    output: str


def run_action(machine: Machine, **inputs: str) -> dict[str, Step]:
    """Run action.yml's own steps with inputs (underscores for hyphens), as GitHub decides which of them run; by name."""
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert set(given) <= set(action["inputs"])
    values = {name: str(given.get(name, one["default"])) for name, one in action["inputs"].items()}
    done: dict[str, Step] = {}
    outcomes: dict[str, str] = {}
    failed = False
    for step in action["runs"]["steps"]:
        wanted = _holds(step.get("if", ""), values, outcomes, failed=failed)
        if "run" in step and wanted:
            folder = machine.repository / _filled(step.get("working-directory", "."), values)
            environment = {name: _filled(value, values) for name, value in step.get("env", {}).items()}
            environment |= {
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_WORKSPACE": str(machine.repository),
                "RUNNER_TEMP": str(machine.temporary),
            }
            result = bash(machine, step["run"], folder, environment)
            done[step["name"]] = Step(result.returncode, result.stdout + result.stderr)
            failed |= result.returncode != 0
        if "id" in step:
            one = done.get(step.get("name", ""))
            outcomes[step["id"]] = "skipped" if one is None else "success" if one.code == 0 else "failure"
    return done


def _filled(text: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)


def _holds(condition: str, values: Mapping[str, str], outcomes: Mapping[str, str], *, failed: bool) -> bool:
    """The expressions that action.yml uses, and no others. Without a status function a step runs only while nothing has failed."""
    text = condition.removeprefix("${{").removesuffix("}}").strip()
    if "cancelled()" not in text and failed:
        return False
    return not text or all(any(_term(term, values, outcomes) for term in part.split("||")) for part in text.split("&&"))


def _term(term: str, values: Mapping[str, str], outcomes: Mapping[str, str]) -> bool:
    if term.strip() == "!cancelled()":
        return True
    match = re.fullmatch(r"\s*(inputs|steps)\.([\w-]+)(\.outcome)?\s*(==|!=)\s*'([^']*)'\s*", term)
    assert match is not None, f"the test does not know {term!r}"
    found = values[match[2]] if match[1] == "inputs" else outcomes[match[2]]
    return (found == match[5]) is (match[4] == "==")


def gitlab_jobs(**inputs: str) -> dict[str, dict[str, Any]]:
    """The jobs of the GitLab template with inputs, as GitLab fills them in."""
    head, jobs = (ROOT / "templates" / "slogen.yml").read_text(encoding="utf-8").split("\n---\n")
    declared = yaml.safe_load(head)["spec"]["inputs"]
    assert set(inputs) <= set(declared)
    values = {name: str(inputs.get(name, one["default"])) for name, one in declared.items()}
    for name, one in declared.items():
        assert values[name] in one.get("options", [values[name]])
    found: dict[str, dict[str, Any]] = yaml.safe_load(re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: values[match[1]], jobs))
    return found


def run_gitlab(machine: Machine, job: Mapping[str, Any]) -> Step:
    """A job's shell, as GitLab joins it; it stops at the first line that fails."""
    result = bash(
        machine, "\n".join([*job["before_script"], *job["script"]]), machine.repository, {"CI_PROJECT_DIR": str(machine.repository)}
    )
    return Step(result.returncode, result.stdout + result.stderr)
