"""Data that is gone: the SLI vanishes while its targets are up or with them; a histogram lacks the bucket that it is measured by."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_MINUTE, Duration
from slogen.model.slo import Response
from slogen.proof.feeds import Stretch, samples_in, told
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.matching import labels_for, named, parsed
from slogen.proof.notation import constant
from slogen.proof.scenario import Fires, Query, Scenario, absent, firing, never
from slogen.proof.subject import Subject, expected, minutes
from slogen.rules.missing_alerts import METRIC_MISSING, TARGETS_DOWN
from slogen.rules.values import Alert

_BEFORE = 10


def missing_scenarios(subject: Subject) -> Iterator[Scenario]:
    """The SLI vanishes after ten minutes; the alert must fire within eleven, with its cause where the targets are known."""
    rule = _rule(subject, "Missing")
    before = before_it_vanished(subject)
    if rule is None or before is None:
        return
    targets = _targets(subject)
    if not subject.slo.targets:
        yield _vanished(subject, rule, before, {}, "")
    elif targets is not None:
        yield _vanished(subject, rule, before, {targets: constant(Decimal(1), 2_000)}, METRIC_MISSING)
        yield _vanished(subject, rule, before, {}, TARGETS_DOWN)


def bucket_scenarios(subject: Subject) -> Iterator[Scenario]:
    """The histogram counts events but has none of the buckets: an alert says so, and nothing burns."""
    rule = _rule(subject, "BucketMissing")
    if rule is None or subject.counters is None:
        return
    every = subject.slo.scrape_interval
    lasting = minutes(10) + rule.for_
    counts = tuple(source for source in subject.counters.sources if source.good and source.bad and "le" not in source.labels)
    count = samples_in(lasting, every)
    story = [Stretch(count, Decimal(0))]
    series = told(type(subject.counters)(counts, ()), story, subject.per_sample(every))
    labels = dict(subject.group)
    ratio = subject.of(names.error_ratio(FIVE_MINUTES))
    yield Scenario(
        subject.slo.name,
        "a histogram without the bucket is reported and burns nothing",
        every,
        series,
        [absent(lasting, ratio), absent(lasting, subject.of(names.EVENTS_TILE)), never(lasting, subject.slo.id, 'long_window!=""')],
        [Fires(lasting, rule.name, [expected(rule, labels, 1.0, lambda _: None)])] if rule.name not in subject.shared else [],
    )


def before_it_vanished(subject: Subject) -> dict[str, str] | None:
    """Ten good minutes of the SLI, then a staleness marker."""
    every = subject.slo.scrape_interval
    count = samples_in(minutes(_BEFORE), every)
    if subject.counters is not None:
        series = told(subject.counters, [Stretch(count, Decimal(0))], subject.per_sample(every))
    else:
        found = gauge_series(subject.slo, subject.group, [(count + 1, None)], every)
        if found is None:
            return None
        series = found
    return {name: f"{values} stale" for name, values in series.items()}


def _vanished(subject: Subject, rule: Alert, before: Mapping[str, str], targets: Mapping[str, str], cause: str) -> Scenario:
    """The last rates run out within five minutes and a scrape, one evaluation notices, then the alert's patience begins."""
    slo = subject.slo
    patience = rule.for_
    early = minutes(_BEFORE) + patience
    late = minutes(_BEFORE) + FIVE_MINUTES + ONE_MINUTE + patience
    late = late + slo.scrape_interval
    late = Duration(-(-late.milliseconds // 60_000) * 60_000)
    labels = {**subject.identity, **({names.CAUSE: cause} if cause else {})}
    queries = [never(early, slo.id, alert=rule.name)] if early > minutes(_BEFORE) else []
    alerts: list[Fires] = []
    wanted = expected(rule, labels, 1.0, lambda _: None)
    if rule.name in subject.shared:
        queries.append(Query(late, f"count({firing(slo.id, alert=rule.name)})", (({}, 1.0),)))
    else:
        alerts.append(Fires(late, rule.name, [wanted]))
    title = "vanished, " + {METRIC_MISSING: "its targets are up", TARGETS_DOWN: "and so are its targets"}.get(cause, "targets unknown")
    return Scenario(slo.name, title, slo.scrape_interval, {**before, **targets}, queries, alerts)


def _rule(subject: Subject, what: str) -> Alert | None:
    response = subject.slo.missing
    if not isinstance(response, Response):
        return None
    own = names.alert_name(subject.slo.place.service, subject.slo.name, what)
    return subject.named(response.alert or own if what == "Missing" else own)


def _targets(subject: Subject) -> str | None:
    wanted = parsed(subject.slo.targets) if subject.slo.targets else None
    labels = labels_for(wanted, {}) if wanted else None
    return named(wanted.metric, labels) if wanted and labels is not None else None
