"""The pages on CI and on runbooks: their examples are right, and what they list is what there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli
from slogen.lint.registry import CHECKS
from slogen.lint.runbook import RunbookSubject
from tests.app.project_files import SYSTEM, WORKSPACE, service, write

ROOT = Path(__file__).parents[2]
CI = (ROOT / "docs" / "ci.md").read_text("utf-8")
RUNBOOKS = (ROOT / "docs" / "runbooks.md").read_text("utf-8")


def _example(page: str, file: str) -> str:
    [text] = re.findall(rf"```yaml\n# {re.escape(file)}[^\n]*\n(.*?)```", page, re.DOTALL)
    return str(text)


@pytest.mark.parametrize(
    ("file", "command"),
    [
        (".github/workflows/slogen.yml", ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")),
        (".gitlab-ci.yml", ("check_jsonschema", "--builtin-schema", "vendor.gitlab-ci")),
        (".pre-commit-config.yaml", ("pre_commit", "validate-config")),
    ],
)
def test_the_examples_for_ci_are_accepted(file: str, command: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / Path(file).name
    path.write_text(_example(CI, file))
    checked = subprocess.run([sys.executable, "-m", *command, str(path)], capture_output=True, text=True, check=False, timeout=60)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_settings_of_runbooks_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = _example(RUNBOOKS, "slos/slogen.yaml")
    write(
        tmp_path,
        {
            "slos/slogen.yaml": "apiVersion: slogen/v1\nkind: Workspace\n" + settings,
            "slos/shop/system.yaml": SYSTEM.replace("runbooks: {sections: [Diagnosis]}\n", settings),
            "slos/shop/web.yaml": service("web"),
            "runbooks/shop/errors.md": "---\nowner: web\nlast_reviewed: 2020-01-01\n---\n# Errors\n\n## Impact\n\na\n\n"
            "## Diagnosis\n\nb\n\n"
            "## Resolution\n\nc\n",
        },
    )
    monkeypatch.chdir(tmp_path)
    linted = CliRunner().invoke(cli, ["lint"])
    assert linted.exit_code == 0, linted.output
    assert "a review holds for 90" in linted.stdout


def test_the_checks_are_those_of_the_registry() -> None:
    listed = re.findall(r"^\| `(runbook-[a-z-]+)` \|", RUNBOOKS, re.MULTILINE)
    assert listed == [check.name for check in CHECKS if check.subject is RunbookSubject]


def test_the_example_of_a_new_runbook_is_what_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [(command, output)] = re.findall(r"```console\n\$ slogen ([^\n]*)\n(.*?)```", RUNBOOKS, re.DOTALL)
    sections = "runbooks: {sections: [Symptom, Impact, Diagnosis, Mitigation, Recovery, Escalation, Drill, Afterwards]}"
    files = {
        "slos/slogen.yaml": WORKSPACE,
        "slos/shop/system.yaml": SYSTEM.replace("runbooks: {sections: [Diagnosis]}", sections),
        "slos/shop/web.yaml": service("web"),
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    made = CliRunner().invoke(cli, command.split())
    assert made.stdout + made.stderr == output
    [question] = re.findall(r"```markdown\n(> To write: [^\n]*)\n```", RUNBOOKS)
    assert question in (tmp_path / "runbooks" / "shop" / "errors.md").read_text().splitlines()
