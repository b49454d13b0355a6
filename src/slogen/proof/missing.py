"""Data that is gone: the SLI vanishes while its targets are up or with them; a histogram lacks the bucket that it is measured by."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_MINUTE, ZERO, Duration
from slogen.model.slo import Response
from slogen.promql.selector import quote
from slogen.proof.feeds import Counters, Source, Stretch, samples_in, told
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.matching import breaking, labels_for, named, parsed
from slogen.proof.notation import constant
from slogen.proof.scenario import Fires, Query, Scenario, absent, firing, never
from slogen.proof.subject import Subject, expected, minutes, with_labels
from slogen.proof.thresholds import first_evaluation
from slogen.rules.missing_alerts import METRIC_MISSING, TARGETS_DOWN
from slogen.rules.values import Alert

_BEFORE = 10
_TWIN = "proof_twin"
_TARGETS = {METRIC_MISSING: "its targets are up", TARGETS_DOWN: "its targets are down", "": "targets unknown"}


def missing_scenarios(subject: Subject) -> Iterator[Scenario]:
    """The SLI vanishes after ten minutes; the alert must fire within eleven, with its cause where the targets are known."""
    rule = missing_rule(subject, "Missing")
    if rule is None:
        return
    causes = (METRIC_MISSING, TARGETS_DOWN) if targets_series(subject) is not None else ("",) if not subject.slo.targets else ()
    for cause in causes:
        yield _never_there(subject, rule, cause)
    before = before_it_vanished(subject)
    if before is None:
        return
    for cause in causes:
        yield _vanished(subject, rule, before, cause)


def bucket_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Of a fleet one series has all buckets, others lack one or all of them: an alert counts those, and nothing burns."""
    rule = missing_rule(subject, "BucketMissing")
    if rule is None or subject.counters is None:
        return
    every = subject.slo.scrape_interval
    lasting = minutes(2) + rule.for_
    fleet, lacking = _fleet(subject.counters)
    story = [Stretch(samples_in(lasting, every), Decimal(0))]
    labels = dict(subject.group)
    unknown = [names.error_ratio(FIVE_MINUTES), names.EVENTS_TILE, names.ERRORS_TILE]
    queries = [absent(lasting, subject.of(metric)) for metric in unknown]
    queries.append(never(lasting, subject.slo.id, 'long_window!=""'))
    if rule.for_ > ONE_MINUTE:
        early = Duration(rule.for_.milliseconds - ONE_MINUTE.milliseconds)
        queries.append(never(early, subject.slo.id, alert=rule.name))
    fires = firing(subject.slo.id, alert=rule.name)
    queries.append(Query(rule.for_, f"count({fires})", (({}, 1.0),)))
    queries.append(Query(lasting + minutes(2), fires))
    yield Scenario(
        subject.slo.name,
        "a histogram without the bucket is reported and burns nothing",
        every,
        {name: f"{values} stale" for name, values in told(fleet, story, subject.per_sample(every)).items()},
        queries,
        [Fires(lasting, rule.name, [expected(rule, labels, float(lacking), lambda _: None)])] if rule.name not in subject.shared else [],
    )


def _fleet(counters: Counters) -> tuple[Counters, int]:
    """Instances: a whole one, for every bucket one without it, and one without any; and how many are not whole."""
    buckets = [source for source in counters.sources if source.good and not source.bad]
    gone = [[], *([bucket] for bucket in buckets), *([buckets] if len(buckets) > 1 else [])]
    found: list[Source] = []
    for number, lost in enumerate(gone):
        kept = [source for source in counters.sources if source not in lost]
        found += [replace(source, labels={**source.labels, _TWIN: str(number)}) for source in kept]
    return Counters(tuple(found), ()), len(gone) - 1


def before_it_vanished(subject: Subject) -> dict[str, str] | None:
    """Ten good minutes of the SLI, then a staleness marker."""
    every = subject.slo.scrape_interval
    count = samples_in(minutes(_BEFORE), every)
    if subject.counters is not None:
        series = told(subject.counters, [Stretch(count, Decimal(0))], subject.per_sample(every))
    elif subject.counts_events:
        # No raw series: the recorded rate of events, beside which the rules record that there are no errors.
        series = {subject.of(names.events_rate(FIVE_MINUTES)): constant(subject.per_minute / 60, count + 1)}
    else:
        found = gauge_series(subject.slo, subject.group, [(count + 1, None)], every)
        if found is None:
            return None
        series = found
    return {name: f"{values} stale" for name, values in series.items()}


