"""An SLO as its tests see it: its alerts beside the rules they became, how much traffic there is, which groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from slogen.conventions import names
from slogen.model.burn import AlertSeverity, BurnAlert
from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.objective import plain
from slogen.model.sli import Apdex, Events, Freshness, Latency, NoData, QueueDepth, Ratio, Uptime
from slogen.model.slo import OnlyWhen, Response, Slo
from slogen.proof.condition import condition
from slogen.proof.feeds import Counters, counters, groups, selectors
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.matching import labels_for, named, parsed
from slogen.proof.rendering import Lookup, render
from slogen.proof.scenario import Labels
from slogen.rules.values import Alert, RuleFile
from slogen.rules.windows import Windows, windows

PER_MINUTE = Decimal(60_000)
GROUP = "proof_group"
"""A label that no rule knows: series with it are recorded by nobody, and alerts read them like those of any other group."""


@dataclass(frozen=True, slots=True)
class Burning:
    """A burn-rate alert and the rule it became."""

    alert: BurnAlert
    rule: Alert


@dataclass(frozen=True, slots=True)
class Subject:
    """`burning` has the pairs that the SLO emits. `counters` are of the group that burns, `healthy` of another, where there is one.

    `shared`: names of alerts that another SLO of the file has too. `conditions`: what must hold beside the burning, `notes`: what is
    left out and why.
    """

    slo: Slo
    windows: Windows
    rules: tuple[Alert, ...]
    burning: tuple[Burning, ...]
    group: Mapping[str, str]
    other: Mapping[str, str] | None
    counters: Counters | None
    healthy: Counters | None
    shared: frozenset[str]
    conditions: tuple[OnlyWhen, ...]
    notes: tuple[str, ...]

    @property
    def counts_events(self) -> bool:
        """Whether errors are events, weighted by traffic; else they are minutes."""
        sli = self.slo.sli
        return isinstance(sli, Events | Latency | Apdex) or (isinstance(sli, Ratio) and not sli.error_ratio)

    @property
    def gauge_without_tiles(self) -> bool:
        """Whether tiles are recorded whatever happens (minutes without data count), so that they cannot be fed for the SLO's own group."""
        sli = self.slo.sli
        return isinstance(sli, QueueDepth | Freshness | Uptime) and sli.no_data is not NoData.IGNORE

    @property
    def per_minute(self) -> Decimal:
        """Events per minute: so many that no guard holds an alert back when one in a thousand fails for ten minutes."""
        guard = self.slo.guard
        return PER_MINUTE + 1000 * (guard.min_failures + guard.min_events)

    def per_sample(self, every: Duration) -> Decimal:
        """Events per sample."""
        return self.per_minute * every.milliseconds / ONE_MINUTE.milliseconds

    def beside(self, samples: int) -> dict[str, str]:
        """Series that make the conditions of the burn-rate alerts true."""
        series: dict[str, str] = {}
        for one in self.conditions:
            series |= condition(one, self.group, samples) or {}
        return series

    def calm(self, samples: int, every: Duration) -> dict[str, str]:
        """A gauge as good as can be, where its absence would count as bad: for whoever feeds another group."""
        own = {name: self.group[name] for name in self.slo.group_by}
        return (gauge_series(self.slo, own, [(samples, None)], every) or {}) if self.gauge_without_tiles else {}

    def named(self, name: str) -> Alert | None:
        """The SLO's alert of that name."""
        return next((rule for rule in self.rules if rule.name == name), None)

    def of(self, metric: str) -> str:
        """A recorded series of the group that burns."""
        return with_labels(metric, self.identity)

    @property
    def identity(self) -> dict[str, str]:
        """The labels of every recorded series of the group that burns."""
        return {names.SLO_ID: self.slo.id, **self.group}


def apart(subject: Subject, name: str) -> Subject:
    """The subject for a group of its own, of which nothing is recorded but what is made of recorded series."""
    return replace(subject, group={**subject.group, GROUP: name})


