"""Reports for CI services from lint, validate and generate: where they go, and what is left for the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import project, service, write

REPORTS = ["json", "github", "gitlab", "sarif", "junit"]
WRONG = "slos/shop/web.yaml:7:16: error: `objective` must be more than 0 and less than 100, got 199 [objective-range]"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project one of whose two services has an impossible objective."""
    monkeypatch.setenv("NO_COLOR", "1")
    root = project(tmp_path / "shop", "cart", "web")
    write(root, {"slos/shop/web.yaml": service("web").replace("99.9", "199")})
    monkeypatch.chdir(root)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("command", ["lint", "validate", "generate"])
def test_a_report_takes_the_place_of_the_text(command: str, name: str, shop: Path) -> None:
    done = _run(command, "--format", name)
    assert done.exit_code == 1
    assert "objective" in done.stdout
    assert "slos/shop/web.yaml" in done.stdout
    assert WRONG not in done.stderr


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("command", ["lint", "validate", "generate"])
def test_a_report_in_a_file_leaves_the_text_on_the_terminal(command: str, name: str, shop: Path) -> None:
    alone = _run(command, "--format", name)
    done = _run(command, "--format", name, "--report", "out/report.txt")
    assert done.exit_code == 1
    assert WRONG in done.output
    assert (shop / "out/report.txt").read_text() == alone.stdout


def test_text_can_be_kept_in_a_file_too(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = _run("validate", "--report", "report.txt")
    assert "\x1b[" in done.stderr
    assert (shop / "report.txt").read_text().startswith(f"{WRONG}\n    7 |     objective: 199\n")


def test_a_run_without_findings_writes_an_empty_report(shop: Path) -> None:
    write(shop, {"slos/shop/web.yaml": service("web")})
    done = _run("validate", "--format", "gitlab")
    assert (done.exit_code, done.stdout) == (0, "[]\n")
    assert done.stderr == "2 SLOs in 2 files: no errors\n"
    files = json.loads(_run("validate", "--format", "json", "slos/shop/cart.yaml").stdout)["files"]
    assert files == ["slos/shop/cart.yaml"]


def test_generated_files_that_are_not_what_they_should_be_are_findings(shop: Path) -> None:
    write(shop, {"slos/shop/web.yaml": service("web")})
    assert _run("generate").exit_code == 0
    write(shop, {"slos/shop/web.yaml": service("web").replace("99.9", "99.5"), "slos/shop/new.yaml": service("new")})
    (shop / "slos/shop/cart.yaml").unlink()
    done = _run("generate", "--check", "--format", "json")
    found = {one["path"]: one["message"] for one in json.loads(done.stdout)["findings"]}
    assert done.exit_code == 1
    assert found["generated/prometheus/rules/shop/web.yaml"] == "this file is not what the specs compile to"
    assert found["generated/prometheus/rules/shop/new.yaml"] == "this file is missing: the specs compile to it"
    assert found["generated/prometheus/rules/shop/cart.yaml"] == "no spec compiles to this file"
    assert {one["name"] for one in json.loads(done.stdout)["findings"]} == {"stale-output"}


def test_a_difference_and_a_report_cannot_share_standard_output(shop: Path) -> None:
    done = _run("generate", "--diff", "--format", "json")
    assert done.exit_code == 2
    assert "name a file with --report" in done.stderr
