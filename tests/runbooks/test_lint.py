"""slogen lint and runbooks: which it reads, what it knows of the specs and the rules around them, and our own 54."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.app.lint import lint
from slogen.app.lint_files import find_request
from slogen.cli.main import cli
from slogen.lint.registry import CHECKS
from slogen.source.front_matter import front_matter
from tests.app.project_files import WORKSPACE, project, write
from tests.runbooks.pages import FRONT

ROOT = Path(__file__).parents[2]
DRILL = FRONT + "# Restore drill\n\n## Diagnosis\n\n`restic check`\n"
RULES = """\
groups:
  - name: backup
    rules:
      - alert: BackupOld
        expr: time() - backup_finished_timestamp_seconds > 86400
        for: 5m
        labels: {severity: ticket, team: web}
        annotations:
          summary: The backup is old.
          next_action: Look.
          runbook_url: https://runbooks.example.com/shop/restore#diagnosis
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one runbook that an alert links, and one that none does."""
    root = project(tmp_path, "web")
    page = root / "runbooks" / "shop" / "errors.md"
    page.write_text(FRONT + page.read_text())
    (root / "runbooks" / "shop" / "restore.md").write_text(DRILL)
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_COLOR", "1")
    return root


def _lint(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments], catch_exceptions=False)


def _orphans(result: Result) -> list[str]:
    return [line.partition(":")[0] for line in result.stdout.splitlines() if line.endswith("[runbook-orphan]")]


@pytest.mark.parametrize("paths", [[], ["."], ["runbooks"], ["runbooks/shop"], ["runbooks/shop/restore.md"]])
def test_an_orphan_is_found_however_it_is_asked_for(paths: list[str]) -> None:
    assert _orphans(_lint(*paths)) == ["runbooks/shop/restore.md"]


def test_only_what_is_asked_for_is_told() -> None:
    assert _orphans(_lint("slos")) == _orphans(_lint("runbooks/shop/errors.md")) == []


def test_a_hand_written_rule_that_is_linted_too_links_a_runbook(folder: Path) -> None:
    write(folder, {"rules/backup.yml": RULES})
    assert _orphans(_lint(".")) == []
    assert _orphans(_lint("runbooks", "rules/backup.yml")) == []


def test_rules_that_the_workspace_names_link_runbooks(folder: Path) -> None:
    write(folder, {"rules/backup.yml": RULES, "slos/slogen.yaml": WORKSPACE + "lint: {paths: [rules]}\n"})
    assert _orphans(_lint()) == []
    assert _orphans(_lint("runbooks")) == [], "any of the rules might link it, and they are not read"


def test_where_a_spec_cannot_be_read_nobody_knows_what_is_an_orphan(folder: Path) -> None:
    spec = folder / "slos" / "shop" / "web.yaml"
    spec.write_text(spec.read_text().replace("objective: 99.9", "objective: 199"))
    result = _lint()
    assert result.exit_code == 1
    assert _orphans(result) == []


def test_a_finding_is_silenced_in_the_runbook_with_a_reason(folder: Path) -> None:
    page = folder / "runbooks" / "shop" / "restore.md"
    comment = "<!-- slogen: ignore runbook-orphan -- a drill, once a quarter -->\n"
    page.write_text(DRILL.replace("# Restore", comment + "# Restore"))
    result = _lint("--fail-on", "warning")
    assert (result.exit_code, result.stdout) == (0, "")
    page.write_text(DRILL.replace("## Diagnosis", comment + "## Diagnosis"))
    assert "[unused-suppression]" in _lint().stdout


def test_a_finding_is_at_its_line_and_column_in_the_file(folder: Path) -> None:
    page = folder / "runbooks" / "shop" / "errors.md"
    page.write_text(page.read_text() + "\nSee [the drill](restore.md#steps), [the database](database.md).\n")
    assert [line for line in _lint("runbooks/shop/errors.md").stdout.splitlines() if ": error: " in line] == [
        "runbooks/shop/errors.md:11:28: error: runbooks/shop/restore.md has no heading #steps [runbook-dead-link]",
        "runbooks/shop/errors.md:11:51: error: there is no runbooks/shop/database.md [runbook-dead-link]",
    ]


def test_links_are_followed_to_any_file_of_the_project(folder: Path) -> None:
    page = folder / "runbooks" / "shop" / "errors.md"
    write(folder, {"docs/hosts.md": "# Hosts\n\n<a id='eu'></a>\n", "docs/graph 1.png": "x"})
    links = "[a](../../docs/hosts.md#eu) [b](/docs/hosts.md#hosts) ![c](../../docs/graph%201.png) [d](../../slos/shop) [e](restore)"
    page.write_text(page.read_text() + links + "\n[f](" + "x" * 400 + ") [g](https://runbooks.example.com/shop/restore#diagnosis)\n")
    found = [line for line in _lint("runbooks/shop/errors.md").stdout.splitlines() if ": error: " in line]
    assert [line.partition("there is no runbooks/shop/")[2][:3] for line in found] == ["xxx"]


def test_a_page_in_no_systems_folder_cannot_be_linked(folder: Path) -> None:
    write(folder, {"runbooks/README.md": "# Runbooks\n", "runbooks/shpo/errors.md": "# Errors\n", "runbooks/shop/old/x.md": "# X\n"})
    assert _orphans(_lint()) == ["runbooks/shop/old/x.md", "runbooks/shop/restore.md", "runbooks/shpo/errors.md"]


def test_ours_have_no_finding_but_their_age_and_all_need_a_review_in_half_a_year() -> None:
    overdue = "runbook-review-overdue"
    fronts = [front_matter(path.name, path.read_text("utf-8")) for path in (ROOT / "runbooks").glob("*/*.md")]
    last = max(date.fromisoformat(front.data["last_reviewed"]) for front in fronts if front)
    request = find_request((), ROOT)
    found = lint(request, CHECKS, lambda text: None, today=last)
    assert found.runbooks == len(fronts) == 54
    assert [one for one in found.diagnostics if one.span.path.endswith(".md") and one.code.name != overdue] == []
    later = lint(request, CHECKS, lambda text: None, today=last + timedelta(days=181))
    assert [one.code.name for one in later.diagnostics if one.span.path.endswith(".md")] == [overdue] * 54
