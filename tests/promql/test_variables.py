"""Variables of a board in PromQL: where they stand, and what is wrong with them."""

import pytest

from slogen.promql import variables
from slogen.promql.parse import parse

SEVERAL = {"environment": True, "job_id": False, "namespace": True}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('rate(x{env=~"$environment"}[$__rate_interval])', id="a matcher and a range"),
        pytest.param('x{env=~"${environment}",job=~"${namespace:regex}"}', id="braces and a format"),
        pytest.param("increase(x[${__range}]) / $__range_s", id="a range and a number"),
        pytest.param("sum by ($environment) (x)", id="a label"),
        pytest.param("max_over_time((x)[$__range:$__interval])", id="a subquery"),
        pytest.param('label_replace(x, "a", "$1", "b", "(.*)")', id="the group of a regular expression is no variable"),
        pytest.param('x{path=~"/v1$|/v2$"}', id="an anchor is no variable"),
        pytest.param('x{a="\\"$environment"} # $environment', id="an escaped quote and a comment"),
        pytest.param("x > $environment", id="in the place of a number"),
    ],
)
def test_the_plain_text_is_promql_of_the_same_length(text: str) -> None:
    plain = variables.plain(text)
    assert len(plain) == len(text)
    assert "$__" not in plain
    parse(plain)


def test_what_is_no_variable_stays() -> None:
    assert variables.plain('label_replace(x{a=~"b$"}, "a", "$1", "b", "(.*)")') == 'label_replace(x{a=~"b$"}, "a", "$1", "b", "(.*)")'
    assert variables.uses("$a ${b} ${c:csv} $1 $") == (("a", 0, 2), ("b", 3, 4), ("c", 8, 8))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param('x{env=~"$environment"}', [], id="all is well"),
        pytest.param('x{env="$job_id"}', [], id="one value where one belongs"),
        pytest.param('x{env=~"$enviroment"}', [("the board has no variable `enviroment`", "$enviroment")], id="misspelt"),
        pytest.param(
            'x{env="$environment"}', [("`environment` may have several values, and = takes one", '="$environment"')], id="one of several"
        ),
        pytest.param(
            'x{env!="a-${namespace}"}', [("`namespace` may have several values, and != takes one", '!="a-${namespace}"')], id="none of"
        ),
        pytest.param("x[$range]", [("the board has no variable `range`", "$range")], id="half of a name of Grafana's"),
    ],
)
def test_a_variable_is_told_where_it_stands(text: str, told: list[tuple[str, str]]) -> None:
    found = list(variables.problems(text, SEVERAL))
    assert [(one.message, text[one.offset : one.offset + one.length]) for one in found] == told
