"""Matchers fit the values that they were made of and no others, whatever characters are in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.routing.matching import among, equal, fits, none_of, present
from slogen.routing.values import Matcher

WORDS = st.text(min_size=1, max_size=8).filter(lambda word: "\n" not in word and "\r" not in word)
SPECIAL = ["a.b", "a|b", "a+b", "(a)", "[a]", "a{2}", "^a$", "a\\b", 'a"b', "a*", "a?", "ä b", ".+"]


@given(st.lists(st.sampled_from(SPECIAL) | WORDS, min_size=1, max_size=4, unique=True), st.sampled_from(SPECIAL) | WORDS)
def test_words_are_no_patterns(values: list[str], other: str) -> None:
    inside, outside = among("team", values), none_of("team", values)
    for value in values:
        assert fits([inside], {"team": value})
        assert not fits([outside], {"team": value})
    assert fits([inside], {"team": other}) == (other in values)
    assert fits([outside], {"team": other}) == (other not in values)


@pytest.mark.parametrize(
    ("matcher", "without_the_label"),
    [
        pytest.param(equal("a", "b"), False, id="equal"),
        pytest.param(among("a", ["b", "c"]), False, id="among"),
        pytest.param(none_of("a", ["b"]), True, id="not one"),
        pytest.param(none_of("a", ["b", "c"]), True, id="none of several"),
        pytest.param(present("a"), False, id="present"),
    ],
)
def test_a_label_that_is_not_there_is_empty(matcher: Matcher, without_the_label: bool) -> None:
    assert fits([matcher], {}) == fits([matcher], {"a": ""}) == without_the_label


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param("plain", 'team="plain"', id="plain"),
        pytest.param('a "b"', r'team="a \"b\""', id="quotes"),
        pytest.param("a\\b", r'team="a\\b"', id="backslash"),
        pytest.param("a\nb", r'team="a\nb"', id="line break"),
    ],
)
def test_how_a_matcher_is_written(value: str, written: str) -> None:
    assert str(equal("team", value)) == written


def test_all_matchers_must_fit() -> None:
    matchers = [equal("a", "1"), equal("b", "2")]
    assert fits(matchers, {"a": "1", "b": "2", "c": "3"})
    assert not fits(matchers, {"a": "1"})
    assert fits([], {})
