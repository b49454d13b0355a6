"""slogen init: what it writes compiles without a finding, and it writes everything or nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from slogen.app.init import contents, init, name_for
from slogen.cli.main import cli
from slogen.readers.native.schema import KINDS, text

TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Empty, with a cache of its own."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["shop", "a", "team-7-of-the-north"])
def test_what_it_writes_compiles_without_a_finding(name: str, working_folder: Path) -> None:
    made = _run("init", "--name", name)
    assert (made.exit_code, made.stderr) == (0, "")
    generated = _run("generate")
    assert generated.exit_code == 0, generated.output
    [line] = generated.stderr.splitlines()
    assert line.startswith("generated/ written: 2 SLOs")
    assert (working_folder / "generated" / "prometheus" / "rules" / name / "web.yaml").is_file()
    checked = _run("generate", "--check")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert _run("explain", f"{name}/web/availability").exit_code == 0
    linted = _run("lint", "--fail-on", "warning")
    assert (linted.exit_code, linted.stdout) == (0, "")


def test_the_next_commands_are_told_and_work(working_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = _run("init", "my-shop")
    assert made.exit_code == 0
    told = [line.strip() for line in made.stdout.partition("Next:\n")[2].splitlines() if line.startswith("  ")]
    assert told[:3] == ["cd my-shop", "slogen explain my-shop/web/availability", "slogen generate"]
    monkeypatch.chdir(working_folder / "my-shop")
    for command in told[1:3]:
        assert _run(*command.split()[1:]).exit_code == 0


def test_it_tells_every_file_that_it_writes(working_folder: Path) -> None:
    made = _run("init", "shop")
    assert made.stdout.partition("\n\n")[0].splitlines() == [f"shop/{path}" for path in contents("shop", TODAY)]
    assert set(_files(working_folder / "shop")) == set(contents("shop", TODAY))


@pytest.mark.parametrize("existing", ["README.md", ".gitignore", "slos/slogen.yaml", "docs/schema/system.json"])
def test_nothing_is_written_where_one_of_the_files_exists(existing: str, working_folder: Path) -> None:
    path = working_folder / existing
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine\n")
    made = _run("init", "--name", "shop")
    assert (made.exit_code, made.stdout) == (2, "")
    assert made.stderr.splitlines()[0] == f"exists already: {existing}"
    assert _files(working_folder) == {existing: b"mine\n"}


def test_a_dangling_link_is_a_file_that_exists(working_folder: Path) -> None:
    (working_folder / "README.md").symlink_to("nowhere")
    assert init(working_folder, "shop", TODAY).existing == ("README.md",)
    assert [path.name for path in working_folder.iterdir()] == ["README.md"]


def test_a_second_run_changes_nothing(working_folder: Path) -> None:
    assert _run("init", "shop").exit_code == 0
    before = _files(working_folder)
    again = _run("init", "shop")
    assert again.exit_code == 2
    assert len(again.stderr.splitlines()) == len(contents("shop", TODAY)) + 1
    assert _files(working_folder) == before


def test_what_was_written_before_a_failure_is_gone(working_folder: Path) -> None:
    """`docs` is a file, so that the last of the files cannot be written."""
    (working_folder / "docs").write_text("mine\n")
    (working_folder / "slos").mkdir()
    with pytest.raises(OSError, match="docs"):
        init(working_folder, "shop", TODAY)
    assert _files(working_folder) == {"docs": b"mine\n"}
    assert sorted(path.name for path in working_folder.iterdir()) == ["docs", "slos"]


@pytest.mark.parametrize("name", ["Shop", "7up", "a_b", "", "a/b", "-x"])
def test_a_name_that_no_system_may_have_is_refused(name: str, working_folder: Path) -> None:
    made = _run("init", "--name", name)
    assert made.exit_code == 2
    assert "small letters, digits and hyphens" in made.stderr
    assert _files(working_folder) == {}


@pytest.mark.parametrize(
    ("folder", "name"),
    [("shop", "shop"), ("My Shop (new)", "my-shop-new"), ("2024-slos", "slos"), ("_.Ünï", "n"), ("42", "")],
)
def test_a_folder_gives_its_name_to_the_system(folder: str, name: str, tmp_path: Path) -> None:
    assert name_for(tmp_path / folder) == name


def test_the_workflow_checks_what_it_should() -> None:
    workflow = yaml.safe_load(contents("shop", TODAY)[".github/workflows/slogen.yml"])
    assert set(workflow["on"]) == {"pull_request", "push"}
    [job] = workflow["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert any("apt-get install" in command and command.endswith(" prometheus prometheus-alertmanager") for command in commands)
    assert commands[-2:] == ["slogen lint --format github", "slogen generate --check"]


def test_what_the_workspace_offers_in_comments_compiles(working_folder: Path) -> None:
    _run("init", "--name", "shop")
    workspace = working_folder / "slos/slogen.yaml"
    text = workspace.read_text()
    workspace.write_text(re.sub(r"^# (?=(grafana|alertmanager|  \w+):)", "", text, flags=re.MULTILINE))
    assert set(yaml.safe_load(workspace.read_text())) - set(yaml.safe_load(text)) == {"grafana", "alertmanager"}
    result = _run("validate")
    assert result.exit_code == 0, result.output


def test_what_slogen_leaves_behind_is_ignored_and_what_is_reviewed_is_not() -> None:
    ignored = contents("shop", TODAY)[".gitignore"].splitlines()
    assert "previews/" in ignored
    assert not any(line.startswith("generated") for line in ignored)


def test_editors_find_the_schemas(working_folder: Path) -> None:
    _run("init", "--name", "shop")
    specs = list((working_folder / "slos").rglob("*.yaml"))
    assert len(specs) == 3
    for path in specs:
        first = path.read_text().splitlines()[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        assert named is not None, first
        kind = yaml.safe_load(path.read_text())["kind"].lower()
        assert (path.parent / named[1]).resolve() == working_folder / "docs" / "schema" / f"{kind}.json"
    for kind in KINDS:
        assert (working_folder / "docs" / "schema" / f"{kind}.json").read_text() == text(kind)


def test_the_readme_names_only_commands_that_exist() -> None:
    named = re.findall(r"slogen (?:completion|[a-z]+)", contents("shop", TODAY)["README.md"])
    assert {command.split()[1] for command in named} <= set(cli.commands)
    assert len(named) > 5


def test_the_same_name_gives_the_same_bytes() -> None:
    assert contents("shop", TODAY) == contents("shop", TODAY)


def test_no_template_is_left_open() -> None:
    assert [path for path, made in contents("shop", TODAY).items() if "[[" in made or "]]" in made] == []
