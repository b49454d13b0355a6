"""A range with too few scrapes in it.

`rate` and its kin need two samples. With a scrape every 15 seconds `[15s]` never holds two, and in `[30s]` one late scrape is enough to
lose the result, and the alert with it, without a word. From four scrapes on a missed one does no harm. `irate` and `idelta` take the last
two samples and are content with twice the interval. The interval is the Workspace's `scrape_interval` (15s without one); for recorded
series, which have a colon in their name, the evaluation interval where it is longer.

Bad:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[30s])) > 5

Good:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[1m])) > 5
"""

from collections.abc import Iterator
from typing import Final

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.model.duration import Duration
from slogen.promql.tree import Call, Selector, walk

_FOUR: Final = frozenset({"rate", "increase", "delta", "deriv", "predict_linear"})
_TWO: Final = frozenset({"irate", "idelta"})


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the range."""
    tree = tree_of(rule) if "[" in rule.expr.text else None
    for node in walk(tree) if tree is not None else ():
        if not (isinstance(node, Call) and node.function in _FOUR | _TWO and node.arguments):
            continue
        series = node.arguments[0]
        if not isinstance(series, Selector) or series.range is None:
            continue
        interval = settings.scrape_interval
        if ":" in series.metric[1:] and series.metric[0] != ":":  # a few programs export names that begin with a colon
            interval = max(interval, rule.interval or settings.evaluation_interval)
        least = Duration((2 if node.function in _TWO else 4) * interval.milliseconds)
        if series.range.milliseconds >= least.milliseconds:
            continue
        place = rule.inside(series.range.start, series.range.end - series.range.start)
        never = series.range.milliseconds < 2 * interval.milliseconds
        held = f"{series.range.milliseconds / interval.milliseconds:.2g}"
        message = f"the range holds {held} samples at one every {interval}" + (
            f"; {node.function}() needs two" if never else ", so a late one leaves a hole"
        )
        yield Finding(place, message, f"use at least {least}", Severity.ERROR if never else None)


CHECK = Check("SL204", "short-range", Severity.WARNING, RuleSubject, find, __doc__)
