"""slogen lint as a user meets it: what it reads, what it says, how it ends."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import WORKSPACE, project, service, tree, write
from tests.cli.command import slogen_in

BAD = "groups:\n  - name: a\n    rules:\n      - alert: Down\n        expr: up == 0\n        labels: {severity: page, team: x}\n"
MANIFEST = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n" + "".join(f"  {line}\n" for line in BAD.splitlines())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a project, and without colours."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shop(folder: Path) -> Path:
    """A project with a service, hand-written rules beside it, and its output."""
    project(folder, "web")
    write(folder, {"rules/bad.yaml": BAD, "other/bad.rules": BAD})
    return folder


def _lint(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["lint", *arguments], input=stdin, catch_exceptions=False)


def _missing_runbooks(*arguments: str, stdin: str = "") -> list[str]:
    """Where pages without a runbook are found."""
    report = json.loads(_lint(*arguments, "--format", "json", stdin=stdin).stdout)
    return [f"{one['path']}:{one['line']}" for one in report["findings"] if one["name"] == "missing-runbook"]


def test_a_finding_is_shown_with_its_line_and_what_would_be_right(folder: Path) -> None:
    write(folder, {"rules.yaml": BAD})
    done = _lint("rules.yaml")
    assert done.exit_code == 1
    assert "rules.yaml:4:16: error: the page Down has no runbook_url [missing-runbook]\n" in done.stdout
    assert "    4 |       - alert: Down\n      |                ^^^^\n      = add annotations: {runbook_url: https://…}" in done.stdout
    assert done.stderr.endswith("; looked at 1 rule in 1 file\n")


def test_many_findings_are_counted_by_check(folder: Path) -> None:
    write(folder, {f"rules/{number}.yaml": BAD.replace("up == 0", "up == 0 ==") for number in range(11)})
    lines = _lint("rules").stderr.splitlines()
    assert "in 11 files; looked at 11 rules in 11 files" in lines[-2]
    assert {"11 promql-syntax", "11 missing-runbook"} <= set(lines[-1].strip().split(", "))
    assert len(_lint("rules/1.yaml").stderr.splitlines()) == 1


def test_without_findings_it_ends_well_and_says_what_it_looked_at(shop: Path) -> None:
    (shop / "generated").mkdir()
    done = _lint("slos")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "no findings; looked at 1 SLO\n")


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        pytest.param([], [], id="the project, without rules that nobody named"),
        pytest.param(["rules"], ["rules/bad.yaml:4"], id="a folder"),
        pytest.param(["rules/bad.yaml", "other/bad.rules"], ["other/bad.rules:4", "rules/bad.yaml:4"], id="two files"),
        pytest.param(["rules", "rules/bad.yaml"], ["rules/bad.yaml:4"], id="a file twice"),
        pytest.param(["."], ["other/bad.rules:4", "rules/bad.yaml:4"], id="everything below the root"),
        pytest.param(["slos"], [], id="the specs"),
        pytest.param(["slos/shop/web.yaml"], [], id="a spec"),
    ],
)
def test_paths_select_what_is_looked_at(arguments: list[str], found: list[str], shop: Path) -> None:
    assert _missing_runbooks(*arguments) == found


def test_rules_that_the_workspace_names_belong_to_the_project(shop: Path) -> None:
    write(shop, {"slos/slogen.yaml": WORKSPACE + "lint: {paths: [rules, other/bad.rules]}\n"})
    assert _missing_runbooks() == ["other/bad.rules:4", "rules/bad.yaml:4"]


def test_a_folder_without_a_project_is_searched(folder: Path) -> None:
    write(
        folder,
        {
            "a/rules.yml": BAD,
            "a/deep/rules.yaml": MANIFEST,
            "a/values.yaml": "groups: [admins]\n",
            "a/chart.yaml": "replicas: 3\n",
            "a/broken.yaml": "a: [\n",
            ".hidden/rules.yaml": BAD,
        },
    )
    assert _missing_runbooks() == ["a/deep/rules.yaml:7", "a/rules.yml:4"]
    assert json.loads(_lint("--format", "json").stdout)["files"] == ["a/deep/rules.yaml", "a/rules.yml"]


def test_a_name_that_cannot_be_shown_is_told_in_one_line(folder: Path) -> None:
    folder.joinpath("a").mkdir()
    try:
        Path(os.fsdecode(os.fsencode(folder / "a") + b"/\xff.yaml")).write_text(BAD)
    except OSError:
        pytest.skip("the file system takes only names in UTF-8")
    done = slogen_in(folder, "lint")
    assert done.returncode == 2
    assert done.stderr.endswith(": the name of this file is not UTF-8\n")


def test_standard_input_is_read_and_shown(folder: Path) -> None:
    assert _missing_runbooks("-", stdin=f"kind: ConfigMap\n---\n{MANIFEST}") == ["<stdin>:9"]
    assert "    7 |         - alert: Down\n" in _lint("-", stdin=MANIFEST).stdout


def test_what_is_generated_is_looked_at_and_right(shop: Path) -> None:
    assert CliRunner().invoke(cli, ["generate"], catch_exceptions=False).exit_code == 0
    done = _lint("generated")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "rules in 1 file\n" in done.stderr


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        pytest.param("notes.yaml", "a: 1\n", "holds neither a spec nor Prometheus rules", id="no rules"),
        pytest.param("rules.yaml", "groups: [\n", "yaml-syntax", id="no YAML"),
        pytest.param("rules.yaml", "\xff", "UTF-8", id="no text"),
    ],
)
def test_a_file_that_was_named_must_hold_rules(path: str, text: str, message: str, folder: Path) -> None:
    (folder / path).write_bytes(text.encode("latin-1"))
    done = _lint(path)
    assert done.exit_code == 1
    assert message in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["nowhere.yaml"], "nowhere.yaml: no such file or folder", id="a file that is not there"),
        pytest.param(["empty"], "nothing to lint", id="a folder with nothing in it"),
        pytest.param(["--changed-since", "main", "rules.yaml"], "no git repository", id="changes without git"),
        pytest.param(["--changed-since", "main", "-"], "git does not know standard input", id="changes of standard input"),
        pytest.param(["--explain", "missing-runbok"], "did you mean missing-runbook?", id="a check that is not there"),
    ],
)
def test_wrong_usage_ends_with_two_and_one_line(arguments: list[str], message: str, folder: Path) -> None:
    write(folder, {"rules.yaml": BAD})
    (folder / "empty").mkdir()
    done = _lint(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr


def test_warnings_fail_only_where_that_is_asked_for(folder: Path) -> None:
    write(folder, {"rules.yaml": BAD.replace("page", "warning") + "        annotations: {summary: x}\n"})
    found = json.loads(_lint("rules.yaml", "--format", "json").stdout)["findings"]
    assert [(one["name"], one["severity"]) for one in found] == [("missing-next-action", "warning")]
    assert _lint("rules.yaml").exit_code == 0
    assert _lint("rules.yaml", "--fail-on", "warning").exit_code == 1


def test_a_mistake_in_a_spec_is_told_and_the_rest_is_looked_at(shop: Path) -> None:
    write(shop, {"slos/shop/web.yaml": service("web").replace("99.9", "199")})
    done = _lint("slos", "rules")
    assert done.exit_code == 1
    assert "slos/shop/web.yaml:7:16: error: " in done.stdout
    assert "rules/bad.yaml:4:16: error: " in done.stdout


def test_nothing_is_written(shop: Path) -> None:
    before = tree(shop)
    _lint(".")
    assert tree(shop) == before


def test_a_check_is_disabled_in_the_workspace_with_a_reason(shop: Path) -> None:
    write(shop, {"slos/slogen.yaml": WORKSPACE + "lint:\n  disable: {missing-runbook: ours are in a wiki}\n"})
    assert _missing_runbooks("rules") == []


def test_a_check_that_does_not_exist_cannot_be_disabled(shop: Path) -> None:
    write(shop, {"slos/slogen.yaml": WORKSPACE + "lint:\n  disable: {missing-runbok: x}\n"})
    done = _lint("slos")
    assert done.exit_code == 1
    assert "slos/slogen.yaml:6:13: error: there is no check missing-runbok [suppression]" in done.stdout
    assert "did you mean missing-runbook?" in done.stdout


def test_the_words_of_an_organisation_decide_what_a_page_is(shop: Path) -> None:
    write(shop, {"slos/slogen.yaml": WORKSPACE + "lint: {severities: [wake-up, page], pages: [wake-up], quiet: [page]}\n"})
    assert _missing_runbooks("rules") == []
    write(shop, {"rules/bad.yaml": BAD.replace("severity: page", "severity: wake-up")})
    assert _missing_runbooks("rules") == ["rules/bad.yaml:4"]


def test_a_comment_silences_and_one_too_many_is_told(folder: Path) -> None:
    write(folder, {"rules.yaml": BAD.replace("      - alert", "      # slogen: ignore missing-runbook -- a drill\n      - alert")})
    assert _missing_runbooks("rules.yaml") == []
    assert "unused-suppression" not in _lint("rules.yaml").stdout
    write(folder, {"rules.yaml": BAD.replace("groups", "# slogen: ignore missing-runbook -- a drill\ngroups").replace("page", "none")})
    assert (
        "rules.yaml:1:18: warning: nothing to ignore here: missing-runbook finds nothing [unused-suppression]" in _lint("rules.yaml").stdout
    )


def test_what_is_said_in_a_spec_is_not_called_unused_before_all_is_seen(shop: Path) -> None:
    text = service("web").replace("  - name", "  # slogen: ignore missing-runbook -- a drill\n  - name")
    write(shop, {"slos/shop/web.yaml": text})
    assert "unused-suppression" not in _lint("slos").stdout
    assert "slos/shop/web.yaml:5:20: warning: nothing to ignore here" in _lint().stdout


def test_the_checks_are_listed_and_explained() -> None:
    assert "SL101  missing-runbook" in _lint("--list").stdout
    for name in ("missing-runbook", "SL101", "sl101"):
        explained = _lint("--explain", name)
        assert explained.exit_code == 0
        assert explained.stdout.startswith("SL101 missing-runbook (error)\n\n")
        assert "\n\nBad:\n\n    - alert: " in explained.stdout
        assert "\n\nGood:\n\n    - alert: " in explained.stdout


def _git(folder: Path, *arguments: str) -> None:
    command = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", *arguments]
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    """A git repository with two bad alerts, on a branch of its own."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    text = BAD + BAD.partition("rules:\n")[2].replace("Down", "Slow") + "\n# the end\n"
    write(folder, {"mon/rules.yaml": text, "mon/ö b.yaml": BAD})
    _git(folder, "init", "--quiet", "--initial-branch", "main")
    _git(folder, "add", ".")
    _git(folder, "commit", "--quiet", "-m", "start")
    _git(folder, "switch", "--quiet", "--create", "change")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param(
            "alert: Slow\n        expr: up == 0", "alert: Slow\n        expr: up == 1", ["mon/rules.yaml:7"], id="a line of a rule"
        ),
        pytest.param(
            "alert: Down\n        expr: up == 0\n", "alert: Down\n        expr: up\n          == 0\n", ["mon/rules.yaml:4"], id="more lines"
        ),
        pytest.param("groups:\n", "# new\n\ngroups:\n", [], id="lines above everything"),
        pytest.param("\n# the end\n", "\n      # the very end\n", [], id="a comment below"),
        pytest.param(
            "        labels: {severity: page, team: x}\n\n",
            "        labels: {severity: page}\n        for: 5m\n\n",
            ["mon/rules.yaml:7"],
            id="at the end",
        ),
    ],
)
def test_only_rules_that_have_changed_are_told(old: str, new: str, found: list[str], repository: Path) -> None:
    file = repository / "mon/rules.yaml"
    file.write_text(file.read_text().replace(old, new))
    assert _missing_runbooks("mon", "--changed-since", "main") == found
    _git(repository, "commit", "--quiet", "--all", "--allow-empty", "-m", "change")
    assert _missing_runbooks("mon", "--changed-since", "main") == found
    assert _missing_runbooks("mon", "--changed-since", "change") == []


