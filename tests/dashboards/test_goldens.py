"""One board of each sort, byte for byte, and judged by Grafana's own types. SLOGEN_UPDATE_GOLDENS=1 writes them anew; read their diff."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from slogen.dashboards.render import data, text
from tests.dashboards.examples import boards, every_panel
from tests.dashboards.grafana_schema import complaints

GOLDEN = Path(__file__).parent / "golden"
BOARDS = boards()


@pytest.mark.parametrize("name", BOARDS)
def test_the_text_of_a_board(name: str) -> None:
    path, made = GOLDEN / f"{name}.json", text(BOARDS[name])
    if os.environ.get("SLOGEN_UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")
    assert complaints(json.loads(made)) == []


def test_there_are_no_other_goldens() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(BOARDS)


def test_a_board_without_panels_is_a_board() -> None:
    empty = data(replace(every_panel(), rows=()))
    assert empty["panels"] == []
    assert complaints(empty) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        pytest.param(lambda board: board.update(hideControls=True), "hideControls", id="a key of former versions"),
        pytest.param(lambda board: board["panels"][0].update(span=6), "span", id="a key of former versions in a panel"),
        pytest.param(lambda board: board["panels"][0]["options"].update(colorMode="loud"), "loud", id="a word that does not exist"),
        pytest.param(lambda board: board["panels"][0].pop("type"), "type", id="a key that is missing"),
        pytest.param(
            lambda board: board["panels"][0]["fieldConfig"]["defaults"]["thresholds"]["steps"][0].update(value="null"),
            "null",
            id="the word null for the base",
        ),
        pytest.param(lambda board: board["panels"][0]["targets"][0].update(intervalFactor="2"), "intervalFactor", id="a text for a number"),
        pytest.param(lambda board: board["templating"]["list"][0].update(current=None), "None", id="a null"),
    ],
)
def test_the_judge_sees_what_grafana_would_not_understand(change: Callable[[dict[str, Any]], object], complaint: str) -> None:
    made = data(every_panel())
    change(made)
    found = complaints(made)
    assert any(complaint in one for one in found), found
