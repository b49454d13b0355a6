"""When burn-rate alerts fire and when they let go: a clean long window, an incident, health again.

At a constant error ratio e an alert fires `threshold × long / e` after the errors begin and lets go `short × (1 − threshold / e)` after
they end. That the long window is clean before shows that it is as long as it should be; that the alert is silent until then shows that
both windows must be above the threshold, and so does the reset, at which the long window is still far above it.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from slogen.model.duration import FIVE_MINUTES, ONE_HOUR, ONE_MINUTE, ZERO, Duration
from slogen.model.sli import Freshness, QueueDepth, Uptime
from slogen.model.slo import Slo
from slogen.proof.feeds import Stretch, samples_in, told
from slogen.proof.figures import rolled_figures
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.near_misses import can_be_fed
from slogen.proof.recorded import error_rates, ratio_over, tiles
from slogen.proof.scenario import Query, Scenario, firing, never
from slogen.proof.subject import GROUP, Burning, Subject, apart, feedable
from slogen.proof.thresholds import BURNS

SLOW = Duration.parse("4m")
"""Below the lookback of five minutes, for a page reads what the period group recorded an evaluation before."""


def fast_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Pairs of raw windows only, evaluated every minute."""
    pairs = [one for one in subject.burning if one.alert.pair.long <= ONE_HOUR]
    if pairs and _has_raw(subject):
        yield from _incident(subject, pairs, ONE_MINUTE, subject.slo.scrape_interval, "raw windows")
    elif pairs:
        yield from _each_window_alone(subject, pairs)


