"""What rules know of the past: a group that is gone is known for a day; a former, finer grouping is no group that is gone."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.sli import Freshness
from slogen.promql.selector import quote
from slogen.proof.feeds import samples_in
from slogen.proof.missing import before_it_vanished, missing_rule, targets_series
from slogen.proof.notation import constant
from slogen.proof.scenario import Query, Scenario, about, absent
from slogen.proof.subject import Subject, apart, minutes
from slogen.rules.missing_alerts import METRIC_MISSING, TARGETS_DOWN
from slogen.rules.values import Alert


def former_scenarios(subject: Subject) -> Iterator[Scenario]:
    """Series of a finer grouping, which end at once, beside the group's own: it is neither missing nor any fresher. Its targets are
    unknown at first, then up.
    """
    slo, every = subject.slo, subject.slo.scrape_interval
    before = before_it_vanished(subject)
    rule = missing_rule(subject, "Missing")
    fresh = isinstance(slo.sli, Freshness)
    if before is None or not (fresh or (rule is not None and slo.group_by)):
        return
    former = apart(subject, "former")
    series = dict(before)
    queries: list[Query] = []
    if rule is not None and slo.group_by:
        series[former.of(names.ERRORS_TILE)] = "0"
        up = targets_series(subject)
        if up is not None:
            series[up] = f"_x{samples_in(minutes(3), every)} {constant(Decimal(1), samples_in(minutes(5), every))}"
        queries += [absent(minutes(at), _alerts(slo.id, rule)) for at in (2, 4)]
    if fresh:
        series[former.of(names.UPDATED_AT)] = "99999 stale"
        queries.append(about(minutes(2), subject.of(names.VALUE), subject.identity, 0, digits=1))
    yield Scenario(slo.name, "a former, finer grouping does not count", every, series, queries)


def memory_scenarios(subjects: Sequence[Subject], every: Duration) -> Iterator[Scenario]:
    """The last sign of a group at time 0: after 20 and 22 hours it is known, after 30 and 32 it is not. All SLOs of a service at once."""
    series: dict[str, str] = {}
    queries: list[Query] = []
    chosen: list[str] = []
    for subject in subjects:
        own_series, own_queries = _memory(subject, every)
        if own_queries:
            chosen.append(subject.slo.name)
            series |= own_series
            queries += own_queries
    if chosen:
        queries.sort(key=lambda query: query.at)
        yield Scenario(" and ".join(chosen), "what is gone is known for a day", every, series, queries)


def _memory(subject: Subject, every: Duration) -> tuple[dict[str, str], list[Query]]:
    slo = subject.slo
    series: dict[str, str] = {}
    queries: list[Query] = []
    # As long as an age is known there are tiles of it.
    rule = None if isinstance(slo.sli, Freshness) else missing_rule(subject, "Missing")
    up = targets_series(subject)
    if rule is not None and slo.group_by and (up is not None or not slo.targets):
        series[subject.of(names.ERRORS_TILE)] = "0"
        group = [f"{name}={quote(value)}" for name, value in subject.group.items()]
        down = [f"{names.CAUSE}={quote(TARGETS_DOWN)}"] if up else []
        queries.append(Query(_hours(20), f"count({_alerts(slo.id, rule, *group, *down)})", (({}, 1.0),)))
        queries.append(absent(_hours(30), _alerts(slo.id, rule, *group)))
        if up is not None:
            until, between = samples_in(_hours(22), every), samples_in(_hours(10), every) - 1
            series[up] = f"_x{until} 1 _x{between} 1"
            found = _alerts(slo.id, rule, *group, f"{names.CAUSE}={quote(METRIC_MISSING)}")
            queries.append(Query(_hours(22), f"count({found})", (({}, 1.0),)))
            queries.append(absent(_hours(32), _alerts(slo.id, rule, *group)))
    if isinstance(slo.sli, Freshness):
        series[subject.of(names.UPDATED_AT)] = "0"
        queries.append(about(_hours(20), subject.of(names.VALUE), subject.identity, float(_hours(20).seconds), digits=1))
        queries.append(absent(_hours(30), subject.of(names.VALUE)))
    return series, queries


def _alerts(slo_id: str, rule: Alert, *matchers: str) -> str:
    """Pending and firing."""
    return "ALERTS{" + ",".join((f"{names.SLO_ID}={quote(slo_id)}", f"alertname={quote(rule.name)}", *matchers)) + "}"


def _hours(number: int) -> Duration:
    return Duration(number * 60 * ONE_MINUTE.milliseconds)
