"""From a path in the data, and from a character in a text, back to line and column of the file."""

import pytest

from slogen.diagnostics import Span
from slogen.source import Document, read

SPEC = """\
# head
kind: Service
owner: {primary: platform, "secondary": 'sre'}
group_by: [environment, cluster]
title: &title "API gateway"
empty:
none: {}
slos:
  - name: availability
    objective: 199
    sli:
      availability:
        total: http_requests_total{job="x"}
  -
    name: latency
  - [a, [b]]
  -
  - &text !!str  tagged
  - *title
base: &base {window: 28d, runbook: x}
derived:
  <<: *base
  runbook: |2 # note
     two
    lines
long: one
  two
"""
Path = tuple[str | int, ...]


def only(source: str) -> Document:
    (document,), findings = read("a.yaml", source.encode())
    assert findings == ()
    return document


def under(source: str, span: Span) -> str:
    """The text that the span underlines."""
    assert span.path == "a.yaml"
    line = source.splitlines()[span.line - 1] if source.splitlines()[span.line - 1 :] else ""
    return line[span.column - 1 : span.column - 1 + span.length]


@pytest.mark.parametrize(
    ("keys", "place", "text"),
    [
        pytest.param((), "2:1", "kind", id="root-is-its-first-key"),
        pytest.param(("kind",), "2:7", "Service", id="plain"),
        pytest.param(("owner",), "3:9", "primary", id="flow-mapping-is-its-first-key"),
        pytest.param(("owner", "secondary"), "3:41", "'sre'", id="quoted-with-its-quotes"),
        pytest.param(("group_by",), "4:12", "environment", id="list-is-its-first-item"),
        pytest.param(("group_by", 1), "4:25", "cluster", id="item"),
        pytest.param(("title",), "5:15", '"API gateway"', id="behind-an-anchor"),
        pytest.param(("empty",), "6:1", "empty", id="empty-value-is-its-key"),
        pytest.param(("none",), "7:7", "{}", id="empty-mapping-is-its-brackets"),
        pytest.param(("slos",), "9:5", "name", id="list-of-mappings-is-the-first-key"),
        pytest.param(("slos", 0), "9:5", "name", id="item-is-its-first-key"),
        pytest.param(("slos", 0, "objective"), "10:16", "199", id="number"),
        pytest.param(("slos", 0, "sli"), "12:7", "availability", id="nested-mapping"),
        pytest.param(("slos", 0, "sli", "availability", "total"), "13:16", 'http_requests_total{job="x"}', id="deep"),
        pytest.param(("slos", 1), "15:5", "name", id="item-below-its-dash"),
        pytest.param(("slos", 2, 1, 0), "16:10", "b", id="list-in-a-list"),
        pytest.param(("slos", 3), "17:3", "-", id="empty-item-is-its-dash"),
        pytest.param(("slos", 4), "18:18", "tagged", id="behind-anchor-and-tag"),
        pytest.param(("slos", 5), "5:15", '"API gateway"', id="alias-is-where-the-text-stands"),
        pytest.param(("derived", "window"), "20:22", "28d", id="merged"),
        pytest.param(("derived", "runbook"), "23:12", "|2 # note", id="own-key-before-merged-and-block-is-its-sign"),
        pytest.param(("long",), "26:7", "one", id="several-lines-are-cut-at-the-first"),
        pytest.param(("kind", "x"), "2:7", "Service", id="missing-below-a-scalar"),
        pytest.param(("missing",), "2:1", "kind", id="missing-at-the-root-is-the-first-key"),
        pytest.param(("owner", "missing"), "3:1", "owner", id="missing-in-a-mapping-is-its-key"),
        pytest.param(("owner", "missing", 0, "x"), "3:1", "owner", id="far-below-something-missing"),
        pytest.param(("slos", 0, "missing"), "9:5", "name", id="missing-in-an-item-is-its-first-key"),
        pytest.param(("slos", 9), "8:1", "slos", id="missing-item-is-the-key-of-the-list"),
        pytest.param(("slos", -1), "8:1", "slos", id="negative-position-is-missing"),
        pytest.param(("slos", "name"), "8:1", "slos", id="key-in-a-list"),
        pytest.param(("owner", 0), "3:1", "owner", id="position-in-a-mapping"),
    ],
)
def test_span(keys: Path, place: str, text: str) -> None:
    span = only(SPEC).span(*keys)
    assert (str(span), under(SPEC, span)) == (f"a.yaml:{place}", text)


