"""`tests: false` in the Workspace: rules without the tests beside them."""

from pathlib import Path

import pytest

from slogen.app.generate import generate
from slogen.app.project import find_project
from tests.app.project_files import WORKSPACE, project, tree, write


def test_tests_are_left_out_and_pruned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = project(tmp_path / "project", "cart")
    generate(find_project([], "generated", root), lambda text: None)
    with_tests = set(tree(root / "generated"))
    write(root, {"slos/slogen.yaml": WORKSPACE + "tests: false\n"})
    generate(find_project([], "generated", root), lambda text: None)
    without = set(tree(root / "generated"))
    assert without == {"manifest.json", "prometheus/rules/shop/cart.yaml"}
    assert with_tests > without
