"""Alerts on what is not there: an SLI without data, a histogram without the bucket that its threshold needs."""

from slogen.conventions import names
from slogen.model.sli import Freshness, NoData, QueueDepth, Uptime
from slogen.model.slo import Response, Slo
from slogen.promql import build
from slogen.rules import templates as t
from slogen.rules.alert import slo_alert
from slogen.rules.events import bucket_missing
from slogen.rules.values import Alert

_MEMORY = "1d"
_IMPACT = "A violation of the objective would go unnoticed."
METRIC_MISSING, TARGETS_DOWN = "metric-missing", "targets-down"


def missing_alerts(slo: Slo, presence: str) -> tuple[Alert, ...]:
    """`presence` is an expression that has a series as long as the SLI has data; an idle service has zeros and is no case."""
    response = slo.missing
    if not isinstance(response, Response):
        return ()
    found = [_no_data(slo, presence, response)]
    if bucket_missing(slo):
        found.append(_no_bucket(slo, response))
    return tuple(found)


def _no_data(slo: Slo, presence: str, response: Response) -> Alert:
    cause = f"Cause: {t.label(names.CAUSE)} (metric-missing: targets are up but do not export it; targets-down: no target is up). "
    return slo_alert(
        slo,
        response,
        name=response.alert or names.alert_name(slo.place.service, slo.name, "Missing"),
        expr=_with_cause(slo, _gone(slo, presence)),
        summary=f"{t.literal(slo.title)} has no data: its objective is not being measured{t.group_suffix(slo.group_by)}",
        description=(
            "The series that the SLI reads are gone; a service that is merely idle still has them. "
            + (cause if slo.targets else "")
            + _consequence(slo),
        ),
        impact=_IMPACT,
        for_=response.for_,
    )


def _consequence(slo: Slo) -> str:
    """What being without data does to the budget."""
    match slo.sli:
        case QueueDepth(no_data=NoData.BAD) | Freshness(no_data=NoData.BAD) | Uptime(no_data=NoData.BAD):
            return "Every minute without data counts as bad."
        case QueueDepth(no_data=NoData.GOOD) | Freshness(no_data=NoData.GOOD) | Uptime(no_data=NoData.GOOD):
            return "Every minute without data counts as good."
        case _:
            return "While they are missing no burn-rate alert of this SLO can fire."


def _gone(slo: Slo, now: str) -> str:
    """Without groups: nothing there. With groups: any group that had data within a day and has none now, or nothing ever."""
    if not slo.group_by:
        return f"absent({now})"
    seen = build.over_time("present", names.of_groups(names.ERRORS_TILE, slo.id, slo.group_by), _MEMORY)
    vanished = build.binary(seen, build.matched("unless", slo.group_by), now)
    never = build.binary(f"absent({now})", build.matched("unless", ()), seen)
    return build.binary(build.paren(vanished), "or", build.paren(never))


def _with_cause(slo: Slo, gone: str) -> str:
    """Split by whether a target is up, where the spec lets us know the targets.

    Up within five minutes, which is how long the last rates outlive their target: in a crash loop the label must not change back and
    forth, for the patience of an alert begins anew with every new label.
    """
    if not slo.targets:
        return gone
    up = f"({build.over_time('max', slo.targets, '5m')} == 1)"
    gone = build.paren(gone) if "\n" in gone or " " in gone else gone
    causes = (
        (METRIC_MISSING, build.binary(gone, build.matched("and", ()), up)),
        (TARGETS_DOWN, build.binary(gone, build.matched("unless", ()), up)),
    )
    first, second = (build.call("label_replace", expr, f'"{names.CAUSE}"', f'"{cause}"', '""', '""') for cause, expr in causes)
    return build.binary(first, "or", second)


def _no_bucket(slo: Slo, response: Response) -> Alert:
    return slo_alert(
        slo,
        response,
        name=names.alert_name(slo.place.service, slo.name, "BucketMissing"),
        expr=names.of(names.BUCKET_MISSING, slo.id),
        summary=f"{t.literal(slo.title)}: the histogram has no bucket at the threshold{t.group_suffix(slo.group_by)}",
        description=(
            (
                f"{t.value('number')} series of the histogram have no bucket whose bound is exactly the threshold: nobody knows how many "
                "of their requests were fast. The SLI is not measured until every series has the bucket. "
                "Add the bound to the histogram in the application, or change the threshold to a bound that exists."
            ),
        ),
        impact=_IMPACT,
        for_=response.for_,
    )
