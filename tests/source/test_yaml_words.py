"""What unquoted words mean, and which of them are refused because readers of YAML disagree."""

from decimal import Decimal
from typing import Any

import pytest

from slogen.diagnostics import codes
from slogen.source import read


@pytest.mark.parametrize(
    ("word", "value"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("~", None, id="tilde"),
        pytest.param("null", None, id="null"),
        pytest.param("Null", None, id="null-capitalised"),
        pytest.param("NULL", None, id="null-in-capitals"),
        pytest.param("nUll", "nUll", id="null-in-mixed-case-is-text"),
        pytest.param("true", True, id="true"),
        pytest.param("True", True, id="true-capitalised"),
        pytest.param("TRUE", True, id="true-in-capitals"),
        pytest.param("false", False, id="false"),
        pytest.param("False", False, id="false-capitalised"),
        pytest.param("FALSE", False, id="false-in-capitals"),
        pytest.param("tRue", "tRue", id="true-in-mixed-case-is-text"),
        pytest.param("0", 0, id="zero"),
        pytest.param("42", 42, id="integer"),
        pytest.param("-7", -7, id="negative-integer"),
        pytest.param("+7", 7, id="signed-integer"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("99.9", Decimal("99.9"), id="decimal-is-exact"),
        pytest.param("99.90", Decimal("99.90"), id="decimal-keeps-its-digits"),
        pytest.param("0.1000000000000000000000000001", Decimal("0.1000000000000000000000000001"), id="more-digits-than-a-float"),
        pytest.param(".5", Decimal("0.5"), id="decimal-without-leading-zero"),
        pytest.param("5.", Decimal(5), id="decimal-without-fraction"),
        pytest.param("1e3", Decimal(1000), id="exponent-without-point"),
        pytest.param("1.5e-3", Decimal("0.0015"), id="exponent"),
        pytest.param("-2.5E+3", Decimal(-2500), id="signed-exponent"),
        pytest.param("99,9", "99,9", id="comma-is-text"),
        pytest.param("28d", "28d", id="duration-is-text"),
        pytest.param("1.2.3", "1.2.3", id="version-is-text"),
        pytest.param("12e", "12e", id="half-an-exponent-is-text"),
        pytest.param("1:75", "1:75", id="seventy-five-minutes-is-text"),
        pytest.param("10.0.0.1:9090", "10.0.0.1:9090", id="address-is-text"),
        pytest.param("-x", "-x", id="dash-and-word-is-text"),
        pytest.param(".", ".", id="point-is-text"),
        pytest.param("_1", "_1", id="leading-underscore-is-text"),
        pytest.param("none", "none", id="none-is-text"),
        pytest.param("office", "office", id="a-word-beginning-with-off"),
        pytest.param("٣", "٣", id="other-digits-are-text"),
        pytest.param("2024-01", "2024-01", id="month-is-text"),
        pytest.param("'yes'", "yes", id="quoted-yes"),
        pytest.param('"012"', "012", id="quoted-number"),
        pytest.param("!!str 012", "012", id="number-tagged-as-text"),
        pytest.param("! 'yes'", "yes", id="quoted-text-with-an-empty-tag"),
    ],
)
def test_word_has_value(word: str, value: Any) -> None:
    documents, findings = read("a.yaml", f"a: {word}\n".encode())
    assert findings == ()
    assert documents[0].data == {"a": value}
    assert type(documents[0].data["a"]) is type(value)


@pytest.mark.parametrize(
    ("word", "readings", "remedy"),
    [
        pytest.param("yes", "is true in YAML 1.1 and text in YAML 1.2", 'write true, or "yes" for text', id="yes"),
        pytest.param("No", "is false in YAML 1.1 and text in YAML 1.2", 'write false, or "No" for text', id="no-for-norway"),
        pytest.param("ON", "is true in YAML 1.1", "write true", id="on"),
        pytest.param("off", "is false in YAML 1.1", "write false", id="off"),
        pytest.param("oFf", "is false in YAML 1.1", "write false", id="off-in-mixed-case"),
        pytest.param("y", "is true in YAML 1.1", "write true", id="y"),
        pytest.param("N", "is false in YAML 1.1", "write false", id="n"),
        pytest.param("1:30", "is 90 (base 60) in YAML 1.1 and text", 'write "1:30" for text', id="minutes"),
        pytest.param("-1:30:00", "is -5400 (base 60) in YAML 1.1", 'write "-1:30:00"', id="hours"),
        pytest.param("1:30.5", "is 90.5 (base 60) in YAML 1.1", 'write "1:30.5"', id="minutes-with-fraction"),
        pytest.param("012", "is 10 in YAML 1.1 and 12 in YAML 1.2", "without leading zeros", id="octal"),
        pytest.param("089", "is text in YAML 1.1 and 89 in YAML 1.2", "without leading zeros", id="leading-zero"),
        pytest.param("0o17", "is text in YAML 1.1 and 15 in YAML 1.2", "write 15", id="new-octal"),
        pytest.param("0b101", "is 5 in YAML 1.1 and text in YAML 1.2", "write 5", id="binary"),
        pytest.param("1_000", "is a number in YAML 1.1 and text in YAML 1.2", "write 1000", id="underscore"),
        pytest.param("1_000.5", "is a number in YAML 1.1", "write 1000.5", id="underscore-in-decimal"),
        pytest.param(".inf", "is read as infinity", "write a number", id="infinity"),
        pytest.param("-.INF", "is read as infinity", "write a number", id="negative-infinity"),
        pytest.param(".NaN", "is read as not-a-number", "write a number", id="not-a-number"),
        pytest.param("2024-01-01", "is a date in YAML 1.1 and text in YAML 1.2", 'write "2024-01-01"', id="date"),
        pytest.param("2024-01-01 10:00:00", "is a date in YAML 1.1", 'write "2024-01-01 10:00:00"', id="time"),
        pytest.param("2024-1-1T10:00:00Z", "is a date in YAML 1.1", "write", id="time-in-zulu"),
        pytest.param("1e999", "is too large or too close to zero", "smaller number", id="beyond-binary-floating-point"),
        pytest.param("1e-999", "is too large or too close to zero", "smaller number", id="below-binary-floating-point"),
        pytest.param("9" * 5000, "is too long", "smaller number", id="five-thousand-digits"),
        pytest.param("0b" + "1" * 5000, "is a number in YAML 1.1", "write", id="five-thousand-binary-digits"),
        pytest.param("=", "a sign with a meaning of its own", 'write "="', id="equals"),
        pytest.param("<<", "a sign with a meaning of its own", 'write "<<"', id="merge-sign-as-value"),
    ],
)
def test_word_is_refused_with_both_readings(word: str, readings: str, remedy: str) -> None:
    documents, findings = read("a.yaml", f"a:\n  - b: {word}\n".encode())
    (finding,) = findings
    assert finding.code is codes.YAML_AMBIGUOUS
    assert (str(finding.span), finding.span.length) == ("a.yaml:2:8", len(word))
    assert readings in finding.message
    assert remedy in finding.hint
    assert documents[0].data == {"a": [{"b": word}]}, "the rest of the document can be checked"


@pytest.mark.parametrize("key", ["on", "yes", "1", "1:30", "012", "null", "~", "2024-01-01", ".inf", "1_000", "true"])
def test_key_is_its_text(key: str) -> None:
    documents, findings = read("a.yaml", f"only_when: {{{key}: [a]}}\n".encode())
    assert findings == ()
    assert documents[0].data == {"only_when": {key: ["a"]}}
