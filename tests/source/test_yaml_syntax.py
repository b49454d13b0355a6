"""What is said when a file is not YAML: the place of the real mistake, in plain words, once."""

import pytest

from slogen.diagnostics import Diagnostic, codes
from slogen.diagnostics.codes import Code
from slogen.source import read


def underlined(source: str, finding: Diagnostic) -> str:
    """The text that the carets stand under."""
    lines = source.splitlines()
    line = lines[finding.span.line - 1] if finding.span.line <= len(lines) else ""
    return line[finding.span.column - 1 : finding.span.column - 1 + finding.span.length]


@pytest.mark.parametrize(
    ("source", "place", "text", "message", "hint"),
    [
        # Colons
        pytest.param("a: b: c\n", "1:5", ":", "value of `a` holds a second colon", 'a: "b: c"', id="second-colon"),
        pytest.param("- a: Note: b\n", "1:10", ":", "value of `a` holds a second colon", 'a: "Note: b"', id="second-colon-in-an-item"),
        pytest.param("a: b:\n", "1:5", ":", "value of `a` ends with a colon", 'a: "b:"', id="colon-at-the-end"),
        pytest.param("a: 'b': c\n", "1:7", ": c", "stands behind the closing '", "whole text", id="colon-behind-a-quote"),
        pytest.param("a: " + "x" * 70 + ": c\n", "1:74", ":", "second colon", "behind >-", id="second-colon-in-a-long-text"),
        pytest.param(
            "a: some text\n  with a note: b\n",
            "2:14",
            ":",
            "text that begins on line 1 holds a colon",
            "`a` below it, behind >-",
            id="colon-in-a-text",
        ),
        pytest.param(
            "a:\n  some text that\n  Note: b\n",
            "3:7",
            ":",
            "text that begins on line 2 holds a colon",
            "`a` below it",
            id="colon-in-a-text-below-its-key",
        ),
        pytest.param(
            "a:b\nc: d\n", "1:2", ":", "a space is missing behind the colon in `a:b`", "write `a: b`", id="no-space-behind-the-colon"
        ),
        pytest.param(
            "x:\n  - name:foo\n    b: 1\n", "2:9", ":", "missing behind the colon in `name:foo`", "`name: foo`", id="no-space-in-an-item"
        ),
        pytest.param("a: 1\nb:2\nc: 3\n", "2:2", ":", "missing behind the colon in `b:2`", "`b: 2`", id="no-space-among-keys"),
        pytest.param(
            "objective 99.9\nb: 1\n",
            "1:1",
            "objective 99.9",
            "`objective 99.9` has no colon",
            "write `objective: 99.9`",
            id="no-colon-first-line",
        ),
        pytest.param("a: 1\nobjective 99.9\nb: 2\n", "2:1", "objective 99.9", "has no colon", "write `objective: 99.9`", id="no-colon"),
        pytest.param("s:\n  a\n    b: 1\n", "2:3", "a", "`a` has no colon", "write `a:`", id="no-colon-before-a-mapping"),
        pytest.param(
            "Some title here\nb: 1\n",
            "1:1",
            "Some title here",
            "`Some title here` has no colon",
            "write `Some: title here`",
            id="text-before-the-first-key",
        ),
        pytest.param("a: 1\nb\n", "2:1", "b", "`b` has no colon", "write `b:`", id="no-colon-last-line"),
        pytest.param("s:\n- a\nb\nc: d\n", "3:1", "b", "`b` has no colon", "write `b:`", id="no-colon-behind-a-list"),
        pytest.param("a: 1\n--\nb: 2\n", "2:1", "--", "-- means nothing", "write ---", id="two-dashes"),
        pytest.param(" ---\na: b\n", "1:2", "---", "must stand at the beginning", "delete the spaces", id="indented-marker"),
        # Quotes
        pytest.param('a: "foo\nb: c\n', "1:4", '"foo', 'the quote " is never closed', 'put " at the end', id="open-double-quote"),
        pytest.param(
            'a: "foo\nb: "bar"\nc: d\n',
            "1:4",
            '"foo',
            'the quote " is not closed on this line',
            'put " at the end',
            id="open-quote-closed-by-the-next",
        ),
        pytest.param(
            "a: 'foo\nb: 'bar'\n", "1:4", "'foo", "the quote ' is not closed", "written ''", id="open-single-quote-closed-by-the-next"
        ),
        pytest.param("a: 'foo\n---\nb: c\n", "1:4", "'foo", "the quote ' is not closed", "written ''", id="open-quote-before-a-document"),
        pytest.param("a: [\"x, 'y']\nb: c\n", "1:5", "\"x, 'y']", 'the quote " is never closed', "put", id="open-quote-in-a-list"),
        pytest.param('- "a\n- b: "c"\n', "1:3", '"a', 'the quote " is not closed', "put", id="open-quote-in-an-item"),
        pytest.param("a: 'it's down'\n", "1:8", "s down'", "stands behind the closing '", "written ''", id="apostrophe"),
        pytest.param(
            'a: "x" > 1\n', "1:8", "> 1", 'stands behind the closing "', "single quotes", id="text-behind-a-quote-and-a-block-sign"
        ),
        pytest.param('a: "x" and y\n', "1:8", "and y", 'and y stands behind the closing "', "single quotes", id="text-behind-a-quote"),
        pytest.param('- "x" and y\n', "1:7", "and y", "stands behind the closing", "single quotes", id="text-behind-a-quoted-item"),
        pytest.param('"x" y\n', "1:5", "y", "stands behind the closing", "single quotes", id="text-behind-a-quoted-document"),
        pytest.param('a: "\\d+"\n', "1:5", "\\d", "\\d is no escape", "write \\\\d, or use single quotes", id="escape"),
        pytest.param('a: "x\\x4"\n', "1:6", "\\x", "followed by 2 hexadecimal digits", "\\\\x", id="short-escape"),
        pytest.param('a: "\\ud800"\n', "1:5", "\\u", "followed by 4 hexadecimal digits of a character", "\\\\u", id="surrogate-escape"),
        # Brackets
        pytest.param("a: [x, y\nb: c\n", "1:4", "[x, y", "the bracket [ is never closed", "put ] behind", id="open-list"),
        pytest.param("a: {x: 1, y: 2\nb: c\n", "1:4", "{x: 1, y: 2", "the bracket { is never closed", "put } behind", id="open-mapping"),
        pytest.param("a: [x, [y, z]\nb: c\nd: [e]\n", "1:4", "[x, [y, z]", "[ is never closed", "put ] behind", id="open-outer-list"),
        pytest.param("a: [x, {y: z]\nb: c\n", "1:8", "{y: z]", "{ is never closed", "put } behind", id="wrong-bracket"),
        pytest.param("[a, b", "1:1", "[a, b", "[ is never closed", "put ]", id="open-list-at-the-end"),
        pytest.param("a: {x: 1 y: 2}\n", "1:11", ":", "a comma is missing before its key", "{a: 1, b: 2}", id="no-comma-in-a-mapping"),
        pytest.param('a: ["x" "y"]\n', "1:9", '"', 'a comma is missing before "y"]', "commas", id="no-comma-in-a-list"),
        pytest.param(
            'a: {t: up{job="x"}, b: c}\n', "1:8", 'up{job="x"}', "`up{…` needs quotes", "write 'up{job=\"x\"}'", id="selector-in-a-mapping"
        ),
        pytest.param(
            "a: [rate(x[5m]), b]\n",
            "1:5",
            "rate(x[5m]",
            "`rate(x[…` needs quotes",
            "whole expression in single quotes",
            id="range-in-a-list",
        ),
        pytest.param('a: {b="c"} > 1\n', "1:12", "> 1", "> 1 stands behind the closing }", "single quotes", id="text-behind-a-bracket"),
        pytest.param("a: [1]]\nb: 2\n", "1:7", "]", "] closes nothing", "delete it", id="bracket-too-many"),
        pytest.param("a: }\n", "1:4", "}", "} closes nothing", "delete it", id="bracket-alone"),
        pytest.param("a: [1,,2]\n", "1:7", ",", "a value is missing before this comma", "delete the comma", id="two-commas"),
        pytest.param("a: ,\n", "1:4", ",", "cannot begin with a comma", "in quotes", id="comma-alone"),
        pytest.param("a: {b:}\n", "1:6", ":", "a colon cannot stand right before }", "write a space", id="colon-before-a-bracket"),
        # Indentation
        pytest.param(
            "a: 1\n  b: 2\n", "2:3", "b", "`b` is indented deeper than `a`, which already has a value on line 1", "by 0 spaces", id="deeper"
        ),
        pytest.param(
            "s:\n  - a: 1\n     b: 2\n",
            "3:6",
            "b",
            "deeper than `a`, which already has a value on line 2",
            "by 4 spaces",
            id="deeper-in-an-item",
        ),
        pytest.param(
            "s:\n  - a: 1\n   b: 2\n",
            "3:4",
            "b",
            "`b` is indented by 3 spaces, and nothing above it is",
            "by 2 or 4 spaces",
            id="between-two-levels",
        ),
        pytest.param(
            "a:\n    b: 1\n  c: 2\n", "3:3", "c", "`c` is indented by 2 spaces, and nothing above it is", "by 0 or 4 spaces", id="less-deep"
        ),
        pytest.param("- - a\n - b\n", "2:2", "-", "indented by 1 space,", "by 0 or 2 spaces", id="item-between-two-levels"),
        pytest.param(
            "  a: 1\nb: 2\n",
            "2:1",
            "b",
            "`b` is indented by 0 spaces, less than the document's beginning on line 1",
            "indent line 1",
            id="beginning",
        ),
        pytest.param(
            "s:\n  - a: 1\n  b: 2\n", "3:3", "b", "`b` cannot stand among the items of a list", "put it deeper", id="key-among-items"
        ),
        pytest.param(
            "s:\n  a: 1\n  - b: 2\n", "3:3", "- b", "a list item cannot stand among the keys", "a list stands below", id="item-among-keys"
        ),
        pytest.param("s:\n  - b: 1\n  -c: 2\n", "3:3", "-", "a space is missing behind the dash", "write - c: 2", id="dash-without-space"),
        pytest.param("a: - b\n", "1:4", "-", "cannot stand on the line of its key `a`", "next line", id="item-on-the-line-of-its-key"),
        pytest.param("a: |\nb\nc: 1\n", "2:1", "b", "text of `a` must be indented", "at least 1 space", id="block-without-indentation"),
        pytest.param(
            "a:\n  \u00a0b: 1\n   c: 2\n", "2:3", "\u00a0", "U+00A0 is used for indentation", "ordinary spaces", id="no-break-space"
        ),
        # Signs at the beginning of a value
        pytest.param("a: @foo\n", "1:4", "@", "cannot begin with @", '"@foo"', id="at-sign"),
        pytest.param("a: `b`\n", "1:4", "`", "cannot begin with `", '"`b`"', id="backtick"),
        pytest.param("a: %b\n", "1:4", "%", "cannot begin with %", '"%b"', id="percent"),
        pytest.param("a: | b\n", "1:4", "|", "| at the beginning of a value opens a block", '"| b"', id="text-behind-a-bar"),
        pytest.param("a: > 5\n", "1:4", ">", "> at the beginning of a value opens a block", '"> 5"', id="greater-than"),
        pytest.param("a: |0\n  b\n", "1:4", "|0", "must be 1 to 9, got 0", "write | alone", id="indentation-indicator-zero"),
        pytest.param("a: & b\n", "1:4", "&", "cannot begin with & unless", '"& b"', id="ampersand"),
        pytest.param("a: *\n", "1:4", "*", "cannot begin with * unless", '"*"', id="star"),
        pytest.param("a: ? b\n", "1:4", "?", "cannot begin with ? and a space", 'a: "? b"', id="question-mark"),
        pytest.param("a: &x &y 1\n", "1:7", "&y 1", "cannot stand behind what comes before it", "quotes", id="two-anchors"),
        # Directives and ends
        pytest.param(
            "%YAML 3.0\n---\na: 1\n", "1:1", "%YAML 3.0", "is no directive that this reader knows", "delete it", id="version-of-yaml"
        ),
        pytest.param("%FOO\n---\na: 1\n", "1:1", "%FOO", "is no directive", "delete it", id="unknown-directive"),
        pytest.param("a: 1\n%YAML 1.1\n", "2:1", "%YAML 1.1", "is no directive", "delete it", id="directive-behind-content"),
        pytest.param("a: 1\n... b\n", "2:5", "b", "b stands behind the end of the document", "---", id="text-behind-the-end"),
    ],
)
def test_syntax_error(source: str, place: str, text: str, message: str, hint: str) -> None:
    _, (finding,) = read("a.yaml", source.encode())
    assert finding.code is codes.YAML_SYNTAX
    assert (str(finding.span), underlined(source, finding)) == (f"a.yaml:{place}", text)
    assert message in finding.message
    assert hint in finding.hint


