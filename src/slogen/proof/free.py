"""Free PromQL: what is recorded is what the spec's expression says, over every raw window, and nothing else.

Nobody can guess what an expression means. But series can be made up for its selectors, and Prometheus can be asked for the expression
itself beside what was recorded of it: the two must agree. Where the expression yields nothing for such series, nothing is shown.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import promql_parser

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_HOUR, Duration
from slogen.model.objective import plain
from slogen.model.sli import Ratio
from slogen.promql.expression import WINDOW
from slogen.promql.selector import quote
from slogen.proof.feeds import samples_in
from slogen.proof.matching import breaking, labels_for, named, parsed
from slogen.proof.missing import missing_rule, targets_series
from slogen.proof.notation import Run, constant, counter, ramp
from slogen.proof.scenario import Query, Scenario, absent
from slogen.proof.subject import Subject, minutes
from slogen.rules.values import Alert

_LASTING = minutes(80)
_LOOKS = tuple(map(minutes, (4, 44, 76)))
"""At once; in the midst of an hour; an hour and more later. A slow file looks every four minutes."""
_PIECES = 8
_SHARED = "shared"
_TWIN = "proof_twin"
_COUNTING = frozenset({"rate", "increase", "irate", "delta", "idelta"})


def free_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Counters that grow faster and faster and gauges that rise; then only what is needed for the total, and all of it idle."""
    sli, every = subject.slo.sli, subject.slo.scrape_interval
    if not isinstance(sli, Ratio):
        return
    exprs = (sli.error_ratio,) if sli.error_ratio else (sli.errors, sli.total)
    every_series = _series(subject, exprs)
    if not every_series:
        return
    count = samples_in(_LASTING, every)
    series = {name: _grown(count, number, counts=counts) for number, (name, counts) in enumerate(every_series.items(), start=1)}
    queries = [query for at in _LOOKS for window in subject.windows.raw for query in _agree(subject, sli, window, at)]
    hour = _own(subject, names.error_ratio(ONE_HOUR))
    burns = f"{_own(subject, names.BURN_RATE_1H)} * {plain(subject.slo.objective.budget)} - {hour}"
    queries.append(absent(_LOOKS[-1], f"abs({burns}) > 1e-9"))
    yield Scenario(subject.slo.name, "what is recorded is what the expression says", every, series, queries)
    if sli.error_ratio:
        yield _bounded(subject, every_series)
        rule = missing_rule(subject, "Missing")
        up = targets_series(subject)
        if rule is not None and (up is not None or not subject.slo.targets):
            yield _gone(subject, rule, every_series, "")
        if rule is not None and up is not None:
            yield _gone(subject, rule, every_series, up)
    else:
        of_errors = _series(subject, (sli.errors,))
        rest = [name for name in every_series if name not in of_errors] or list(every_series)
        ten = samples_in(minutes(10), every)
        idle = {name: constant(Decimal(0) if every_series[name] else Decimal(1), ten) for name in {*rest, *_gauges(every_series)}}
        queries = [query for window in subject.windows.raw for query in _sound(subject, window, minutes(8))]
        yield Scenario(
            subject.slo.name, "without errors and without traffic the ratio is no number", every, dict(sorted(idle.items())), queries
        )


def _bounded(subject: Subject, series: Mapping[str, bool]) -> Scenario:
    """Whatever the expression makes of numbers that are far off or none, a recorded ratio lies between 0 and 1."""
    every = subject.slo.scrape_interval
    four = samples_in(minutes(8), every)
    off = f"{constant(Decimal(-5), four)} {constant(Decimal(50), four)} " + " ".join(["NaN"] * samples_in(minutes(12), every))
    queries: list[Query] = []
    for window in subject.windows.raw:
        ratio = _own(subject, names.error_ratio(window))
        queries += [absent(minutes(at), f"{ratio} > 1 or {ratio} < 0 or {ratio} != {ratio}") for at in (4, 12, 24)]
    queries.sort(key=lambda query: query.at)
    return Scenario(subject.slo.name, "a ratio lies between 0 and 1 whatever is scraped", every, dict.fromkeys(series, off), queries)


