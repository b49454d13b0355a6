"""The examples of the page on routing are one project: it compiles, and its alerts go where the page says."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.app.generate import generate
from slogen.app.project import find_project
from slogen.cli.main import cli

PAGE = (Path(__file__).parents[2] / "docs/routing.md").read_text("utf-8")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    blocks = re.findall(r"```yaml\n# file: (\S+)\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) == 5
    for path, text in blocks:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "runbooks/shop").mkdir(parents=True)
    (tmp_path / "runbooks/shop/errors.md").write_text("# Errors\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_examples_compile(shop: Path) -> None:
    report = generate(find_project([], "generated", shop), lambda text: None)
    assert report.diagnostics == []
    assert report.written
    assert (shop / "generated/alertmanager/fragments/shop.yml").is_file()


def test_who_gets_what(shop: Path) -> None:
    (table,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    done = CliRunner().invoke(cli, ["routes", "--summary"], catch_exceptions=False)
    assert (done.exit_code, done.stdout) == (0, table)
