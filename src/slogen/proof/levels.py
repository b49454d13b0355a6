"""Warning and breach of a gauge: reached at their level, kept while the value is not really better, gone after that."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.model.sli import Freshness, NoData, QueueDepth, Uptime
from slogen.model.slo import Response
from slogen.proof.feeds import samples_in
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.rendering import Lookup
from slogen.proof.scenario import Fires, Query, Scenario, about, absent, exactly
from slogen.proof.subject import Subject, expected, minutes
from slogen.rules.values import Alert

_PHASE = minutes(5)


def level_scenarios(subject: Subject) -> Iterator[Scenario]:
    """What applies to gauges with levels, and to every gauge that stops reporting."""
    sli = subject.slo.sli
    if isinstance(sli, QueueDepth | Freshness):
        rules = _rules(subject)
        if rules:
            yield from _up_and_down(subject, rules)
            yield from _worst(subject, rules)
    yield from _stale(subject)


def _rules(subject: Subject) -> list[tuple[Decimal, Alert]]:
    """Level and alert, the milder first; alerts with a condition of their own are left out."""
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    found: list[tuple[Decimal, Alert]] = []
    wanted = (("Warning", slo.sli.levels.warning, slo.warning), ("Breach", slo.sli.levels.breach, slo.breach))
    for what, level, response in wanted:
        if level is None or not isinstance(response, Response) or response.only_when is not None:
            continue
        rule = subject.named(response.alert or names.alert_name(slo.place.service, slo.name, what))
        if rule is not None:
            found.append((level, rule))
    return found


def _up_and_down(subject: Subject, rules: list[tuple[Decimal, Alert]]) -> Iterator[Scenario]:
    """Good; just below the level: silent; at it: fires; between target and level: still fires; better than the target: gone."""
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    levels = slo.sli.levels
    every = slo.scrape_interval
    patience = max(rule.for_ for _, rule in rules)
    phase = _PHASE + patience
    long = _PHASE + levels.clears_after
    between = (levels.target + rules[0][0]) / 2
    lengths: list[tuple[Duration, Decimal | None]] = [(phase, None)]
    queries: list[Query] = []
    at = phase
    firing_now: list[str] = []
    # The first sample of a phase stands where the one before it ends: look a minute earlier.
    moment = minutes(1).milliseconds
    for level, rule in rules:
        lengths += [(phase, _just_below(level, levels.target)), (phase, level)]
        queries.append(_level_query(subject, Duration((at + phase).milliseconds - moment), firing_now))
        firing_now = [*firing_now, rule.name]
        at = at + phase + phase
        queries.append(_level_query(subject, Duration(at.milliseconds - moment), firing_now))
    lengths += [(long, between), (long, None)]
    at = at + long
    queries.append(_level_query(subject, Duration(at.milliseconds - moment), firing_now))
    # A moment before the patience is over all of them fire still; the bridge of two minutes later none does.
    queries.append(_level_query(subject, Duration(at.milliseconds + levels.clears_after.milliseconds - 60_000), firing_now))
    queries.append(_level_query(subject, at + long, []))
    series = gauge_series(slo, subject.group, [(samples_in(length, every), value) for length, value in lengths], every)
    if series is not None:
        title = " and ".join(rule.name for _, rule in rules) + " fire at their level and clear below the target only"
        yield Scenario(slo.name, title, every, series, queries)


def _worst(subject: Subject, rules: list[tuple[Decimal, Alert]]) -> Iterator[Scenario]:
    """Beyond the worst level from the first minute on: every label and every word of the alerts, those of the spent budget among them."""
    slo = subject.slo
    assert isinstance(slo.sli, QueueDepth | Freshness)
    every = slo.scrape_interval
    value = (rules[-1][0] * Decimal("1.2")).to_integral_value() + 1
    lasting = _PHASE + max(rule.for_ for _, rule in rules)
    series = gauge_series(slo, subject.group, [(samples_in(lasting, every) + 1, value)], every)
    if series is None:
        return
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
    yield Scenario(slo.name, "what the alerts say", every, series, queries, alerts)


def _stale(subject: Subject) -> Iterator[Scenario]:
    """The gauge stops reporting after ten minutes: its minutes count as the spec says; an age goes on growing."""
    slo, sli = subject.slo, subject.slo.sli
    if not isinstance(sli, QueueDepth | Freshness | Uptime):
        return
    every = slo.scrape_interval
    ten = minutes(10)
    series = gauge_series(slo, subject.group, [(samples_in(ten, every), None)], every)
    if series is None:
        return
    series = {name: f"{values} stale" for name, values in series.items()}
    at = minutes(18)
    bad = subject.of(names.BAD_SLICE)
    if isinstance(sli, Freshness):
        # The last evaluation that saw it was a minute before it vanished.
        check = about(at, subject.of(names.VALUE), subject.identity, float(minutes(9).seconds), digits=1)
    elif sli.no_data is NoData.IGNORE:
        check = absent(at, bad)
    else:
        check = about(at, bad, subject.identity, 1 if sli.no_data is NoData.BAD else 0)
    yield Scenario(slo.name, "minutes without data count as declared", every, series, [about(ten, bad, subject.identity, 0), check])


def _level_query(subject: Subject, at: Duration, alerts: list[str]) -> Query:
    """Exactly these of the level alerts fire: they are the ones without windows, cause and level of the budget."""
    others = (f'{names.LONG_WINDOW}=""', f'{names.CAUSE}=""', f'{names.LEVEL}=""')
    named = [rule.name for rule in subject.rules if rule.name.endswith("Missing")]
    skipped = (f'alertname!~"{"|".join(named)}"',) if named else ()
    return exactly(at, subject.slo.id, subject.slo.group_by, [(name, subject.group) for name in alerts], *others, *skipped)


def _just_below(level: Decimal, target: Decimal) -> Decimal:
    """Nearer to the level than to the target, and never at the level."""
    return max((level - 1) if level - 1 > target else (level + target) / 2, level * Decimal("0.95"))
