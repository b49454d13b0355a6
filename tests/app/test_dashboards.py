"""Dashboards among all other specs: which file each becomes, and what only a look at all of them can tell."""

import json
from pathlib import Path

import pytest

from slogen.app.generate import Report, generate
from slogen.app.project import find_project
from slogen.app.validate import validate
from tests.app.project_files import SYSTEM, WORKSPACE, service, write

BOARD = """\
apiVersion: slogen/v1
kind: Dashboard
dashboard: NAME
title: Board
rows: [{title: Row, panels: [{title: Up, type: stat, query: 'EXPR'}]}]
"""


def board(name: str, expr: str = "up") -> str:
    """The spec of a board with one panel."""
    return BOARD.replace("NAME", name).replace("EXPR", expr)


def run(root: Path, files: dict[str, str], workspace: str = WORKSPACE.replace(", boards: false", "")) -> Report:
    """Write a project and generate it."""
    base = {
        "slos/slogen.yaml": workspace,
        "slos/shop/system.yaml": SYSTEM,
        "slos/shop/cart.yaml": service("cart"),
        "runbooks/shop/errors.md": "# Errors\n\n## Diagnosis\n",
    }
    write(root, base | files)
    return generate(find_project([], "generated", root), lambda text: None)


def messages(report: Report) -> list[str]:
    """What was said, with its place."""
    return [f"{one.span}: {one.message}" for one in report.diagnostics]


def test_a_board_lies_beside_those_of_the_services(tmp_path: Path) -> None:
    report = run(tmp_path, {"slos/shop/dashboards/one.yaml": f"{board('one')}---\n{board('two')}"})
    assert messages(report) == []
    folder = tmp_path / "generated/grafana/dashboards/shop"
    assert sorted(path.name for path in folder.iterdir()) == ["_system.json", "cart.json", "one.json", "two.json"]
    assert json.loads((folder / "two.json").read_text())["uid"] == "slogen-shop-two"
    manifest = json.loads((tmp_path / "generated/manifest.json").read_text())
    assert manifest["files"]["grafana/dashboards/shop/two.json"]["source"] == "slos/shop/dashboards/one.yaml"


def test_a_workspace_that_wants_no_boards_gets_none(tmp_path: Path) -> None:
    assert messages(run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one")}, WORKSPACE)) == []
    assert not (tmp_path / "generated/grafana").exists()


def test_a_deleted_board_leaves_nothing_behind(tmp_path: Path) -> None:
    run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one")})
    (tmp_path / "slos/shop/dashboards/one.yaml").unlink()
    generate(find_project([], "generated", tmp_path), lambda text: None)
    assert not (tmp_path / "generated/grafana/dashboards/shop/one.json").exists()


def test_a_board_with_a_mistake_stops_the_run(tmp_path: Path) -> None:
    run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one")})
    report = run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one", "sum(up"), "slos/shop/cart.yaml": service("basket")})
    assert report.failed
    assert not report.written
    assert (tmp_path / "generated/prometheus/rules/shop/cart.yaml").is_file()


@pytest.mark.parametrize(
    ("expr", "said"),
    [
        pytest.param(
            'slo:sli_value:worst{slo_id="shop/cart/availability"}',
            "slos/shop/dashboards/one.yaml:5:62: slo:sli_value:worst is not recorded of shop/cart/availability",
            id="not recorded of this kind",
        ),
        pytest.param(
            'up / slo:objective:ratio{slo_id="shop/checkout/availability"}',
            "slos/shop/dashboards/one.yaml:5:67: there is no service shop/checkout",
            id="no such service",
        ),
        pytest.param('slo:objective:ratio{slo_id="shop/cart/availability"}', "", id="recorded"),
        pytest.param(
            "slo:sli_error:ratio_rate9h",
            "slos/shop/dashboards/one.yaml:5:62: slo:sli_error:ratio_rate9h is recorded of no SLO",
            id="a window that no SLO has",
        ),
        pytest.param("slo:objective:ratio", "", id="of all SLOs"),
        pytest.param('slo:objective:ratio{slo_id=~"shop/.+"}', "", id="of the SLOs of a system"),
    ],
)
def test_recorded_series_are_checked_against_the_rules(expr: str, said: str, tmp_path: Path) -> None:
    report = run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one", expr)})
    assert messages(report) == ([said] if said else [])


def test_what_other_mistakes_hide_is_not_guessed(tmp_path: Path) -> None:
    expr = 'slo:objective:ratio{slo_id="shop/checkout/availability"}'
    files = {"slos/shop/dashboards/one.yaml": board("one", expr), "slos/shop/checkout.yaml": service("checkout").replace("99.9", "199")}
    run(tmp_path, files)
    result = validate(find_project([], "generated", tmp_path), lambda text: None)
    assert [one.span.path for one in result.diagnostics] == ["slos/shop/checkout.yaml"]


def test_only_the_boards_that_were_asked_for_are_validated(tmp_path: Path) -> None:
    run(tmp_path, {"slos/shop/dashboards/one.yaml": board("one", "sum("), "slos/shop/dashboards/two.yaml": board("two", "avg(")})
    result = validate(find_project(["slos/shop/dashboards/two.yaml"], "generated", tmp_path), lambda text: None)
    assert [one.span.path for one in result.diagnostics] == ["slos/shop/dashboards/two.yaml"]


def test_two_boards_of_one_uid(tmp_path: Path) -> None:
    files = {
        "slos/shop-eu/system.yaml": SYSTEM.replace("system: shop", "system: shop-eu"),
        "slos/shop-eu/dashboards/one.yaml": board("orders"),
        "slos/shop/dashboards/one.yaml": board("eu-orders"),
    }
    report = run(tmp_path, files)
    (said,) = messages(report)
    assert said.startswith(
        "slos/shop-eu/dashboards/one.yaml:3:12: the boards shop-eu/orders and shop/eu-orders (slos/shop/dashboards/one.yaml:3)"
    )
    assert said.endswith("would have the same uid in Grafana")
