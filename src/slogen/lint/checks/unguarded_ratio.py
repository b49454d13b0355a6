"""An alert on a ratio of events that one failed request at night can raise.

A ratio forgets how many events it is made of. At three in the morning one failure among two requests is 50 %, far above any threshold,
and no one is affected. A guard asks for events (`and sum(rate(http_requests_total[5m])) > 1`), for failures, or filters the denominator
(`/ (sum(rate(…)) > 1)`); `> 0` only keeps 0 / 0 away. A `for` at least as long as the range is one too: a single failure has left the
range by then. Found are alerts on a share of failed events whose numerator and denominator are rates of counters, without any further
condition. Shares of seconds or bytes are no events, and what is compared over several windows or recorded elsewhere is not judged.

Bad:

    - alert: CheckoutErrors
      expr: |
        sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]))
        / sum(rate(http_requests_total{job="checkout"}[5m])) > 0.05
      for: 1m
      labels:
        severity: page

Good:

    - alert: CheckoutErrors
      expr: |
        sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]))
        / sum(rate(http_requests_total{job="checkout"}[5m])) > 0.05
        and sum(rate(http_requests_total{job="checkout"}[5m])) > 1
      for: 1m
      labels:
        severity: page

Good, a single failure does not last that long:

    - alert: CheckoutErrors
      expr: |
        sum(rate(http_requests_total{job="checkout",code=~"5.."}[5m]))
        / sum(rate(http_requests_total{job="checkout"}[5m])) > 0.05
      for: 10m
      labels:
        severity: page
"""

import re
from collections.abc import Iterator
from typing import Final

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.paging import is_quiet
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.promql.share import is_share, scaled
from slogen.promql.tree import Aggregate, Binary, Call, Node, Number, Selector, selectors

_COUNTS: Final = frozenset({"rate", "increase"})
_AMOUNTS: Final = (
    "_seconds_total",
    "_seconds_sum",
    "_bytes_total",
    "_bytes_sum",
    "_periods_total",
    "_ms_total",
    "_milliseconds_total",
    "_sum",
)
_FAILURE = re.compile(r"(?:^|_)(?:errors?|failed|failures?|failing|rejected|rejections|timeouts?|timedout|5xx|dropped|exceptions?)(?:_|$)")


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the ratio."""
    tree = tree_of(rule) if not is_quiet(rule, settings) else None
    for comparison in _alone(tree) if tree is not None else ():
        ratio = _ratio(comparison)
        if ratio is None:
            continue
        longest = max(found.range.milliseconds for found in selectors(ratio.left) if found.range)
        if rule.for_duration.milliseconds >= longest:
            continue
        hint = "ask for traffic or failures too: … and sum(rate(<all events>[5m])) > 1; a `for` as long as the range does as well"
        yield Finding(at(rule, ratio), "one failure raises this ratio as soon as there is little traffic", hint)


def _alone(tree: Node) -> Iterator[Binary]:
    """Comparisons that nothing else restricts: at the top, or side by side with `or`."""
    if isinstance(tree, Binary) and tree.operator == "or":
        yield from _alone(tree.left)
        yield from _alone(tree.right)
    elif isinstance(tree, Binary) and tree.operator == "and" and _beyond_zero(tree.right) is not None:
        yield from _alone(tree.left)
    elif isinstance(tree, Binary) and tree.operator in (">", ">=", "<", "<=") and not tree.is_bool and isinstance(tree.right, Number):
        yield tree


def _ratio(comparison: Binary) -> Binary | None:
    """The share of failures that is compared: `errors / all > x`, or `good / all < x`."""
    node, rising = comparison.left, comparison.operator in (">", ">=")
    _, node = scaled(node)
    if isinstance(node, Binary) and node.operator == "-" and isinstance(node.left, Number):
        rising = not rising
        _, node = scaled(node.right)
    if not (isinstance(node, Binary) and node.operator == "/"):
        return None
    _, numerator = scaled(node.left)
    part, whole = _sums(numerator), _sums(node.right)
    if not part or not whole or any(one.metric.endswith(_AMOUNTS) for one in (*part, *whole)):
        return None
    failing = is_share(numerator, node.right, lambda _: False) or (rising and any(_FAILURE.search(one.metric) for one in part))
    return node if failing else None


def _beyond_zero(node: Node) -> Node | None:
    """What is asked to be above 0, which any event at all is, if it is a rate of events."""
    if isinstance(node, Binary) and node.operator in (">", "!=") and isinstance(node.right, Number) and node.right.value == 0:
        return node.left if _sums(node.left) else None
    return None


def _sums(node: Node) -> list[Selector]:
    """The counters of a sum of rates; empty if anything else, such as a guard, is in it."""
    match node:
        case Binary() if (inner := _beyond_zero(node)) is not None:
            return _sums(inner)
        case Binary(operator="+" | "-"):
            left, right = _sums(node.left), _sums(node.right)
            return [*left, *right] if left and right else []
        case Binary(operator="or"):
            return _sums(node.left)
        case Aggregate(operator="sum"):
            return _sums(node.operand)
        case Call(function=function, arguments=(Selector() as found,)) if function in _COUNTS and found.range and ":" not in found.metric:
            return [found]
        case _:
            return []


CHECK = Check("SL201", "unguarded-ratio", Severity.WARNING, RuleSubject, find, __doc__)
