"""Which labels an expression's results can carry."""

import pytest

from slogen.promql.labels import labels
from slogen.promql.tree_reader import placed


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("x > 5", None),
        ("sum(x)", ""),
        ("sum by (a, b) (x)", "a b"),
        ("sum(x) by (a) > 5", "a"),
        ("sum by (a) (sum by (a, b) (x))", "a"),
        ("sum by (c) (sum by (a, b) (x))", ""),
        ("sum without (a) (sum by (a, b) (x))", "b"),
        ("sum without (a) (x)", None),
        ("topk(3, sum by (a) (x))", "a"),
        ("topk by (a) (3, x)", None),
        ('count_values by (a) ("v", x)', "a v"),
        ("histogram_quantile(0.9, sum by (le, a) (rate(x[5m])))", "a"),
        ("quantile_over_time(0.9, x[5m])", None),
        ("round(sum by (a) (x), 5)", "a"),
        ("absent(x)", ""),
        ('absent(x{a="1",b=~"2",c!="3"})', "a"),
        ('absent(x{a="1"} == 1)', ""),
        ("vector(1)", ""),
        ("hour() > 5", ""),
        ("time() - x", None),
        ("5 / sum by (a) (x)", "a"),
        ("sum by (a, b) (x) / on (a) group_left (c) y", "a b c"),
        ("y * on (a) group_right (c) sum by (a, b) (x)", "a b c"),
        ("x / on (a, b) y", "a b"),
        ("sum by (a) (x) / on (a, b) y", "a"),
        ("sum by (a, b) (x) / ignoring (b) y", "a"),
        ("x / sum by (a) (y)", "a"),
        ("sum by (a) (x) / y", "a"),
        ("sum by (a) (x) and on () y", "a"),
        ("x unless sum by (a) (y)", None),
        ("sum by (a) (x) or sum by (b) (x)", "a b"),
        ("sum by (a) (x) or y", None),
        ('label_replace(sum by (a) (x), "b", "$1", "a", "(.*)")', "a b"),
        ('label_join(sum by (a) (x), "c", "-", "a")', "a c"),
        ("max_over_time(sum by (a) (x)[1h:5m])", "a"),
        ("-sum by (a) (x)", "a"),
        ("scalar(x) * vector(2)", ""),
    ],
)
def test_the_labels_that_there_can_be(text: str, only: str | None) -> None:
    node = placed(text)
    assert node is not None
    assert labels(node).only == (None if only is None else frozenset(only.split()))


@pytest.mark.parametrize(
    ("text", "label", "there"),
    [
        ("sum without (a) (x)", "a", False),
        ("sum without (a) (x)", "b", True),
        ('x{a=""}', "a", False),
        ('x{a!=""}', "a", True),
        ("x / ignoring (a) y", "a", False),
        ("sum without (a) (x) * on (b) group_left (a) y", "a", True),
        ("sum without (a) (x) or y", "a", True),
        ("sum without (a) (x) or sum without (a, b) (y)", "a", False),
        ("sum without (a) (x) or sum without (a, b) (y)", "b", True),
        ("histogram_quantile(0.9, rate(x[5m]))", "le", False),
    ],
)
def test_a_label_of_series_that_may_have_any(text: str, label: str, there: bool) -> None:
    node = placed(text)
    assert node is not None
    assert labels(node).may_have(label) is there