@pytest.mark.parametrize(
    ("keys", "place", "text"),
    [
        pytest.param(("kind",), "2:1", "kind", id="plain"),
        pytest.param(("owner", "secondary"), "3:28", '"secondary"', id="quoted"),
        pytest.param(("slos", 0, "objective"), "10:5", "objective", id="deep"),
        pytest.param(("group_by", 1), "4:25", "cluster", id="item-has-no-key"),
        pytest.param(("slos", 1), "15:5", "name", id="item-that-is-a-mapping"),
        pytest.param(("derived", "window"), "20:14", "window", id="merged"),
        pytest.param(("derived", "runbook"), "23:3", "runbook", id="own-before-merged"),
        pytest.param((), "2:1", "kind", id="root"),
        pytest.param(("owner", "missing"), "3:1", "owner", id="missing"),
        pytest.param(("empty",), "6:1", "empty", id="of-an-empty-value"),
    ],
)
def test_key_span(keys: Path, place: str, text: str) -> None:
    span = only(SPEC).key_span(*keys)
    assert (str(span), under(SPEC, span)) == (f"a.yaml:{place}", text)


@pytest.mark.parametrize(
    ("source", "needle", "place", "text"),
    [
        pytest.param("k: rate(x[5m])\n", "x", "1:9", "x", id="plain"),
        pytest.param("k: &a !!str  rate(x)\n", "x", "1:19", "x", id="plain-behind-anchor-and-tag"),
        pytest.param("k: a\n   b\n\n   x\n", "x", "4:4", "x", id="plain-on-several-lines"),
        pytest.param("{k: a\n x, l: 1}\n", "x", "2:2", "x", id="plain-on-several-lines-in-brackets"),
        pytest.param("k: 'it''s x'\n", "x", "1:11", "x", id="single-behind-an-escape"),
        pytest.param("k: 'it''s x'\n", "'s", "1:7", "''s", id="single-escape-itself"),
        pytest.param("k: 'a\n\n  x'\n", "x", "3:3", "x", id="single-on-several-lines"),
        pytest.param('k: "a\\tb\\"x"\n', "x", "1:11", "x", id="double-behind-escapes"),
        pytest.param('k: "a\\u00e9b"\n', "é", "1:6", "\\u00e9", id="double-numbered-escape-itself"),
        pytest.param('k: "a\\u00e9\\x41\\U0001F600x"\n', "x", "1:26", "x", id="double-behind-numbered-escapes"),
        pytest.param('k: "\\0\\a\\b\\t\\n\\v\\f\\r\\e\\ \\"\\/\\\\\\N\\_\\L\\Px"\n', "x", "1:39", "x", id="double-behind-every-escape"),
        pytest.param('k: "a\\\n   bx"\n', "x", "2:5", "x", id="double-with-an-escaped-line-break"),
        pytest.param('k: "a\\\n\n   bx"\n', "x", "3:5", "x", id="double-with-an-escaped-line-break-and-an-empty-line"),
        pytest.param('k: "a  \n  \n   bx"\n', "x", "3:5", "x", id="double-on-several-lines"),
        pytest.param("k: |\n  sum(x)\n", "x", "2:7", "x", id="literal"),
        pytest.param("k: |-\n\n  a\n   x\n", "x", "4:4", "x", id="literal-deeper-line"),
        pytest.param("k: |2-\n     a\n   x\n", "x", "3:4", "x", id="literal-with-indentation-indicator"),
        pytest.param("k:\n  l: |1+\n      a\n    x\n", "x", "4:5", "x", id="literal-with-indicator-in-a-nested-mapping"),
        pytest.param("k: |+ # note\n  a\n\n  x\n\n", "x", "4:3", "x", id="literal-keep-with-comment"),
        pytest.param("k: >\n  a\n  b\n\n  x\n", "x", "5:3", "x", id="folded"),
        pytest.param("k: >-\n  a\n    b\n  x\n", "x", "4:3", "x", id="folded-with-a-deeper-line"),
        pytest.param("k: >2\n\n    a\n  x\n", "x", "4:3", "x", id="folded-with-indentation-indicator"),
        pytest.param("- >\n a\n x\n", "x", "3:2", "x", id="folded-item"),
        pytest.param("k: |2+\n\n", "\n", "2:1", "", id="literal-of-empty-lines-alone"),
        pytest.param("k: |+\n\n\nl: x\n", "\n\n", "2:1", "", id="literal-of-empty-lines-before-a-key"),
        pytest.param("k: |-\r  a\r  x", "x", "3:3", "x", id="literal-cr"),
        pytest.param("k: |\r\n  a\r\n  x\r\n", "x", "3:3", "x", id="literal-crlf"),
        pytest.param("k: a\r\n  b\r\n  x\r\n", "x", "3:3", "x", id="plain-crlf"),
        pytest.param("k: 😀😀x\n", "x", "1:6", "x", id="behind-characters-outside-the-basic-plane"),
        pytest.param("k: >\n  a b\n  c d x\n", "b c", "2:5", "b", id="a-stretch-is-cut-at-its-first-line"),
    ],
)
def test_inside(source: str, needle: str, place: str, text: str) -> None:
    document = only(source)
    key = next(iter(document.data)) if isinstance(document.data, dict) else 0
    if isinstance(document.data, dict) and isinstance(document.data[key], dict):
        keys: Path = (key, "l")
        value = document.data[key]["l"]
    else:
        keys, value = (key,), document.data[key]
    span = document.inside(keys, value.index(needle), len(needle))
    assert (str(span), under(source, span)) == (f"a.yaml:{place}", text)


