"""An SLI in words: what is counted, from which series, and what happens where there is no data."""

from collections.abc import Callable
from decimal import Decimal
from typing import assert_never

from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Freshness, Latency, Levels, NoData, QueueDepth, Ratio, Sli, Uptime
from slogen.model.slo import Slo
from slogen.report.explain.human import listed
from slogen.report.explain.table import Code

Row = tuple[str, str | Code]

_NO_DATA = {
    NoData.BAD: "bad: a minute without a value counts as bad",
    NoData.GOOD: "good: a minute without a value counts as good",
    NoData.IGNORE: "ignore: a minute without a value counts neither as good nor as bad",
}
_NO_TARGETS = "not known: an alert on missing data cannot tell whether the service is down or only its metric is gone"
_NO_TRAFFIC = "no ratio while nothing happens: nothing fires, the budget keeps its value"


def sli_rows(slo: Slo) -> list[Row]:
    """What is measured, then how."""
    return [
        *_measured(slo.sli),
        ("group by", f"{listed(list(slo.group_by))}: one budget and one alert for each" if slo.group_by else "nothing: one budget"),
        ("intervals", f"scraped every {slo.scrape_interval}, evaluated every {slo.evaluation_interval}"),
        ("targets", Code(slo.targets) if slo.targets else _NO_TARGETS),
        ("no data", _no_data(slo.sli)),
    ]


def what_counts(sli: Sli) -> str:
    """What the objective is a share of: `requests`, `events`, `Apdex points`, `minutes` or `time`."""
    match sli:
        case QueueDepth() | Freshness() | Uptime():
            return "minutes"
        case Ratio(error_ratio=error_ratio) if error_ratio:
            return "time"
        case Events() | Ratio():
            return "events"
        case Latency():
            return "requests"
        case Apdex():
            return "Apdex points"
        case _:
            assert_never(sli)


def what_happens(sli: Sli) -> str:
    """What becomes of the part that the budget allows."""
    match sli:
        case Latency():
            return "may be slower"
        case Apdex():
            return "may be lost"
        case _:
            return "may fail"


def seconds_text(seconds: Decimal) -> str:
    """A threshold, exact: `500ms`, `15m`, `2s`."""
    if seconds < 1:
        return f"{plain(seconds * 1000)}ms"
    for unit, size in (("d", 86_400), ("h", 3600), ("m", 60)):
        if seconds % size == 0:
            return f"{plain(seconds / size)}{unit}"
    return f"{plain(seconds)}s"


def _measured(sli: Sli) -> list[Row]:
    match sli:
        case Events(errors=errors) if errors:
            return [("total", Code(sli.total)), ("errors", Code(errors))]
        case Events():
            return [("total", Code(sli.total)), ("good", Code(sli.good)), ("", "errors are what is in total and not in good")]
        case Latency():
            return _latency(sli)
        case Apdex():
            return _apdex(sli)
        case QueueDepth():
            of = "the deepest queue counts" if sli.aggregate == "max" else "the depths are added up"
            return [("depth", Code(sli.depth)), ("aggregate", f"{sli.aggregate}: {of}"), *_levels(sli.levels, "the depth is", plain)]
        case Freshness():
            of = f"{sli.aggregate}: the {sli.aggregate} of several counts"
            source: Row = ("updated at", Code(sli.updated_at)) if sli.updated_at else ("age", Code(sli.age))
            return [source, ("aggregate", of), *_levels(sli.levels, "the age is", seconds_text)]
        case Uptime():
            of = "up while at least one series is 1" if sli.require == "any" else "up only while every series is 1"
            return [("up", Code(sli.up)), ("require", f"{sli.require}: {of}")]
        case Ratio(error_ratio=error_ratio) if error_ratio:
            return [("error ratio", Code(error_ratio)), ("", "weighted by time: every minute counts the same")]
        case Ratio():
            return [("total", Code(sli.total)), ("errors", Code(sli.errors))]
        case _:
            assert_never(sli)


def _latency(sli: Latency) -> list[Row]:
    where = "interpolated in a native histogram" if sli.native else f'counted by the bucket le="{plain(sli.bound)}", which must exist'
    return [("histogram", Code(sli.histogram)), ("good", f"at most {seconds_text(sli.threshold_seconds)} ({where})")]


def _apdex(sli: Apdex) -> list[Row]:
    tolerated = sli.tolerated * sli.satisfied_seconds / sli.satisfied
    bounds = f'le="{plain(sli.satisfied)}" and le="{plain(sli.tolerated)}"'
    where = "interpolated in a native histogram" if sli.native else f"counted by the buckets {bounds}, which must exist"
    return [
        ("histogram", Code(sli.histogram)),
        ("satisfied", f"at most {seconds_text(sli.satisfied_seconds)}: one point"),
        ("tolerated", f"at most {seconds_text(tolerated)}: half a point"),
        ("", where),
    ]


def _levels(levels: Levels, what: str, shown: Callable[[Decimal], str]) -> list[Row]:
    rows: list[Row] = [("good", f"while {what} at most {shown(levels.target)}")]
    if levels.warning is not None:
        rows.append(("warning", f"from {shown(levels.warning)} on"))
    if levels.breach is not None:
        rows.append(("breach", f"from {shown(levels.breach)} on"))
    if levels.warning is not None or levels.breach is not None:
        rows.append(("clears", f"once {what} below {shown(levels.target)} for {levels.clears_after}"))
    return rows


def _no_data(sli: Sli) -> str:
    match sli:
        case QueueDepth(no_data=policy) | Freshness(no_data=policy) | Uptime(no_data=policy):
            return _NO_DATA[policy]
        case Events(errors="", good=good) if good:
            return f"{_NO_TRAFFIC}; without any good series everything is an error"
        case Latency(native=False) | Apdex(native=False):
            return f"{_NO_TRAFFIC}; without the bucket there is no ratio either, and an alert says so"
        case Latency() | Apdex():
            return _NO_TRAFFIC
        case Ratio(error_ratio=error_ratio) if error_ratio:
            return "no ratio while the expression has no value: nothing fires, the budget keeps its value"
        case Events() | Ratio():
            return f"{_NO_TRAFFIC}; without any error series the ratio is 0"
        case _:
            assert_never(sli)