@pytest.mark.parametrize(
    ("source", "place", "text", "code", "message"),
    [
        pytest.param("a:\n\tb: 1\n", "2:1", "\t", codes.YAML_TAB, "a tab is used for indentation", id="tab"),
        pytest.param("a:\n  - b\n\t\t- c\n", "3:1", "\t\t", codes.YAML_TAB, "a tab is used", id="two-tabs-behind-an-item"),
        pytest.param("a: b\n\tc\nd: e\n", "2:1", "\t", codes.YAML_TAB, "a tab is used", id="tab-in-a-text"),
        pytest.param("a: |\n\tb\n", "2:1", "\t", codes.YAML_TAB, "a tab is used", id="tab-in-a-block"),
        pytest.param("a:\n  \tb: 1\n", "2:3", "\t", codes.YAML_TAB, "a tab is used", id="tab-behind-spaces"),
        pytest.param("a:\n\tb: 1\n\tc: 2\nd:\n\te: 3\n", "2:1", "\t", codes.YAML_TAB, "so in 2 more lines (3, 5)", id="all-tabs-at-once"),
        pytest.param("a: !<x y\n", "1:4", "!", codes.YAML_TAG, "not well-formed", id="open-tag"),
        pytest.param("a: !e!x y\n", "1:4", "!", codes.YAML_TAG, "not well-formed", id="undeclared-tag"),
        pytest.param(": 1\n", "1:1", ":", codes.YAML_KEY, "a key is missing", id="no-key-at-the-root"),
        pytest.param("{: 1}\n", "1:2", ":", codes.YAML_KEY, "a key is missing", id="no-key-in-brackets"),
        pytest.param("a: {b: 1, : 2}\n", "1:11", ":", codes.YAML_KEY, "a key is missing", id="no-key-behind-a-comma"),
        pytest.param("a: b\n: 1\n", "2:1", ":", codes.YAML_KEY, "a key is missing", id="no-key-among-keys"),
    ],
)
def test_error_with_a_code_of_its_own(source: str, place: str, text: str, code: Code, message: str) -> None:
    _, (finding,) = read("a.yaml", source.encode())
    assert finding.code is code
    assert (str(finding.span), underlined(source, finding)) == (f"a.yaml:{place}", text)
    assert message in finding.message