def slow_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Pairs whose long window is rolled up and whose short one is raw, evaluated every four minutes."""
    pairs = [one for one in subject.burning if one.alert.pair.short <= ONE_HOUR < one.alert.pair.long]
    if pairs and _has_raw(subject):
        yield from _incident(subject, pairs, SLOW, ONE_MINUTE, "a raw and a rolled window")


def rolled_scenarios(subjects: Sequence[Subject], evaluation: Duration) -> Iterator[Scenario]:
    """Pairs of rolled windows, from tiles, and what is shown of every rolled window. All SLOs of a service in one scenario: whatever is
    evaluated, all rules of a file are.
    """
    if not subjects:
        return
    series: dict[str, str] = {}
    queries: list[Query] = []
    samples = _FIGURES
    for subject in map(feedable, subjects):
        pairs = _rolled(subject)
        if pairs:
            more, checks, lasting = _rolled_incident(subject, pairs, evaluation)
            series |= more
            queries += checks
            samples = max(samples, lasting)
            for one in pairs:
                if not can_be_fed(subject, one):
                    more, checks = _sinking(subject, one, evaluation)
                    series |= more
                    queries += checks
    for subject in subjects:
        more, checks = rolled_figures(subject, samples, evaluation)
        series |= more
        queries += checks
    about = " and ".join(subject.slo.name for subject in subjects)
    yield Scenario(about, "rolled windows fire and let go when predicted, and show what they should", evaluation, series, queries)


def rolled_evaluation(subjects: Sequence[Subject]) -> Duration:
    """How often rolled windows are looked at: four times in the shortest, every two hours at the least.

    Tiles are fed at the same pace; an average does not mind.
    """
    shortest = min((one.alert.pair.short for subject in subjects for one in _rolled(subject)), default=_PACES[0])
    return next((pace for pace in _PACES if 4 * pace.milliseconds <= shortest.milliseconds), _PACES[-1])


_FIGURES = 40
"""Samples where there is no pair of rolled windows: three days and more."""
_PACES = tuple(map(Duration.parse, ("2h", "1h", "30m", "15m")))


def _rolled(subject: Subject) -> list[Burning]:
    return [one for one in subject.burning if one.alert.pair.short > ONE_HOUR]


def _has_raw(subject: Subject) -> bool:
    return subject.counters is not None or isinstance(subject.slo.sli, QueueDepth | Freshness | Uptime)


def _incident(subject: Subject, pairs: Sequence[Burning], evaluation: Duration, every: Duration, what: str) -> Iterator[Scenario]:
    """Raw series. What is rolled up sees an incident through tiles of five minutes."""
    gauge = subject.counters is None
    error_ratio = Decimal(1) if gauge else _ratio(pairs, 2)
    clean = _up(max(one.alert.pair.long for one in pairs) + every, evaluation)
    smear = FIVE_MINUTES if evaluation > ONE_MINUTE else ZERO
    # A minute of a gauge is bad as a whole, and so is the one behind it, which sees the last scrape of the one before.
    smear = smear + evaluation + evaluation if gauge else smear
    lasting = _lasting(pairs, error_ratio, evaluation, smear)
    after = _after(pairs, error_ratio, evaluation, smear)
    series = _story(subject, [(clean, Decimal(0)), (lasting, error_ratio), (after, Decimal(0))], every)
    if series is None:
        return
    series |= subject.beside(samples_in(clean + lasting + after, every) + 1)
    title = f"{what}: {', '.join(one.alert.pair.name for one in pairs)} fires and lets go when predicted"
    checks = _checks(subject, pairs, error_ratio, clean, clean + lasting, evaluation, smear)
    yield Scenario(subject.slo.name, title, every, series, checks)


def _story(subject: Subject, parts: Sequence[tuple[Duration, Decimal]], every: Duration) -> dict[str, str] | None:
    """Error ratios one after the other, told by counters, or by a gauge that is good or bad."""
    if subject.counters is not None:
        story = [Stretch(samples_in(length, every), ratio) for length, ratio in parts]
        return told(subject.counters, story, subject.per_sample(every))
    values = [(samples_in(length, every), _bad(subject.slo) if ratio else None) for length, ratio in parts]
    return gauge_series(subject.slo, subject.group, values, every)


def _bad(slo: Slo) -> Decimal:
    """A value of a gauge that is worse than its target."""
    return slo.sli.levels.target + 1 if isinstance(slo.sli, QueueDepth | Freshness) else Decimal(1)


def _rolled_incident(subject: Subject, pairs: Sequence[Burning], every: Duration) -> tuple[dict[str, str], list[Query], int]:
    """Series, what must be seen, and the number of samples."""
    # Slower where no near miss tells a threshold from one a tenth higher: the time of detection does.
    error_ratio = _ratio(pairs, 6 if all(can_be_fed(subject, one) for one in pairs) else 2)
    clean = max(one.alert.pair.long for one in pairs) + every
    lasting = _lasting(pairs, error_ratio, every, every)
    after = _after(pairs, error_ratio, every, every)
    parts = [(samples_in(clean, every), Decimal(0)), (samples_in(lasting, every), error_ratio), (samples_in(after, every) + 1, Decimal(0))]
    samples = sum(length for length, _ in parts)
    series = tiles(subject, parts) | subject.beside(samples) | subject.calm(samples, every)
    # The first bad tile stands for the time before it.
    begin = Duration(clean.milliseconds - every.milliseconds)
    end = Duration(begin.milliseconds + lasting.milliseconds)
    return series, _checks(subject, pairs, error_ratio, begin, end, every, every), samples


def _sinking(subject: Subject, one: Burning, every: Duration) -> tuple[dict[str, str], list[Query]]:
    """A group of its own: far above the threshold for as long as the short window, then just below it. The long window is above all the
    time.
    """
    group, pair = apart(subject, f"sinking-{pair_name(one)}"), one.alert.pair
    held = samples_in(pair.short, every) + 3
    ratios = min(Decimal(1), one.alert.threshold * 2), one.alert.threshold * Decimal("0.95")
    series = tiles(group, [(held, ratio) for ratio in ratios])
    alert = firing(subject.slo.id, f'{GROUP}="{group.group[GROUP]}"', alert=one.rule.name)
    looks = [Duration((held * number - 1) * every.milliseconds) for number in (1, 2)]
    return series, [Query(looks[0], f"count({alert})", (({}, 1.0),)), Query(looks[1] + pair.keep_firing_for, alert)]


def pair_name(one: Burning) -> str:
    """What tells pairs of one SLO apart."""
    return f"{one.alert.pair.short}-{one.alert.pair.long}"


def _checks(
    subject: Subject, pairs: Sequence[Burning], error_ratio: Decimal, begin: Duration, end: Duration, step: Duration, smear: Duration
) -> list[Query]:
    """For every pair: silent until just before its time, firing just after it and until just before its reset, gone after that."""
    slo = subject.slo
    found: list[Query] = []
    for one in pairs:
        alert, name = one.alert, one.rule.name
        detect, reset = alert.detection_seconds(error_ratio), alert.reset_seconds(error_ratio)
        assert detect is not None
        assert reset is not None
        window = (f'long_window="{alert.pair.long}"', f'short_window="{alert.pair.short}"')
        own = [f'{GROUP}="{subject.group.get(GROUP, "")}"']
        selector = firing(slo.id, *window, *own, alert=name)
        # Rates see the incident's first sample up to one sample late, evaluations look once a step.
        before = _down(begin, detect, step, -1)
        if before > begin:
            found.append(never(before, slo.id, *window, *own, alert=name))
        held = alert.pair.keep_firing_for.seconds
        times = (_near(begin, detect + smear.seconds, step, 1), _down(end, reset - smear.seconds, step, -1))
        found += [Query(at, f"count({selector})", (({}, 1.0),)) for at in times if at > begin]
        found.append(Query(_near(end, reset + held + smear.seconds, step, 1), selector))
    found.append(Query(_down(begin, Decimal(0), step, -1), firing(slo.id, BURNS, f'{GROUP}="{subject.group.get(GROUP, "")}"')))
    return sorted(found, key=lambda query: query.at)


def _ratio(pairs: Sequence[Burning], times: int) -> Decimal:
    """So many times the highest threshold, short of everything; a ratio above all thresholds in any case."""
    return min(Decimal(1), max(one.alert.threshold for one in pairs) * times)


def _lasting(pairs: Sequence[Burning], error_ratio: Decimal, step: Duration, smear: Duration) -> Duration:
    """Until every alert has fired for two looks and every short window is full."""
    longest = Decimal(0)
    for one in pairs:
        detect = one.alert.detection_seconds(error_ratio)
        assert detect is not None
        longest = max(longest, detect + smear.seconds, one.alert.pair.short.seconds)
    return _up(Duration(int(longest * 1000)) + step + step, step)


def _after(pairs: Sequence[Burning], error_ratio: Decimal, step: Duration, smear: Duration) -> Duration:
    """Until every alert has let go."""
    longest = Decimal(0)
    for one in pairs:
        reset = one.alert.reset_seconds(error_ratio)
        assert reset is not None
        longest = max(longest, reset + one.alert.pair.keep_firing_for.seconds)
    return _up(Duration(int((longest + smear.seconds) * 1000)) + step + step, step)


def _near(start: Duration, seconds: Decimal, step: Duration, margin: int) -> Duration:
    """The first look at least `margin` steps after a moment."""
    exact = (start.seconds + seconds) / step.seconds
    return Duration(int(exact.to_integral_value(ROUND_CEILING) + margin) * step.milliseconds)


def _down(start: Duration, seconds: Decimal, step: Duration, margin: int) -> Duration:
    """The last look at least `-margin` steps before a moment; never before the start of time."""
    exact = (start.seconds + seconds) / step.seconds
    return Duration(max(0, int(exact.to_integral_value(ROUND_FLOOR) + margin) * step.milliseconds))


def _up(length: Duration, step: Duration) -> Duration:
    return Duration(-(-length.milliseconds // step.milliseconds) * step.milliseconds)


def _each_window_alone(subject: Subject, pairs: Sequence[Burning]) -> Iterator[Scenario]:
    """Recorded ratios: only both windows together make an alert fire."""
    for one in pairs:
        pair = one.alert.pair
        bad, good = min(Decimal(1), one.alert.threshold * 2), Decimal(0)
        steps = 8 + samples_in(pair.for_, ONE_MINUTE)
        held = samples_in(pair.keep_firing_for, ONE_MINUTE)
        phases = [(steps, good, good), (steps, good, bad), (steps + held, bad, good), (steps, bad, bad)]
        series: dict[str, str] = {}
        for window, which in ((pair.long, 1), (pair.short, 2)):
            series |= ratio_over(subject, window, [(phase[0], Decimal(phase[which])) for phase in phases])
        if subject.counts_events:
            series |= error_rates(subject, bad, sum(phase[0] for phase in phases))
        series |= subject.beside(sum(phase[0] for phase in phases))
        ends = [sum(phase[0] for phase in phases[: number + 1]) - 1 for number in range(len(phases))]
        queries = [never(Duration(ends[2] * 60_000), subject.slo.id, alert=one.rule.name)]
        queries.append(Query(Duration(ends[3] * 60_000), f"count({firing(subject.slo.id, alert=one.rule.name)})", (({}, 1.0),)))
        yield Scenario(subject.slo.name, f"{pair.name} needs both of its windows", ONE_MINUTE, series, queries)
