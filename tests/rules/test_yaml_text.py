"""Whatever a label, an annotation or an expression says, the file says the same to whoever parses it."""

from dataclasses import replace

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from slogen.diagnostics import Span
from slogen.model.duration import ONE_MINUTE, ZERO
from slogen.rules.values import Alert, Group, Record, RuleFile
from slogen.targets.prometheus import text

ORIGIN = Span("slos/a.yaml")
# A file is UTF-8, which has no lone surrogates.
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
# What people write, and what makes YAML stumble.
TRICKY = st.lists(
    st.sampled_from(
        [
            ": ",
            " #",
            "- ",
            "\n",
            "\n\n",
            "  ",
            "'",
            '"',
            "\\",
            "{{",
            "}}",
            "%",
            "@",
            "`",
            "|",
            ">",
            "&a",
            "*a",
            "!t",
            "?",
            "\t",
            "\r",
            "x",
            "é",
            "🙂",
            "\x85",
            "\u2028",
            "\ufeff",
            "\x9f",
            "\x07",
        ]
    ),
    max_size=12,
).map("".join)
TEXTS = ANYTHING | TRICKY
LABEL = st.from_regex(r"[a-zA-Z_][a-zA-Z0-9_]{0,8}", fullmatch=True) | st.sampled_from(
    ["on", "yes", "no", "y", "n", "null", "true", "off", "NaN"]
)
ALERT = Alert("Name", "up == 0", ZERO, ZERO, {}, {}, ORIGIN)


def _file(*rules: Alert | Record) -> RuleFile:
    return RuleFile("a.yaml", "slos/a.yaml", "Title", (Group("a:fast", ONE_MINUTE, rules, "comment"),))


def _rules(file: RuleFile) -> list[dict[str, object]]:
    parsed = yaml.load(text(file), Loader=yaml.CSafeLoader)
    rules: list[dict[str, object]] = parsed["groups"][0]["rules"]
    return rules


@given(st.dictionaries(LABEL, TEXTS, max_size=4), st.dictionaries(LABEL, TEXTS, max_size=4))
@example({"a": "\x80"}, {"a": "a\u2028b\nc"})
@example({"on": "1"}, {"null": "2"})
@example({"a": "0x1f"}, {"a": "1_000"})
@example({"a": "a\n "}, {"a": "a\n \nb"})
@example({"a": "2024-01-01"}, {"a": "1:30"})
def test_labels_and_annotations_are_read_back_as_they_were(labels: dict[str, str], annotations: dict[str, str]) -> None:
    [rule] = _rules(_file(replace(ALERT, labels=labels, annotations=annotations)))
    assert (rule.get("labels", {}), rule.get("annotations", {})) == (labels, annotations)


@given(TEXTS)
@example("a #b")
@example("a: b")
@example(" leading")
@example("first\n    second deeper\nthird")
def test_expressions_are_read_back_as_they_were(expr: str) -> None:
    alert, record = _rules(_file(replace(ALERT, expr=expr), Record("a:b:c", expr, {}, ORIGIN)))
    assert (alert["expr"], record["expr"]) == (expr, expr)


@given(st.from_regex(r"[A-Z][A-Za-z0-9]{0,6}", fullmatch=True))
@example("On")
@example("Null")
@example("NaN")
def test_names_of_alerts_are_read_back_as_they_were(name: str) -> None:
    assert _rules(_file(replace(ALERT, name=name)))[0]["alert"] == name


@given(TEXTS, TEXTS, TEXTS)
@example("a\x00b", "c\x07", "slos/\x9f.yaml")
def test_titles_and_comments_cannot_break_the_file(title: str, comment: str, source: str) -> None:
    file = RuleFile("a.yaml", source, title, (Group("a:fast", ONE_MINUTE, (ALERT,), comment),))
    assert [rule["alert"] for rule in _rules(file)] == ["Name"]


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "OFF", "~", "null", "1e3", "0o17", "012", ".inf", "-.INF", "<<", "=", "1_0", "2024-01-01", "1:30", ""]
)
def test_words_that_yaml_takes_for_something_else_stay_texts(word: str) -> None:
    [rule] = _rules(_file(replace(ALERT, labels={"a": word})))
    assert rule["labels"] == {"a": word}


def test_expressions_over_several_lines_stay_several_lines() -> None:
    """A reviewer reads them; in quotes they would be one line with escapes."""
    assert "expr: |-\n          a\n          and\n            b\n" in text(_file(replace(ALERT, expr="a\nand\n  b")))
