"""SLIs that count events: errors and events apart, divided last, so that every ratio is weighted by events."""

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Latency, Ratio
from slogen.model.slo import Slo
from slogen.promql import build
from slogen.promql.analyse import selector
from slogen.promql.bounds import le
from slogen.promql.expression import WINDOW
from slogen.promql.selector import Selector
from slogen.rules.values import Series

EventSli = Events | Latency | Apdex | Ratio


def event_series(slo: Slo, sli: EventSli, raw: tuple[Duration, ...]) -> tuple[Series, ...]:
    """Events, errors and their ratio for every raw window, in the order in which they read each other."""
    missing = bucket_missing(slo)
    series = [Series(names.BUCKET_MISSING, missing)] if missing else []
    for window in raw:
        events = names.of(names.events_rate(window), slo.id)
        errors = names.of(names.errors_rate(window), slo.id)
        length = _range(slo, window)
        failed = _errors(slo, sli, str(length), events)
        series += [
            Series(names.events_rate(window), _events(slo, sli, str(length))),
            Series(names.errors_rate(window), _known(slo, failed, length) if missing else failed),
            Series(names.error_ratio(window), build.binary(errors, "/", build.paren(build.binary(events, ">", "0")))),
        ]
    return tuple(series)


def bucket_missing(slo: Slo) -> str | None:
    """How many series of a group's histogram lack a bucket that the SLI needs; None where there are no buckets."""
    bounds: tuple[Decimal, ...]
    match slo.sli:
        case Latency(native=False, bound=bound):
            bounds = (bound,)
        case Apdex(native=False, satisfied=satisfied, tolerated=tolerated):
            bounds = (satisfied, tolerated)
        case _:
            return None
    histogram = _selector(slo.sli.histogram)
    without = [
        build.binary(str(histogram.suffixed("_count")), "unless ignoring (le)", str(histogram.suffixed("_bucket").where(le(bound))))
        for bound in bounds
    ]
    return build.aggregate("count", slo.group_by, "\nor\n".join(map(build.paren, without)) if len(without) > 1 else without[0])


def _range(slo: Slo, window: Duration) -> Duration:
    """The five-minute range overlaps its predecessor by exactly one scrape, so that consecutive tiles lose and repeat no increment."""
    return window + slo.scrape_interval if window == FIVE_MINUTES else window


def _known(slo: Slo, errors: str, length: Duration) -> str:
    """Nothing, as long as some series lacked its bucket within the range, or since the last evaluation before it.

    Its requests would read as slow: in a fleet of which half has the bucket, and for an hour after the bucket was added everywhere.
    """
    lacking = build.over_time("present", names.of(names.BUCKET_MISSING, slo.id), str(length + slo.evaluation_interval))
    return build.binary(errors, build.matched("unless", slo.group_by), lacking)


def _events(slo: Slo, sli: EventSli, length: str) -> str:
    match sli:
        case Events(total=total):
            return _sum_rate(slo, total, length)
        case Latency(histogram=histogram, native=native) | Apdex(histogram=histogram, native=native):
            if native:
                return build.call("histogram_count", _sum_rate(slo, histogram, length))
            return _sum_rate(slo, str(_selector(histogram).suffixed("_count")), length)
        case Ratio(total=total):
            return _finite(_free(slo, total, length))
        case _:
            assert_never(sli)


def _errors(slo: Slo, sli: EventSli, length: str, events: str) -> str:
    match sli:
        case Events(errors=errors) if errors:
            return _or_zero(slo, _sum_rate(slo, errors, length), events)
        case Events(good=good):
            # No good series at all means that nothing is good; a missing bucket, below, means that nothing is known.
            return _all_but(slo, events, build.paren(_or_zero(slo, _sum_rate(slo, good, length), events)))
        case Latency(native=True, histogram=histogram, bound=bound):
            return _slow_share(slo, events, lambda: _fraction(slo, histogram, length, plain(bound)))
        case Latency(histogram=histogram, bound=bound):
            fast = _selector(histogram).suffixed("_bucket").where(le(bound))
            return _all_but(slo, events, _sum_rate(slo, str(fast), length))
        case Apdex(native=True, histogram=histogram, satisfied=satisfied, tolerated=tolerated):
            return _slow_share(
                slo,
                events,
                lambda: (
                    build.paren(
                        build.binary(
                            _fraction(slo, histogram, length, plain(satisfied)), "+", _fraction(slo, histogram, length, plain(tolerated))
                        )
                    )
                    + " / 2"
                ),
            )
        case Apdex(histogram=histogram, satisfied=satisfied, tolerated=tolerated):
            one, other = (
                _sum_rate(slo, str(_selector(histogram).suffixed("_bucket").where(le(bound))), length) for bound in (satisfied, tolerated)
            )
            # Added, not summed by a regular expression: with one bucket gone the result must vanish, not halve.
            both = build.binary(one, "+", other)
            return _all_but(slo, events, build.paren(build.binary(build.paren(both), "/", "2")))
        case Ratio(errors=errors):
            return _or_zero(slo, _finite(build.call("clamp_min", _free(slo, errors, length), "0")), events)
        case _:
            assert_never(sli)


def _or_zero(slo: Slo, expr: str, events: str) -> str:
    """Zero where there are events and no error series; never `or vector(0)`, which drops labels and hides absence."""
    return f"{expr}\n{build.matched('or', slo.group_by)}\n0 * {events}"


def _all_but(slo: Slo, events: str, good: str) -> str:
    """Events that are not good; scrapes of the two counters may differ by one, hence never below zero."""
    return build.call("clamp_min", build.binary(events, build.matched("-", slo.group_by), good), "0")


def _slow_share(slo: Slo, events: str, good_fraction: Callable[[], str]) -> str:
    """Events times the share that is not good. Without traffic the share is NaN, which must not reach a tile: zero instead."""
    share = build.paren(build.binary("1", "-", good_fraction()))
    some = build.paren(build.binary(events, ">", "0"))
    return _or_zero(slo, build.binary(share, build.matched("*", slo.group_by), some), events)


def _fraction(slo: Slo, histogram: str, length: str, bound: str) -> str:
    return build.call("histogram_fraction", "0", bound, _sum_rate(slo, histogram, length))


def _sum_rate(slo: Slo, counters: str, length: str) -> str:
    return build.aggregate("sum", slo.group_by, build.rate(str(_selector(counters)), length))


def _free(slo: Slo, expr: str, length: str) -> str:
    return build.aggregate("sum", slo.group_by, expr.strip().replace(WINDOW, length))


def _finite(expr: str) -> str:
    """Free PromQL may be NaN (0/0) or Inf (1/0); in a tile either would poison the whole period."""
    return build.binary(expr, "<", "Inf")


def _selector(text: str) -> Selector:
    found, problems = selector(text)
    assert found is not None, problems  # the reader has refused everything else
    return found
