"""What of a runbook the compiler reads: its headings and anchors, and nothing that a review changes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import SYSTEM, project, tree


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = project(tmp_path / "work", "web")
    monkeypatch.chdir(root)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False)


def test_a_review_changes_no_generated_byte(folder: Path) -> None:
    page = folder / "runbooks" / "shop" / "errors.md"
    text = page.read_text()
    assert _run("generate").exit_code == 0
    before = tree(folder / "generated")
    for front in (
        "---\nowner: web\nlast_reviewed: 2026-01-01\n---\n",
        "---\nowner: sre\nlast_reviewed: 2026-11-21\n---\n",
        "---\n- broken: [\n---\n",
    ):
        page.write_text(front + text)
        assert _run("generate", "--check").exit_code == 0
        assert _run("generate").stderr.startswith("generated/ is up to date")
        assert tree(folder / "generated") == before


def test_a_section_that_is_gone_stops_the_compiler_although_all_is_remembered(folder: Path) -> None:
    assert _run("generate").exit_code == 0
    page = folder / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text().replace("## Diagnosis", "## Causes"))
    assert "runbooks/shop/errors.md:1:1: error: the runbook lacks the section `Diagnosis`" in _run("generate").stderr


@pytest.mark.parametrize(
    ("written", "told"), [("12h", "must be whole days, at least one, got 12h"), ("0d", "must be whole days, at least one, got 0d")]
)
def test_a_review_holds_for_whole_days(written: str, told: str, folder: Path) -> None:
    (folder / "slos" / "shop" / "system.yaml").write_text(SYSTEM.replace("[Diagnosis]}", f"[Diagnosis], max_age: {written}}}"))
    assert f"slos/shop/system.yaml:5:44: error: `max_age` {told}" in _run("validate").stderr


def test_the_age_of_reviews_is_a_matter_of_systems(folder: Path) -> None:
    spec = folder / "slos" / "shop" / "web.yaml"
    spec.write_text(spec.read_text() + "runbooks: {max_age: 30d}\n")
    assert "error: unknown key `max_age` in `runbooks`" in _run("validate").stderr
