"""The SLI of an SLO: one function for each kind turns its mapping into the model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Freshness, Latency, Levels, NoData, QueueDepth, Ratio, Sli, Uptime
from slogen.promql import analyse
from slogen.promql.selector import Matcher, Selector
from slogen.readers.native import defaults, query
from slogen.readers.native.scalar import decimal, duration
from slogen.readers.native.shape import Node

_LONGEST_CLEARING = Duration.parse("1d")


@dataclass(frozen=True, slots=True)
class SliReading:
    """An SLI, the `up` series of its job as far as its selector names one, and the objective that its percentile says."""

    sli: Sli
    targets: str = ""
    percentile: Decimal | None = None


def read_sli(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    """Read `sli`; None where something in it cannot be used, which has been reported."""
    for kind in node.data:
        return _READERS[kind](node.child(kind), scrape, findings)
    return None


def _events(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    total = query.selector(node, "total", analyse.counter, findings)
    key = "errors" if "errors" in node.data else "good"
    part = query.selector(node, key, analyse.counter, findings)
    if total is None or part is None:
        return None
    if _same(total, part):
        what = "every event would be an error" if key == "errors" else "no event could ever fail"
        message = f"`{key}` selects the same series as `total`: {what}"
        findings.append(error(node.span(key), codes.CONFLICT, message, f"add the matcher that makes an event {_which(key)}"))
        return None
    kind = str(node.path[-1])
    sli = Events(kind, str(total), errors=str(part)) if key == "errors" else Events(kind, str(total), good=str(part))
    return SliReading(sli, _targets(total))


def _which(key: str) -> str:
    return 'an error, such as status=~"5.."' if key == "errors" else 'a good one, such as status!~"5.."'


def _latency(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    histogram, native = _histogram(node, findings)
    threshold = _positive(node, "threshold", findings)
    percentile = decimal(node, "percentile", findings)
    if histogram is None or threshold is None:
        return None
    sli = Latency(str(histogram), threshold.seconds, _bound(node, threshold), native)
    return SliReading(sli, _targets(histogram), percentile)


def _apdex(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    histogram, native = _histogram(node, findings)
    satisfied = _positive(node, "t", findings)
    tolerated = _positive(node, "tolerated", findings) if "tolerated" in node.data else None
    if histogram is None or satisfied is None or node.spoilt("tolerated"):
        return None
    if tolerated is None:
        tolerated = Duration(4 * satisfied.milliseconds)
    elif tolerated <= satisfied:
        message = f"`tolerated` must be longer than `t`, got {tolerated} and {satisfied}"
        findings.append(
            error(node.span("tolerated"), codes.CONFLICT, message, f"four times `t` is usual: {Duration(4 * satisfied.milliseconds)}")
        )
        return None
    sli = Apdex(str(histogram), satisfied.seconds, _bound(node, satisfied), _bound(node, tolerated), native)
    return SliReading(sli, _targets(histogram))


def _queue_depth(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    depth = query.selector(node, "depth", analyse.gauge, findings)
    values = {key: decimal(node, key, findings) for key in ("target", "warning", "breach")}
    levels = _levels(node, values, plain, findings)
    if depth is None or levels is None:
        return None
    sli = QueueDepth(str(depth), levels, node.data.get("aggregate", "max"), _no_data(node))
    return SliReading(sli, _targets(depth))


def _freshness(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    key = "updated_at" if "updated_at" in node.data else "age"
    source = query.selector(node, key, analyse.gauge, findings)
    values = {key: found.seconds for key in ("target", "warning", "breach") if (found := _positive(node, key, findings))}
    levels = _levels(node, values, lambda seconds: str(Duration(int(seconds * 1000))), findings)
    if source is None or levels is None:
        return None
    updated_at, age = (str(source), "") if key == "updated_at" else ("", str(source))
    sli = Freshness(levels, updated_at, age, node.data.get("aggregate", "newest"), _no_data(node))
    return SliReading(sli, _targets(source))


def _uptime(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    del scrape
    up = query.selector(node, "up", analyse.gauge, findings)
    if up is None:
        return None
    return SliReading(Uptime(str(up), node.data.get("require", "any"), _no_data(node)), _targets(up))


def _ratio(node: Node, scrape: Duration, findings: list[Diagnostic]) -> SliReading | None:
    keys = ("error_ratio",) if "error_ratio" in node.data else ("errors", "total")
    parts = {key: query.free(node, (key,), node.data[key], scrape, findings, window=True) for key in keys if key in node.data}
    if len(parts) < len(keys) or None in parts.values():
        return None
    if parts.get("errors", "") == parts.get("total"):
        message = "`errors` is the same expression as `total`: every event would be an error"
        findings.append(error(node.span("errors"), codes.CONFLICT, message, "count only what failed"))
        return None
    return SliReading(Ratio(**{key: part for key, part in parts.items() if part is not None}))


_READERS: Final[Mapping[str, Callable[[Node, Duration, list[Diagnostic]], SliReading | None]]] = {
    "availability": _events,
    "events": _events,
    "latency": _latency,
    "apdex": _apdex,
    "queue_depth": _queue_depth,
    "freshness": _freshness,
    "uptime": _uptime,
    "ratio": _ratio,
}


def _histogram(node: Node, findings: list[Diagnostic]) -> tuple[Selector | None, bool]:
    native = bool(node.data.get("native", False))
    return query.selector(node, "histogram", lambda text: analyse.histogram(text, native), findings), native


def _bound(node: Node, threshold: Duration) -> Decimal:
    """The threshold in the unit of the histogram's buckets, exact."""
    return Decimal(threshold.milliseconds) if node.data.get("unit") == "milliseconds" else threshold.seconds


def _positive(node: Node, key: str, findings: list[Diagnostic]) -> Duration | None:
    found = duration(node, key)
    if found is not None and not found.milliseconds:
        findings.append(error(node.span(key), codes.DURATION, f"`{key}` must be longer than 0s, got {node.data[key]}"))
        return None
    return found


def _levels(node: Node, values: Mapping[str, Decimal | None], say: Callable[[Decimal], str], findings: list[Diagnostic]) -> Levels | None:
    """Target, warning and breach in this order, each further from the good side; findings at the one that is out of order."""
    clears_after = duration(node, "clears_after") or Duration.parse(defaults.CLEARS_AFTER)
    if not ONE_MINUTE <= clears_after <= _LONGEST_CLEARING:
        message = f"`clears_after` must be between 1m and 1d, got {clears_after}"
        findings.append(error(node.span("clears_after"), codes.DURATION, message))
        return None
    previous, sound = "", True
    for key in ("target", "warning", "breach"):
        value = values.get(key)
        if value is None:
            sound = sound and key not in node.data and not node.spoilt(key)
            continue
        before = values.get(previous)
        if before is not None and value <= before:
            message = f"`{key}` must be more than `{previous}`, got {say(value)} and {say(before)}"
            findings.append(error(node.span(key), codes.CONFLICT, message, "the order is target, warning, breach"))
            sound = False
        previous = key
    target = values.get("target")
    if not sound or target is None:
        return None
    return Levels(target, values.get("warning"), values.get("breach"), clears_after)


def _no_data(node: Node) -> NoData:
    return NoData(node.data.get("no_data", "bad"))


def _same(first: Selector, second: Selector) -> bool:
    return first.metric == second.metric and set(first.matchers) == set(second.matchers)


def _targets(selector: Selector) -> str:
    job = selector.value_of("job")
    return "" if job is None else str(Selector("up", (Matcher("job", "=", job),)))
