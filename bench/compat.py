"""`make compat`: every Prometheus we can get judges the generated rules and runs the tests, not only the one that is installed.

Newer versions come out of Debian's newer suites: downloaded and unpacked below build/compat, never installed. The mirror and the keys are
the machine's own. Without them (another distribution, no network) what is there is still tested, and the exit status says so: 0 all
versions passed, 1 something failed, 2 a version was not available.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "build" / "compat"
SUITES = {"trixie": "2.53", "sid": "3.x"}
"""Debian's suites and the version that is looked for there."""
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_MINUTES = 20

_NATIVE = """\
rule_files: []
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - series: latency_seconds
        values: '{{schema:0 count:0 sum:0 buckets:[0 0]}}+{{schema:0 count:10 sum:10 buckets:[6 4]}}x10'
    promql_expr_test:
      - expr: EXPR
        eval_time: 10m
        exp_samples: [{labels: '{}', value: 1}]
"""
_NATIVE_PROBES = {
    "samples in promtool's tests": "count(latency_seconds)",
    "histogram_count of a rate": "round(histogram_count(sum(rate(latency_seconds[5m]))) * 60) == bool 10",
    "histogram_fraction of a rate": "abs(histogram_fraction(0, 1, sum(rate(latency_seconds[5m]))) - 0.6) < bool 1e-9",
}


@dataclass(frozen=True, slots=True)
class Tool:
    """A promtool; `version` is what it says of itself."""

    version: str
    path: Path


class Unavailable(Exception):
    """A version cannot be had; the message is one line for a person."""


def main() -> int:
    """Get the versions, run everything with each, print a table of what passed."""
    tools: list[Tool] = []
    missing: list[str] = []
    installed = shutil.which("promtool")
    if installed is not None:
        tools.append(_tool(Path(installed)))
    else:
        missing.append("promtool is not on PATH")
    for suite, version in SUITES.items():
        try:
            tools.append(_tool(_unpacked(suite)))
        except Unavailable as reason:
            missing.append(f"Prometheus {version} (Debian {suite}): {reason}")
    failed = False
    for tool in tools:
        print(f"\nPrometheus {tool.version}")
        for name, command in _commands(tool).items():
            failed |= not _passes(name, command, tool)
        for name, expr in _NATIVE_PROBES.items():
            print(f"  native histograms, {name}: {'yes' if _native(tool, expr) else 'no'}")
    for line in missing:
        print(f"compat: not available: {line}", file=sys.stderr)
    return 1 if failed else 2 if missing else 0


def _commands(tool: Tool) -> dict[str, list[str]]:
    """What is run with a promtool, by what it is called; what does not exist in this checkout is left out."""
    rules = sorted(str(path) for path in (ROOT / "generated" / "prometheus" / "rules").rglob("*.yaml"))
    tests = sorted(str(path) for path in (ROOT / "generated" / "prometheus" / "tests").rglob("*.yaml"))
    found = {f"check rules, {len(rules)} files": [str(tool.path), "check", "rules", "--lint=all", "--lint-fatal", *rules]}
    if tests:
        found[f"test rules, {len(tests)} generated files"] = [str(tool.path), "test", "rules", *tests]
    if (ROOT / "tests" / "hard_data").is_dir():
        found["the hard data of tests/hard_data"] = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--tb=line", "tests/hard_data"]
    return found


def _passes(name: str, command: list[str], tool: Tool) -> bool:
    """Run one command with the tool as PROMTOOL; its last lines are shown if it fails."""
    environment = {**os.environ, "PROMTOOL": str(tool.path), "PYTHONPATH": str(ROOT / "src")}
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=_MINUTES * 60,
        )
    except subprocess.TimeoutExpired:
        print(f"  {name}: FAILED, not done after {_MINUTES} minutes")
        return False
    passed = done.returncode == 0
    last = done.stdout.strip().splitlines()[-1:] if name.startswith("the hard") else []
    print(f"  {name}: {'passed' if passed else 'FAILED'}{' (' + last[0].strip('= ') + ')' if last else ''}", flush=True)
    if not passed:
        print("    " + "\n    ".join(done.stdout.strip().splitlines()[-60:]))
    return passed


def _native(tool: Tool, expr: str) -> bool:
    file = FOLDER / "native.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_NATIVE.replace("EXPR", expr), encoding="utf-8")
    done = subprocess.run([str(tool.path), "test", "rules", str(file)], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode == 0


def _tool(path: Path) -> Tool:
    done = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"version (\d+\.\d+\.\d+)", done.stdout + done.stderr)
    if done.returncode != 0 or found is None:
        raise Unavailable(f"its promtool does not run here: {(done.stderr or done.stdout).strip()[:200]}")
    return Tool(found[1], path)


def _unpacked(suite: str) -> Path:
    """The promtool of a suite, downloaded unless it is there from before. Raises Unavailable."""
    folder = FOLDER / suite
    promtool = folder / "root" / "usr" / "bin" / "promtool"
    if not promtool.exists():
        _download(suite, folder)
    if not promtool.exists():
        raise Unavailable("the package holds no promtool")
    return promtool


def _download(suite: str, folder: Path) -> None:
    mirror = _mirror()
    if not _KEYS.exists():
        raise Unavailable("the keys of Debian's archive are missing (package debian-archive-keyring)")
    for part in ("lists/partial", "cache/archives/partial", "parts"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "sources.list").write_text(f"deb [signed-by={_KEYS}] {mirror} {suite} main\n", encoding="utf-8")
    (folder / "status").touch()
    options = {
        "Dir::Etc::sourcelist": folder / "sources.list",
        "Dir::Etc::sourceparts": folder / "parts",
        "Dir::State::lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
    }
    apt = ["apt-get", "-qq", *(argument for name, value in options.items() for argument in ("-o", f"{name}={value}"))]
    _call([*apt, "update"], folder)
    # The server as well: `make bench-accuracy PROMETHEUS=…` measures it.
    _call([*apt, "download", "promtool", "prometheus"], folder)
    for package in sorted(folder.glob("*.deb")):
        _call(["dpkg", "-x", str(package), str(folder / "root")], folder)


def _mirror() -> str:
    """The Debian archive that this machine's apt is set up with."""
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise Unavailable("this is no Debian system; the versions come as Debian packages")
    targets = _call(["apt-get", "indextargets", "--format", "$(LABEL) $(REPO_URI)", "Created-By: Packages"], ROOT)
    found = re.search(r"^Debian (\S+)$", targets, re.MULTILINE)
    if found is None:
        raise Unavailable("apt knows no Debian archive; run apt-get update first")
    return found[1]


def _call(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode != 0:
        raise Unavailable(f"{command[0]} {command[-1]} failed: {' '.join((done.stderr or done.stdout).split())[-200:]}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
