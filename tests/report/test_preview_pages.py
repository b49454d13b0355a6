"""Pages of boards: what they show of data, and that nothing in them comes from elsewhere."""

import math
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.report.preview import scale, units
from slogen.report.preview.markdown import markdown
from slogen.report.preview.page import board_page, index_page
from slogen.report.preview.values import Answer, BoardData, Line, Mark, PanelData, Site
from tests.dashboards.board_files import PATHS, board, name_of, panels

START, END = 1_700_000_000.0, 1_700_021_600.0
HOSTILE = "</style><script>alert(1)</script>\"'&{{x}}"
_VOID = {"meta", "br", "img", "link", "input", "hr"}


class Checker(HTMLParser):
    """Whether every element is closed where it should be; the links that were seen, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.wrong: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "link", "iframe", "object", "img") or any(name in values for name in ("src", "srcset")):
            self.wrong.append(tag)
        if any(name.startswith("on") for name in values):
            self.wrong.append(f"{tag} with a script")
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in ("script", "image", "use"):
            self.wrong.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text += data


def checked(page: str) -> Checker:
    """The page, read to its end."""
    checker = Checker()
    checker.feed(page)
    checker.close()
    assert (checker.wrong, checker.open) == ([], [])
    assert "@import" not in page
    assert "url(" not in page
    return checker


def spec(kind: str, **more: Any) -> dict[str, Any]:
    """A panel as Grafana's JSON has it."""
    defaults = {
        "unit": "short",
        "thresholds": {"steps": [{"color": "green", "value": None}, {"color": "red", "value": 80}]},
        "mappings": [],
    }
    return {
        "id": 1,
        "type": kind,
        "title": "Panel",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": [{"refId": "A", "expr": "up", "legendFormat": "{{job}}", "instant": kind not in ("timeseries", "state-timeline")}],
        "fieldConfig": {"defaults": {**defaults, **more.pop("defaults", {})}, "overrides": more.pop("overrides", [])},
        "options": {},
        **more,
    }


def drawn(panel: dict[str, Any], *lines: Line, step: float = 60, marks: tuple[Mark, ...] = (), error: str = "") -> str:
    """The page of a board of this panel, with these answers."""
    answers = (Answer("A", lines, error, step),)
    found = BoardData("http://prometheus", START, END, {1: PanelData(START, END, answers)}, marks)
    page = board_page({"title": "Board", "panels": [panel]}, found, Site(grafana="https://grafana.example.com"))
    checked(page)
    return page


def line(*values: float, **labels: str) -> Line:
    """A series with a value each minute from the start."""
    return Line(labels, tuple((START + 60 * number, value) for number, value in enumerate(values)))


@pytest.mark.parametrize("path", [pytest.param(path, id=name_of(path)) for path in PATHS])
def test_a_page_shows_every_panel_of_a_generated_board_with_its_queries(path: Any) -> None:
    made = board(path)
    found = checked(board_page(made, None, Site(grafana="https://grafana.example.com", index="index.html")))
    for panel in panels(made):
        assert panel["title"] in found.text
        for target in panel.get("targets", ()):
            assert target["expr"] in found.text
    assert all(re.match(r"(https?://|index\.html)", link) for link in found.links)


def test_hostile_words_stay_words() -> None:
    panel = spec("timeseries", title=HOSTILE, description=HOSTILE, links=[{"title": HOSTILE, "url": "javascript:alert(1)"}])
    panel["targets"][0]["expr"] = HOSTILE
    page = drawn(panel, line(1, 2, job=HOSTILE), marks=(Mark(START + 60, "red", HOSTILE),))
    assert "<script" not in page
    assert "javascript:" not in page
    table = spec("table", options={"sortBy": []})
    assert HOSTILE in checked(drawn(table, Line({"job": HOSTILE}, ((END, 1.0),)))).text


def test_an_error_and_the_lack_of_data_are_told() -> None:
    assert "parse error" in drawn(spec("stat"), error="parse error")
    for kind in ("stat", "timeseries", "gauge", "bargauge", "table"):
        assert "no data" in drawn(spec(kind, options={"sortBy": []}))