def _gone(subject: Subject, rule: Alert, series: Mapping[str, bool], up: str) -> Scenario:
    """Whatever had a ratio after eight minutes and has none since minute twelve is missing, and was not before."""
    slo, every = subject.slo, subject.slo.scrape_interval
    count = samples_in(minutes(12), every)
    told = {name: f"{_grown(count, number, counts=counts)} stale" for number, (name, counts) in enumerate(series.items(), start=1)}
    if up:
        told[up] = constant(Decimal(1), samples_in(minutes(60) + rule.for_, every))
    late = Duration(-(-(minutes(30) + rule.for_).milliseconds // minutes(4).milliseconds) * minutes(4).milliseconds)
    alerts = f"ALERTS{{{names.SLO_ID}={quote(slo.id)},alertname={quote(rule.name)}"
    ratio = _own(subject, names.error_ratio(FIVE_MINUTES))
    earlier = Duration(late.milliseconds - minutes(8).milliseconds)
    queries = [
        absent(minutes(8), f"{alerts}}} and {_on(subject)} {ratio}"),
        absent(late, f'({ratio} offset {earlier}) unless {_on(subject)} {alerts},alertstate="firing"}}'),
    ]
    return Scenario(slo.name, "vanished, its targets " + ("are up" if up else "unknown or down"), every, told, queries)


def _gauges(series: Mapping[str, bool]) -> list[str]:
    return [name for name, counts in series.items() if not counts]


def _agree(subject: Subject, sli: Ratio, window: Duration, at: Duration) -> Iterator[Query]:
    """What is recorded of a window beside the expressions: the same, for the same groups."""
    length = str(window)
    if sli.error_ratio:
        wanted = f"clamp_max({_over(subject, 'avg', sli.error_ratio, length)}, 1) >= 0"
        yield from _same(subject, names.error_ratio(window), wanted, at)
        return
    if window == FIVE_MINUTES:
        length = str(window + subject.slo.scrape_interval)
    events, errors = (_over(subject, "sum", expr, length) for expr in (sli.total, f"clamp_min({sli.errors}, 0)"))
    yield from _same(subject, names.events_rate(window), f"{events} < Inf", at)
    yield from _same(subject, names.errors_rate(window), f"{errors} < Inf", at)
    yield from _same(subject, names.error_ratio(window), f"({errors} < Inf) / {_on(subject)} ({events} > 0 < Inf)", at)


def _same(subject: Subject, metric: str, wanted: str, at: Duration) -> Iterator[Query]:
    own, on = _own(subject, metric), _on(subject)
    yield absent(at, f"abs({own} / {on} ({wanted}) - 1) > 1e-9")
    yield absent(at, f"({wanted}) unless {on} {own}")


def _sound(subject: Subject, window: Duration, at: Duration) -> Iterator[Query]:
    """Errors are known wherever events are; no ratio is NaN."""
    events, errors, ratio = (_own(subject, name(window)) for name in (names.events_rate, names.errors_rate, names.error_ratio))
    yield absent(at, f"{events} unless {_on(subject)} {errors}")
    yield absent(at, f"{ratio} != {ratio}")


def _own(subject: Subject, metric: str) -> str:
    return f"{metric}{{{names.SLO_ID}={quote(subject.slo.id)}}}"


def _on(subject: Subject) -> str:
    return f"on ({', '.join(subject.slo.group_by)})"


def _over(subject: Subject, aggregation: str, expr: str, length: str) -> str:
    by = f" by ({', '.join(subject.slo.group_by)})" if subject.slo.group_by else ""
    return f"{aggregation}{by} ({' '.join(expr.split()).replace(WINDOW, length)})"


def _grown(samples: int, number: int, *, counts: bool) -> str:
    """A counter whose pace grows from piece to piece; a gauge between a tenth and nine tenths. Each a little different."""
    if not counts:
        return ramp(Decimal("0.1"), Decimal("0.8") / samples / number, samples)
    return counter([Run(samples // _PIECES, Decimal(piece * (6 + number))) for piece in range(1, _PIECES + 1)])


def _series(subject: Subject, exprs: tuple[str, ...]) -> dict[str, bool]:
    """Series for every selector, and a second one where an aggregation takes several: name → whether it counts. None if one cannot be."""
    found: dict[str, bool] = {}
    for expr in exprs:
        tree = promql_parser.parse(expr.replace(WINDOW, "5m"))
        shared = {name: subject.group.get(name, _SHARED) for name in _label_names(tree)} | dict(subject.group)
        for node, several, counts in _selectors(tree, several=False, counts=False):
            wanted = parsed(node.prettify())
            fixed = {matcher.name for matcher in wanted.matchers}
            labels = labels_for(wanted, {name: value for name, value in shared.items() if name in subject.group or name not in fixed})
            if labels is None:
                return {}
            found[named(wanted.metric, labels)] = counts
            if several:
                found[named(wanted.metric, {**labels, _TWIN: "yes"})] = counts
                found |= {named(wanted.metric, other): counts for other in breaking(wanted.matchers, labels)}
    return found


def _label_names(node: Any) -> set[str]:
    """Labels by which an expression adds up or joins."""
    match node:
        case promql_parser.AggregateExpr():
            own = (
                set(node.modifier.labels) if node.modifier is not None and node.modifier.type == promql_parser.AggModifierType.By else set()
            )
            return own | _label_names(node.expr)
        case promql_parser.BinaryExpr():
            matching = node.modifier.matching if node.modifier is not None else None
            return (set(matching.labels) if matching else set()) | _label_names(node.lhs) | _label_names(node.rhs)
        case promql_parser.Call():
            return {name for argument in node.args for name in _label_names(argument)}
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr() | promql_parser.SubqueryExpr():
            return _label_names(node.expr)
        case _:
            return set()


def _selectors(node: Any, *, several: bool, counts: bool) -> Iterator[tuple[Any, bool, bool]]:
    """Selectors; whether an aggregation adds several series of each up before they meet others; whether a rate is taken of it."""
    match node:
        case promql_parser.AggregateExpr():
            yield from _selectors(node.expr, several=True, counts=counts)
        case promql_parser.BinaryExpr():
            card = str(node.modifier.card).rpartition(".")[2] if node.modifier is not None else "OneToOne"
            for side, many in ((node.lhs, "ManyToOne"), (node.rhs, "OneToMany")):
                alone = any(isinstance(other, promql_parser.NumberLiteral) for other in (node.lhs, node.rhs))
                yield from _selectors(side, several=several and (alone or card == many), counts=counts)
        case promql_parser.Call():
            for argument in node.args:
                yield from _selectors(argument, several=several, counts=counts or node.func.name in _COUNTING)
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr() | promql_parser.SubqueryExpr():
            yield from _selectors(node.expr, several=several, counts=counts)
        case promql_parser.MatrixSelector():
            yield from _selectors(node.vector_selector, several=several, counts=counts)
        case promql_parser.VectorSelector():
            yield node, several, counts
        case _:
            return
