"""Findings as text: order, carets, long lines, wide characters, escapes, colours, and the summary."""

import pytest

from slogen.diagnostics import Diagnostic, Span, codes, error, warning
from slogen.report import render, summary


def finding(line: int, column: int, length: int = 1, *, path: str = "a.yaml", message: str = "wrong", hint: str = "") -> Diagnostic:
    return error(Span(path, line, column, length), codes.WRONG_VALUE, message, hint)


def carets(text: str) -> tuple[str, str]:
    """The excerpt's line and the line of carets of the only finding, without the margin."""
    rows = text.splitlines()
    return rows[1][8:], rows[2][8:]


def test_a_finding() -> None:
    where = Span("slos/omnihub/api-gateway.yaml", 12, 16, 3)
    what = error(where, codes.OBJECTIVE_RANGE, "objective must be between 0 and 100, got 199", "write a percentage such as 99.9")
    text = render([what], {where.path: "\n" * 11 + "    objective: 199\n"}, color=False)
    assert text == (
        "slos/omnihub/api-gateway.yaml:12:16: error: objective must be between 0 and 100, got 199 [objective-range]\n"
        "   12 |     objective: 199\n"
        "      |                ^^^\n"
        "      = write a percentage such as 99.9\n"
    )


def test_findings_are_ordered_and_told_once() -> None:
    findings = [finding(2, 1), finding(10, 1), finding(2, 1), finding(1, 5, path="b.yaml"), finding(1, 2)]
    text = render(findings, {}, color=False)
    assert text == (
        "a.yaml:1:2: error: wrong [wrong-value]\n\n"
        "a.yaml:2:1: error: wrong [wrong-value]\n\n"
        "a.yaml:10:1: error: wrong [wrong-value]\n\n"
        "b.yaml:1:5: error: wrong [wrong-value]\n"
    )


def test_warning_says_so() -> None:
    assert render([warning(Span("a.yaml"), codes.YAML_COMMENT, "cut")], {}, color=False) == "a.yaml:1:1: warning: cut [yaml-comment]\n"


def test_nothing_to_show() -> None:
    assert render([], {}, color=False) == ""


@pytest.mark.parametrize(
    ("source", "place", "shown", "under"),
    [
        pytest.param("a: bc\n", (1, 4, 2), "a: bc", "   ^^", id="plain"),
        pytest.param("a: 1\r\nb: 2\r\n", (2, 4, 1), "b: 2", "   ^", id="crlf"),
        pytest.param("a: 1\rb: 2\r", (2, 4, 1), "b: 2", "   ^", id="cr"),
        pytest.param("\ufeffa: 1\n", (1, 1, 1), "a: 1", "^", id="byte-order-mark-is-not-counted"),
        pytest.param("\tb: 2\n", (1, 1, 1), "    b: 2", "^^^^", id="tab-is-four-columns"),
        pytest.param("\t\tb: 2\n", (1, 3, 1), "        b: 2", "        ^", id="behind-tabs"),
        pytest.param("日本: 語x\n", (1, 6, 1), "日本: 語x", "        ^", id="behind-wide-characters"),
        pytest.param("日本: 語x\n", (1, 5, 1), "日本: 語x", "      ^^", id="under-a-wide-character"),
        pytest.param("😀: x\n", (1, 4, 1), "😀: x", "    ^", id="behind-an-emoji"),
        pytest.param("e\u0301: x\n", (1, 5, 1), "e\u0301: x", "   ^", id="behind-a-combining-accent"),
        pytest.param("a: \x1b[1m\n", (1, 4, 1), "a: \\x1b[1m", "   ^^^^", id="escape-character"),
        pytest.param("a: \x00\u2028x\n", (1, 6, 1), "a: \\x00\\u2028x", "             ^", id="behind-invisible-characters"),
        pytest.param("a: \U000e0001x\n", (1, 5, 1), "a: \\U000e0001x", "             ^", id="behind-a-tag-character"),
        pytest.param("a: b\n", (1, 5, 1), "a: b", "    ^", id="behind-the-end-of-the-line"),
        pytest.param("a: b\n", (1, 99, 9), "a: b", "    ^", id="far-behind-the-end-of-the-line"),
        pytest.param("a: b\n", (1, 4, 99), "a: b", "   ^", id="longer-than-the-line"),
        pytest.param("a: b\n", (2, 1, 1), "", "^", id="the-empty-last-line"),
    ],
)
def test_excerpt(source: str, place: tuple[int, int, int], shown: str, under: str) -> None:
    text = render([finding(*place)], {"a.yaml": source}, color=False)
    assert carets(text) == (shown, under)


