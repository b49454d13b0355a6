"""Every burn-rate threshold from both sides: just above it the alert fires, just below it does not.

At a constant error ratio every window shows it as soon as it has anything, so that a quarter of an hour is enough even for three days.
"""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.objective import plain
from slogen.proof.feeds import Stretch, samples_in, told
from slogen.proof.recorded import recorded
from slogen.proof.rendering import Lookup
from slogen.proof.scenario import Fires, Query, Scenario, exactly, firing
from slogen.proof.subject import Burning, Subject, expected, minutes

BURNS = f'{names.LONG_WINDOW}!=""'
_LASTING = 12


def threshold_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Two scenarios for every distinct threshold."""
    thresholds = sorted({one.alert.threshold for one in subject.burning}, reverse=True)
    for threshold in thresholds:
        pairs = [one for one in subject.burning if one.alert.threshold == threshold]
        names_ = " and ".join(one.alert.pair.name for one in pairs)
        above, below = _beside(subject, threshold, Decimal("1.05")), _beside(subject, threshold, Decimal("0.95"))
        yield _scenario(subject, above, f"{names_} fires at {_percent(above)}, just above {_percent(threshold)}", pairs)
        yield _scenario(subject, below, f"{names_} is silent at {_percent(below)}, just below {_percent(threshold)}", [])


def _scenario(subject: Subject, ratio: Decimal, title: str, exact: list[Burning]) -> Scenario:
    slo = subject.slo
    lasting = minutes(_LASTING) + max((one.alert.pair.for_ for one in subject.burning), default=ONE_MINUTE)
    fires = [one for one in subject.burning if one.alert.threshold < ratio]
    queries = [exactly(lasting, slo.id, slo.group_by, [(one.rule.name, subject.group) for one in fires], BURNS)]
    alerts: list[Fires] = []
    for one in exact:
        labels, annotations = expected(one.rule, subject.identity, float(ratio), _lookup(subject, ratio))
        if one.rule.name in subject.shared:
            own = firing(slo.id, f'{names.LONG_WINDOW}="{one.alert.pair.long}"', alert=one.rule.name)
            queries.append(Query(lasting, f"count by ({', '.join(sorted(labels))}) ({own})", ((labels, 1.0),)))
        else:
            alerts.append(Fires(lasting, one.rule.name, ((labels, annotations),)))
    every, series = steady(subject, ratio, lasting)
    return Scenario(slo.name, title, every, series, queries, alerts)


def steady(subject: Subject, ratio: Decimal, lasting: Duration) -> tuple[Duration, dict[str, str]]:
    """The series of a constant error ratio beside a healthy group and decoys; recorded ones where there are no raw ones."""
    if subject.counters is None:
        count = samples_in(lasting, ONE_MINUTE) + 1
        return ONE_MINUTE, recorded(subject, ratio, count) | subject.beside(count)
    every = subject.slo.scrape_interval
    count = samples_in(lasting, every)
    series = told(subject.counters, [Stretch(count, ratio)], subject.per_sample(every), decoys=True)
    if subject.healthy is not None:
        series |= told(subject.healthy, [Stretch(count, Decimal(0))], subject.per_sample(every))
    return every, series | subject.beside(count + 1)


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
