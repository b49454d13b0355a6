"""The hooks for pre-commit: its own reader accepts them, and it runs them on the files that they are for."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.app.project_files import project
from tests.cli.command import PYTHONPATH

ROOT = Path(__file__).parents[2]
HOOKS = ROOT / ".pre-commit-hooks.yaml"


def _manifest() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    return found


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "PYTHONPATH": PYTHONPATH,
        "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        "XDG_CACHE_HOME": str(folder.parent / "cache"),
        "PRE_COMMIT_COLOR": "never",
        "NO_COLOR": "1",
    }
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project without a mistake in a repository that has our hooks, run from this checkout: pre-commit's own would need a network."""
    folder = project(tmp_path / "work", "web")
    page = folder / "runbooks" / "shop" / "errors.md"
    page.write_text("---\nowner: web\nlast_reviewed: 2026-11-01\n---\n" + page.read_text())
    hooks = [
        {**hook, "entry": f"{sys.executable} -m {hook['entry']}", "language": "system"}
        for hook in _manifest()
        if hook["id"] != "slogen-generate"
    ]
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    assert _run(folder, sys.executable, "-m", "slogen", "generate").returncode == 0
    _run(folder, "git", "init", "--quiet")
    _run(folder, "git", "add", "--all")
    return folder


def _hooks(folder: Path, *arguments: str) -> dict[str, str]:
    """What each hook came to, by its name, and under `output` all that was printed."""
    result = _run(folder, sys.executable, "-m", "pre_commit", "run", *(arguments or ("--all-files",)))
    names = {hook["name"] for hook in _manifest()}
    verdicts = {}
    for line in result.stdout.splitlines():
        name, dots, verdict = line.partition("..")
        if dots and name in names:
            verdicts[name] = verdict.strip(".").rpartition(")")[2]
    return {**verdicts, "output": result.stdout + result.stderr}


def test_pre_commit_reads_the_manifest() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(HOOKS)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_every_hook_is_a_command_of_slogen_and_documented() -> None:
    from slogen.cli.main import cli

    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for hook in _manifest():
        program, command, *_ = hook["entry"].split()
        assert program == "slogen"
        assert command in cli.commands
        assert hook["language"] == "python"
        assert f"`{hook['id']}`" in page


def test_a_project_without_a_mistake_passes(repository: Path) -> None:
    found = _hooks(repository)
    output = found.pop("output")
    assert found == {
        "slogen validate": "Passed",
        "slogen lint": "Passed",
        "slogen lint (rule files)": "Skipped",
        "slogen generate --check": "Passed",
    }, output


def test_a_mistake_in_a_spec_is_told_by_its_line(repository: Path) -> None:
    spec = repository / "slos" / "shop" / "web.yaml"
    spec.write_text(spec.read_text().replace("objective: 99.9", "objective: 199"))
    found = _hooks(repository)
    assert found["slogen validate"] == "Failed"
    assert "slos/shop/web.yaml:7:16: error: `objective` must be more than 0 and less than 100, got 199" in found["output"]


def test_a_runbook_without_front_matter_is_told(repository: Path) -> None:
    page = repository / "runbooks" / "shop" / "errors.md"
    page.write_text("# Errors\n\n## Diagnosis\n\nLook.\n")
    found = _hooks(repository)
    assert found["slogen lint"] == "Failed"
    assert "runbooks/shop/errors.md:1:1: error: the runbook has no front matter" in found["output"]
    assert found["slogen generate --check"] == "Passed"


def test_a_stale_output_is_told(repository: Path) -> None:
    rules = repository / "generated" / "prometheus" / "rules" / "shop" / "web.yaml"
    rules.write_text(rules.read_text().replace("0.0144", "0.5"))
    found = _hooks(repository)
    assert found["slogen generate --check"] == "Failed"
    assert "stale: generated/prometheus/rules/shop/web.yaml" in found["output"]


def test_hand_written_rules_are_linted_file_by_file(repository: Path) -> None:
    rules = repository / "prometheus-rules" / "node.yml"
    rules.parent.mkdir()
    rule = "      - alert: DiskFull\n        expr: node_filesystem_avail_bytes == 0\n        labels: {severity: page}\n"
    rules.write_text(f"groups:\n  - name: node\n    rules:\n{rule}")
    _run(repository, "git", "add", "--all")
    found = _hooks(repository)
    assert found["slogen lint (rule files)"] == "Failed"
    assert "prometheus-rules/node.yml:4:16: error: the page DiskFull has no runbook_url" in found["output"]


def test_a_project_in_a_folder_of_the_repository(repository: Path) -> None:
    (repository / "monitoring").mkdir()
    for name in ("slos", "runbooks", "generated"):
        (repository / name).rename(repository / "monitoring" / name)
    config = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text())
    for hook in config["repos"][0]["hooks"]:
        hook |= {"files": "^monitoring/", "args": ["monitoring"]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    _run(repository, "git", "add", "--all")
    page = repository / "monitoring" / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text() + "\n[x](gone.md)\n")
    found = _hooks(repository)
    output = found.pop("output")
    assert found["slogen validate"] == found["slogen generate --check"] == "Passed", output
    assert found["slogen lint"] == "Failed"
    assert "runbooks/shop/errors.md:11:5: error: there is no runbooks/shop/gone.md" in output


def test_what_has_nothing_to_do_with_specs_runs_no_hook(repository: Path) -> None:
    (repository / "README.md").write_text("# Read me\n")
    found = _hooks(repository, "--files", "README.md")
    del found["output"]
    assert set(found.values()) == {"Skipped"}


def test_generated_files_are_made_by_a_hook(repository: Path) -> None:
    [hook] = [hook for hook in _manifest() if hook["id"] == "slogen-generate"]
    shutil.rmtree(repository / "generated" / "prometheus")
    config = {"repos": [{"repo": "local", "hooks": [{**hook, "entry": f"{sys.executable} -m {hook['entry']}", "language": "system"}]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    found = _hooks(repository)
    assert found["slogen generate"] == "Failed", "a hook that changes files fails, so that they are looked at and staged"
    assert (repository / "generated" / "prometheus" / "rules" / "shop" / "web.yaml").is_file()
    assert _hooks(repository)["slogen generate"] == "Passed"