@pytest.mark.parametrize(
    ("column", "length"),
    [
        pytest.param(1, 1, id="beginning"),
        pytest.param(100, 5, id="near-the-beginning"),
        pytest.param(150, 3, id="middle"),
        pytest.param(298, 3, id="end"),
        pytest.param(120, 150, id="longer-than-the-excerpt"),
    ],
)
def test_long_line_is_cut_around_the_carets(column: int, length: int) -> None:
    line = "".join(chr(ord("a") + number % 26) for number in range(300))
    text = render([finding(1, column, length)], {"a.yaml": line}, color=False)
    assert all(len(row) <= 120 for row in text.splitlines())
    shown, under = carets(text)
    marked = shown[len(under) - under.count("^") : len(under)]
    assert line[column - 1 :].startswith(marked)
    assert len(marked) == min(length, len(marked)) > 0
    assert shown.strip("…") in line
    assert shown.startswith("…") is (shown.strip("…") != line[: len(shown.strip("…"))])
    assert shown.endswith("…") is not line.endswith(shown.strip("…"))
    if length < 100:
        assert len(marked) == length


def test_long_line_of_wide_characters() -> None:
    text = render([finding(1, 150, 2)], {"a.yaml": "語" * 300}, color=False)
    shown, under = carets(text)
    assert 2 * shown.count("語") + shown.count("…") <= 112
    assert under.endswith(" ^^^^")


@pytest.mark.parametrize(
    ("sources", "line"),
    [
        pytest.param({}, 1, id="file-unknown"),
        pytest.param({"a.yaml": "x\n"}, 9, id="line-behind-the-end"),
        pytest.param({"a.yaml": ""}, 0, id="line-zero"),
    ],
)
def test_without_the_line(sources: dict[str, str], line: int) -> None:
    text = render([finding(line, 1, hint="do")], sources, color=False)
    assert text == f"a.yaml:{line}:1: error: wrong [wrong-value]\n      = do\n"


def test_control_characters_of_messages_are_escaped() -> None:
    text = render([finding(1, 1, path="a\x1b.yaml", message="got \x1b[2J", hint="a\nb")], {}, color=False)
    assert text == "a\\x1b.yaml:1:1: error: got \\x1b[2J [wrong-value]\n      = a\\x0ab\n"


def test_line_numbers_of_six_digits_keep_the_margin_straight() -> None:
    rows = render([finding(123456, 1, hint="do")], {"a.yaml": "\n" * 123455 + "x"}, color=False).splitlines()
    assert rows[1:] == ["123456 | x", "       | ^", "       = do"]


def test_colours_only_when_asked() -> None:
    sources = {"a.yaml": "a: b\n"}
    plain = render([finding(1, 4, hint="do")], sources, color=False)
    painted = render([finding(1, 4, hint="do")], sources, color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in painted
    assert "\x1b[1;31m^\x1b[0m" in painted
    for code in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;34m"):
        painted = painted.replace(code, "")
    assert painted == plain


@pytest.mark.parametrize(
    ("findings", "text"),
    [
        pytest.param([], "no findings", id="none"),
        pytest.param([finding(1, 1)], "1 error in 1 file", id="one"),
        pytest.param([finding(1, 1), finding(1, 1)], "1 error in 1 file", id="the-same-twice"),
        pytest.param([warning(Span("a.yaml"), codes.YAML_COMMENT, "cut")], "1 warning in 1 file", id="warning"),
        pytest.param(
            [finding(1, 1), finding(2, 1), finding(1, 1, path="b.yaml"), warning(Span("a.yaml"), codes.YAML_COMMENT, "cut")],
            "3 errors and 1 warning in 2 files",
            id="mixed",
        ),
    ],
)
def test_summary(findings: list[Diagnostic], text: str) -> None:
    assert summary(findings) == text
