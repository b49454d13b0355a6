"""Free expressions: what is wrong, and under which characters."""

import pytest

from slogen.promql.expression import expression, lost_labels, selectors, yields_series


def _marked(text: str) -> tuple[str, int, int]:
    """The text without its «marks», and where they were."""
    start, end = text.index("«"), text.index("»")
    return text.replace("«", "").replace("»", ""), start, end - start - 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("sum«(»rate(a[5m])", "promql-syntax", id="unclosed bracket"),
        pytest.param("a == 1 «2»", "promql-syntax", id="operator missing"),
        pytest.param("a == 1 «and»", "promql-syntax", id="stops too early"),
        pytest.param("sum(rate(a[5m])) / «foo»(b)", "promql-syntax", id="unknown function"),
        pytest.param("«rate»(a) > 1", "promql-syntax", id="range missing"),
        pytest.param("rate(\n  a{b=«c»}[5m]\n) > 1", "promql-syntax", id="matcher without quotes, second line"),
        pytest.param('a{b="c" «or» d="e"}', "promql-selector", id="or between matchers"),
        pytest.param("rate(a[5m]) / rate(b[«15s»])", "promql-range", id="one scrape"),
        pytest.param("rate(a[«45s»])", "promql-range", id="three scrapes"),
        pytest.param("histogram_quantile(0.9, «sum»(rate(a_bucket[5m])))", "promql-le", id="quantile without le"),
        pytest.param("rate(a[«$window»]) > 1", "promql-window", id="window outside of a ratio"),
    ],
)
def test_one_problem_where_it_is(text: str, code: str) -> None:
    plain, offset, length = _marked(text)
    (problem,) = expression(plain, scrape_milliseconds=15_000)
    assert (problem.code.name, problem.offset, problem.length) == (code, offset, length)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sum by (a) (rate(b[1m])) > 0", id="four scrapes"),
        pytest.param("irate(b[30s]) > 0", id="irate needs two"),
        pytest.param("histogram_quantile(0.9, sum by (le, job) (rate(a_bucket[5m]))) > 1", id="quantile with le"),
        pytest.param("histogram_quantile(0.9, sum without (pod) (rate(a_bucket[5m]))) > 1", id="quantile without pod"),
        pytest.param("histogram_quantile(0.9, sum(rate(native[5m]))) > 1", id="native histogram"),
        pytest.param("max_over_time(a[15s]) > 1", id="a maximum of one sample is a maximum"),
        pytest.param("up == 0 # comment", id="comment"),
    ],
)
def test_no_problem(text: str) -> None:
    assert expression(text, scrape_milliseconds=15_000) == ()


def test_a_ratio_needs_its_window_in_a_range() -> None:
    assert expression("sum(rate(a[$window]))", scrape_milliseconds=15_000, window=True) == ()
    (problem,) = expression("sum(rate(a[5m]))", scrape_milliseconds=15_000, window=True)
    assert problem.code.name == "promql-window"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("«sum»(rate(a[$window]))", id="no by"),
        pytest.param("sum by (region) (a) / «sum» by (pod) (b)", id="second operand"),
        pytest.param("1 - «sum» without (region) (a)", id="without"),
        pytest.param("(«max»(a))", id="brackets"),
    ],
)
def test_a_dropped_group_label(text: str) -> None:
    plain, offset, length = _marked(text)
    problem = lost_labels(plain, ("region",))
    assert problem is not None
    assert (problem.code.name, problem.offset, problem.length) == ("promql-grouping", offset, length)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sum by (region, pod) (a)", id="by"),
        pytest.param("sum without (pod) (a)", id="without another"),
        pytest.param("a / b", id="no aggregation"),
        pytest.param("topk(1, a)", id="topk keeps all"),
        pytest.param("sum by (region) (sum(a))", id="only the outermost counts"),
        pytest.param("sum by (region) (a) * on () group_left () sum(b)", id="joined on something else"),
    ],
)
def test_kept_group_labels(text: str) -> None:
    assert lost_labels(text, ("region",)) is None
    assert lost_labels(text, ()) is None


def test_metrics_in_order() -> None:
    assert selectors('rate(b[$window]) / on (x) {__name__="a"} + b') == ("b", "a")


@pytest.mark.parametrize(
    ("text", "series"), [("1", False), ("(2)", False), ('"x"', False), ("a[5m]", False), ("a", True), ("vector(1)", True)]
)
def test_what_an_alert_can_be_made_of(text: str, series: bool) -> None:
    assert yields_series(text) is series
