"""What the parser complains about is said in words, at the «marked» text that must change."""

import pytest

from slogen.promql.expression import expression, yields_series


@pytest.mark.parametrize(
    ("marked", "message", "hint"),
    [
        pytest.param("x «=!» 1", "PromQL has no operator =!", "did you mean !=?", id="swapped"),
        pytest.param("x «=>» 1", "PromQL has no operator =>", "did you mean >=?", id="swapped comparison"),
        pytest.param("a «&&» b", "PromQL has no operator &&", "did you mean and?", id="and of C"),
        pytest.param("a «===» 1", "PromQL has no operator ===", "did you mean ==?", id="three equal signs"),
        pytest.param("a «=» 1", "outside of braces = means nothing", "two values are compared with ==", id="one equal sign"),
        pytest.param('a{b«==»"c"}', "between braces == means nothing", "a matcher is written with a single =", id="two in a matcher"),
        pytest.param('x{a=«"»b}', 'this " is never closed', 'write " at the end of the text', id="open quote"),
        pytest.param('x«{»a="b"', "this `{` is never closed", "write the missing }", id="open brace"),
        pytest.param("rate(x«[»5m)", "this `[` is not closed before the next `)`", "write the missing ]", id="open bracket inside"),
        pytest.param("sum«(»rate(x[5m]) / y", "this `(` is never closed", "write the missing )", id="open parenthesis"),
        pytest.param("x == 1«)»", "this `)` closes nothing", "delete it, or open one before it", id="closing too often"),
        pytest.param("x «offset»", "`offset` needs a time behind it", "such as offset 5m", id="offset of nothing"),
        pytest.param("x{«a»}", "the matcher `a` has no value", 'write a="…"', id="half a matcher"),
        pytest.param("«topk»(x)", "topk() takes 2 arguments, got 1", "a number or a label, then the series", id="topk of what"),
        pytest.param("«sum»(x, y)", "sum() takes 1 argument, got 2", "nothing but the series", id="sum of two"),
        pytest.param("1 + «sum»()", "sum() has nothing to aggregate", "write sum(…)", id="sum of nothing"),
        pytest.param("«abs»(x, y)", "abs() takes 1 argument, got 2", "", id="too many arguments"),
        pytest.param("«predict_linear»(x[1h])", "predict_linear() takes 2 arguments, got 1", "", id="too few arguments"),
        pytest.param('«vector»("a")', "vector() takes a number, not a text", "", id="a text for a number"),
        pytest.param(
            "sum(x«[5m]»)", "an aggregation takes no range", "leave it out, or put a function around: rate(…[5m])", id="a range in sum"
        ),
        pytest.param(
            "x«[5m]» > 1", "a range cannot be compared or calculated with", "put a function around it: rate(…[5m])", id="a range compared"
        ),
        pytest.param(
            'x{a="b"} > «"c"»',
            "a text cannot be compared or calculated with",
            "compare numbers; labels are matched between braces",
            id="a text compared",
        ),
        pytest.param(
            "time() «>» 5",
            "two numbers are compared, which says nothing about any series",
            "compare a metric, such as up == 0",
            id="numbers",
        ),
        pytest.param(
            "x > 1 «and» 2",
            "`and` joins series, and one side of it is a number",
            "write a > 1 and b > 2 to ask for both",
            id="and a number",
        ),
        pytest.param("x + «bool» y", "`bool` belongs behind a comparison", "write a > bool b", id="bool"),
        pytest.param('x{«__name__»="y"}', "the metric has two names, x and y", "leave out one", id="two names"),
        pytest.param("rate(x «offset» 5m[5m])", "`offset` stands behind the range", "write x[5m] offset …", id="offset before the range"),
        pytest.param("x > «1e»", "`1e` is no number", "write 1000, 0.5 or 1e3", id="half a number"),
        pytest.param(
            "rate(x[«5min»])", "`5min` is neither a number nor a duration", "durations are written 500ms, 30s, 5m, 1h30m, 1d", id="minutes"
        ),
        pytest.param(
            "sum(x)«[5m]»",
            "a range can only follow a selector",
            "put it inside, sum(rate(x[5m])), or write a subquery: (…)[1h:1m]",
            id="a range behind a sum",
        ),
        pytest.param("«incraese»(x[5m])", "Prometheus has no function incraese()", "did you mean increase()?", id="a misspelt function"),
        pytest.param(
            'x + «{a=~".*"}»',
            "the selector matches every series there is",
            'name a metric, or a label that must not be empty: {job="x"}',
            id="everything",
        ),
        pytest.param("x > 5«%»", "the expression stops too early, after `%`", "complete it", id="percent"),
    ],
)
def test_a_complaint(marked: str, message: str, hint: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    (problem,) = expression(marked.replace("«", "").replace("»", ""), scrape_milliseconds=15_000)
    assert (problem.offset, problem.length) == (start, end - start)
    assert (problem.message, problem.hint) == (message, hint)
    assert problem.is_error


def test_a_placeholder_is_named_as_it_is_written() -> None:
    (problem,) = expression("sum(rate(x{$window}))", scrape_milliseconds=15_000, window=True)
    assert problem.message == "`$window` cannot stand here"


def test_a_function_that_newer_releases_call_otherwise_is_still_one() -> None:
    assert expression("holt_winters(x[1h], 0.1, 0.1) > 1", scrape_milliseconds=15_000) == ()


@pytest.mark.parametrize(
    ("text", "is_series"),
    [
        pytest.param("up == 0", True, id="comparison"),
        pytest.param("1 == bool 1", False, id="two numbers"),
        pytest.param("-(time() + 1)", False, id="a calculation with the clock"),
        pytest.param("vector(1)", True, id="a number made a series"),
        pytest.param("sum(x)", True, id="aggregation"),
        pytest.param("x[5m:1m]", False, id="a range"),
    ],
)
def test_what_yields_series(text: str, is_series: bool) -> None:
    assert yields_series(text) is is_series
