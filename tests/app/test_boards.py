"""Boards among the outputs: which files there are, what brings them into Grafana, and what is remembered."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from slogen.app.generate import Report, generate
from slogen.app.project import find_project
from slogen.app.remembered import remembered
from tests.app.project_files import SYSTEM, WORKSPACE, project, service, tree, write

BOARDS = WORKSPACE.replace(", boards: false", "")
SYSTEM_BOARDS = {"grafana/dashboards/_fleet/fleet.json", "grafana/dashboards/shop/_system.json"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return project(tmp_path / "project", "cart", "pay")


def _run(root: Path, *paths: str, workspace: str = BOARDS) -> Report:
    write(root, {"slos/slogen.yaml": workspace})
    return generate(find_project([str(root / path) for path in paths], "generated", root), lambda text: None)


def _with(setting: str) -> str:
    """A Workspace whose `grafana` says something more."""
    return BOARDS.replace("grafana: {", f"grafana: {{{setting}, ")


def _grafana(root: Path) -> set[str]:
    return {path for path in tree(root / "generated") if path.startswith("grafana/")}


def _board(root: Path, path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((root / "generated" / path).read_text(encoding="utf-8"))
    return found


def test_every_service_and_system_has_a_board(root: Path) -> None:
    assert not _run(root).failed
    services = {f"grafana/dashboards/shop/{name}.json" for name in ("cart", "pay")}
    assert _grafana(root) == services | SYSTEM_BOARDS | {"grafana/provisioning/dashboards/slogen.yaml"}


@pytest.mark.parametrize(
    "workspace",
    [
        pytest.param(WORKSPACE, id="boards: false"),
        pytest.param(WORKSPACE.replace("grafana: {url: https://grafana.example.com, boards: false}\n", ""), id="no grafana"),
    ],
)
def test_boards_that_nobody_wants_are_not_made_and_pruned(root: Path, workspace: str) -> None:
    _run(root)
    assert _grafana(root)
    assert not _run(root, workspace=workspace).failed
    assert _grafana(root) == set()


def test_a_run_over_one_spec_leaves_the_boards_of_all_as_they_are(root: Path) -> None:
    _run(root)
    before = tree(root / "generated")
    write(root, {"slos/shop/cart.yaml": service("cart").replace("99.9", "99.5")})
    _run(root, "slos/shop/cart.yaml")
    changed = {path for path, content in tree(root / "generated").items() if before[path] != content}
    assert {path for path in changed if path.startswith("grafana/")} == {"grafana/dashboards/shop/cart.json"}


def test_the_system_board_follows_its_services(root: Path) -> None:
    _run(root)
    assert "Cart" not in str(_board(root, "grafana/dashboards/shop/_system.json"))
    write(root, {"slos/shop/cart.yaml": service("cart").replace("service: cart", "service: cart\ntitle: The Cart")})
    _run(root)
    assert "[The Cart](https://grafana.example.com/d/slogen-shop-cart)" in str(_board(root, "grafana/dashboards/shop/_system.json"))


def test_the_workspace_chooses_the_data_source_and_links_the_specs(root: Path) -> None:
    text = _with("prometheus: prom-1, specs_url: 'https://git.example.com/{path}#{line}'")
    _run(root, workspace=text)
    made = _board(root, "grafana/dashboards/shop/cart.json")
    assert made["templating"]["list"][0]["current"]["value"] == "prom-1"
    assert "https://git.example.com/slos/shop/cart.yaml#5" in json.dumps(made)
    assert ("Spec", "https://git.example.com/slos/shop/cart.yaml#1") in [(link["title"], link["url"]) for link in made["links"]]


def test_provisioning_has_a_folder_for_every_system(root: Path) -> None:
    assert not _run(root, workspace=_with("path: /boards")).failed
    text = (root / "generated/grafana/provisioning/dashboards/slogen.yaml").read_text(encoding="utf-8")
    made = yaml.safe_load(text)
    assert made["apiVersion"] == 1
    assert [(one["folder"], one["folderUid"], one["options"]["path"]) for one in made["providers"]] == [
        ("SLOs", "slogen_folder", "/boards/_fleet"),
        ("shop", "slogen_folder_shop", "/boards/shop"),
    ]
    assert {(one["type"], one["allowUiUpdates"]) for one in made["providers"]} == {("file", False)}


def test_configmaps_hold_the_same_boards(root: Path) -> None:
    assert not _run(root, workspace=_with("configmaps: {namespace: monitoring}")).failed
    paths = sorted(path for path in _grafana(root) if path.startswith("grafana/configmaps/"))
    assert [path.replace("configmaps", "dashboards").replace(".yaml", ".json") for path in paths] == sorted(
        path for path in _grafana(root) if path.startswith("grafana/dashboards/")
    )
    names = set()
    for path in paths:
        made = yaml.safe_load((root / "generated" / path).read_text(encoding="utf-8"))
        assert (made["apiVersion"], made["kind"], made["metadata"]["namespace"]) == ("v1", "ConfigMap", "monitoring")
        assert made["metadata"]["labels"]["grafana_dashboard"] == "1"
        assert made["metadata"]["annotations"]["grafana_folder"] == ("SLOs" if "_fleet" in path else "shop")
        ((key, text),) = made["data"].items()
        assert key == made["metadata"]["name"] + ".json"
        assert json.loads(text) == _board(root, path.replace("configmaps", "dashboards").replace(".yaml", ".json"))
        names.add(made["metadata"]["name"])
    assert len(names) == len(paths) == 4


def test_a_board_too_large_for_a_configmap_is_told_at_its_service(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slogen.targets.grafana.MAX_CONFIGMAP", 15_000)
    report = _run(root, workspace=_with("configmaps: {}"))
    found = [(one.span.path, one.span.line, one.message) for one in report.diagnostics if "ConfigMap" in one.message]
    assert [path for path, _, _ in found][:2] == ["slos/shop/cart.yaml", "slos/shop/pay.yaml"]
    assert all(line == 3 for _, line, _ in found[:2])
    assert "more than a ConfigMap holds (15000)" in found[0][2]
    assert _grafana(root) == set()


def test_two_services_whose_boards_would_have_one_uid(root: Path) -> None:
    write(
        root,
        {
            "slos/shop-cart/system.yaml": SYSTEM.replace("system: shop", "system: shop-cart"),
            "slos/shop-cart/eu.yaml": service("eu"),
            "slos/shop/cart-eu.yaml": service("cart-eu"),
            "runbooks/shop-cart/errors.md": "# Errors\n\n## Diagnosis\n\nLook.\n",
        },
    )
    report = _run(root)
    assert [one.message for one in report.diagnostics] == ["the boards of shop-cart/eu and shop/cart-eu would have the same uid"]
    assert _grafana(root) == set()


@pytest.mark.parametrize("damage", [lambda text: b"", lambda text: text[:-1], lambda text: b"\xff" + text], ids=["empty", "cut", "other"])
def test_a_damaged_text_is_made_again(damage: Callable[[bytes], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert remembered(lambda: "a text", 1) == "a text"
    (file,) = (tmp_path / "slogen/texts").iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert remembered(lambda: "made again", 1) == "made again"
    assert remembered(lambda: "made once more", 1) == "made again"


def test_a_text_is_made_again_only_if_what_it_depends_on_differs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made: list[str] = []

    def make() -> str:
        made.append("once more")
        return f"text {len(made)}"

    assert [remembered(make, 1, "a"), remembered(make, 1, "a"), remembered(make, 1, "b")] == ["text 1", "text 1", "text 2"]
    for file in (tmp_path / "slogen/texts").iterdir():
        file.unlink()
    assert remembered(make, 1, "a") == "text 3"