@pytest.mark.parametrize("line_break", [pytest.param("\r\n", id="crlf"), pytest.param("\r", id="cr")])
def test_columns_with_other_line_breaks(line_break: str) -> None:
    _, (finding,) = read("a.yaml", f"a: 1{line_break}😀: b: c{line_break}".encode())
    assert str(finding.span) == "a.yaml:2:5"


@pytest.mark.parametrize(
    ("source", "places"),
    [
        pytest.param("a: b: c\nd:e\nf: 1\ng: @\n", ["1:5", "2:2", "4:4"], id="three-keys"),
        pytest.param("s:\n  - a: b: c\n    d: 1\n  - a: [x\n    d: 1\nt: 'x\n", ["2:9", "4:8", "6:4"], id="items"),
        pytest.param("a: b: c\nd: yes\nd: 1\n", ["1:5", "2:4", "3:1"], id="words-and-keys-behind-a-syntax-error"),
        pytest.param("a: b: c\n---\nd: e: f\n---\ng: h\n", ["1:5", "3:5"], id="documents"),
        pytest.param("a: *x\nb: *y\n", ["1:4", "2:4"], id="aliases"),
        pytest.param('a: {t: up{job="x"}}\nb: {t: up{job="y"}}\n', ["1:8", "2:8"], id="selectors"),
    ],
)
def test_several_errors_are_told_in_one_run(source: str, places: list[str]) -> None:
    _, findings = read("a.yaml", source.encode())
    assert [str(finding.span) for finding in findings] == [f"a.yaml:{place}" for place in places]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("s:\n   - a: 1\n    b: 2\n    c: 3\n   - a: 4\n     b: 5\n", id="item-with-a-dash-too-deep"),
        pytest.param("s:\n  - a: 1\n    t:\n       b: 2\n      c: 3\n      d: 4\n  - a: 5\n    t: {}\n", id="first-key-too-deep"),
        pytest.param("a: 1\n   s:\n  - b: 2\n  - c: 3\n", id="key-of-a-list-too-deep"),
        pytest.param("x: &a {k: 1\ny: {<<: *a}\nz: *a\n", id="anchor-on-a-broken-line"),
        pytest.param("a: [b,\n  c: d e: f,\n  g]\nh: 1\n", id="list-on-several-lines"),
    ],
)
def test_one_mistake_is_told_once(source: str) -> None:
    assert len(read("a.yaml", source.encode())[1]) == 1


def test_a_document_without_mistake_is_returned_beside_a_broken_one() -> None:
    documents, _ = read("a.yaml", b"a: 1\n---\nb: c: d\n---\ne: 2\n")
    assert [(document.index, document.data) for document in documents] == [(0, {"a": 1}), (2, {"e": 2})]
