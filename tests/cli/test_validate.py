"""slogen validate: what it reads, and that it neither needs promtool nor writes anything."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import project, service, tree, write


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two services, without a promtool."""
    monkeypatch.setenv("PROMTOOL", "/nowhere/promtool")
    monkeypatch.setenv("NO_COLOR", "1")
    root = project(tmp_path / "shop", "cart", "search")
    monkeypatch.chdir(root)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["validate", *arguments], catch_exceptions=False)


def test_without_a_mistake_one_line_counts(shop: Path) -> None:
    before = tree(shop)
    done = _run()
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "2 SLOs in 2 files: no errors\n")
    assert tree(shop) == before


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param([], ["cart", "search"], id="all"),
        pytest.param(["slos/shop/cart.yaml"], ["cart"], id="a file"),
        pytest.param(["slos/shop/cart.yaml", "slos/shop/search.yaml"], ["cart", "search"], id="two files"),
        pytest.param(["slos/shop"], ["cart", "search"], id="a folder"),
        pytest.param(["slos/shop/system.yaml"], ["cart", "search"], id="a system"),
    ],
)
def test_paths_select_what_is_read(paths: list[str], found: list[str], shop: Path) -> None:
    for name in ("cart", "search"):
        write(shop, {f"slos/shop/{name}.yaml": service(name).replace("99.9", "199")})
    done = _run(*paths)
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines() if ": error: " in line] == [
        f"slos/shop/{name}.yaml" for name in found
    ]


def test_paths_are_relative_to_the_working_folder_and_messages_to_the_project(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(shop, {"slos/shop/cart.yaml": service("cart").replace("99.9", "199")})
    monkeypatch.chdir(shop / "slos/shop")
    for path in ("cart.yaml", "../shop/cart.yaml", str(shop / "slos/shop/cart.yaml")):
        done = _run(path)
        assert done.exit_code == 1
        assert done.stderr.startswith("slos/shop/cart.yaml:7:16: error: ")
    assert _run("search.yaml").exit_code == 0


def test_paths_of_two_projects_are_refused(shop: Path, tmp_path: Path) -> None:
    other = project(tmp_path / "other", "cart")
    done = _run("slos", str(other / "slos"))
    assert done.exit_code == 2
    assert done.stderr == f"slogen: the paths belong to different projects: {other}/slos, {shop}/slos\n"


def test_files_that_are_no_specs_are_passed_over(shop: Path) -> None:
    write(
        shop,
        {"slos/README.md": "x: [\n", "slos/shop/.draft.yaml": "x: [\n", "slos/.cache/a.yaml": "x: [\n", "slos/shop/cart.yaml~": "x: [\n"},
    )
    assert _run().stderr == "2 SLOs in 2 files: no errors\n"


def test_specs_may_lie_in_folders_below_their_system_and_end_in_yml(shop: Path) -> None:
    write(shop, {"slos/shop/front/desk.yml": service("desk").replace("99.9", "199")})
    done = _run()
    assert done.stderr.startswith("slos/shop/front/desk.yml:7:16: error: ")
    write(shop, {"slos/shop/front/desk.yml": service("desk")})
    assert _run().stderr == "3 SLOs in 3 files: no errors\n"
