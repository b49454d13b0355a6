"""Data that breaks naive rules: no errors yet, no traffic, restarts, gaps, one error in two requests, a series born late."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.model.sli import Events
from slogen.model.slo import Slo
from slogen.promql.selector import quote
from slogen.proof.feeds import Counters, Story, Stretch, samples_in, told
from slogen.proof.notation import Gap, Reset, constant
from slogen.proof.scenario import Query, Scenario, about, absent, never
from slogen.proof.subject import Subject, minutes
from slogen.proof.thresholds import first_evaluation

_QUIET = Decimal("0.25")
"""Share of the budget that an uneventful time uses."""


def hard_data_scenarios(subject: Subject) -> Iterator[Scenario]:
    """What applies to counters of events."""
    if subject.counters is None:
        return
    yield _no_errors_then_no_traffic(subject, subject.counters)
    yield _idle(subject, subject.counters)
    yield _restart_and_gap(subject, subject.counters)
    ahead = _good_ahead(subject, subject.counters)
    if ahead is not None:
        yield ahead
    if isinstance(subject.slo.sli, Events) and subject.slo.sli.good:
        yield _nothing_good(subject, subject.counters)
    if isinstance(subject.slo.sli, Events) and subject.slo.sli.errors:
        yield _born_late(subject, subject.counters)


def low_traffic_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Where there is a guard. Evaluated every five minutes as in production: tiles taken more often would count an error again."""
    guard = subject.slo.guard
    if subject.counters is not None and subject.burning and (guard.min_failures > 1 or guard.min_events > 2):
        yield _one_error_in_two(subject, subject.counters)


def _no_errors_then_no_traffic(subject: Subject, parts: Counters) -> Scenario:
    """Ten minutes without a single series of errors, then ten without traffic."""
    every = subject.slo.scrape_interval
    ten = samples_in(minutes(10), every)
    clean = Counters(tuple(source for source in parts.sources if source.good), ())
    story = [Stretch(ten, Decimal(0)), Stretch(ten, Decimal(0), Decimal(0))]
    ratio, left = (subject.of(name) for name in (names.error_ratio(FIVE_MINUTES), names.BUDGET_REMAINING))
    first = first_evaluation(subject.slo.evaluation_interval, every)
    queries = [
        *(
            about(at, subject.of(names.error_ratio(window)), subject.identity, 0)
            for at in (first, minutes(10))
            for window in subject.windows.raw
        ),
        *(
            about(minutes(20), subject.of(names.error_ratio(window)), subject.identity, 0)
            for window in subject.windows.raw
            if window > minutes(12)
        ),
        about(minutes(10), left, subject.identity, 1),
        absent(minutes(20), ratio),
        about(minutes(20), left, subject.identity, 1),
        never(minutes(20), subject.slo.id),
        finite(minutes(20), subject.slo),
    ]
    title = "without error series the ratio is 0, without traffic there is none; nothing fires"
    return Scenario(subject.slo.name, title, every, told(clean, story, subject.per_sample(every)), queries)


def _idle(subject: Subject, parts: Counters) -> Scenario:
    """Counters that are there and never move: events are 0 over every window, and a ratio over none."""
    every = subject.slo.scrape_interval
    story = [Stretch(samples_in(minutes(10), every), Decimal(0), Decimal(0))]
    ratios = f'{{__name__=~"slo:sli_error:ratio_rate.+",{names.SLO_ID}={quote(subject.slo.id)}}}'
    queries = [
        about(minutes(10), subject.of(names.EVENTS_TILE), subject.identity, 0),
        absent(minutes(10), ratios),
        absent(minutes(10), subject.of(names.BUDGET_CONSUMED)),
        never(minutes(10), subject.slo.id),
    ]
    title = "an idle service has no ratio over any window, and is not missing"
    return Scenario(subject.slo.name, title, every, told(parts, story, subject.per_sample(every)), queries)


def _restart_and_gap(subject: Subject, parts: Counters) -> Scenario:
    """Counters begin at zero again after ten minutes; from minute 14 on four minutes of scrapes fail."""
    every = subject.slo.scrape_interval
    ratio = _calm(subject.slo)
    ten, four, eight = (samples_in(minutes(number), every) for number in (10, 4, 8))
    story: Story = [Stretch(ten, ratio), Reset(), Stretch(four, ratio), Gap(four, ratio), Stretch(eight, ratio)]
    metric = subject.of(names.error_ratio(FIVE_MINUTES))
    queries = [
        *(_near(minutes(at), metric, subject, ratio) for at in (12, 14, 20, 26)),
        never(minutes(26), subject.slo.id),
        finite(minutes(26), subject.slo),
    ]
    title = "a restart and four minutes without scrapes change no ratio"
    return Scenario(subject.slo.name, title, every, told(parts, story, subject.per_sample(every)), queries)


