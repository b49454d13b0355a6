"""Warning and breach of a gauge: reached at their level, kept while the value is not really better, gone after that."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_MINUTE, ZERO, Duration
from slogen.model.sli import Freshness, Levels, NoData, QueueDepth, Uptime
from slogen.model.slo import Response
from slogen.promql.selector import quote
from slogen.proof.condition import condition
from slogen.proof.feeds import samples_in
from slogen.proof.gauge_feeds import gauge_series, instances
from slogen.proof.notation import constant
from slogen.proof.rendering import Lookup
from slogen.proof.scenario import Fires, Query, Scenario, about, absent, exactly, firing, never
from slogen.proof.subject import Subject, expected, minutes
from slogen.proof.thresholds import fires_at_once
from slogen.rules.values import Alert

_PHASE = minutes(5)
_AWAY = 10
"""Minutes without an evaluation."""


def level_scenarios(subject: Subject) -> Iterator[Scenario]:
    """What applies to gauges with levels, and to every gauge that stops reporting."""
    sli = subject.slo.sli
    if isinstance(sli, QueueDepth | Freshness):
        rules = _rules(subject)
        if rules:
            yield from _up_and_down(subject, rules)
            yield _interrupted(subject, rules)
        yield from _worst(subject, rules)
    yield from _worst_burns(subject)
    yield from _stale(subject)


def _rules(subject: Subject) -> list[tuple[Decimal, Alert]]:
    """Level and alert, the milder first; alerts with a condition that nobody can guess the series of are left out."""
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    found: list[tuple[Decimal, Alert]] = []
    wanted = (("Warning", slo.sli.levels.warning, slo.warning), ("Breach", slo.sli.levels.breach, slo.breach))
    for what, level, response in wanted:
        if level is None or not isinstance(response, Response):
            continue
        if response.only_when is not None and condition(response.only_when, subject.group, 2) is None:
            continue
        rule = subject.named(response.alert or names.alert_name(slo.place.service, slo.name, what))
        if rule is not None:
            found.append((level, rule))
    return found


def _conditions(subject: Subject, samples: int, *, holds: bool = True) -> dict[str, str]:
    """Series that make the conditions of the level alerts true, or just not."""
    series: dict[str, str] = {}
    for response in (subject.slo.warning, subject.slo.breach):
        if isinstance(response, Response) and response.only_when is not None:
            series |= condition(response.only_when, subject.group, samples, holds=holds) or {}
    return series


def _up_and_down(subject: Subject, rules: list[tuple[Decimal, Alert]]) -> Iterator[Scenario]:
    """From the first minute on just below the level: silent; at it: fires; between target and level: still fires; better than the
    target: gone.
    """
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    levels = slo.sli.levels
    every = slo.scrape_interval
    patience = max(rule.for_ for _, rule in rules)
    phase = _PHASE + patience
    long = _PHASE + levels.clears_after
    between = _between(levels)
    # A level without an alert lies lower: its state must begin at 0, too.
    begin = [(phase, between)] if _lowest(levels) < rules[0][0] else []
    lengths: list[tuple[Duration, Decimal | None]] = [*begin]
    queries: list[Query] = []
    at = phase if begin else ZERO
    firing_now: list[str] = []
    # The first sample of a phase stands where the one before it ends: look a minute earlier.
    moment = minutes(1).milliseconds
    for level, rule in rules:
        lengths += [(phase, _just_below(level, levels.target)), (phase, level)]
        queries.append(_level_query(subject, Duration((at + phase).milliseconds - moment), firing_now))
        firing_now = [*firing_now, rule.name]
        at = at + phase + phase
        queries.append(_level_query(subject, Duration(at.milliseconds - moment), firing_now))
    lengths += [(long, between), (long, levels.target * Decimal("0.95") or None)]
    at = at + long
    queries.append(_level_query(subject, Duration(at.milliseconds - moment), firing_now))
    states = ((names.WARNING_STATE, levels.warning), (names.BREACH_STATE, levels.breach))
    reached = [state for state, level in states if level is not None and level <= rules[-1][0]]
    wanted = [(Duration(at.milliseconds - moment), 1.0), (at + long, 0.0)]
    queries += [
        Query(when, subject.of(state), (({"__name__": state, **subject.identity}, value),)) for state in reached for when, value in wanted
    ]
    # A moment before the patience is over all of them fire still; the bridge of two minutes later none does.
    queries.append(_level_query(subject, Duration(at.milliseconds + levels.clears_after.milliseconds - 60_000), firing_now))
    queries.append(_level_query(subject, at + long, []))
    series = gauge_series(slo, subject.group, [(samples_in(length, every), value) for length, value in lengths], every)
    if series is not None:
        series |= _conditions(subject, sum(samples_in(length, every) for length, _ in lengths))
        title = " and ".join(rule.name for _, rule in rules) + " fire at their level and clear below the target only"
        yield Scenario(slo.name, title, every, series, queries)


def _between(levels: Levels) -> Decimal:
    """A value just above the target and below every level."""
    lowest = _lowest(levels)
    return levels.target + min((lowest - levels.target) / 2, levels.target * Decimal("0.05") or lowest)


def _lowest(levels: Levels) -> Decimal:
    return min(level for level in (levels.warning, levels.breach) if level is not None)


def _interrupted(subject: Subject, rules: list[tuple[Decimal, Alert]]) -> Scenario:
    """Nothing is evaluated for ten minutes and the value stands between target and level: the states are remembered. Then a minute is
    missing: the alerts bridge it. Recorded series; as long as there is no value a minute counts as the spec says.
    """
    slo, sli = subject.slo, subject.slo.sli
    assert isinstance(sli, QueueDepth | Freshness)
    between = _between(sli.levels)
    held = max(samples_in(rule.for_, ONE_MINUTE) for _, rule in rules) + 2
    gap = _AWAY + held
    series = {subject.of(names.VALUE): f"_x{_AWAY} {constant(between, held)} stale {constant(between, 2)}"}
    states = [(names.WARNING_STATE, sli.levels.warning), (names.BREACH_STATE, sli.levels.breach)]
    known = [state for state, level in states if level is not None]
    series |= {subject.of(state): "0 1" for state in known}
    series |= _conditions(subject, gap + 3)
    queries = [_filled(subject, minutes(at)) for at in ((gap,) if slo.group_by else (5, gap))]
    for at in (_AWAY, gap + 1):
        queries += [Query(minutes(at), subject.of(state), (({"__name__": state, **subject.identity}, 1.0),)) for state in known]
    for _, rule in rules:
        queries += [Query(minutes(at), f"count({firing(slo.id, alert=rule.name)})", (({}, 1.0),)) for at in (gap - 1, gap, gap + 1)]
    return Scenario(slo.name, "states and alerts outlast an interruption", ONE_MINUTE, series, sorted(queries, key=lambda query: query.at))


def _filled(subject: Subject, at: Duration) -> Query:
    """What a minute without data counts as."""
    sli = subject.slo.sli
    assert isinstance(sli, QueueDepth | Freshness | Uptime)
    bad = subject.of(names.BAD_SLICE)
    return absent(at, bad) if sli.no_data is NoData.IGNORE else about(at, bad, subject.identity, 1 if sli.no_data is NoData.BAD else 0)


def _worst(subject: Subject, rules: list[tuple[Decimal, Alert]]) -> Iterator[Scenario]:
    """Beyond the worst level from the first minute on: every label and every word of the alerts, those of the spent budget among them."""
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    every = slo.scrape_interval
    highest = rules[-1][0] if rules else slo.sli.levels.target
    value = (highest * Decimal("1.2")).to_integral_value() + 1
    lasting = _PHASE + max((rule.for_ for _, rule in rules), default=ZERO)
    series = gauge_series(slo, subject.group, [(samples_in(lasting, every) + 1, value)], every)
    if series is None:
        return
    guarded = [response for response in (slo.warning, slo.breach) if isinstance(response, Response) and response.only_when is not None]
    conditional = [rule for level, rule in rules if any(level == _level_of(subject, response) for response in guarded)]
    if conditional:
        held = [never(lasting, slo.id, alert=rule.name) for rule in conditional]
        against = series | _conditions(subject, samples_in(lasting, every) + 1, holds=False)
        yield Scenario(slo.name, "a level is no alert while its condition does not hold", every, against, held)
        series = series | _conditions(subject, samples_in(lasting, every) + 1)
    left = float(1 - 1 / slo.objective.budget)
    lookup: Lookup = lambda metric: left if metric == names.BUDGET_REMAINING else None  # noqa: E731
    spent = [(rule, left) for rule in subject.rules if names.LEVEL in rule.labels]
    alerts = [
        Fires(lasting, rule.name, [expected(rule, subject.identity, shown, lookup)])
        for rule, shown in (*((rule, float(value)) for _, rule in rules), *spent)
        if rule.name not in subject.shared
    ]
    ratio = subject.of(names.error_ratio(FIVE_MINUTES))
    queries = [_level_query(subject, lasting, [rule.name for _, rule in rules]), about(lasting, ratio, subject.identity, 1)]
    patient = [rule for _, rule in rules if rule not in conditional]
    queries += [Query(rule.for_, f"count({firing(slo.id, alert=rule.name)})", (({}, 1.0),)) for rule in patient]
    yield Scenario(slo.name, "what the alerts say", every, series, queries, alerts)


def _level_of(subject: Subject, response: Response) -> Decimal | None:
    assert isinstance(subject.slo.sli, QueueDepth | Freshness)
    levels = subject.slo.sli.levels
    return levels.warning if response is subject.slo.warning else levels.breach


def _worst_burns(subject: Subject) -> Iterator[Scenario]:
    """Bad from the first minute on: what has no patience fires at once; and, where tiles cannot be fed, every word of the alerts."""
    slo, sli = subject.slo, subject.slo.sli
    shown = [one.rule for one in subject.burning if one.rule.name not in subject.shared]
    if not shown or not isinstance(sli, QueueDepth | Freshness | Uptime):
        return
    every = slo.scrape_interval
    value = sli.levels.target + 1 if isinstance(sli, QueueDepth | Freshness) else Decimal(0)
    at_once = [] if subject.conditions else [one for one in subject.burning if fires_at_once(subject, one)]
    lasting = _PHASE + max(rule.for_ for rule in shown) if subject.gauge_without_tiles else ONE_MINUTE
    count = samples_in(lasting, every) + 1
    series = gauge_series(slo, subject.group, [(count, value)], every)
    if series is None:
        return
    first = [f"{firing(slo.id, f'{names.LONG_WINDOW}={quote(str(one.alert.pair.long))}', alert=one.rule.name)}" for one in at_once]
    queries = [Query(ZERO, f"count({alert})", (({}, 1.0),)) for alert in first]
    left = float(1 - 1 / slo.objective.budget)
    lookup: Lookup = lambda metric: left if metric == names.BUDGET_REMAINING else None  # noqa: E731
    alerts = [Fires(lasting, rule.name, [expected(rule, subject.identity, 1.0, lookup)]) for rule in shown]
    if not subject.gauge_without_tiles:
        alerts = []
    if queries or alerts:
        yield Scenario(slo.name, "burn-rate alerts of a gauge that was never good", every, series | subject.beside(count), queries, alerts)


def _stale(subject: Subject) -> Iterator[Scenario]:
    """At the target: good. Beyond it, for less than a minute and for more: bad, whatever the other instances say. Then good, then the
    gauge says NaN, and at last nothing: its minutes count as the spec says; an age goes on growing.
    """
    slo, sli = subject.slo, subject.slo.sli
    if not isinstance(sli, QueueDepth | Freshness | Uptime):
        return
    every = slo.scrape_interval
    good, bad = _sides(sli)
    three, two, five = (samples_in(minutes(number), every) for number in (3, 2, 5))
    # Up to one sample after minute 5: minute 6 looks back at it.
    values = [(three, good), (two + 2, bad), (five - 2, None)]
    series = gauge_series(slo, subject.group, values, every)
    if series is None:
        return
    series |= instances(slo, subject.group, samples_in(minutes(10), every), every)
    unknown = " ".join(["NaN"] * samples_in(minutes(4), every))
    series = {name: f"{values} {unknown} stale" for name, values in series.items()}
    slices = subject.of(names.BAD_SLICE)
    queries = [about(minutes(at), slices, subject.identity, wanted) for at, wanted in ((2, 0), (3, 1), (5, 1), (10, 0))]
    if not isinstance(sli, Freshness) and 2 * every.milliseconds <= slo.evaluation_interval.milliseconds:
        queries.append(about(minutes(6), slices, subject.identity, 1))
    # What an exporter does not know is nothing: neither good nor bad.
    queries.append(absent(minutes(13), subject.of(names.UPDATED_AT if isinstance(sli, Freshness) else names.VALUE)))
    copied = f"abs({subject.of(names.ERRORS_TILE)} - {subject.of(names.error_ratio(FIVE_MINUTES))}) < bool 1e-9"
    queries.append(Query(minutes(10), copied, ((subject.identity, 1.0),)))
    # Good for three minutes, bad for two: between 2/5 and 3/6 of all slices, and of five minutes 3/5 if the first does not belong to them.
    for window in subject.windows.raw:
        metric = subject.of(names.error_ratio(window))
        low, high = ("0.39", "0.51") if window > FIVE_MINUTES else ("0.39", "0.61")
        queries.append(Query(minutes(5), f"({metric} > bool {low}) * ({metric} < bool {high})", ((subject.identity, 1.0),)))
    for window in subject.windows.rolled:
        # The errors of a tile are the ratio of its five minutes: 0, 0, 0, 1/4, 2/5, then 3/6 or 3/5; with finer steps rather less.
        metric = subject.of(names.error_ratio(window))
        queries.append(Query(minutes(5), f"({metric} > bool 0.09) * ({metric} < bool 0.22)", ((subject.identity, 1.0),)))
    at = minutes(18)
    if isinstance(sli, Freshness):
        # The last evaluation that saw it was a minute before it became unknown.
        queries.append(about(at, subject.of(names.VALUE), subject.identity, float(minutes(9).seconds), digits=1))
    else:
        queries.append(_filled(subject, at))
    yield Scenario(slo.name, "minutes without data count as declared", every, series, queries)


def _sides(sli: QueueDepth | Freshness | Uptime) -> tuple[Decimal | None, Decimal | None]:
    """The worst value that is good, and one that is just not."""
    if isinstance(sli, Uptime):
        return None, Decimal(0)
    target = sli.levels.target
    return target, target + max(target * Decimal("0.05"), Decimal("0.05"))


def _level_query(subject: Subject, at: Duration, alerts: list[str]) -> Query:
    """Exactly these of the level alerts fire: they are the ones without windows, cause and level of the budget."""
    others = (f'{names.LONG_WINDOW}=""', f'{names.CAUSE}=""', f'{names.LEVEL}=""')
    named = [rule.name for rule in subject.rules if rule.name.endswith("Missing")]
    skipped = (f'alertname!~"{"|".join(named)}"',) if named else ()
    return exactly(at, subject.slo.id, subject.slo.group_by, [(name, subject.group) for name in alerts], *others, *skipped)


def _just_below(level: Decimal, target: Decimal) -> Decimal:
    """Nearer to the level than to the target, and never at the level."""
    return max((level - 1) if level - 1 > target else (level + target) / 2, level * Decimal("0.95"))