def test_a_stat_has_the_colour_of_its_threshold_and_the_word_of_its_value() -> None:
    options = {"colorMode": "background"}
    assert 'class="num red filled"' in drawn(spec("stat", options=options), Line({}, ((END, 80.0),)))
    assert 'class="num green filled"' in drawn(spec("stat", options=options), Line({}, ((END, 79.9),)))
    mapping = {"type": "value", "options": {"1": {"text": "up and well", "color": "blue"}}}
    page = drawn(spec("stat", options=options, defaults={"mappings": [mapping]}), Line({}, ((END, 1.0),)))
    assert "up and well" in page
    assert "blue filled" in page


def test_a_gap_in_the_data_is_a_gap_in_the_line() -> None:
    whole = drawn(spec("timeseries"), line(1, 2, 3, 4))
    gap = drawn(spec("timeseries"), Line({}, ((START, 1.0), (START + 60, 2.0), (START + 600, 3.0), (START + 660, 4.0))))
    assert [len(re.findall("M", path)) for page in (whole, gap) for path in re.findall(r'class="line[^"]*" d="([^"]*)"', page)] == [1, 2]


def test_stacked_series_stand_on_each_other() -> None:
    custom = {"stacking": {"mode": "normal"}, "fillOpacity": 30}
    page = drawn(spec("timeseries", defaults={"custom": custom, "min": 0, "max": 100}), line(20, 20, job="a"), line(30, 30, job="b"))
    heights = [float(re.findall(r"M[\d.]+ ([\d.]+)", path)[0]) for path in re.findall(r'class="line[^"]*" d="([^"]*)"', page)]
    assert heights == [pytest.approx(300 * 0.8), pytest.approx(300 * 0.5)]


def test_a_threshold_is_a_line_where_the_panel_says_so() -> None:
    dashed = {"custom": {"thresholdsStyle": {"mode": "dashed"}}, "min": 0, "max": 100}
    assert 'class="limit red" d="M0 60.0H1000"' in drawn(spec("timeseries", defaults=dashed), line(10, 90))
    assert "limit" not in drawn(spec("timeseries"), line(10, 90))


def test_rows_of_a_table_are_joined_by_the_labels_that_all_queries_have() -> None:
    panel = spec("table", options={"sortBy": [{"displayName": "Value #B", "desc": True}]})
    panel["targets"] = [{"refId": ref, "expr": "up", "instant": True} for ref in "AB"]
    one = Answer("A", (Line({"job": "x", "title": "X"}, ((END, 1.0),)), Line({"job": "y", "title": "Y"}, ((END, 2.0),))))
    two = Answer("B", (Line({"job": "y"}, ((END, 4.0),)), Line({"job": "x"}, ((END, 3.0),))))
    page = board_page(
        {"title": "Board", "panels": [panel]},
        BoardData("", START, END, {1: PanelData(START, END, (one, two))}),
        Site(),
    )
    cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", page)
    assert cells == ["job", "title", "Value #A", "Value #B", "y", "Y", "2", "4", "x", "X", "1", "3"]


def test_a_band_of_a_state_timeline_lasts_as_long_as_its_value() -> None:
    found = drawn(spec("state-timeline"), line(0, 0, 90, 90, 0, job="a"))
    assert [(color, width) for color, width in re.findall(r'<b class="(\w+)" style="left:[\d.]+%;width:([\d.]+)%', found)] == [
        ("green", "0.56"),
        ("red", "0.56"),
        ("green", "0.28"),
    ]


