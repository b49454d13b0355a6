"""What the constructors compose, the parser reads back as the same thing."""

from decimal import Decimal

import promql_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.promql import build
from slogen.promql.analyse import selector
from slogen.promql.bounds import le
from slogen.promql.selector import Matcher, Selector

NAMES = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("on", "by", "or", "and", "bool", "inf", "nan")
)
VALUES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\\n\t '), max_size=12)


@given(NAMES, st.lists(st.builds(Matcher, NAMES, st.sampled_from(["=", "!="]), VALUES), max_size=4))
def test_selectors(metric: str, matchers: list[Matcher]) -> None:
    written = Selector(metric + "_x", tuple(matchers))
    found, problems = selector(str(written))
    assert problems == ()
    assert found is not None
    assert (found.metric, sorted(found.matchers)) == (written.metric, sorted(matchers))


@pytest.mark.parametrize("long", [False, True], ids=["one line", "several lines"])
def test_constructors(long: bool) -> None:
    a, b = ("a" * 90, "b" * 90) if long else ("a", "b")
    aggregated = build.aggregate("sum", ("x", "y"), build.rate(a, "5m"))
    expr = build.call("clamp_min", build.binary(aggregated, build.matched("-", ("x", "y")), build.paren(build.binary(b, ">", "0"))), "0")
    assert ("\n" in expr) is long
    expected = f"clamp_min(sum by (x, y) (rate({a}[5m])) - on (x, y) ({b} > 0), 0)"
    assert promql_parser.parse(expr).prettify() == promql_parser.parse(expected).prettify()


@pytest.mark.parametrize(
    ("bound", "spellings"),
    [
        ("0.5", {"0.5"}),
        ("1", {"1", "1.0"}),
        ("500", {"500", "500.0"}),
        ("1000000", {"1000000", "1000000.0", "1e+06", "1e6"}),
        ("10000000", {"10000000", "1e+07", "1.0E7"}),
        ("0.0001", {"0.0001", "1.0E-4"}),
    ],
)
def test_every_spelling_of_a_bound_is_matched(bound: str, spellings: set[str]) -> None:
    matcher = le(Decimal(bound))
    if matcher.op == "=":
        assert {matcher.value} == spellings
    else:
        alternatives = {text.replace("\\", "") for text in matcher.value.split("|")}
        assert spellings <= alternatives
