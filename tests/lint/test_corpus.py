"""Rules as teams write them, good and bad: every finding is expected, and every expected one is found."""

from collections import Counter
from pathlib import Path

import pytest

from slogen.lint.registry import CHECKS
from slogen.lint.subject import FileSubject, RuleSubject
from tests.lint.corpus_cases import FILES, case

EACH = pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in FILES])


@EACH
def test_what_is_found_is_what_is_expected(path: Path) -> None:
    assert sorted((one.span.line, one.code.name) for one in case(path).found) == sorted(case(path).expected)


@EACH
def test_a_finding_points_into_the_text(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for one in case(path).found:
        pointed = lines[one.span.line - 1][one.span.column - 1 :][: one.span.length]
        assert pointed == pointed.strip() != ""
        assert one.message
        assert one.hint


def test_the_corpus_is_large_has_both_sorts_and_every_check_of_rule_files() -> None:
    cases = [case(path) for path in FILES]
    expected = Counter(check for each in cases for _, check in each.expected)
    rules = sum(len(each.subject.rules) for each in cases)
    assert rules >= 200
    assert rules - sum(expected.values()) >= 100  # a finding spoils at most one rule
    assert {each.subject.kind for each in cases} == {"groups", "PrometheusRule", "mimir"}
    assert set(expected) == {check.name for check in CHECKS if check.subject in (RuleSubject, FileSubject)}