def _nothing_good(subject: Subject, parts: Counters) -> Scenario:
    """There is no series of good events at all: everything is bad, and known to be."""
    every = subject.slo.scrape_interval
    bad = Counters(tuple(source for source in parts.sources if source.bad), ())
    series = told(bad, [Stretch(samples_in(minutes(2), every), Decimal(1))], subject.per_sample(every))
    ratios = [subject.of(names.error_ratio(window)) for window in subject.windows.raw]
    queries = [about(minutes(2), ratio, subject.identity, 1) for ratio in ratios]
    return Scenario(subject.slo.name, "without a series of good events all are bad", every, series, queries)


def _good_ahead(subject: Subject, parts: Counters) -> Scenario | None:
    """Counters of good events are a scrape ahead of all events: there are no errors, and not less than none."""
    every = subject.slo.scrape_interval
    good = [source for source in parts.sources if source.good and not source.bad]
    if not good or not any(source.good and source.bad for source in parts.sources):
        return None
    count = samples_in(minutes(2), every)
    series = told(parts, [Stretch(count, Decimal(0))], subject.per_sample(every))
    series |= told(Counters(tuple(good), ()), [Stretch(count, Decimal(0))], subject.per_sample(every) * Decimal("1.1"))
    queries = [about(minutes(2), subject.of(names.errors_rate(window)), subject.identity, 0) for window in subject.windows.raw]
    return Scenario(subject.slo.name, "more good events than events are no errors, not less than none", every, series, queries)


def _one_error_in_two(subject: Subject, parts: Counters) -> Scenario:
    """At minute 10 one event succeeds and one fails, and that is all the traffic there is."""
    every = subject.slo.scrape_interval
    ten = samples_in(minutes(10), every)
    story = [Stretch(ten, Decimal(0), Decimal(0)), Stretch(1, Decimal("0.5")), Stretch(2 * ten, Decimal(0), Decimal(0))]
    metric = subject.of(names.error_ratio(FIVE_MINUTES))
    half = Decimal("0.5")
    queries = [_near(minutes(15), metric, subject, half), never(minutes(30), subject.slo.id, 'long_window!=""')]
    title = "one error in two events is no incident: the guard holds the alerts back"
    return Scenario(subject.slo.name, title, every, told(parts, story, Decimal(2)), queries)


def _born_late(subject: Subject, parts: Counters) -> Scenario:
    """An error series appears at minute 10 with a thousand errors that nobody saw happen."""
    every = subject.slo.scrape_interval
    ten = samples_in(minutes(10), every)
    quiet = Counters(tuple(source for source in parts.sources if source.good), ())
    series = told(quiet, [Stretch(2 * ten, Decimal(0))], subject.per_sample(every))
    for source in parts.sources:
        if not source.good:
            series[source.name] = f"_x{ten} {constant(Decimal(1000), ten + 1)}"
    metric = subject.of(names.error_ratio(FIVE_MINUTES))
    queries = [about(minutes(20), metric, subject.identity, 0), never(minutes(20), subject.slo.id)]
    return Scenario(subject.slo.name, "an error series born at 1000 wakes nobody", every, series, queries)


def finite(until: Duration, slo: Slo) -> Query:
    """Nothing was recorded of the SLO that is NaN or infinite."""
    own = f'{{__name__=~"slo:.+",{names.SLO_ID}={quote(slo.id)}}}'
    return Query(until, f"sum_over_time(sum({own})[{until}:1m]) < bool Inf", (({}, 1.0),))


def _calm(slo: Slo) -> Decimal:
    """A ratio below every threshold, at which no level of the budget policy is reached."""
    highest = max((level.below_percent for level in slo.budget_policy), default=Decimal(0))
    return slo.objective.budget * min(_QUIET, (1 - highest / 100) / 2)


def _near(at: Duration, metric: str, subject: Subject, ratio: Decimal) -> Query:
    """The ratio, within a thousandth of itself: over what is wanted it is 1, rounded to three digits."""
    return about(at, f"{metric} / {float(ratio):.12g}", subject.identity, 1, digits=3)
