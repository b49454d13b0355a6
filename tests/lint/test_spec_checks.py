"""The manuals of checks that look at specs, or at specs and rules together: their examples in a project."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli
from slogen.lint.check import Check
from slogen.lint.checks import foreign_series, page_without_pair, window_beyond_retention
from slogen.lint.manual import Example, manual
from tests.app.project_files import WORKSPACE, project, write

SERVICE = "apiVersion: slogen/v1\nkind: Service\nservice: example\n"


def _examples(*checks: Check[Any]) -> list[Any]:
    return [pytest.param(check, example, id=f"{check.name}, {example.title}") for check in checks for example in manual(check).examples]


def _find(check: Check[Any]) -> list[str]:
    done = CliRunner().invoke(cli, ["lint", "--format", "json"], catch_exceptions=False)
    findings = json.loads(done.stdout)["findings"]
    assert [one for one in findings if one["code"] is None] == [], "the example does not compile"
    return [f"{one['path']}:{one['line']}" for one in findings if one["name"] == check.name]


@pytest.mark.parametrize(("check", "example"), _examples(window_beyond_retention.CHECK, page_without_pair.CHECK))
def test_a_spec_is_found_if_and_only_if_it_is_bad(
    check: Check[Any], example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path)
    retention = f"lint: {{retention: {check.examples.retention}}}\n" if check.examples.retention else ""
    write(tmp_path, {"slos/slogen.yaml": WORKSPACE + retention, "slos/shop/example.yaml": SERVICE + example.text})
    monkeypatch.chdir(tmp_path)
    slo = 4 + example.text.splitlines().index("  - name: availability")
    assert _find(check) == ([f"slos/shop/example.yaml:{slo}"] if example.bad else [])


@pytest.mark.parametrize(("check", "example"), _examples(foreign_series.CHECK))
def test_rules_beside_a_project_are_found_if_and_only_if_they_are_bad(
    check: Check[Any], example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, "web")
    write(tmp_path, {"slos/slogen.yaml": WORKSPACE + "lint: {paths: [rules]}\n", "rules/example.yaml": example.text})
    monkeypatch.chdir(tmp_path)
    assert _find(check) == (["rules/example.yaml:4"] if example.bad else [])


def test_rules_without_a_project_may_be_named_as_they_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = next(example for example in manual(foreign_series.CHECK).examples if example.bad)
    write(tmp_path, {"rules.yaml": bad.text})
    monkeypatch.chdir(tmp_path)
    assert _find(foreign_series.CHECK) == []
