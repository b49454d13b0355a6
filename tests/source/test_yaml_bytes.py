"""Bytes that are no text, marks at the beginning, invisible characters, line ends: each with its line and column."""

import pytest

from slogen.diagnostics import codes
from slogen.source import read


@pytest.mark.parametrize(
    ("content", "places"),
    [
        pytest.param(b"a: gr\xfcn\n", [("1:6", "byte 0xFC at offset 5 is not UTF-8 (in Windows-1252 it is ü)")], id="latin-1"),
        pytest.param(
            "ä: ".encode() + b"\xe4\n", [("1:4", "byte 0xE4 at offset 4 is not UTF-8 (in Windows-1252 it is ä)")], id="behind-utf-8"
        ),
        pytest.param(
            b"\xef\xbb\xbfa: \x80\n", [("1:4", "byte 0x80 at offset 6 is not UTF-8 (in Windows-1252 it is €)")], id="behind-a-mark"
        ),
        pytest.param(b"a: 1\r\nb: \xff\r\n", [("2:4", "byte 0xFF at offset 9")], id="second-line-crlf"),
        pytest.param(b"a: \xe2\x82\n", [("1:4", "byte 0xE2 at offset 3")], id="cut-character"),
        pytest.param(b"a: \xed\xa0\x80\n", [("1:4", "byte 0xED at offset 3")], id="surrogate"),
        pytest.param(b"a: \xff\nb: \xff\xff\n", [("1:4", "byte 0xFF at offset 3"), ("2:4", "byte 0xFF at offset 8")], id="each-line-once"),
        pytest.param(b"a: \x00\n", [("1:4", "the invisible character U+0000 (NUL) is not allowed")], id="nul"),
        pytest.param(b"a: b\x1b[1m\n", [("1:5", "U+001B (ESCAPE)")], id="escape"),
        pytest.param(b"a: 1\x7f\n", [("1:5", "U+007F (DELETE)")], id="delete"),
        pytest.param(b"a: 1\x0c\n", [("1:5", "U+000C (FORM FEED)")], id="form-feed"),
        pytest.param("a: b\u2028c\n".encode(), [("1:5", "U+2028 (LINE SEPARATOR)")], id="line-separator"),
        pytest.param("a: b\x85c\n".encode(), [("1:5", "U+0085 (NEXT LINE)")], id="next-line"),
        pytest.param("a: 1\n\ufeffb: 2\n".encode(), [("2:1", "U+FEFF (BYTE ORDER MARK)")], id="mark-in-the-middle"),
        pytest.param("😀: \x01\n".encode(), [("1:4", "U+0001")], id="behind-a-character-of-four-bytes"),
        pytest.param(b"# \x00\na: 1\n", [("1:3", "U+0000")], id="in-a-comment"),
        pytest.param("a: 1\n".encode("utf-16"), [("1:1", "the file is UTF-16, not UTF-8")], id="utf-16-with-mark"),
        pytest.param("a: 1\n".encode("utf-16-be"), [("1:1", "the file is UTF-16, not UTF-8")], id="utf-16-without-mark"),
        pytest.param("a: 1\n".encode("utf-32"), [("1:1", "the file is UTF-32, not UTF-8")], id="utf-32"),
    ],
)
def test_refused_bytes(content: bytes, places: list[tuple[str, str]]) -> None:
    documents, findings = read("a.yaml", content)
    assert documents == ()
    assert [str(finding.span) for finding in findings] == [f"a.yaml:{place}" for place, _ in places]
    for finding, (_, message) in zip(findings, places, strict=True):
        assert finding.code is codes.YAML_ENCODING
        assert finding.message.startswith(message) or message in finding.message


def test_remedy_of_a_wrong_encoding() -> None:
    _, (finding,) = read("a.yaml", b"\xff\xfea\x00")
    assert finding.hint == "save the file as UTF-8"


def test_a_wrong_byte_does_not_hide_other_mistakes() -> None:
    _, findings = read("a.yaml", b"a: \xfc\nb: yes\nc: d: e\n")
    assert [(finding.span.line, finding.code.name) for finding in findings] == [
        (1, "yaml-encoding"),
        (2, "yaml-ambiguous"),
        (3, "yaml-syntax"),
    ]


def test_binary_file_gives_ten_findings() -> None:
    documents, findings = read("a.yaml", b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)) + b"\n\xff" * 1000)
    assert documents == ()
    assert len(findings) == 10


def test_a_million_wrong_bytes_in_one_line_give_one_finding() -> None:
    assert len(read("a.yaml", b"a: " + b"\xff" * 1_000_000)[1]) == 1


@pytest.mark.parametrize(
    ("content", "places"),
    [
        pytest.param(b"\xef\xbb\xbfa: 1\nb: 2\n", {"a": "1:4", "b": "2:4"}, id="byte-order-mark"),
        pytest.param(b"a: 1\r\nb:\r\n  - c: x\r\n", {"a": "1:4", "b": "3:5"}, id="crlf"),
        pytest.param(b"a: 1\rb: 2\r", {"a": "1:4", "b": "2:4"}, id="cr"),
        pytest.param(
            "a: '😀', \n".replace("'😀', ", "😀").encode() + "b: {😀😀: ü, c: 1}\n".encode(), {"a": "1:4", "b": "2:5"}, id="non-bmp"
        ),
        pytest.param("ключ: значение\nb: é\n".encode(), {"ключ": "1:7", "b": "2:4"}, id="cyrillic"),
        pytest.param(b"a: 1\n\n\n# c\n\nb: 2", {"a": "1:4", "b": "6:4"}, id="no-line-break-at-the-end"),
        pytest.param(b"a:\t1\nb: 2\t# tab\n", {"a": "1:4", "b": "2:4"}, id="tab-behind-the-colon"),
    ],
)
def test_columns_count_characters(content: bytes, places: dict[str, str]) -> None:
    (document,), findings = read("a.yaml", content)
    assert findings == ()
    assert {key: str(document.span(key)) for key in places} == {key: f"a.yaml:{place}" for key, place in places.items()}


def test_non_bmp_inside_a_flow_mapping() -> None:
    (document,), _ = read("a.yaml", "b: {😀😀: ü, c: 1}\n".encode())
    assert str(document.span("b", "c")) == "a.yaml:1:15"
    assert str(document.key_span("b", "c")) == "a.yaml:1:12"


def test_line_breaks_of_all_kinds_are_one_in_the_value() -> None:
    (document,), _ = read("a.yaml", b"a: |\r\n  x\r\n  y\r\nb: |\n  x\n  y\n")
    assert document.data["a"] == document.data["b"] == "x\ny\n"
