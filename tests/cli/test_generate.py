"""slogen generate: what is written, removed, left alone, and what is not looked at a second time."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import outputs, project, service, tree, write
from tests.cli.command import checked, promtool_that_records

RULES = "prometheus/rules/shop"


@pytest.fixture(autouse=True)
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own, and a promtool that accepts everything; where it notes what it was shown."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    tool, notes = promtool_that_records(tmp_path / "tools")
    monkeypatch.setenv("PROMTOOL", str(tool))
    return notes


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two services, generated."""
    root = project(tmp_path / "shop", "cart", "search")
    monkeypatch.chdir(root)
    assert _run().exit_code == 0
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["generate", *arguments], catch_exceptions=False)


def _change(root: Path, name: str, old: str, new: str) -> None:
    path = root / f"slos/shop/{name}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_first_run_writes_and_says_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, calls: Path) -> None:
    monkeypatch.chdir(project(tmp_path / "shop", "cart", "search"))
    done = _run()
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("generated/ written: 2 SLOs in 2 services, ")
    assert done.stderr.endswith(" (files: 9 new, 0 changed, 0 removed)\n")
    assert list(tree(tmp_path / "shop/generated")) == sorted(["manifest.json", *outputs("cart"), *outputs("search")])
    assert checked(calls) == ["cart.yaml", "search.yaml"]


def test_a_second_run_checks_and_writes_nothing(shop: Path, calls: Path) -> None:
    checked(calls)
    before = {path: path.stat().st_mtime_ns for path in (shop / "generated").rglob("*")}
    done = _run()
    assert (done.exit_code, checked(calls)) == (0, [])
    assert done.stderr.startswith("generated/ is up to date: 2 SLOs in 2 services, ")
    assert {path: path.stat().st_mtime_ns for path in (shop / "generated").rglob("*")} == before


def test_only_a_changed_spec_is_checked_again(shop: Path, calls: Path) -> None:
    checked(calls)
    before = tree(shop / "generated")
    _change(shop, "cart", "99.9", "99.5")
    done = _run()
    assert done.stderr.endswith(" (files: 0 new, 5 changed, 0 removed)\n")
    assert checked(calls) == ["cart.yaml"]
    after = tree(shop / "generated")
    assert {path for path in before if before[path] != after[path]} == {"manifest.json", *outputs("cart")}


def test_a_file_that_somebody_edited_is_made_anew_without_a_check(shop: Path, calls: Path) -> None:
    """Its right content has been accepted before."""
    before = tree(shop / "generated")
    checked(calls)
    (shop / f"generated/{RULES}/cart.yaml").write_text("groups: []\n")
    (shop / f"generated/{RULES}/search.yaml").unlink()
    done = _run()
    assert done.stderr.endswith(" (files: 1 new, 1 changed, 0 removed)\n")
    assert (tree(shop / "generated"), checked(calls)) == (before, [])


def test_the_output_of_a_spec_that_is_gone_is_removed(shop: Path) -> None:
    (shop / "slos/shop/search.yaml").unlink()
    assert _run().stderr.endswith(" (files: 0 new, 1 changed, 4 removed)\n")
    assert list(tree(shop / "generated")) == ["manifest.json", *outputs("cart")]


def test_a_renamed_service_has_one_output(shop: Path) -> None:
    write(shop, {"slos/shop/finder.yaml": service("finder")})
    (shop / "slos/shop/search.yaml").unlink()
    assert _run().stderr.endswith(" (files: 4 new, 1 changed, 4 removed)\n")
    assert list(tree(shop / "generated")) == sorted(["manifest.json", *outputs("cart"), *outputs("finder")])


def test_without_specs_everything_of_ours_is_removed(shop: Path) -> None:
    for name in ("cart", "search"):
        (shop / f"slos/shop/{name}.yaml").unlink()
    assert _run().exit_code == 0
    assert list(tree(shop / "generated")) == ["manifest.json"]


