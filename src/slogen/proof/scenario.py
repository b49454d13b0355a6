"""What a test consists of: series, the times at which somebody looks, and what must be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.promql.selector import quote

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Query:
    """At `at` the expression yields exactly these series (labels → value); none: nothing at all."""

    at: Duration
    expr: str
    expected: Sequence[tuple[Labels, float]] = ()


@dataclass(frozen=True, slots=True)
class Fires:
    """At `at` the alerts called `alert` that fire are exactly these: all labels (but alertname) and all annotations."""

    at: Duration
    alert: str
    expected: Sequence[tuple[Labels, Labels]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One test. `about` is the SLO's or alert's name, `title` a sentence; `series` in promtool's notation, a sample every `every`."""

    about: str
    title: str
    every: Duration
    series: Mapping[str, str]
    queries: Sequence[Query] = ()
    alerts: Sequence[Fires] = ()


@dataclass(frozen=True, slots=True)
class ProofFile:
    """The tests of one service at one evaluation interval. `rules` is the rule file, `order` its groups, `notes` what is not tested."""

    path: str
    rules: str
    source: str
    evaluation: Duration
    order: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    notes: tuple[str, ...] = ()


def firing(slo_id: str, *matchers: str, alert: str = "") -> str:
    """The selector of an SLO's firing alerts; `matchers` are added as they stand."""
    named = (f"alertname={quote(alert)}",) if alert else ()
    inside = ",".join((f"{names.SLO_ID}={quote(slo_id)}", 'alertstate="firing"', *named, *matchers))
    return f"ALERTS{{{inside}}}"


def never(until: Duration, slo_id: str, *matchers: str, alert: str = "") -> Query:
    """None of an SLO's alerts (or not this one) has fired until then."""
    return Query(until, f"count_over_time({firing(slo_id, *matchers, alert=alert)}[{until}])")


def exactly(at: Duration, slo_id: str, group_by: Sequence[str], alerts: Sequence[tuple[str, Labels]], *matchers: str) -> Query:
    """These alerts of the SLO fire, each for its group, and no others."""
    by = ", ".join(("alertname", *group_by))
    return Query(at, f"count by ({by}) ({firing(slo_id, *matchers)})", tuple(({"alertname": name, **group}, 1.0) for name, group in alerts))


def absent(at: Duration, expr: str) -> Query:
    """The expression yields nothing: neither 0 nor NaN."""
    return Query(at, expr)


def about(at: Duration, expr: str, labels: Labels, wanted: float, digits: int = 6) -> Query:
    """The expression yields `wanted`, rounded to so many digits as PromQL rounds."""
    scale = 10.0**digits
    return Query(at, f"round({expr}, 1e-{digits})", ((labels, _floor(wanted * scale + 0.5) / scale),))


def _floor(number: float) -> float:
    return float(number // 1)