def test_a_line_that_was_taken_out_of_a_rule_is_a_change_of_it(repository: Path) -> None:
    with_runbook = BAD + "        annotations:\n          runbook_url: https://r.example.com/a\n          summary: x\n"
    write(repository, {"mon/rules.yaml": with_runbook})
    _git(repository, "commit", "--quiet", "--all", "-m", "a runbook")
    write(repository, {"mon/rules.yaml": with_runbook.replace("          runbook_url: https://r.example.com/a\n", "")})
    assert _missing_runbooks("mon/rules.yaml", "--changed-since", "HEAD") == ["mon/rules.yaml:4"]


def test_what_others_did_on_the_main_branch_is_no_change_of_ours(repository: Path) -> None:
    _git(repository, "switch", "--quiet", "main")
    file = repository / "mon/rules.yaml"
    file.write_text(file.read_text().replace("up == 0", "up == 1"))
    _git(repository, "commit", "--quiet", "--all", "-m", "others")
    _git(repository, "switch", "--quiet", "change")
    write(repository, {"mon/new.yaml": BAD})
    assert _missing_runbooks("mon", "--changed-since", "main") == ["mon/new.yaml:4"]


def test_names_that_git_has_to_quote_are_found(repository: Path) -> None:
    for name in ("ö b.yaml", 'q"uote\t.yaml'):
        write(repository, {f"mon/{name}": BAD})
    _git(repository, "add", ".")
    _git(repository, "commit", "--quiet", "-m", "names")
    for name in ("ö b.yaml", 'q"uote\t.yaml'):
        write(repository, {f"mon/{name}": BAD.replace("up == 0", "up == 1")})
    found = _missing_runbooks("mon", "--changed-since", "HEAD")
    assert found == ['mon/q"uote\t.yaml:4', "mon/ö b.yaml:4"]


def test_from_a_folder_of_the_repository_paths_lead_from_its_top_where_a_service_asks(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "mon")
    write(repository, {"mon/rules.yaml": BAD.replace("up == 0", "up == 1")})
    assert _missing_runbooks("--changed-since", "main") == ["rules.yaml:4"]
    assert "::error file=mon/rules.yaml,line=4," in _lint("--changed-since", "main", "--format", "github").stdout


def test_a_commit_that_git_does_not_know(repository: Path) -> None:
    done = _lint("--changed-since", "origin/nowhere")
    assert done.exit_code == 2
    assert "git knows no commit origin/nowhere (in CI: fetch it first, with enough history)" in done.stderr
