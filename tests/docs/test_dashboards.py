"""The page about boards: its examples compile, and the panels of its table are those of the boards."""

import re
from pathlib import Path

from slogen.app.generate import generate
from slogen.app.project import find_project
from tests.app.project_files import service, write
from tests.dashboards.board_files import PATHS, board, panels

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/dashboards.md").read_text("utf-8")


def test_the_examples_compile(tmp_path: Path) -> None:
    files = dict(re.findall(r"```yaml\n# file: (\S+)\n(.*?)```", PAGE, re.DOTALL))
    assert len(files) == 2
    write(tmp_path, {**files, "slos/shop/cart.yaml": service("cart"), "runbooks/shop/errors.md": "# Errors\n"})
    report = generate(find_project([], "generated", tmp_path), lambda text: None)
    assert report.diagnostics == []
    assert (tmp_path / "generated/grafana/configmaps/shop/cart.yaml").is_file()


def test_panels_of_services_are_explained() -> None:
    table = PAGE.partition("## Board of a service")[2].partition("\n## ")[0]
    for path in PATHS:
        made = board(path)
        for panel in panels(made) if "slo-service" in made["tags"] else ():
            # Without what differs from SLO to SLO: its window, its levels, its pairs.
            name = re.split(r",| over |:", panel["title"])[0]
            assert re.search(r": [0-9.]+× over ", panel["title"]) or name in table, panel["title"]
