"""An alert without a condition.

Every series that the expression yields is an alert, whatever its value: also 0. `rate(errors_total[5m])` fires from the first scrape
on, for every instance, and never stops. Found are calculations (rates, quantiles, sums, arithmetic) without any comparison. A plain
series is left alone, since it may exist only while something is wrong, and so are `absent`, set operators and `bool`.

Bad:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[5m]))

Good:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[5m])) > 5
"""

from collections.abc import Iterator
from typing import Final

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.promql.tree import COMPARISONS, SETS, Binary, Call, selectors, walk

_EXISTENCE: Final = frozenset({"absent", "absent_over_time", "present_over_time", "vector"})
_CALCULATED: Final = frozenset(
    {
        "rate",
        "increase",
        "irate",
        "delta",
        "idelta",
        "deriv",
        "histogram_quantile",
        "predict_linear",
        "changes",
        "resets",
        "count_over_time",
    }
)


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the whole expression."""
    tree = tree_of(rule) if rule.alert else None
    if tree is None or not any(True for _ in selectors(tree)):
        return
    nodes = list(walk(tree))
    if any(isinstance(node, Binary) and node.operator in COMPARISONS | SETS for node in nodes):
        return
    if any(isinstance(node, Call) and node.function in _EXISTENCE for node in nodes):
        return
    if any(selector.metric.startswith("ALERTS") for selector in selectors(tree)):
        return
    # `x * on (id) group_left (owner) info` adds labels and calculates nothing.
    if any(
        (isinstance(node, Binary) and not (node.operator == "*" and node.group))
        or (isinstance(node, Call) and node.function in _CALCULATED)
        for node in nodes
    ):
        message = f"{rule.name.text} compares nothing: it fires for every series, even at 0"
        yield Finding(at(rule, tree), message, "compare the value with what is too much, such as … > 5")


CHECK = Check("SL203", "no-condition", Severity.ERROR, RuleSubject, find, __doc__)
