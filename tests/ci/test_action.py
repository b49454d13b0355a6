"""The GitHub action: GitHub's own schema accepts it, its steps are run here, and they fail when and only when they should."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.app.project_files import write
from tests.ci.jobs import ROOT, Machine, machine, run_action

BROKEN = "groups:\n  - name: node\n    rules:\n      - alert: DiskFull\n        expr: up == 0\n        labels: {severity: page}\n"


@pytest.fixture
def runner(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def _action() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return found


def test_the_schema_of_github_accepts_it() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_inputs_reach_the_shell_as_variables_only() -> None:
    for step in _action()["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "an input in a script could be a script"


def test_every_input_is_used_and_documented() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name, one in _action()["inputs"].items():
        assert f"inputs.{name}" in text
        assert one["description"].endswith(".")
        assert re.search(rf"^\| `{name}` \|", page, re.MULTILINE)


def test_a_project_without_a_mistake_passes(runner: Machine) -> None:
    done = run_action(runner)
    assert {name: step.code for name, step in done.items()} == {
        "Install slogen": 0,
        "Install promtool and amtool": 0,
        "slogen lint": 0,
        "slogen generate --check": 0,
    }, done
    assert runner.calls == [f"python -m pip install --quiet --disable-pip-version-check {ROOT}"]
    assert "::error" not in done["slogen lint"].output


def test_another_slogen_is_installed_where_one_is_named(runner: Machine) -> None:
    run_action(runner, slogen="slogen==1.2.3", check="false")
    assert runner.calls == ["python -m pip install --quiet --disable-pip-version-check slogen==1.2.3"]


def test_the_tools_are_installed_where_they_are_missing(tmp_path: Path) -> None:
    bare = machine(tmp_path, tools=False)
    done = run_action(bare)
    assert done["Install promtool and amtool"].code == 0, done["Install promtool and amtool"].output
    asked = [call.removeprefix("sudo ") for call in bare.calls if call.startswith("apt-get")]
    assert asked == ["apt-get update --quiet", "apt-get install --yes --quiet --no-install-recommends prometheus prometheus-alertmanager"]
    assert done["slogen generate --check"].code == 2, "nothing was really installed here"
    assert "promtool" in done["slogen generate --check"].output


@pytest.mark.parametrize("below", ["", "monitoring", "./monitoring/"])
def test_a_finding_is_an_annotation_at_its_file_in_the_repository(below: str, tmp_path: Path) -> None:
    runner = machine(tmp_path, below=below)
    page = runner.repository / below / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text() + "\nSee [the database](database.md).\n")
    done = run_action(runner, working_directory=below or ".")
    assert done["slogen lint"].code == 1
    place = f"file={'monitoring/' if below else ''}runbooks/shop/errors.md,line=11,"
    [annotation] = [line for line in done["slogen lint"].output.splitlines() if line.startswith("::error ")]
    assert place in annotation
    assert "there is no runbooks/shop/database.md" in annotation
    assert "   11 | See [the database](database.md)." in done["slogen lint"].output, "the log has the text for people too"
    assert done["slogen generate --check"].code == 0, "the other steps run all the same"


def test_a_stale_file_fails(runner: Machine) -> None:
    rules = runner.repository / "generated" / "prometheus" / "rules" / "shop" / "web.yaml"
    rules.write_text(rules.read_text() + "# by hand\n")
    done = run_action(runner)
    assert done["slogen generate --check"].code == 1
    assert "stale: generated/prometheus/rules/shop/web.yaml" in done["slogen generate --check"].output


def test_the_generated_tests_run_where_they_are_asked_for(runner: Machine) -> None:
    done = run_action(runner, test="true", lint="false", check="false")
    assert [name for name in done if name.startswith("slogen")] == ["slogen validate", "slogen test"]
    assert done["slogen test"].code == 0
    assert "all passed" in done["slogen test"].output


def test_only_what_has_changed_is_told(runner: Machine) -> None:
    write(runner.repository, {"rules/node.yml": BROKEN})
    runner.git("add", "--all")
    runner.git("commit", "--quiet", "--message", "Rules of old")
    assert run_action(runner, paths="rules", check="false")["slogen lint"].code == 1
    assert run_action(runner, paths="rules", check="false", changed_since="HEAD")["slogen lint"].code == 0
    assert run_action(runner, paths="rules", check="false", changed_since="HEAD~1")["slogen lint"].code == 1


def test_a_ref_that_is_not_there_is_a_failure_and_no_mistake_of_ours(runner: Machine) -> None:
    done = run_action(runner, changed_since="origin/gone", check="false")["slogen lint"]
    assert (done.code, "Traceback" in done.output) == (2, False)


def test_warnings_fail_where_that_is_asked_for(runner: Machine) -> None:
    page = runner.repository / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text().replace("2026-11-01", "2020-11-01"))
    assert run_action(runner, check="false")["slogen lint"].code == 0
    assert run_action(runner, check="false", fail_on="warning")["slogen lint"].code == 1


def test_findings_can_be_uploaded_as_sarif(runner: Machine) -> None:
    page = runner.repository / "runbooks" / "shop" / "errors.md"
    page.write_text("# Errors\n\n## Diagnosis\n\nLook.\n")
    done = run_action(runner, check="false", sarif_file="slogen.sarif")["slogen lint"]
    assert done.code == 1
    [run] = json.loads((runner.repository / "slogen.sarif").read_text())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["SL601"]


def test_a_repository_without_specs_can_have_its_rules_linted(tmp_path: Path) -> None:
    runner = machine(tmp_path)
    for folder in ("slos", "runbooks", "generated"):
        runner.git("rm", "-r", "--quiet", folder)
    write(runner.repository, {"rules/node.yml": BROKEN})
    runner.git("add", "--all")
    done = run_action(runner, paths="rules", check="false", changed_since="HEAD")
    assert done["slogen validate"].output == "there are no specs here\n"
    assert done["slogen lint"].code == 1
    assert "::error file=rules/node.yml,line=4," in done["slogen lint"].output