def feedable(subject: Subject) -> Subject:
    """The subject for recorded series: its own group, or one apart where rules record its own whatever happens."""
    return apart(subject, "fed") if subject.gauge_without_tiles else subject


def with_labels(metric: str, labels: Labels) -> str:
    """A series by all of its labels."""
    return named(metric, labels)


def subjects(slos: Sequence[Slo], file: RuleFile) -> tuple[Subject, ...]:
    """Every SLO of a service with its rules."""
    alerts = [rule for group in file.groups for rule in group.rules if isinstance(rule, Alert)]
    found: list[Subject] = []
    for slo in slos:
        own = tuple(rule for rule in alerts if rule.labels.get(names.SLO_ID) == slo.id)
        others = frozenset(rule.name for rule in alerts if rule.labels.get(names.SLO_ID) != slo.id)
        first, second = groups(slo)
        other = second if second != first else None
        burning, conditions, notes = _burning(slo, own, first)
        found.append(
            Subject(
                slo=slo,
                windows=windows(slo),
                rules=own,
                burning=burning,
                group=first,
                other=other,
                counters=counters(slo, first),
                healthy=counters(slo, other) if other else None,
                shared=others & {rule.name for rule in own},
                conditions=conditions,
                notes=notes,
            )
        )
    return tuple(found)


def expected(rule: Alert, labels: Labels, value: float, lookup: Lookup) -> tuple[dict[str, str], dict[str, str]]:
    """Labels and annotations of the alert when its expression yields `value` with `labels`."""
    own = {name: render(text, labels, value, lookup) for name, text in rule.labels.items()}
    # Templates see the labels of the expression, not those that the rule adds.
    return {**labels, **own}, {name: render(text, labels, value, lookup) for name, text in rule.annotations.items()}


def no_series(subject: Subject) -> bool:
    """Whether there are selectors and yet no series that they match; native histograms cannot be written down at all."""
    found = selectors(subject.slo)
    return bool(found) and subject.counters is None and any(labels_for(parsed(text), subject.group) is None for text in found)


def _burning(
    slo: Slo, rules: Sequence[Alert], group: Mapping[str, str]
) -> tuple[tuple[Burning, ...], tuple[OnlyWhen, ...], tuple[str, ...]]:
    """The pairs that can be made to fire, the conditions that this takes, and what is said about the others."""
    found: list[Burning] = []
    conditions: list[OnlyWhen] = []
    notes: list[str] = []
    for alert in slo.burn_alerts:
        rule = _rule(slo, alert, rules)
        if rule is None:
            continue
        only_when = only_when_of(slo, alert.pair.severity)
        if only_when is not None and condition(only_when, group, 2) is None:
            notes.append(f"{slo.name}: {rule.name}, because no series can be derived that make its only_when true")
            continue
        if only_when is not None:
            conditions.append(only_when)
        found.append(Burning(alert, rule))
    return tuple(found), tuple(dict.fromkeys(conditions)), tuple(notes)


def _rule(slo: Slo, alert: BurnAlert, rules: Sequence[Alert]) -> Alert | None:
    name = alert.pair.alert or names.burn_alert(slo.place.service, slo.name, alert.pair.name)
    wanted = {
        names.LONG_WINDOW: str(alert.pair.long),
        names.SHORT_WINDOW: str(alert.pair.short),
        names.BURN_RATE: plain(alert.factor),
        names.SEVERITY: alert.pair.severity.value,
    }
    return next((rule for rule in rules if rule.name == name and wanted.items() <= dict(rule.labels).items()), None)


def only_when_of(slo: Slo, severity: AlertSeverity) -> OnlyWhen | None:
    """The condition of the SLO's burn-rate alerts of a severity."""
    response = slo.responses[AlertSeverity.TICKET if severity is AlertSeverity.INFO else severity]
    return response.only_when if isinstance(response, Response) else None


def minutes(number: int | Decimal) -> Duration:
    """So many minutes."""
    return Duration(int(number * 60_000))
