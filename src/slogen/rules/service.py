"""All groups of a service: what is evaluated together, how often, and in which order.

fast    (1m, one group an SLO): raw windows, states, the alerts that page, and those on missing data. Order: events, errors, ratio,
        then the alerts, so that an alert sees this evaluation.
tiles   (5m, shared by up to ten SLOs): one five-minute sample of errors and events, only ever read as a range.
period  (2m, one group an SLO): long windows, budget, tickets. Two minutes, because what is read as an instant vector must not be
        recorded at the lookback of five minutes or slower.
alerts  (1m, shared): standalone alerts.
"""

from collections.abc import Sequence

from slogen.conventions import names
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.slo import Service, Slo
from slogen.rules.budget import budget_series, info, rolled_series
from slogen.rules.burn_alerts import burn_alerts
from slogen.rules.level_alerts import level_alerts
from slogen.rules.missing_alerts import missing_alerts
from slogen.rules.policy_alerts import policy_alerts
from slogen.rules.sli import lower
from slogen.rules.standalone import standalone_alert
from slogen.rules.values import MAX_RULES, Group, Record, Rule, RuleFile, Series
from slogen.rules.windows import windows

_PERIOD_INTERVAL = Duration.parse("2m")


def rule_file(service: Service) -> RuleFile:
    """Everything Prometheus evaluates for a service."""
    fast: list[Group] = []
    tiles: list[Rule] = []
    period: list[Group] = []
    for slo in service.slos:
        span = windows(slo)
        lowered = lower(slo, span)
        burning = burn_alerts(slo, counts_events=lowered.counts_events)
        rules: list[Rule] = [*_records(slo, lowered.fast), *burning.fast, *level_alerts(slo), *missing_alerts(slo, lowered.presence)]
        fast += _groups(slo.id, "fast", slo.evaluation_interval, rules, f"{slo.title}, {slo.objective}% over {slo.window}")
        tiles += _records(slo, lowered.tiles)
        rules = [*_records(slo, (*rolled_series(slo, span.rolled), *budget_series(slo))), info(slo), *burning.slow]
        rules += policy_alerts(slo)
        period += _groups(slo.id, "period", _PERIOD_INTERVAL, rules, f"{slo.title}: long windows and error budget")
    identity = f"{service.system}/{service.name}"
    shared = _groups(identity, "tiles", names.TILE, tiles, "Five-minute tiles, from which every window above 1h is rolled up")
    alone = [standalone_alert(alert) for alert in service.alerts]
    alerts = _groups(identity, "alerts", ONE_MINUTE, alone, "Alerts beside the SLOs")
    return RuleFile(names.rules_path(service.system, service.name), service.source, service.title, (*fast, *shared, *period, *alerts))


def _records(slo: Slo, series: Sequence[Series]) -> list[Record]:
    """Identity is `slo_id` (and the group's labels, which the expression keeps): an edited owner must not reset 28 days of history."""
    labels = {names.SLO_ID: slo.id}
    return [Record(one.metric, one.expr, labels, slo.origin) for one in series]


def _groups(identity: str, part: str, interval: Duration, rules: Sequence[Rule], comment: str) -> list[Group]:
    """One group, or several of at most MAX_RULES in the same order; each part then sees the one before it an evaluation late."""
    starts = range(0, len(rules), MAX_RULES)
    return [
        Group(names.group(identity, part, number), interval, tuple(rules[start : start + MAX_RULES]), comment)
        for number, start in enumerate(starts)
    ]
