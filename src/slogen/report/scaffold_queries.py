"""Queries for the diagnosis of an SLO, ready to paste: what the rules recorded, and the raw series behind it."""

from dataclasses import dataclass
from typing import assert_never

from slogen.conventions import names
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Freshness, Latency, QueueDepth, Ratio, Sli, Uptime
from slogen.model.slo import Slo
from slogen.promql import build
from slogen.promql.analyse import selector
from slogen.promql.expression import WINDOW
from slogen.promql.selector import Selector

_RANGE = "5m"
_MOST = "10"


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence that says what is asked, and the expression."""

    what: str
    expr: str


def trouble(slo: Slo, ratio: str) -> tuple[Query, ...]:
    """How bad it is; `ratio` selects the shortest error ratio."""
    what = f"How bad is it now? The share of what is bad; the objective allows {plain(slo.objective.budget)}."
    return (Query(what, ratio),) if ratio else ()


def budget(slo: Slo) -> tuple[Query, ...]:
    """How fast the budget goes, and what is left of it."""
    return (
        Query("How fast does the budget go? 1 is just sustainable.", names.of(names.BURN_RATE_1H, slo.id)),
        Query("What is left of the budget? 1 is all of it, below 0 the objective is missed.", names.of(names.BUDGET_REMAINING, slo.id)),
    )


def cause(slo: Slo) -> tuple[Query, ...]:
    """Who is at fault: the raw series of the SLI, and the targets."""
    return (*_raw(slo.sli, slo), *_targets(slo))


def presence(slo: Slo) -> tuple[Query, ...]:
    """Whether there are data at all."""
    since = Query("How much of the window has data? 1 is all of it.", names.of(names.COVERAGE, slo.id))
    return (*_targets(slo), since)


def _targets(slo: Slo) -> tuple[Query, ...]:
    return (Query("Which targets are down?", build.binary(slo.targets, "==", "0")),) if slo.targets else ()


def _raw(sli: Sli, slo: Slo) -> tuple[Query, ...]:
    match sli:
        case Events(errors=errors) if errors:
            return (Query("Which series fail most, per second?", _top(build.rate(errors, _RANGE))),)
        case Events(total=total, good=good):
            return (
                Query("What is asked for, per second?", _top(build.rate(total, _RANGE))),
                Query("What of it is good, per second?", _top(build.rate(good, _RANGE))),
            )
        case Latency(histogram=histogram, native=native):
            return (_quantile(histogram, plain(slo.objective.ratio), native=native),)
        case Apdex(histogram=histogram, native=native):
            return (_quantile(histogram, "0.95", native=native),)
        case QueueDepth(depth=depth):
            return (Query("Which queues are the longest?", _top(depth)),)
        case Freshness(updated_at=updated_at, age=age):
            return (Query("What is how old, in seconds?", _top(build.binary("time()", "-", updated_at) if updated_at else age)),)
        case Uptime(up=up):
            return (Query("What is not up?", build.binary(up, "!=", "1")),)
        case Ratio(errors=errors, error_ratio=error_ratio):
            return (Query("What the spec counts as bad:", (errors or error_ratio).strip().replace(WINDOW, _RANGE)),)
        case _:
            assert_never(sli)


def _top(expr: str) -> str:
    return build.call("topk", _MOST, expr)


def _quantile(histogram: str, quantile: str, *, native: bool) -> Query:
    found, problems = selector(histogram)
    assert isinstance(found, Selector), problems  # the reader has refused everything else
    rates = build.rate(str(found if native else found.suffixed("_bucket")), _RANGE)
    summed = build.aggregate("sum", () if native else ("le",), rates)
    what = f"How slow are the slowest? The quantile {quantile}; between two buckets it is a guess."
    return Query(what, build.call("histogram_quantile", quantile, summed))