def test_a_collapsed_row_is_shown_open_and_moves_the_rest_down() -> None:
    inside = {**spec("stat"), "id": 3, "gridPos": {"x": 0, "y": 1, "w": 24, "h": 5}}
    row = {"id": 2, "type": "row", "title": "Row", "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}, "panels": [inside]}
    after = {**spec("stat"), "id": 4, "gridPos": {"x": 0, "y": 1, "w": 24, "h": 5}}
    page = board_page({"title": "Board", "panels": [row, after]}, None, Site())
    assert re.findall(r"grid-row:(\d+)/span", page) == ["2", "7"]


def test_links_inside_grafana_need_its_address() -> None:
    panel = spec("stat", links=[{"title": "Logs", "url": "/explore?id=${job_id:percentencode}&from=${__from}"}])
    found = BoardData("", START, END, {}, (), {"job_id": "j1"})
    known = board_page({"title": "B", "panels": [panel]}, found, Site(grafana="https://g.example"))
    assert checked(known).links == [f"https://g.example/explore?id=j1&from={START * 1000:.0f}"]
    assert checked(board_page({"title": "B", "panels": [panel]}, found, Site())).links == []


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "text"),
    [
        (0.99924, "percentunit", 3, "99.924 %"),
        (0.5, "percentunit", None, "50 %"),
        (1234, "short", None, "1.23 k"),
        (0.25, "s", None, "250 ms"),
        (5400, "s", None, "1.5 h"),
        (250, "ms", None, "250 ms"),
        (12_000, "dtdurations", 0, "3 h 20 min"),
        (-90, "dtdurations", 0, "-1 min 30 s"),
        (0, "dtdurations", 0, "0 s"),
        (5 * 1024**3, "bytes", None, "5 GiB"),
        (2048, "binBps", None, "2 KiB/s"),
        (107, "reqps", None, "107 req/s"),
        (14.4, "suffix:×", 1, "14.4 ×"),
        (4533.4, "currencyUSD", 2, "$4.53 k"),
        (0.0, "s", None, "0 s"),
        (math.nan, "short", None, "no data"),
        (math.inf, "s", None, "∞"),
        (3, "unheard-of", None, "3"),
    ],
)
def test_units(value: float, unit: str, decimals: int | None, text: str) -> None:
    assert units.shown(value, unit, decimals) == text


def test_an_axis_has_round_numbers() -> None:
    assert scale.bounds(0, 97, lowest=None, highest=None) == (0, 100)
    assert scale.ticks(0, 100, 4) == [0, 25, 50, 75, 100]
    assert scale.bounds(3, 3, lowest=0, highest=None)[0] == 0
    assert [text for _, text in scale.time_ticks(1_773_273_600, 1_773_360_000, 5)] == ["12 Mar", "06:00", "12:00", "18:00", "13 Mar"]


numbers = st.floats(allow_nan=True, allow_infinity=True, width=64)


@given(st.lists(st.lists(numbers, max_size=20), max_size=4), st.sampled_from(["timeseries", "stat", "gauge", "bargauge", "state-timeline"]))
def test_whatever_prometheus_answers_is_drawn(values: list[list[float]], kind: str) -> None:
    lines = [line(*some, job=str(number)) for number, some in enumerate(values)]
    page = drawn(spec(kind, options={"graphMode": "area"}, defaults={"custom": {"fillOpacity": 10}}), *lines)
    paths = " ".join(re.findall(r' d="([^"]*)"', page))
    assert "nan" not in paths
    assert "inf" not in paths


def test_markdown() -> None:
    text = "# Title\n\nSome **bold** `code` and a [link](https://example.com/a?b=1&c=2).\n\n- one\n- *two*\n\n<b>[x](javascript:y)"
    assert markdown(text) == (
        "<h3>Title</h3><p>Some <strong>bold</strong> <code>code</code> and a "
        '<a href="https://example.com/a?b=1&amp;c=2">link</a>.</p><ul><li>one</li><li><em>two</em></li></ul><p>&lt;b&gt;[x](javascript:y)</p>'
    )


def test_links_to_other_boards_lead_to_their_pages() -> None:
    site = Site(grafana="https://g.example", pages={"slogen-shop-cart": "cart.html"})
    assert markdown("[a](/d/slogen-shop-cart?x=1&y=2) [b](/d/other)", site.address) == (
        '<p><a href="cart.html">a</a> <a href="https://g.example/d/other">b</a></p>'
    )
    assert markdown("[b](/d/other)", Site().address) == "<p>b</p>"


def test_the_list_of_boards() -> None:
    found = checked(index_page([("omnihub", "SLOs", "omnihub/slo.html"), ("", "Fleet", "_fleet.html")], ""))
    assert found.links == ["omnihub/slo.html", "_fleet.html"]


def test_links_make_room_for_the_title() -> None:
    links = [{"title": "Logs", "url": "https://logs.example.com"}, {"title": "Runbook: errors", "url": "https://runbooks.example.com"}]
    behind = '<details class="links"><summary title="Links">↗</summary><nav><a href="https://logs.example.com"'
    beside = '</h3><nav><a href="https://logs.example.com"'
    title = "page-fast: 14.4× over 1h and 5m"
    assert behind in drawn(spec("timeseries", title=title, links=links, gridPos={"x": 0, "y": 0, "w": 6, "h": 8}))
    assert beside in drawn(spec("timeseries", title=title, links=links))
    assert "<nav>" not in drawn(spec("timeseries", title=title))
