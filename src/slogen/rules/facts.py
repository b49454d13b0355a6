"""What the project-wide outputs must know of a service: small enough to be remembered for every spec, compiled anew or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slogen.conventions import names
from slogen.diagnostics import Span
from slogen.model.routing import Dependency
from slogen.model.slo import Service
from slogen.rules.values import Alert, RuleFile

_READ = (names.SEVERITY, names.TEAM, names.ENVIRONMENT, names.INHIBITS)
"""Labels whose values routes and inhibition rules read; alerts of a service that differ in others only go the same way."""


@dataclass(frozen=True, slots=True)
class AlertFact:
    """An alert as routing sees it: its own labels, and the names of those that its series add (`group_by`)."""

    name: str
    labels: Mapping[str, str]
    group_by: tuple[str, ...]
    origin: Span

    @property
    def of_slo(self) -> bool:
        """Whether it belongs to an SLO, and so carries `slo_id`."""
        return names.SLO_ID in self.labels


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """A service. `alerts` has one for every way that its alerts can go, not one for every alert.

    `slos` is their number, `windows` those of their budgets, `group_by` all labels by which one of them is grouped.
    """

    system: str
    service: str
    title: str
    source: str
    alerts: tuple[AlertFact, ...]
    depends_on: tuple[Dependency, ...] = ()
    slos: int = 0
    windows: tuple[str, ...] = ()
    group_by: tuple[str, ...] = ()


def service_facts(service: Service, file: RuleFile) -> ServiceFacts:
    """The facts of a service whose rules are in `file`."""
    found: dict[tuple[object, ...], AlertFact] = {}
    for fact in alert_facts(service, file):
        found.setdefault((fact.of_slo, fact.group_by, *(fact.labels.get(name) for name in _READ)), fact)
    return replace(bare_facts(service), alerts=tuple(found.values()))


def bare_facts(service: Service) -> ServiceFacts:
    """What is known before there are rules: everything but the alerts."""
    windows = tuple(str(window) for window in sorted({slo.window for slo in service.slos}))
    labels = tuple(dict.fromkeys(label for slo in service.slos for label in slo.group_by))
    return ServiceFacts(
        service.system, service.name, service.title, service.source, (), service.depends_on, len(service.slos), windows, labels
    )


def alert_facts(service: Service, file: RuleFile) -> Iterator[AlertFact]:
    """Every alert of a service, in the order of its rules."""
    groups = {slo.id: slo.group_by for slo in service.slos}
    for group in file.groups:
        for rule in group.rules:
            if isinstance(rule, Alert):
                yield AlertFact(rule.name, dict(rule.labels), groups.get(rule.labels.get(names.SLO_ID, ""), ()), rule.origin)
