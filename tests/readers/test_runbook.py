"""Headings and anchors of Markdown runbooks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.readers.runbook import parse_runbook
from slogen.source.markdown import anchor


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        pytest.param("# One\n## Two\n###### Six", ("One", "Two", "Six"), id="all levels"),
        pytest.param("#hashtag\n#5 is closed\n####### Seven", (), id="no headings"),
        pytest.param("## Closed ##\n## C# \n", ("Closed", "C#"), id="closing marks"),
        pytest.param("Title\n=====\ntext\n\nSecond\n---\n", ("Title", "Second"), id="underlined"),
        pytest.param("- item\n---\n\n---\ntext\n", (), id="a rule is no underline"),
        pytest.param("```sh\n# comment\n```\n# Heading", ("Heading",), id="a fence"),
        pytest.param("~~~\n```\n# comment\n~~~\n# Heading", ("Heading",), id="a fence inside a fence"),
        pytest.param("````\n```\n# comment\n````\n# Heading", ("Heading",), id="a longer fence"),
        pytest.param("```\n# never closed", (), id="a fence to the end"),
        pytest.param("    # code\n\n# Heading", ("Heading",), id="indented code"),
        pytest.param("---\ntitle: x\n# comment\n---\n# Heading", ("Heading",), id="front matter"),
        pytest.param("## `kubectl` and *other* [tools](https://x.org) **now**", ("kubectl and other tools now",), id="emphasis and links"),
        pytest.param("## Roll back {#undo .x}\n## {a}", ("Roll back", "{a}"), id="attributes"),
        pytest.param("## snake_case_name", ("snake_case_name",), id="underscores in words"),
        pytest.param("\ufeff# Heading\r\n## Two\r\n", ("Heading", "Two"), id="byte-order mark and CRLF"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_headings(text: str, headings: tuple[str, ...]) -> None:
    assert parse_runbook("runbooks/shop/x.md", text).headings == headings


@pytest.mark.parametrize(
    ("heading", "slug"),
    [
        ("What to do", "what-to-do"),
        ("Step 1: look & think!", "step-1-look--think"),
        ("snake_case", "snake_case"),
        ("p95 > 500 ms?", "p95--500-ms"),
        ("Wärme – Überlast", "wärme--überlast"),
        ("full-incident response", "full-incident-response"),
    ],
)
def test_an_anchor_is_the_one_that_github_gives(heading: str, slug: str) -> None:
    assert anchor(heading) == slug


def test_equal_headings_are_numbered() -> None:
    page = parse_runbook("runbooks/shop/x.md", "# Check\n# Check\n# Check-1\n# Check\n")
    assert page.anchors == {"check", "check-1", "check-1-1", "check-2"}


@given(st.text(alphabet="#ab `~-=\n_*[]()", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    page = parse_runbook("runbooks/shop/x.md", text)
    assert len(page.anchors) == len(page.headings)
