"""Aliases and nesting that would never end, or never fit: they are findings, and quickly."""

import time

import pytest

from slogen.diagnostics import codes
from slogen.diagnostics.codes import Code
from slogen.source import read
from slogen.source.compose import DEPTH


def laughs(levels: int) -> str:
    """Each level ten times the one before."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


def chain(length: int) -> str:
    """Each alias one level deeper than the one before."""
    return "a0: &a0 [x]\n" + "".join(f"a{number}: &a{number} [*a{number - 1}]\n" for number in range(1, length))


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        pytest.param("&a [*a]\n", "1:5", "lies inside what it stands for", id="list-of-itself"),
        pytest.param("a: &a\n  b: *a\n", "2:6", "lies inside what it stands for", id="mapping-of-itself"),
        pytest.param("a: &a\n  b:\n    <<: *a\n", "3:9", "lies inside what it stands for", id="merge-of-itself"),
        pytest.param("--- &a\n? *a\n: 1\n", "2:3", "lies inside what it stands for", id="key-of-itself"),
        pytest.param(laughs(9), "5:45", "more than 100,000 values", id="billion-laughs"),
        pytest.param(chain(60), "50:12", "deeper than 50 levels", id="chain-of-aliases"),
    ],
)
def test_refused(source: str, place: str, message: str) -> None:
    documents, (finding,) = read("a.yaml", source.encode())
    assert documents == ()
    assert finding.code is codes.YAML_ALIAS
    assert str(finding.span) == f"a.yaml:{place}"
    assert message in finding.message


def test_other_documents_are_read() -> None:
    documents, findings = read("a.yaml", b"a: 1\n---\n&a [*a]\n---\nb: &a 2\nc: *a\n")
    assert [document.data for document in documents] == [{"a": 1}, {"b": 2, "c": 2}]
    assert [str(finding.span) for finding in findings] == ["a.yaml:3:5"]


def test_ten_thousand_values_through_aliases_are_fine() -> None:
    documents, findings = read("a.yaml", laughs(4).encode())
    assert findings == ()
    assert len(documents[0].data["a3"]) == 10


@pytest.mark.parametrize(
    ("source", "place"),
    [
        pytest.param("[" * DEPTH + "1" + "]" * DEPTH, f"1:{DEPTH}", id="lists"),
        pytest.param("[" * 200_000, f"1:{DEPTH}", id="lists-without-end"),
        pytest.param("{a: " * 100_000, f"1:{4 * DEPTH - 3}", id="mappings-without-end"),
        pytest.param("- " * 100_000 + "a", f"1:{2 * DEPTH - 1}", id="items-of-items"),
        pytest.param("? " * 100_000 + "a", f"1:{2 * DEPTH - 1}", id="keys-of-keys"),
        pytest.param("".join(" " * level + "a:\n" for level in range(2000)), f"{DEPTH}:{DEPTH}", id="indentation"),
    ],
)
def test_too_deep(source: str, place: str) -> None:
    begin = time.perf_counter()
    documents, (finding,) = read("a.yaml", source.encode())
    assert time.perf_counter() - begin < 5
    assert documents == ()
    assert finding.code is codes.YAML_SYNTAX
    assert str(finding.span) == f"a.yaml:{place}"
    assert f"deeper than {DEPTH} levels" in finding.message


def test_just_deep_enough() -> None:
    source = "[" * (DEPTH - 1) + "1" + "]" * (DEPTH - 1)
    documents, findings = read("a.yaml", source.encode())
    assert findings == ()
    assert len(documents) == 1


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("a: '" + "x" * 1_000_000 + "\n", codes.YAML_SYNTAX, id="long-line-without-end"),
        pytest.param("a: x" + " " * 500_000 + ": y\n", codes.YAML_SYNTAX, id="long-run-of-spaces"),
        pytest.param("k" * 2000 + ": 1\n", codes.YAML_SYNTAX, id="long-key"),
        pytest.param("".join(f"k{number}: 1\n" for number in range(20_000)) * 2, codes.YAML_DUPLICATE_KEY, id="many-duplicates"),
        pytest.param("a: b: c\n" * 20_000, codes.YAML_SYNTAX, id="an-error-in-every-line"),
        pytest.param("---\na: b: c\n" * 5_000, codes.YAML_SYNTAX, id="an-error-in-every-document"),
        pytest.param("a: ]\n" + "a: [\n" * 20_000, codes.YAML_SYNTAX, id="open-brackets"),
    ],
)
def test_large_mistakes_take_no_long_time(source: str, code: Code) -> None:
    begin = time.perf_counter()
    _, findings = read("a.yaml", source.encode())
    assert time.perf_counter() - begin < 10
    assert findings[0].code is code
