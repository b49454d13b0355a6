"""What the SLI is made of: traffic, latencies, depth or age with their levels, up and down."""

from decimal import Decimal
from typing import assert_never

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.budget_panels import series_name
from slogen.dashboards.values import (
    Color,
    Link,
    Mapping,
    Override,
    Panel,
    StateTimeline,
    Target,
    Threshold,
    TimeSeries,
)
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Freshness, Latency, Levels, QueueDepth, Ratio, Uptime
from slogen.model.slo import Slo
from slogen.promql.analyse import selector
from slogen.promql.selector import Matcher, Selector


def sli_panels(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> list[Panel]:
    """The panels that belong to the kind of SLI."""
    sli = slo.sli
    match sli:
        case Latency():
            one = ((sli.bound, "threshold"),)
            return [_traffic(scope, links), _quantiles(slo, sli, sli.threshold_seconds, sli.bound, one, links)]
        case Apdex():
            two = ((sli.satisfied, "satisfied"), (sli.tolerated, "tolerated"))
            return [_traffic(scope, links), _quantiles(slo, sli, sli.satisfied_seconds, sli.satisfied, two, links)]
        case Ratio(error_ratio=error_ratio) if error_ratio:
            return [_ratio(slo, scope, links)]
        case Events() | Ratio():
            return [_traffic(scope, links), _ratio(slo, scope, links)]
        case QueueDepth():
            return [_value(slo, scope, "Depth", looks.NUMBER, sli.levels, links), _ratio(slo, scope, links)]
        case Freshness():
            return [_value(slo, scope, "Age", looks.SECONDS, sli.levels, links), _ratio(slo, scope, links)]
        case Uptime():
            return [_up(slo, scope, links), _ratio(slo, scope, links)]
        case _:
            assert_never(sli)


def _traffic(scope: e.Scope, links: tuple[Link, ...]) -> Panel:
    return Panel(
        "Traffic, good and bad",
        "Events per second over 5 minutes, all chosen groups together.",
        TimeSeries(stacked=True, fill=40),
        (Target(e.good_rate(scope), "good"), Target(e.bad_rate(scope), "bad")),
        8,
        8,
        looks.PER_SECOND,
        2,
        minimum=0,
        overrides=(Override("good", color=Color.GREEN), Override("bad", color=Color.RED)),
        links=links,
        interval="1m",
    )


def _ratio(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> Panel:
    bad = "events that failed" if isinstance(slo.sli, Events) or (isinstance(slo.sli, Ratio) and slo.sli.total) else "the time that was bad"
    return Panel(
        "Error ratio, 5m",
        f"Share of {bad} in the last 5 minutes. The line is the budget of {plain(slo.objective.budget * 100)} %: above it, it burns.",
        TimeSeries(lines=True, fill=10),
        (Target(scope.of(names.error_ratio(FIVE_MINUTES)), series_name(slo, "errors")),),
        8,
        8,
        looks.RATIO,
        2,
        minimum=0,
        thresholds=looks.limit(slo.objective.budget),
        links=links,
        interval="1m",
    )


def _quantiles(
    slo: Slo, sli: Latency | Apdex, seconds: Decimal, bound: Decimal, lines: tuple[tuple[Decimal, str], ...], links: tuple[Link, ...]
) -> Panel:
    histogram, _ = selector(sli.histogram)
    assert histogram is not None  # the reader has refused everything else
    chosen = Selector(histogram.metric, (*histogram.matchers, *(Matcher(label, "=~", f"${label}") for label in slo.group_by)))
    unit = "ms" if bound != seconds else looks.SECONDS
    said = ", ".join(f"{name} {plain(number)} {unit}" for number, name in lines)
    return Panel(
        "Latency p50, p95, p99",
        f"Quantiles over 5 minutes, estimated within a bucket of the histogram: for the eye, nothing is counted with them. Lines: {said}.",
        TimeSeries(lines=True),
        tuple(Target(e.quantile(chosen, sli.native, share), name) for share, name in (("0.5", "p50"), ("0.95", "p95"), ("0.99", "p99"))),
        8,
        8,
        unit,
        3,
        minimum=0,
        thresholds=(
            Threshold(None, Color.NONE),
            *(Threshold(float(number), color) for (number, _), color in zip(lines, _LINES, strict=False)),
        ),
        links=links,
        interval="1m",
    )


_LINES = (Color.ORANGE, Color.RED)


def _value(slo: Slo, scope: e.Scope, title: str, unit: str, levels: Levels, links: tuple[Link, ...]) -> Panel:
    wanted = ((levels.target, "target", Color.YELLOW), (levels.warning, "warning", Color.ORANGE), (levels.breach, "breach", Color.RED))
    lines = [(number, name, color) for number, name, color in wanted if number is not None]
    shown = ", ".join(f"{name} {_shown(number, unit)}" for number, name, _ in lines)
    steps = {float(number): color for number, _, color in lines}
    return Panel(
        f"{title}: {shown}",
        f"The worst value of every minute. A minute above the target is bad; an alert clears after {levels.clears_after} below it.",
        TimeSeries(lines=True, fill=10),
        (Target(scope.of(names.VALUE), series_name(slo, title.lower())),),
        8,
        8,
        unit,
        0 if unit == looks.NUMBER else 1,
        minimum=0,
        thresholds=(Threshold(None, Color.NONE), *(Threshold(number, color) for number, color in sorted(steps.items()))),
        links=links,
        interval="1m",
    )


def _shown(number: Decimal, unit: str) -> str:
    return str(Duration(int(number * 1000))) if unit == looks.SECONDS else plain(number)


def _up(slo: Slo, scope: e.Scope, links: tuple[Link, ...]) -> Panel:
    return Panel(
        "Up and down",
        "Green up, red down, minute by minute. A gap: nobody knows.",
        StateTimeline(),
        (Target(scope.of(names.VALUE), series_name(slo, "up")),),
        8,
        8,
        "none",
        0,
        mappings=(Mapping("0", "down", Color.RED), Mapping("1", "up", Color.GREEN)),
        links=links,
        interval="1m",
    )
