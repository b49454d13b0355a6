"""slogen routes: for every alert and environment, who gets it."""

from dataclasses import dataclass

from slogen.app.compile import Job, read_services
from slogen.app.context import Context, read_context
from slogen.app.project import Project, ProjectProblem
from slogen.app.routing import shares
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Severity
from slogen.model.routing import Alertmanager
from slogen.report.routes import Way
from slogen.routing.combinations import environments, seen
from slogen.routing.evaluate import Delivery, evaluate
from slogen.routing.tree import system_route
from slogen.routing.values import Route
from slogen.rules.facts import AlertFact, ServiceFacts, alert_facts, service_facts
from slogen.rules.service import rule_file

_Ways = dict[tuple[Delivery, ...], list[str | None]]


@dataclass(frozen=True, slots=True)
class Routes:
    """What was found; `ways` is empty where a spec has an error."""

    ways: tuple[Way, ...]
    diagnostics: tuple[Diagnostic, ...]


def routes(project: Project) -> Routes:
    """Where the alerts of the selected specs go. Raises ProjectProblem where the Workspace configures no Alertmanager."""
    context = read_context(project)
    found = context.findings(project)
    services: list[tuple[ServiceFacts, list[AlertFact]]] = []
    for path in context.services:
        source = project.relative(path)
        if project.is_selected(source):
            read, findings = read_services(context, Job(path, source))
            found += findings
            for service in read:
                file = rule_file(service)
                services.append((service_facts(service, file), list(alert_facts(service, file))))
    if any(one.severity is Severity.ERROR for one in found):
        return Routes((), tuple(found))
    alertmanager = context.workspace.alertmanager if context.workspace is not None else None
    if alertmanager is None:
        raise ProjectProblem("the Workspace configures no Alertmanager: add `alertmanager` to it (docs/routing.md)")
    return Routes(tuple(_ways(context, alertmanager, services)), tuple(found))


def _ways(context: Context, alertmanager: Alertmanager, services: list[tuple[ServiceFacts, list[AlertFact]]]) -> list[Way]:
    alerts = {(facts.system, facts.service): found for facts, found in services}
    ways: list[Way] = []
    for share in shares(context, [facts for facts, _ in services]):
        declared = share.system.environments
        below = () if share.routing is None else (system_route(share.routing, share.of_tree().group_labels),)
        root = Route(receiver=alertmanager.default, routes=below)
        known: dict[tuple[tuple[str, str], ...], tuple[Delivery, ...]] = {}
        for facts in share.facts:
            for alert in alerts[facts.system, facts.service]:
                there: _Ways = {}
                for environment in environments(alert.labels, declared):
                    labels = alert.labels if share.routing is None else seen(share.routing, alert.labels, environment)
                    key = tuple(sorted(labels.items()))
                    if key not in known:
                        known[key] = evaluate(root, labels)
                    there.setdefault(known[key], []).append(environment)
                ways += [_way(alert, deliveries, values, there) for deliveries, values in there.items()]
    return ways


def _way(alert: AlertFact, deliveries: tuple[Delivery, ...], values: list[str | None], there: _Ways) -> Way:
    labels = alert.labels
    return Way(
        system=labels[names.SYSTEM],
        service=labels[names.SERVICE],
        slo=labels.get(names.SLO, ""),
        alert=alert.name,
        severity=labels[names.SEVERITY],
        team=labels[names.TEAM],
        environments=tuple(value for value in values if value is not None),
        others=None in values,
        everywhere=len(there) == 1 and None in values,
        deliveries=deliveries,
    )
