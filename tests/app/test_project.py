"""Which project a path belongs to, what is selected in it, and which files are specs."""

from pathlib import Path

import pytest

from slogen.app.project import ProjectProblem, find_project, spec_files
from tests.app.project_files import project, write


@pytest.mark.parametrize(
    ("folder", "paths", "selected"),
    [
        pytest.param(".", [], (), id="the project"),
        pytest.param("slos/shop", [], (), id="a folder in it"),
        pytest.param("..", ["shop"], (), id="the project, named"),
        pytest.param(".", ["slos"], (), id="the specs"),
        pytest.param(".", ["slos/slogen.yaml"], (), id="the workspace"),
        pytest.param(".", ["slos/shop/cart.yaml"], ("slos/shop/cart.yaml",), id="a spec"),
        pytest.param("runbooks", ["../slos/shop"], ("slos/shop",), id="a system"),
        pytest.param(".", ["slos/shop/system.yaml"], ("slos/shop",), id="a system by its file"),
        pytest.param(".", ["slos/shop/cart.yaml", "slos"], (), id="a spec and all"),
    ],
)
def test_where_a_project_is(folder: str, paths: list[str], selected: tuple[str, ...], tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "cart", "search")
    found = find_project(paths, "generated", root / folder)
    assert (found.root, found.specs, found.output, found.selected) == (root, root / "slos", root / "generated", selected)


def test_a_name_that_only_begins_alike_is_not_selected(tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "cart", "cart-two")
    write(root, {"slos/shop-two/system.yaml": "kind: System\n"})
    found = find_project(["slos/shop"], "generated", root)
    assert [found.relative(path) for path in spec_files(found) if found.is_selected(found.relative(path))] == [
        "slos/shop/cart-two.yaml",
        "slos/shop/cart.yaml",
        "slos/shop/system.yaml",
    ]


def test_the_nearest_workspace_counts(tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "cart")
    inner = project(root / "vendor/other", "pay")
    assert find_project([], "generated", inner / "slos").root == inner
    assert find_project(["vendor/other"], "generated", root).root == inner


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        pytest.param(["slos/no.yaml"], "slos/no.yaml: no such file or folder", id="not there"),
        pytest.param(["shop"], "shop: no such file or folder; did you mean slos/shop?", id="the name of a system"),
        pytest.param(["runbooks"], "runbooks: no spec there; specs are the YAML files below slos/", id="no specs"),
        pytest.param(["runbooks/shop/errors.md"], "runbooks/shop/errors.md: no spec there", id="no spec"),
    ],
)
def test_paths_that_select_nothing(paths: list[str], problem: str, tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "cart")
    with pytest.raises(ProjectProblem) as raised:
        find_project(paths, "generated", root)
    assert str(raised.value).startswith(problem)


def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    root = project(tmp_path / "shop", "cart")
    try:
        (root / "slos/shop/caf\udce9.yaml").write_text("")
    except OSError:
        pytest.skip("this file system has no such names")
    with pytest.raises(OSError, match="the name of this file is not UTF-8"):
        spec_files(find_project([], "generated", root))