@pytest.mark.parametrize(
    ("source", "keys", "offset", "length", "place", "span_length"),
    [
        pytest.param("k: abc\n", ("k",), 1, 99, "1:5", 2, id="length-beyond-the-end"),
        pytest.param("k: abc\n", ("k",), 3, 1, "1:7", 1, id="at-the-end"),
        pytest.param("k: 'abc'\n", ("k",), 99, 1, "1:8", 1, id="far-behind-the-end-is-the-closing-quote"),
        pytest.param("k: |\n  abc\n", ("k",), 4, 1, "2:6", 1, id="behind-the-last-line-break"),
        pytest.param("k: |\n  abc\n  d\n", ("k",), 3, 1, "2:6", 1, id="a-line-break"),
        pytest.param("k: abc\n", ("k",), -5, 2, "1:4", 2, id="negative-offset-is-the-beginning"),
        pytest.param("k: abc\n", ("k",), 1, 0, "1:5", 1, id="no-length-is-one"),
        pytest.param("k: ''\n", ("k",), 0, 1, "1:4", 2, id="empty-text-is-its-quotes"),
        pytest.param("k: 99.9\n", ("k",), 3, 1, "1:7", 1, id="number"),
        pytest.param("k: {l: 1}\n", ("k",), 0, 1, "1:5", 1, id="mapping-has-no-inside"),
        pytest.param("k: {l: 1}\n", ("k", "m"), 0, 1, "1:1", 1, id="missing-path"),
    ],
)
def test_inside_at_the_edges(source: str, keys: Path, offset: int, length: int, place: str, span_length: int) -> None:
    span = only(source).inside(keys, offset, length)
    assert (str(span), span.length) == (f"a.yaml:{place}", span_length)


def test_places_in_a_later_document() -> None:
    documents, _ = read("a.yaml", b"---\na: 1\n---\nb: [x, yz]\n")
    assert str(documents[1].span("b", 1)) == "a.yaml:4:8"
    assert str(documents[1].inside(("b", 1), 1)) == "a.yaml:4:9"


def test_places_in_a_document_behind_a_broken_one() -> None:
    (document,), findings = read("a.yaml", b"a: b: c\n---\nd: yz\n")
    assert [str(finding.span) for finding in findings] == ["a.yaml:1:5"]
    assert str(document.inside(("d",), 1)) == "a.yaml:3:5"


def test_places_are_found_again_after_many_other_files() -> None:
    first = only("a: xyz\n")
    for number in range(50):
        only(f"b: {number}\n")
    assert str(first.inside(("a",), 2)) == "a.yaml:1:6"
