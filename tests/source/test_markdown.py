"""Markdown with positions: any text can be read, and every place holds what is said to be there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.diagnostics import Span
from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.settings import Settings
from slogen.source import markdown
from slogen.source.front_matter import front_matter
from slogen.source.text import LINE_BREAK
from tests.runbooks.pages import page

_PIECES = st.sampled_from(
    [
        *("[a](", ")", "b.md", "#x", " ", "\n", "\r\n", "`", "```", "```promql\n", "<!--", "-->", "# ", "## ", "---\n", "===", "- ", "1. "),
        *(
            "<a href='",
            "'>",
            "[r]: ",
            "<",
            ">",
            "(",
            "[",
            "]",
            "\\",
            '"',
            "up{",
            "}",
            "owner: web\n",
            "alerts: [A]\n",
            "To write: ",
            "> ",
            "é",
            "\t",
        ),
        'slo:x{slo_id="shop/web/y"}',
    ]
)
TEXTS = st.lists(_PIECES, max_size=40).map("".join)


def _at(text: str, span: Span) -> str:
    return LINE_BREAK.split(text)[span.line - 1][span.column - 1 : span.column - 1 + span.length]


@given(TEXTS)
def test_every_link_and_section_is_where_it_is_said_to_be(text: str) -> None:
    for link in markdown.links("x.md", text):
        assert _at(text, link.span) == link.target or not link.target
    for section in markdown.sections("x.md", text):
        assert _at(text, section.span).strip() == _at(text, section.span) != ""
    assert [section.heading for section in markdown.sections("x.md", text)] == list(markdown.headings(text))
    for block in markdown.blocks(text):
        assert list(block.lines) == LINE_BREAK.split(text)[block.line - 1 :][: len(block.lines)]
    assert [len(line) for line in LINE_BREAK.split(markdown.without_code(text))] == [len(line) for line in LINE_BREAK.split(text)]


@given(TEXTS)
def test_no_runbook_is_too_strange_for_the_checks(text: str) -> None:
    lines = LINE_BREAK.split(text)
    for finding in run(CHECKS, [page(text, linked_by=("A",)), page(text, linked_by=())], Settings()):
        assert 1 <= finding.span.line <= len(lines)
        assert finding.span.column - 1 + finding.span.length <= max(len(lines[finding.span.line - 1]), finding.span.column)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        pytest.param("---\nowner: web\n---\n", {"owner": "web"}, id="plain"),
        pytest.param("---\r\nowner: web\r\n...\r\ntext", {"owner": "web"}, id="Windows, three dots"),
        pytest.param(
            "---\nday: 2026-11-01\non: yes\n---\n", {"day": "2026-11-01", "on": "yes"}, id="what YAML's versions read differently"
        ),
        pytest.param("---\n---\n", {}, id="empty"),
    ],
)
def test_front_matter(text: str, data: dict[str, str]) -> None:
    found = front_matter("x.md", text)
    assert found is not None
    assert (found.data, found.findings, found.unclosed) == (data, (), False)


@pytest.mark.parametrize("text", ["", "# A\n---\nx: 1\n---\n", " ---\nx: 1\n---\n", "----\nx: 1\n---\n"])
def test_no_front_matter(text: str) -> None:
    assert front_matter("x.md", text) is None


def test_links_in_order() -> None:
    text = "a [x](y.md#z 't') `[n](o)` <a href='q.md'> ![i](<my file.png>)\n\n[r]: ref.md\n[p](https://x.org/a_(b))"
    assert [link.target for link in markdown.links("x.md", text)] == ["y.md#z", "q.md", "my file.png", "ref.md", "https://x.org/a_(b)"]


def test_anchors_that_a_page_sets_itself() -> None:
    assert markdown.anchors("# A\n\n<a id='b'></a> `<a id='c'>`\n\n## D {#e}\n") == {"a", "b", "d", "e"}
