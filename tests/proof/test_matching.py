"""Series made from selectors: what they match, and what they just do not."""

import re

import pytest

from slogen.promql.selector import Matcher
from slogen.proof.matching import breaking, labels_beside, labels_for, parsed, sample_of, value_for


@pytest.mark.parametrize(
    "pattern",
    [
        "5..",
        "a|b",
        ".+",
        ".*",
        ".*/(logs|events)/stream",
        "[45]..",
        "(?:x|y)z{2}",
        r"a\.b",
        "ab?c*",
        "^abc$",
        r"\d+\w",
        "(a|b)+-c",
        "[^a]x",
    ],
)
def test_a_sample_matches_its_pattern(pattern: str) -> None:
    sample = sample_of(pattern)
    assert sample is not None
    assert re.fullmatch(pattern, sample)


@pytest.mark.parametrize("pattern", [r"(?i)abc", r"\p{Greek}", "a(?=b)b"])
def test_a_pattern_that_is_not_understood_has_no_sample(pattern: str) -> None:
    assert sample_of(pattern) is None


def test_errors_are_among_the_total_and_the_rest_is_not_among_the_errors() -> None:
    total = parsed('http_requests_total{job="x",cause!="customer"}')
    errors = parsed('http_requests_total{job="x",cause!="customer",status=~"5.."}')
    inside, outside = labels_for(total, {"env": "a"}, errors), labels_beside(total, {"env": "a"}, errors)
    assert inside == {"env": "a", "job": "x", "cause": "other", "status": "500"}
    assert outside == {"env": "a", "job": "x", "cause": "other", "status": "other"}


def test_a_negated_matcher_is_left_by_its_own_value() -> None:
    total, errors = parsed('applies_total{job="x"}'), parsed('applies_total{job="x",result!="success"}')
    assert labels_beside(total, {}, errors) == {"job": "x", "result": "success"}


def test_what_no_labels_can_match_is_said() -> None:
    assert labels_for(parsed('x{a="1",a="2"}'), {}) is None
    assert labels_for(parsed('x{env="prod"}'), {"env": "stage"}) is None
    assert value_for([Matcher("a", "=~", r"(?i)abc")]) is None


def test_a_decoy_breaks_one_matcher_each() -> None:
    found = breaking(parsed('x{job="api",code!="500"}').matchers, {"job": "api", "code": "200", "env": "a"})
    assert found == [{"job": "other", "code": "200", "env": "a"}, {"job": "api", "code": "500", "env": "a"}]
