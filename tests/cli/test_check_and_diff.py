"""slogen generate --check and --diff: they name and show what would change, and change nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import outputs, project, service, tree, write
from tests.cli.command import promtool_that_records

RULES = "prometheus/rules/shop"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with three services, generated."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PROMTOOL", str(promtool_that_records(tmp_path / "tools")[0]))
    root = project(tmp_path / "shop", "cart", "login", "search")
    monkeypatch.chdir(root)
    assert _run().exit_code == 0
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["generate", *arguments], catch_exceptions=False)


def _all_kinds_of_difference(shop: Path) -> None:
    """A new service, one that is gone, one that changed, one whose output somebody edited and one whose output somebody deleted."""
    write(shop, {"slos/shop/pay.yaml": service("pay"), "slos/shop/login.yaml": service("login").replace("99.9", "99.5")})
    (shop / "slos/shop/search.yaml").unlink()
    (shop / f"generated/{RULES}/cart.yaml").unlink()


def test_a_fresh_output_passes(shop: Path) -> None:
    done = _run("--check")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("generated/ is up to date: 3 SLOs in 3 services, ")


def test_a_check_names_each_stale_missing_and_orphaned_file(shop: Path) -> None:
    _all_kinds_of_difference(shop)
    before = tree(shop)
    done = _run("--check")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "stale: generated/manifest.json",
        *(f"stale: generated/{path}" for path in outputs("login")),
        f"missing: generated/{RULES}/cart.yaml",
        *(f"missing: generated/{path}" for path in outputs("pay")),
        *(f"orphaned: generated/{path}" for path in outputs("search")),
        "slogen: generated/ is not what the specs compile to; run: slogen generate",
    ]
    assert tree(shop) == before


@pytest.mark.parametrize("damage", ["", "not json", '{"files": []}', '{"files": {"a": 5}}', "[]"])
def test_a_damaged_manifest_is_stale(damage: str, shop: Path) -> None:
    (shop / "generated/manifest.json").write_text(damage)
    assert _run("--check").exit_code == 1
    assert _run().exit_code == 0
    assert _run("--check").exit_code == 0


def test_a_check_of_a_project_that_was_never_generated(shop: Path) -> None:
    shutil.rmtree(shop / "generated")
    done = _run("--check")
    assert done.exit_code == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == ["missing"] * 13 + ["slogen"]
    assert not (shop / "generated").exists()


def test_files_of_others_are_named_and_no_fault(shop: Path) -> None:
    write(shop, {"generated/NOTES.txt": "ours\n"})
    done = _run("--check")
    assert done.exit_code == 0
    assert done.stderr.startswith("not made by slogen, left alone: generated/NOTES.txt\n")


def test_what_is_not_selected_is_not_checked(shop: Path) -> None:
    (shop / f"generated/{RULES}/cart.yaml").write_text("edited\n")
    assert _run("--check", "slos/shop/login.yaml").exit_code == 0
    assert _run("--check", "slos/shop/cart.yaml").exit_code == 1


def test_a_diff_can_be_applied(shop: Path, tmp_path: Path) -> None:
    """`patch` turns the old output into what the next run writes."""
    _all_kinds_of_difference(shop)
    (shop / f"generated/{RULES}/cart.yaml").write_text("edited, without a line break at its end")
    before = tree(shop)
    done = _run("--diff")
    assert (done.exit_code, tree(shop)) == (0, before)
    copy = tmp_path / "copy"
    shutil.copytree(shop, copy)
    patched = subprocess.run(["git", "apply", "--verbose", "-"], cwd=copy, input=done.stdout, text=True, capture_output=True, check=False)
    assert patched.returncode == 0, patched.stderr
    assert _run().exit_code == 0
    expected = tree(shop / "generated")
    found = tree(copy / "generated")
    assert {path: found[path] for path in found if path != "manifest.json"} == {
        path: expected[path] for path in expected if path != "manifest.json"
    }
    assert "\\ No newline at end of file" in done.stdout


def test_a_diff_shows_the_changed_line_and_nothing_without_a_change(shop: Path) -> None:
    assert _run("--diff").stdout == ""
    text = service("cart").replace("Roll back the last deploy.", "Add a server.")
    write(shop, {"slos/shop/cart.yaml": text})
    lines = _run("--diff").stdout.splitlines()
    assert lines[:2] == [f"--- a/generated/{RULES}/cart.yaml", f"+++ b/generated/{RULES}/cart.yaml"]
    removed = [line for line in lines[2:] if line.startswith("-")]
    added = [line for line in lines[2:] if line.startswith("+")]
    assert any("Add a server." in line for line in added)
    assert any("Roll back the last" in line for line in removed)
    assert not any("Add a server." in line for line in removed)
    changed = [line.removeprefix("+++ b/generated/") for line in lines if line.startswith("+++ ")]
    assert changed == [path for path in outputs("cart") if "_" not in path.removesuffix("_test.yaml")]


def test_a_diff_begins_with_the_rules(shop: Path) -> None:
    write(shop, {"slos/shop/cart.yaml": service("cart").replace("99.9", "99.5")})
    files = [line.removeprefix("+++ b/generated/") for line in _run("--diff").stdout.splitlines() if line.startswith("+++ ")]
    assert files[0] == "prometheus/rules/shop/cart.yaml"
    assert len(files) > 1
    assert all(file.startswith("prometheus/tests/") for file in files[1:])


def test_check_and_diff_together(shop: Path) -> None:
    (shop / f"generated/{RULES}/login.yaml").unlink()
    done = _run("--check", "--diff")
    assert done.exit_code == 1
    assert done.stdout.startswith(f"--- /dev/null\n+++ b/generated/{RULES}/login.yaml\n")
    assert f"missing: generated/{RULES}/login.yaml" in done.stderr.splitlines()


def test_a_mistake_in_a_spec_is_told_instead_of_a_difference(shop: Path) -> None:
    write(shop, {"slos/shop/cart.yaml": service("cart").replace("99.9", "199")})
    done = _run("--check", "--diff")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "[objective-range]" in done.stderr