def _vanished(subject: Subject, rule: Alert, before: Mapping[str, str], cause: str) -> Scenario:
    """The last rates run out within five minutes and a scrape, one evaluation notices, then the alert's patience begins.

    Targets that are up answer now and then, as in a crash loop; where they are down, others that are none of ours are up. Where the
    targets do not matter, or answer, the SLI comes back at last, and the alert goes.
    """
    slo, every = subject.slo, subject.slo.scrape_interval
    patience = rule.for_
    # Rates of the last two samples live on for nearly five minutes.
    early = minutes(_BEFORE if subject.counters is None else _BEFORE + 4) + patience
    late = minutes(_BEFORE) + FIVE_MINUTES + ONE_MINUTE + patience
    late = late + every
    late = Duration(-(-late.milliseconds // 60_000) * 60_000)
    first = ZERO if subject.counters is None else first_evaluation(slo.evaluation_interval, every)
    labels = {**subject.identity, **({names.CAUSE: cause} if cause else {})}
    queries = [Query(first, f"ALERTS{{{names.SLO_ID}={quote(slo.id)},alertname={quote(rule.name)}}}")]
    queries += [never(early, slo.id, alert=rule.name)] if early > minutes(_BEFORE) else []
    alerts: list[Fires] = []
    wanted = expected(rule, labels, 1.0, lambda _: None)
    if rule.name in subject.shared:
        queries.append(Query(late, f"count({firing(slo.id, alert=rule.name)})", (({}, 1.0),)))
    else:
        alerts.append(Fires(late, rule.name, [wanted]))
    series = dict(before)
    if cause == METRIC_MISSING:
        answered = samples_in(late, every) - samples_in(minutes(2), every)
        series[targets_series(subject) or ""] = f"{constant(Decimal(1), answered)} {constant(Decimal(0), samples_in(minutes(8), every))}"
    elif cause == TARGETS_DOWN:
        up = samples_in(minutes(_BEFORE), every)
        series |= _other_targets(subject, samples_in(late, every) + 1)
        series[targets_series(subject) or ""] = f"{constant(Decimal(1), up)} {constant(Decimal(0), samples_in(late, every) + 1 - up)}"
    if cause != TARGETS_DOWN:
        away = samples_in(late, every) - samples_in(minutes(_BEFORE), every) - (subject.counters is None)
        series |= {name: f"{values} _x{away} {constant(Decimal(0), samples_in(minutes(5), every))}" for name, values in before.items()}
        queries.append(Query(late + minutes(4), firing(slo.id, alert=rule.name)))
    return Scenario(slo.name, "vanished, " + _TARGETS[cause], every, series, queries, alerts)


def _never_there(subject: Subject, rule: Alert, cause: str) -> Scenario:
    """Nothing of the SLI from the beginning, while a neighbour has everything."""
    slo = subject.slo
    neighbour = {**subject.identity, names.SLO_ID: slo.id + "-neighbour"}
    lasting = rule.for_ + ONE_MINUTE
    count = samples_in(lasting, ONE_MINUTE) + 1
    metrics = (names.events_rate(FIVE_MINUTES), names.VALUE, names.UPDATED_AT, names.ERRORS_TILE)
    series = {with_labels(metric, neighbour): constant(Decimal(1), count) for metric in metrics}
    if cause == METRIC_MISSING:
        series[targets_series(subject) or ""] = constant(Decimal(1), count)
    labels = {names.CAUSE: cause} if cause else {}
    fires = Query(lasting, f"count by ({names.CAUSE}) ({firing(slo.id, alert=rule.name)})", ((labels, 1.0),))
    return Scenario(slo.name, "never there, " + _TARGETS[cause], ONE_MINUTE, series, [fires])


def _other_targets(subject: Subject, samples: int) -> dict[str, str]:
    """Targets that are up, and each of which one matcher keeps out."""
    wanted = parsed(subject.slo.targets)
    labels = labels_for(wanted, {})
    assert labels is not None
    return {named(wanted.metric, other): constant(Decimal(1), samples) for other in breaking(wanted.matchers, labels)}


def missing_rule(subject: Subject, what: str) -> Alert | None:
    """The SLO's alert on missing data or on a missing bucket."""
    response = subject.slo.missing
    if not isinstance(response, Response):
        return None
    own = names.alert_name(subject.slo.place.service, subject.slo.name, what)
    return subject.named(response.alert or own if what == "Missing" else own)


def targets_series(subject: Subject) -> str | None:
    """One of the SLO's targets; None where the spec names none, or none can be made up."""
    wanted = parsed(subject.slo.targets) if subject.slo.targets else None
    labels = labels_for(wanted, {}) if wanted else None
    return named(wanted.metric, labels) if wanted and labels is not None else None
