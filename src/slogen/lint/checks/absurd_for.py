"""A waiting time that contradicts the alert.

Three ways in which `for` is wrong. A page that waits longer than an hour: what can wait so long need not wake anybody, and what cannot
is noticed by customers first. A `for` shorter than the group's interval: the alert waits for the next evaluation all the same, so what
is written is not what happens. And a page without `for` on a level that goes up and down with every scrape (a queue, a share of memory,
`up` of one target): a single sample wakes somebody, and the alert flaps around its threshold. `keep_firing_for`, a range
(`min_over_time(x[5m])`) or a recorded series calm a level as well. States (`x == 1`, small whole thresholds) and ages do not flap.

Bad:

    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready{queue="orders"} > 10000
      labels:
        severity: page

Bad, a page that sleeps first:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[5m])) > 5
      for: 3h
      labels:
        severity: page

Bad, shorter than the interval:

    groups:
      - name: storage
        interval: 5m
        rules:
          - alert: DiskFull
            expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
            for: 1m
            labels:
              severity: ticket

Good:

    - alert: QueueFull
      expr: rabbitmq_queue_messages_ready{queue="orders"} > 10000
      for: 5m
      labels:
        severity: page
"""

from collections.abc import Iterator
from typing import Final

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import at, tree_of
from slogen.lint.paging import is_page
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.model.duration import Duration
from slogen.promql.tree import COMPARISONS, Aggregate, Binary, Call, Node, Number, Selector, selectors, walk

_LONGEST: Final = Duration.parse("1h")
_ALIVE: Final = frozenset({"up", "probe_success"})
_COUNTERS: Final = ("_total", "_bucket", "_count", "_sum", "_info", "_created")
_CALM: Final = frozenset(
    {"age", "ages", "since", "expiry", "expires", "expiration", "lag", "delay", "uptime", "remaining", "days", "ttl", "behind", "budget"}
    | {"time", "timestamp", "seconds", "duration", "oldest", "longest", "last", "elapsed", "date", "optime", "optimedate"}
    | {"limit", "status", "state", "phase", "battery", "charge", "latency"}
)
"""Parts of names of what grows steadily, hardly changes, or is a state."""
_STATES: Final = 5
"""Whole thresholds up to this one ask for a state or a number of replicas, not for a level."""


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At `for`, or at the condition that lacks it."""
    if not rule.alert:
        return
    paging = is_page(rule, settings)
    if rule.for_ is None or rule.for_duration.milliseconds == 0:
        if paging and rule.keep_firing_for is None:
            yield from _flapping(rule)
        return
    if paging and rule.for_duration > _LONGEST:
        message = f"the page {rule.name.text} waits {rule.for_.text} before it wakes anybody"
        yield Finding(rule.for_.span, message, "make it a ticket if it can wait that long, or shorten `for`")
    if rule.interval is not None and rule.for_duration < rule.interval:
        message = f"`for: {rule.for_.text}` is shorter than the group's interval of {rule.interval}: the alert waits {rule.interval}"
        yield Finding(rule.for_.span, message, "write the interval or a multiple of it, or leave `for` out")


def _flapping(rule: RuleSubject) -> Iterator[Finding]:
    tree = tree_of(rule)
    if not (isinstance(tree, Binary) and tree.operator in COMPARISONS and isinstance(tree.right, Number)):
        return
    threshold, level = tree.right.value, tree.left
    hint = "add a `for` of some evaluations, such as 5m, or look at a range: min_over_time(…[5m])"
    if isinstance(level, Selector) and level.metric in _ALIVE and (tree.operator, threshold) in (("==", 0), ("!=", 1), ("<", 1)):
        yield Finding(at(rule, tree), f"one failed scrape pages: {rule.name.text} has no `for`", hint)
    elif tree.operator in (">", "<", ">=", "<=") and not (threshold == round(threshold) and abs(threshold) <= _STATES) and _is_level(level):
        yield Finding(at(rule, tree), f"one sample beyond {threshold:g} pages: {rule.name.text} has no `for`", hint)


def _is_level(node: Node) -> bool:
    """Whether it is made of gauges as they were at one scrape, with arithmetic and aggregations alone."""
    read = list(selectors(node))
    if not read or any(found.range or found.pinned or not _goes_up_and_down(found.metric) for found in read):
        return False
    for part in walk(node):
        match part:
            case (
                Selector() | Number() | Aggregate(operator="sum" | "avg" | "max" | "min") | Call(function="abs" | "clamp_min" | "clamp_max")
            ):
                continue
            case Binary(operator="+" | "-" | "*" | "/"):
                continue
            case _:
                return False
    return True


def _goes_up_and_down(metric: str) -> bool:
    return bool(metric) and ":" not in metric and not metric.endswith(_COUNTERS) and _CALM.isdisjoint(metric.lower().split("_"))


CHECK = Check("SL109", "absurd-for", Severity.WARNING, RuleSubject, find, __doc__)
