"""The GitLab template: GitLab's own schema accepts its jobs, and their shell is run here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.ci.jobs import ROOT, Machine, gitlab_jobs, machine, run_gitlab

REPORT = "gl-code-quality-report.json"


@pytest.fixture
def runner(tmp_path: Path) -> Machine:
    return machine(tmp_path)


def test_the_schema_of_gitlab_accepts_its_jobs(tmp_path: Path) -> None:
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(yaml.safe_dump(gitlab_jobs()))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(file)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_every_input_is_documented() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    head, _ = (ROOT / "templates" / "slogen.yml").read_text(encoding="utf-8").split("\n---\n")
    for name in yaml.safe_load(head)["spec"]["inputs"]:
        assert f"| `{name}` |" in page


def test_a_project_without_a_mistake_passes(runner: Machine) -> None:
    jobs = gitlab_jobs(slogen="slogen==1.2.3")
    for job in jobs.values():
        step = run_gitlab(runner, job)
        assert step.code == 0, step.output
    assert runner.calls == ["python -m pip install --quiet slogen==1.2.3"] * 2
    assert json.loads((runner.repository / REPORT).read_text()) == []


@pytest.mark.parametrize("below", ["", "monitoring"])
def test_a_finding_is_in_the_report_and_in_the_log(below: str, tmp_path: Path) -> None:
    runner = machine(tmp_path, below=below)
    page = runner.repository / below / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text() + "\nSee [the database](database.md).\n")
    job = gitlab_jobs(directory=below or ".")["slogen lint"]
    step = run_gitlab(runner, job)
    assert step.code == 1
    assert "runbooks/shop/errors.md:11:20: error: there is no runbooks/shop/database.md" in step.output
    [finding] = json.loads((runner.repository / job["artifacts"]["reports"]["codequality"]).read_text())
    assert finding["location"] == {"path": f"{below}/runbooks/shop/errors.md".lstrip("/"), "lines": {"begin": 11}}
    assert (finding["check_name"], finding["severity"]) == ("runbook-dead-link", "major")
    assert len(finding["fingerprint"]) >= 32


def test_a_stale_file_fails(runner: Machine) -> None:
    rules = runner.repository / "generated" / "prometheus" / "rules" / "shop" / "web.yaml"
    rules.write_text(rules.read_text() + "# by hand\n")
    step = run_gitlab(runner, gitlab_jobs()["slogen generate"])
    assert step.code == 1
    assert "stale: generated/prometheus/rules/shop/web.yaml" in step.output


def test_the_tools_are_installed_where_they_are_missing(tmp_path: Path) -> None:
    runner = machine(tmp_path, tools=False)
    step = run_gitlab(runner, gitlab_jobs()["slogen generate"])
    assert [call for call in runner.calls if call.startswith("apt-get")] == [
        "apt-get update -qq",
        "apt-get install -y -qq --no-install-recommends prometheus prometheus-alertmanager",
    ]
    assert step.code == 2, "nothing was really installed here"
