"""The bounds of an expression's values."""

from math import inf

import pytest

from slogen.promql.reach import Reach, reach
from slogen.promql.tree_reader import placed

ANY, POSITIVE, UNIT = (-inf, inf), (0, inf), (0, 1)
KNOWN = {"job:share:ratio": Reach(0, 1)}


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("x", ANY),
        ("x_total", POSITIVE),
        ("up", UNIT),
        ("job:share:ratio", UNIT),
        ("14.4 * 0.1", (1.44, 1.44)),
        ("NaN", ANY),
        ("rate(x[5m])", POSITIVE),
        ("delta(x[5m])", ANY),
        ("count(x)", (1, inf)),
        ("count(x) or vector(0)", POSITIVE),
        ("absent(x)", (1, 1)),
        ("hour()", (0, 23)),
        ("sum(up)", POSITIVE),
        ("sum(x)", ANY),
        ("avg(up)", UNIT),
        ("avg_over_time(up[5m])", UNIT),
        ("1 - job:share:ratio", UNIT),
        ("100 * job:share:ratio", (0, 100)),
        ("100 - 100 * avg(job:share:ratio)", (0, 100)),
        ("-job:share:ratio", (-1, 0)),
        ("clamp(x, 2, 5)", (2, 5)),
        ("clamp_min(x, 2)", (2, inf)),
        ("clamp_max(x_total, 2)", (0, 2)),
        ("x == bool y", UNIT),
        ("x > 5", (5, inf)),
        ("5 < x", (5, inf)),
        ("up < 5", UNIT),
        ("up and x", UNIT),
        ("up unless x", UNIT),
        ("up or x", ANY),
        ("up / 2", (0, 0.5)),
        ("x / y", ANY),
        ("x + Inf", ANY),
        ("up * Inf", ANY),
        ("Inf - Inf", ANY),
        ("x_total / clamp_min(x, Inf)", ANY),
        ("x_total / y_total", POSITIVE),
        # A part and its whole
        ('rate(x{c="5"}[5m]) / rate(x[5m])', UNIT),
        ('sum(rate(x{c="5"}[5m])) / sum(rate(x[5m]))', UNIT),
        ('100 * sum(rate(x{c="5"}[5m])) / sum(rate(x[5m]))', (0, 100)),
        ('sum by (a, c) (rate(x{c="5"}[5m])) / on (a) group_left () sum by (a) (rate(x[5m]))', UNIT),
        ('sum(rate(x{c="5"}[5m])) / (sum(rate(x[5m])) > 0)', UNIT),
        ('(sum(rate(x{c="5"}[5m])) or vector(0)) / sum(rate(x[5m]))', UNIT),
        ('(sum(rate(x{c="5"}[5m])) or 0 * sum(rate(x[5m]))) / sum(rate(x[5m]))', UNIT),
        ('(sum(rate(x[5m])) - sum(rate(x{c="2"}[5m]))) / sum(rate(x[5m]))', UNIT),
        ("rate(hits[5m]) / (rate(hits[5m]) + rate(misses[5m]))", UNIT),
        ('sum(rate(x_bucket{le="1",j="k"}[5m])) / sum(rate(x_count{j="k"}[5m]))', UNIT),
        ("count by (j) (up == 0) / count by (j) (up)", UNIT),
        ("sum(up) / count(up)", UNIT),
        ("node_filesystem_avail_bytes / node_filesystem_size_bytes", UNIT),
        # What looks like one and is none
        ('sum(rate(x{c="5"}[5m])) / sum(rate(x{d="6"}[5m]))', POSITIVE),
        ('sum(rate(x{c="5"}[5m])) / sum(rate(x[1h]))', POSITIVE),
        ('sum(rate(x{c="5"}[5m])) / sum(rate(x[5m] offset 1d))', POSITIVE),
        ('sum by (a) (rate(x{c="5"}[5m])) / on () group_right () sum by (a, b) (rate(x[5m]))', POSITIVE),
        ("rate(errors_total[5m]) / rate(requests_total[5m])", POSITIVE),
        ("avg(x) / avg(x)", ANY),
        ("sum(x) / count(x)", ANY),
        ('sum(x{c="5"}) / sum(x)', ANY),
    ],
)
def test_the_bounds_of_an_expression(text: str, bounds: tuple[float, float]) -> None:
    node = placed(text)
    assert node is not None
    assert reach(node, KNOWN) == pytest.approx(bounds)
