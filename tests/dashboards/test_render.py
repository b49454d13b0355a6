"""The text of a board: whatever stands in it comes back as it was, and shapes that were seen before change nothing."""

import json
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from slogen.dashboards import render
from slogen.dashboards.links import explore
from slogen.dashboards.values import Board, Link, Panel, Row, Stat, Target, Text
from tests.dashboards.examples import boards

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(_WORDS, _WORDS, _WORDS, _WORDS)
def test_texts_come_back_as_they_were(title: str, expr: str, url: str, markdown: str) -> None:
    number = Panel(title, expr, Stat(), (Target(expr), Target(title)), links=(Link("A", url), Link("B", title)))
    text = Panel(title, url, Text(markdown))
    for collapsed in (False, True):
        made = render.data(Board("uid", title, expr, (Row("", (number,)), Row("R" + title, (number, text), collapsed))))
        assert (made["title"], made["description"]) == (title, expr)
        first, heading = made["panels"][:2]
        assert heading["title"] == "R" + title
        second, third = heading["panels"] if collapsed else made["panels"][2:]
        assert [first["title"], second["title"], third["title"]] == [title] * 3
        assert [one["expr"] for one in second["targets"]] == [expr, title]
        assert [one["url"] for one in second["links"]] == [url, title]
        assert (third["options"]["content"], third["description"]) == (markdown, url)


def test_what_was_made_before_changes_nothing() -> None:
    def fresh() -> dict[str, str]:
        render._template_of.cache_clear()
        render._head.cache_clear()
        render._heading.cache_clear()
        return {name: render.text(board) for name, board in boards().items()}

    first = fresh()
    assert {name: render.text(board) for name, board in boards().items()} == first
    assert fresh() == first


def test_two_panels_of_one_shape_keep_their_places_and_texts() -> None:
    panels = tuple(Panel(f"panel {number}", "d", Stat(), (Target(f"up == {number}"),), 12, 4) for number in range(4))
    made = render.data(Board("uid", "t", "d", (Row("", panels),)))
    assert [one["title"] for one in made["panels"]] == ["panel 0", "panel 1", "panel 2", "panel 3"]
    assert [one["gridPos"] for one in made["panels"]] == [{"h": 4, "w": 12, "x": x, "y": y} for y in (0, 4) for x in (0, 12)]
    assert [one["targets"][0]["expr"] for one in made["panels"]] == [f"up == {number}" for number in range(4)]


def test_who_only_reads_specs_does_not_wait_for_grafanalib() -> None:
    import subprocess
    import sys

    code = "import sys, slogen.app.generate, slogen.app.whole_boards; print('grafanalib' in sys.modules)"
    source = Path(render.__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(source)})
    assert done.stdout == "False\n"


def test_explore_is_asked_for_the_boards_own_time() -> None:
    url = explore("loki-1", '{app="a b"} |= "${x}"')
    assert url.startswith("/explore?schemaVersion=1&panes=%7B")
    assert url.endswith("&orgId=1")
    assert url.count("${__from}") == url.count("${__to}") == 1
    assert "$" not in url.replace("${__from}", "").replace("${__to}", "")
    from urllib.parse import parse_qs, urlsplit

    (panes,) = parse_qs(urlsplit(url).query)["panes"]
    pane = json.loads(panes)["a"]
    assert (pane["datasource"], pane["queries"][0]["expr"]) == ("loki-1", '{app="a b"} |= "${x}"')
    assert pane["range"] == {"from": "${__from}", "to": "${__to}"}


def test_a_board_may_be_built_from_any_of_its_parts() -> None:
    for board in boards().values():
        for row in board.rows:
            alone = render.data(replace(board, rows=(replace(row, title="", collapsed=False),)))
            assert [one["title"] for one in alone["panels"]] == [panel.title for panel in row.panels]
