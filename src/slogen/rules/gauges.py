"""SLIs that count bad minutes: the worst value since the last evaluation, a 0/1 slice of it, averages of slices."""

from decimal import Decimal
from typing import assert_never

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.model.objective import plain
from slogen.model.sli import Freshness, Gauge, Levels, NoData, QueueDepth, Ratio, Uptime
from slogen.model.slo import Slo
from slogen.promql import build
from slogen.promql.analyse import selector
from slogen.promql.expression import WINDOW
from slogen.rules.values import Series

# How long a value that is gone is still known: the age of something not refreshed must go on growing when its exporter dies.
_MEMORY = "1d"
# How long a latch survives without an evaluation (a restart of Prometheus).
_LATCH_MEMORY = "15m"


def gauge_series(slo: Slo, sli: Gauge, raw: tuple[Duration, ...]) -> tuple[Series, ...]:
    """Value, slice, ratios over the raw windows, and the states of warning and breach."""
    slices = names.of(names.BAD_SLICE, slo.id)
    ratios = tuple(Series(names.error_ratio(window), build.over_time("avg", slices, str(window))) for window in raw)
    return (*_value(slo, sli), Series(names.BAD_SLICE, _slice(slo, sli)), *ratios, *_states(slo, sli))


def ratio_series(slo: Slo, sli: Ratio, raw: tuple[Duration, ...]) -> tuple[Series, ...]:
    """A free error ratio, weighted by time.

    Recorded, a NaN (0/0) or Inf (1/0) would poison every longer window: the one is dropped, errors without a total are errors all of it.
    """
    return tuple(
        Series(names.error_ratio(window), build.binary(build.call("clamp_max", free_ratio(slo, sli, window), "1"), ">=", "0"))
        for window in raw
    )


def free_ratio(slo: Slo, sli: Ratio, window: Duration) -> str:
    """The ratio as the spec has it, one series a group; NaN while nothing happens."""
    return build.aggregate("avg", slo.group_by, sli.error_ratio.strip().replace(WINDOW, str(window)))


def _value(slo: Slo, sli: Gauge) -> tuple[Series, ...]:
    since = str(slo.evaluation_interval + slo.scrape_interval)
    match sli:
        case QueueDepth(depth=depth, aggregate="max"):
            worst = build.aggregate("max", slo.group_by, build.over_time("max", _text(depth), since))
        case QueueDepth(depth=depth):
            worst = build.call("max_over_time", _steps(slo, build.aggregate("sum", slo.group_by, _text(depth))))
        case Uptime(up=up, require="all"):
            worst = build.aggregate("min", slo.group_by, build.over_time("min", _text(up), since))
        case Uptime(up=up):
            # The worst moment of the best instance: a rolling restart, one instance after the other, is no downtime.
            worst = build.call("min_over_time", _steps(slo, build.aggregate("max", slo.group_by, _text(up))))
        case Freshness():
            return _age(slo, sli)
        case _:
            assert_never(sli)
    return (Series(names.VALUE, _number(worst)),)


def _number(expr: str) -> str:
    """Exporters say NaN when they do not know. It compares false to every target: unless dropped, not knowing would count as good."""
    return build.binary(expr, ">", "-Inf")


def _steps(slo: Slo, expr: str) -> str:
    """A subquery over the time since the last evaluation; its steps are at most a scrape apart and miss no scrape.

    Steps lie on multiples of their length, so it must divide the evaluation interval: `[1m:75s]` has none at all in some minutes.
    """
    evaluation = slo.evaluation_interval.milliseconds
    parts = next(n for n in range(1, evaluation + 1) if evaluation % n == 0 and evaluation // n <= slo.scrape_interval.milliseconds)
    return f"({expr})[{slo.evaluation_interval}:{Duration(evaluation // parts)}]"


def _age(slo: Slo, sli: Freshness) -> tuple[Series, ...]:
    """The time of the last refresh is recorded, so that the age goes on growing for a day when the metric vanishes."""
    pick = "max" if sli.aggregate == "newest" else "min"
    refreshed = _text(sli.updated_at) if sli.updated_at else f"timestamp({_text(sli.age)}) - {_text(sli.age)}"
    live = names.of(names.UPDATED_AT, slo.id)
    known = build.paren(build.binary(live, build.matched("or", slo.group_by), _remembered(slo, names.UPDATED_AT)))
    return (
        Series(names.UPDATED_AT, _number(build.aggregate(pick, slo.group_by, refreshed))),
        Series(names.VALUE, build.binary("time()", "-", known)),
    )


def _remembered(slo: Slo, metric: str) -> str:
    """The last value of every group within a day; of a finer grouping of former days the highest counts."""
    return build.aggregate("max", slo.group_by, build.over_time("last", names.of_groups(metric, slo.id, slo.group_by), _MEMORY))


def _slice(slo: Slo, sli: Gauge) -> str:
    value = names.of(names.VALUE, slo.id)
    match sli:
        case Uptime():
            bad = f"{value} < bool 1"
        case QueueDepth(levels=levels) | Freshness(levels=levels):
            bad = f"{value} > bool {plain(levels.target)}"
        case _:
            assert_never(sli)
    if sli.no_data is NoData.IGNORE:
        return bad
    filler = "1" if sli.no_data is NoData.BAD else "0"
    if not slo.group_by:
        return build.binary(bad, build.matched("or", ()), f"vector({filler})")
    # A group that is gone is known by the value it had within the last day; nothing else tells its labels.
    gone = f"0 * {_remembered(slo, names.VALUE)}"
    return build.binary(bad, build.matched("or", slo.group_by), gone if filler == "0" else f"{gone} + 1")


def _states(slo: Slo, sli: Gauge) -> tuple[Series, ...]:
    if isinstance(sli, Uptime):
        return ()
    levels = sli.levels
    wanted = ((names.WARNING_STATE, levels.warning), (names.BREACH_STATE, levels.breach))
    return tuple(Series(metric, _latch(slo, metric, level, levels)) for metric, level in wanted if level is not None)


def _latch(slo: Slo, metric: str, level: Decimal, levels: Levels) -> str:
    """1 from the moment the level is reached until the value stayed below the target for `clears_after`.

    A series rather than `keep_firing_for`: that would let go while the queue still stands above its target, and forget on a restart.
    """
    value = names.of(names.VALUE, slo.id)
    before = build.over_time("last", names.of(metric, slo.id), _LATCH_MEMORY)
    high = build.over_time("max", value, str(levels.clears_after))
    # Nothing lies below a target of zero: there, good enough is at the target.
    above = ">=" if levels.target else ">"
    held = f"({before} or 0 * {value})\n  * ({high} {above} bool {plain(levels.target)})"
    return f"clamp_max(\n  ({value} >= bool {plain(level)})\n  + {held},\n  1\n)"


def _text(text: str) -> str:
    found, problems = selector(text)
    assert found is not None, problems  # the reader has refused everything else
    return str(found)
