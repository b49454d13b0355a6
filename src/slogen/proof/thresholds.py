"""Every burn-rate threshold from both sides: just above it the alert fires, just below it does not.

At a constant error ratio every window shows it as soon as it has anything, so that a quarter of an hour is enough even for three days.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from slogen.conventions import names
from slogen.model.burn import AlertSeverity
from slogen.model.duration import ONE_HOUR, ONE_MINUTE, ZERO, Duration
from slogen.model.objective import plain
from slogen.proof.condition import condition
from slogen.proof.feeds import Stretch, samples_in, told
from slogen.proof.recorded import recorded
from slogen.proof.rendering import Lookup
from slogen.proof.scenario import Fires, Query, Scenario, about, exactly, firing, never
from slogen.proof.subject import GROUP, Burning, Subject, expected, feedable, minutes, only_when_of, with_labels
from slogen.rules.budget import info

BURNS = f'{names.LONG_WINDOW}!=""'
_LASTING = 12


def threshold_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Two scenarios for every distinct threshold."""
    subject = feedable(subject)
    thresholds = sorted({one.alert.threshold for one in subject.burning}, reverse=True)
    for threshold in thresholds:
        pairs = [one for one in subject.burning if one.alert.threshold == threshold]
        names_ = " and ".join(one.alert.pair.name for one in pairs)
        above, below = _beside(subject, threshold, Decimal("1.05")), _beside(subject, threshold, Decimal("0.95"))
        yield _scenario(subject, above, f"{names_} fires at {_percent(above)}, just above {_percent(threshold)}", pairs)
        yield _scenario(subject, below, f"{names_} is silent at {_percent(below)}, just below {_percent(threshold)}", [])
    if subject.conditions:
        yield _held_back(subject)


def _held_back(subject: Subject) -> Scenario:
    """Nothing but errors; but what the conditions ask for is not there."""
    slo = subject.slo
    conditional = [one.rule for one in subject.burning if only_when_of(slo, one.alert.pair.severity) is not None]
    lasting = minutes(_LASTING) + max(rule.for_ for rule in conditional)
    every, series = steady(replace(subject, conditions=()), Decimal(1), lasting)
    for one in subject.conditions:
        series |= condition(one, subject.group, samples_in(lasting, every) + 1, holds=False) or {}
    queries = [never(lasting, slo.id, alert=rule.name) for rule in conditional if rule.name not in subject.shared]
    return Scenario(slo.name, "errors are no alert while its condition does not hold", every, series, queries)


def _scenario(subject: Subject, ratio: Decimal, title: str, exact: list[Burning]) -> Scenario:
    slo = subject.slo
    lasting = minutes(_LASTING) + max((one.alert.pair.for_ for one in subject.burning), default=ONE_MINUTE)
    fires = [one for one in subject.burning if one.alert.threshold < ratio]
    own = {name: subject.group[name] for name in slo.group_by}
    queries = [exactly(lasting, slo.id, slo.group_by, [(one.rule.name, own) for one in fires], BURNS)]
    burning = float(ratio / slo.objective.budget)
    queries.append(about(lasting, subject.of(names.BURN_RATE_1H), subject.identity, burning))
    alone = {names.SLO_ID: slo.id}
    promised = ((names.OBJECTIVE, slo.objective.ratio), (names.BUDGET, slo.objective.budget))
    queries += [about(lasting, with_labels(metric, alone), alone, float(wanted)) for metric, wanted in promised]
    queries.append(described(lasting, subject))
    if exact and not subject.conditions:
        first = first_evaluation(slo.evaluation_interval, slo.scrape_interval) if subject.counters is not None else ZERO
        queries += [
            Query(first, f"count({firing(slo.id, _window(one), alert=one.rule.name)})", (({}, 1.0),))
            for one in fires
            if fires_at_once(subject, one)
        ]
    alerts: list[Fires] = []
    # In a group apart an alert's text says what is left of the budget of any group.
    for one in exact if GROUP not in subject.group else ():
        labels, annotations = expected(one.rule, subject.identity, float(ratio), _lookup(subject, ratio))
        if one.rule.name in subject.shared:
            selector = firing(slo.id, _window(one), alert=one.rule.name)
            queries.append(Query(lasting, f"count by ({', '.join(sorted(labels))}) ({selector})", ((labels, 1.0),)))
        else:
            alerts.append(Fires(lasting, one.rule.name, ((labels, annotations),)))
    every, series = steady(subject, ratio, lasting)
    return Scenario(slo.name, title, every, series, queries, alerts)