def test_files_of_others_are_left_alone_and_named(shop: Path) -> None:
    write(shop, {"generated/NOTES.txt": "ours\n", f"generated/{RULES}/handmade.yaml": "groups: []\n"})
    (shop / "generated/elsewhere").symlink_to("../runbooks", target_is_directory=True)
    _change(shop, "cart", "99.9", "99.5")
    done = _run()
    assert done.exit_code == 0
    assert done.stderr.splitlines()[:3] == [
        "not made by slogen, left alone: generated/NOTES.txt",
        "not made by slogen, left alone: generated/elsewhere",
        f"not made by slogen, left alone: generated/{RULES}/handmade.yaml",
    ]
    assert (shop / "generated/NOTES.txt").read_text() == "ours\n"
    assert (shop / f"generated/{RULES}/handmade.yaml").read_text() == "groups: []\n"
    assert (shop / "generated/elsewhere").readlink() == Path("../runbooks")


@pytest.mark.parametrize(
    ("verdict", "exit_code", "said"),
    [
        pytest.param("echo '  FAILED:'; exit 1", 2, "failed (exit code 1)", id="promtool fails"),
        pytest.param("kill -9 $$", 2, "failed (killed by signal 9)", id="promtool is killed"),
        pytest.param("exit 0", 1, "`objective` must be more than 0 and less than 100, got 199", id="a spec is wrong"),
    ],
)
def test_an_error_changes_no_byte(
    verdict: str, exit_code: int, said: str, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(shop)
    tool, _ = promtool_that_records(tmp_path / "failing", verdict=verdict)
    monkeypatch.setenv("PROMTOOL", str(tool))
    write(shop, {"slos/shop/search.yaml": service("search").replace("99.9", "199" if exit_code == 1 else "99.5")})
    done = _run()
    assert (done.exit_code, done.stdout) == (exit_code, "")
    assert said in done.stderr
    write(shop, {"slos/shop/search.yaml": service("search")})
    assert tree(shop) == before
    assert sorted(path.name for path in shop.iterdir()) == ["generated", "runbooks", "slos"]


@pytest.fixture
def two_systems(shop: Path) -> Path:
    """A second system beside the shop, everything generated."""
    depot = (shop / "slos/shop/system.yaml").read_text().replace("system: shop", "system: depot")
    write(shop, {"slos/depot/system.yaml": depot, "slos/depot/parcels.yaml": service("parcels")})
    shutil.copytree(shop / "runbooks/shop", shop / "runbooks/depot")
    assert _run().exit_code == 0
    return shop


@pytest.mark.parametrize(
    ("path", "checked_again"),
    [
        pytest.param("slos/shop", ["cart.yaml", "search.yaml"], id="a system"),
        pytest.param("slos/shop/system.yaml", ["cart.yaml", "search.yaml"], id="a system by its own file"),
        pytest.param("slos/shop/cart.yaml", ["cart.yaml"], id="a spec"),
        pytest.param("slos", ["cart.yaml", "parcels.yaml", "search.yaml"], id="all specs"),
        pytest.param("slos/slogen.yaml", ["cart.yaml", "parcels.yaml", "search.yaml"], id="the workspace"),
        pytest.param(".", ["cart.yaml", "parcels.yaml", "search.yaml"], id="the project"),
    ],
)
def test_paths_select_what_is_compiled(path: str, checked_again: list[str], two_systems: Path, calls: Path) -> None:
    for spec in ("shop/cart", "shop/search", "depot/parcels"):
        text = (two_systems / f"slos/{spec}.yaml").read_text()
        write(two_systems, {f"slos/{spec}.yaml": text.replace("99.9", "99.5")})
    before = tree(two_systems / "generated")
    checked(calls)
    assert _run(path).exit_code == 0
    assert checked(calls) == checked_again
    after = tree(two_systems / "generated")
    changed = {Path(name).name for name in before if before[name] != after[name] and not name.endswith("_test.yaml")}
    assert changed == {"manifest.json", *checked_again}
    assert set(after) == set(before)


def test_what_is_not_selected_stays_even_if_its_spec_is_gone_or_its_output_edited(two_systems: Path) -> None:
    (two_systems / "slos/depot/parcels.yaml").unlink()
    (two_systems / f"generated/{RULES}/search.yaml").write_text("edited\n")
    _change(two_systems, "cart", "99.9", "99.5")
    done = _run("slos/shop/cart.yaml")
    assert done.stderr.endswith(" (files: 0 new, 5 changed, 0 removed)\n")
    assert (two_systems / f"generated/{RULES}/search.yaml").read_text() == "edited\n"
    assert (two_systems / "generated/prometheus/rules/depot/parcels.yaml").is_file()
    assert _run("--check").stderr.splitlines()[:2] == ["stale: generated/manifest.json", f"stale: generated/{RULES}/search.yaml"]
    assert _run().stderr.endswith(" (files: 0 new, 2 changed, 4 removed)\n")


def test_a_mistake_in_another_system_does_not_matter_to_a_selected_one(two_systems: Path) -> None:
    write(two_systems, {"slos/depot/system.yaml": "kind: System\n"})
    assert _run("slos/shop").exit_code == 0
    assert _run().exit_code == 1


@pytest.mark.parametrize("folder", ["slos/shop", "runbooks", "generated/prometheus"])
def test_it_can_be_started_in_any_folder_of_the_project(folder: str, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(shop)
    _change(shop, "cart", "99.9", "99.5")
    monkeypatch.chdir(shop / folder)
    assert _run().stderr.startswith("generated/ written: 2 SLOs")
    assert set(tree(shop)) == set(before)
    monkeypatch.chdir(shop)
    assert _run("--check").exit_code == 0


def test_the_output_can_lie_elsewhere(shop: Path, tmp_path: Path) -> None:
    inside = tree(shop / "generated")
    for given in ("../elsewhere/rules", str(tmp_path / "absolute") + "/"):
        done = _run("-o", given)
        assert done.stderr.startswith(f"{given.rstrip('/')}/ written: 2 SLOs")
    assert tree(tmp_path / "elsewhere/rules") == tree(tmp_path / "absolute") == inside


def test_an_output_that_is_a_symbolic_link_stays_one(shop: Path, tmp_path: Path) -> None:
    inside = tree(shop / "generated")
    shutil.move(shop / "generated", tmp_path / "store")
    (shop / "generated").symlink_to(tmp_path / "store")
    _change(shop, "cart", "99.9", "99.5")
    assert _run().exit_code == 0
    assert (shop / "generated").readlink() == tmp_path / "store"
    assert set(tree(tmp_path / "store")) == set(inside)
    assert tree(tmp_path / "store") != inside
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "shop", "store", "tools"]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        pytest.param(".", "holds the specs", id="the project"),
        pytest.param("..", "holds the specs", id="above the project"),
        pytest.param("slos", "lies in the specs", id="the specs"),
        pytest.param("slos/shop/rules", "lies in the specs", id="below the specs"),
        pytest.param("runbooks/shop/errors.md", "is a file", id="a file"),
        pytest.param("../theirs", "is not empty and was not made by slogen", id="a folder of somebody else"),
    ],
)
def test_an_output_folder_that_would_do_harm_is_refused(output: str, reason: str, shop: Path, tmp_path: Path) -> None:
    write(tmp_path, {"theirs/thesis.txt": "ten years\n"})
    before = tree(tmp_path)
    done = _run("-o", output)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"slogen: the output folder {output} {reason}")
    assert done.stderr.count("\n") == 1
    assert tree(tmp_path) == before


def test_the_folder_keeps_its_mode(shop: Path) -> None:
    (shop / "generated").chmod(0o775)
    _change(shop, "cart", "99.9", "99.5")
    assert _run().exit_code == 0
    assert (shop / "generated").stat().st_mode & 0o777 == 0o775


def test_a_write_protected_output_leaves_nothing_behind(shop: Path) -> None:
    for folder in (shop / f"generated/{RULES}", shop / "generated"):
        folder.chmod(0o555)
    _change(shop, "cart", "99.9", "99.5")
    assert _run().exit_code == 0
    assert sorted(os.listdir(shop)) == ["generated", "runbooks", "slos"]
    assert "99.5" in (shop / f"generated/{RULES}/cart.yaml").read_text()
