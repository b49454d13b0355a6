"""Everything that is recorded of an SLO, counted and compared: nothing is lost or late, and neighbours are left out.

Beside the SLO stand a neighbour, of which all the same series are recorded, and a twin of every raw series, which must be added to it.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ZERO, Duration
from slogen.model.sli import Freshness, QueueDepth
from slogen.model.slo import Slo
from slogen.proof.feeds import Counters, Stretch, samples_in, told
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.notation import constant
from slogen.proof.scenario import Query, Scenario, about
from slogen.proof.subject import Subject, minutes, with_labels
from slogen.proof.thresholds import described, first_evaluation

_TWIN = "proof_twin"
_NEIGHBOUR = Decimal("0.9")
_QUIET = Decimal("0.25")
"""Share of the budget that events use up; gauges are bad all the time."""


def census_scenarios(subject: Subject) -> Iterator[Scenario]:
    """At the first evaluation with data, and when the raw windows are full; nothing for SLIs that no raw series can be made up for."""
    every = subject.slo.scrape_interval
    late = max(subject.windows.raw) + minutes(6)
    count = samples_in(late, every)
    if subject.counters is not None:
        ratio = subject.slo.objective.budget * _QUIET
        series = told(_doubled(subject.counters), [Stretch(count, ratio)], subject.per_sample(every))
        own = tuple(name(window) for window in subject.windows.raw for name in (names.events_rate, names.errors_rate))
        first, values = first_evaluation(subject.slo.evaluation_interval, every), _counted(subject, ratio)
    else:
        bad = gauge_series(subject.slo, subject.group, [(count, _bad(subject.slo))], every)
        if bad is None:
            return
        ratio, series, own, first = Decimal(1), bad, (names.VALUE, names.BAD_SLICE, *_states(subject.slo)), ZERO
        values = [(subject.of(metric), 1.0) for metric in own if metric != names.VALUE]
        own += (names.UPDATED_AT,) if isinstance(subject.slo.sli, Freshness) else ()
    recorded = (*own, *_shared(subject))
    for metric in recorded:
        neighbour = {**subject.identity, names.SLO_ID: subject.slo.id + "-neighbour"}
        series[with_labels(metric, neighbour)] = constant(_NEIGHBOUR, count + 1)
    queries = [_complete(at, subject, recorded) for at in (first, late)]
    queries += [about(late, expr, subject.identity, wanted) for expr, wanted in (*values, *_ratios(subject, ratio))]
    alone = {names.SLO_ID: subject.slo.id}
    objective = subject.slo.objective
    queries += [
        about(late, with_labels(metric, alone), alone, float(wanted))
        for metric, wanted in ((names.OBJECTIVE, objective.ratio), (names.BUDGET, objective.budget))
    ]
    queries.append(described(late, subject))
    title = "all that is recorded is there from the first minute on, is right, and is the SLO's own"
    yield Scenario(subject.slo.name, title, every, series, queries)


def _shared(subject: Subject) -> tuple[str, ...]:
    """What is recorded of each group of every SLO."""
    return (
        *(names.error_ratio(window) for window in (*subject.windows.raw, *subject.windows.rolled)),
        names.EVENTS_TILE,
        names.ERRORS_TILE,
        names.BUDGET_CONSUMED,
        names.BUDGET_REMAINING,
        names.BURN_RATE_1H,
        names.COVERAGE,
        *((names.POLICY_LEVEL,) if subject.slo.budget_policy else ()),
    )


def _states(slo: Slo) -> tuple[str, ...]:
    if not isinstance(slo.sli, QueueDepth | Freshness):
        return ()
    levels = ((names.WARNING_STATE, slo.sli.levels.warning), (names.BREACH_STATE, slo.sli.levels.breach))
    return tuple(state for state, level in levels if level is not None)


def _bad(slo: Slo) -> Decimal:
    """A value beyond every level; a service that is down."""
    if not isinstance(slo.sli, QueueDepth | Freshness):
        return Decimal(0)
    levels = slo.sli.levels
    return max(level for level in (levels.target, levels.warning, levels.breach) if level is not None) + 1


def _doubled(counters: Counters) -> Counters:
    """Every source twice: as it is, and with one more label."""
    twins = tuple(replace(source, labels={**source.labels, _TWIN: "yes"}) for source in counters.sources)
    return Counters((*counters.sources, *twins), ())


def _complete(at: Duration, subject: Subject, recorded: tuple[str, ...]) -> Query:
    """One series of every recorded metric, and of no other but the three that no group has."""
    own = with_labels("", subject.identity).removeprefix("{").removesuffix("}")
    alone = "|".join((names.OBJECTIVE, names.BUDGET, names.INFO))
    expr = f'count by (__name__) ({{__name__=~"slo:.+",__name__!~"{alone}",{own}}})'
    return Query(at, expr, tuple(({"__name__": name}, 1.0) for name in recorded))


def _counted(subject: Subject, ratio: Decimal) -> list[tuple[str, float]]:
    """Events and errors per second, of the series and its twin together."""
    events = subject.per_minute / 60 * 2
    rates = ((names.events_rate, events), (names.errors_rate, events * ratio))
    return [(subject.of(name(window)), float(wanted)) for window in subject.windows.raw for name, wanted in rates]


def _ratios(subject: Subject, ratio: Decimal) -> Iterator[tuple[str, float]]:
    budget = subject.slo.objective.budget
    used = float(ratio / budget)
    for window in (*subject.windows.raw, *subject.windows.rolled):
        # In budgets, not as it is: a ratio of a millionth would be gone at the sixth place.
        yield f"{subject.of(names.error_ratio(window))} / {float(budget):.12g}", used
    yield subject.of(names.BUDGET_CONSUMED), used
    yield subject.of(names.BUDGET_REMAINING), 1 - used
    yield subject.of(names.BURN_RATE_1H), used