def steady(subject: Subject, ratio: Decimal, lasting: Duration) -> tuple[Duration, dict[str, str]]:
    """The series of a constant error ratio beside a healthy group and decoys; recorded ones where there are no raw ones."""
    if subject.counters is None:
        every = subject.slo.scrape_interval if subject.gauge_without_tiles else ONE_MINUTE
        count = samples_in(lasting, every) + 1
        return every, recorded(subject, ratio, count) | subject.beside(count) | subject.calm(count, every)
    every = subject.slo.scrape_interval
    count = samples_in(lasting, every)
    series = told(subject.counters, [Stretch(count, ratio)], subject.per_sample(every), decoys=True)
    if subject.healthy is not None:
        series |= told(subject.healthy, [Stretch(count, Decimal(0))], subject.per_sample(every))
    return every, series | subject.beside(count + 1)


def described(at: Duration, subject: Subject) -> Query:
    """The series that tells who owns the SLO and what it promises, with all of its labels."""
    labels = {name: text for name, text in info(subject.slo).labels.items() if text}
    found = with_labels(names.INFO, {names.SLO_ID: subject.slo.id})
    return Query(at, found, (({"__name__": names.INFO, **labels}, 1.0),))


def first_evaluation(evaluation: Duration, every: Duration) -> Duration:
    """The first evaluation at which a rate has two samples."""
    return Duration(evaluation.milliseconds * -(-every.milliseconds // evaluation.milliseconds))


def _window(one: Burning) -> str:
    return f'{names.LONG_WINDOW}="{one.alert.pair.long}"'


def fires_at_once(subject: Subject, one: Burning) -> bool:
    """Whether a pair fires at the first evaluation with data. Not if it waits, nor if its guard counts more than five minutes have;
    a page is evaluated before the windows above an hour are.
    """
    pair, guard = one.alert.pair, subject.slo.guard
    if pair.for_ != ZERO or (pair.severity is AlertSeverity.PAGE and pair.long > ONE_HOUR):
        return False
    if not subject.counts_events:
        return True
    events = subject.per_minute * names.TILE.seconds / 60
    return events >= guard.min_events and events * one.alert.threshold >= guard.min_failures


def _lookup(subject: Subject, ratio: Decimal) -> Lookup:
    left = float(1 - ratio / subject.slo.objective.budget)
    return lambda metric: left if metric == names.BUDGET_REMAINING else None


def _beside(subject: Subject, threshold: Decimal, factor: Decimal) -> Decimal:
    """A short number near `factor` times the threshold, away from other thresholds, and shown alike whatever the last bit says."""
    budget = subject.slo.objective.budget
    step = Decimal("0.002") if factor > 1 else Decimal("-0.002")
    for attempt in range(-5, 15):
        wanted = threshold * (factor + step * attempt)
        ratio = wanted.quantize(Decimal(1).scaleb(wanted.adjusted() - 2))
        away = all(abs(ratio / one.alert.threshold - 1) > Decimal("0.015") for one in subject.burning)
        shown = (float(ratio) * 100, float(1 - ratio / budget) * 100, float(ratio / budget) * 1)
        if away and all(_stable(number) for number in shown) and f"{shown[2] * (1 + 1e-9):.1f}" == f"{shown[2] * (1 - 1e-9):.1f}":
            return ratio
    return threshold * factor


def _stable(number: float) -> bool:
    return f"{number * (1 + 1e-9):.4g}" == f"{number * (1 - 1e-9):.4g}"


def _percent(ratio: Decimal) -> str:
    return plain((ratio * 100).normalize()) + "%"
