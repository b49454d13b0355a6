"""The board of a service: are we fine, how fast does the budget burn, since when, whose is it, what is to be done."""

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards.alert_panels import pairs, standalone, states
from slogen.dashboards.budget_panels import burn_down, stats, trend
from slogen.dashboards.links import logs, runbooks, spec
from slogen.dashboards.overview import budgets, firing, group_variables, health
from slogen.dashboards.part import Surroundings
from slogen.dashboards.sli_panels import sli_panels
from slogen.dashboards.values import Annotation, Board, Color, Link, Panel, Row, Text
from slogen.dashboards.wording import about, standalone_table
from slogen.model.slo import Place, Service, Slo
from slogen.promql.selector import Matcher, Selector

_OPEN_ROWS = 3
"""SLOs whose rows are open when the board is loaded; with more all are closed, and load when somebody opens one."""


def service_board(service: Service, around: Surroundings) -> Board:
    """Everything about one service: an overview, a row for each SLO, and the alerts beside them."""
    place = (service.slos or service.alerts)[0].place
    labels = tuple(dict.fromkeys(label for slo in service.slos for label in slo.group_by))
    mixed = any(set(slo.group_by) != set(labels) for slo in service.slos)
    scope = e.service_scope(service.system, service.name, labels, mixed=mixed)
    shared = logs(place)
    rows = [Row("", tuple(_overview(service, scope, shared)))]
    collapsed = len(service.slos) > _OPEN_ROWS
    rows += [Row(f"{slo.title}: {slo.objective} % over {slo.window}", _slo(slo, around), collapsed) for slo in service.slos]
    if service.alerts:
        text = Panel("What these alerts mean", "", Text(standalone_table(service.alerts)), (), 12, max(6, 3 + 2 * len(service.alerts)))
        rows.append(Row("Alerts beside the SLOs", (standalone(service, shared), text)))
    mine = (Link("System", f"/d/{names.system_uid(service.system)}", new_tab=False, keep_time=True), *shared, *_spec(service, around))
    return Board(
        uid=names.dashboard_uid(service.system, service.name),
        title=f"{service.title} ({service.system})",
        description=f"SLOs and alerts of {service.system}/{service.name}; owner: {place.owner.primary}, then {place.owner.secondary}.",
        rows=tuple(rows),
        tags=("slogen", "slo-service", service.system),
        variables=group_variables(labels, scope),
        links=mine,
        annotations=annotations(_matchers(service), place),
        prometheus=around.prometheus,
        loki=place.logs.loki if place.logs else "",
    )


def annotations(alerts: tuple[Matcher, ...], place: Place) -> tuple[Annotation, ...]:
    """When alerts fired, and when something was deployed."""
    fired = str(Selector(e.ALERTS, (*alerts, Matcher(e.ALERT_STATE, "=", "firing"), Matcher(names.SEVERITY, "=~", "page|ticket"))))
    found = [Annotation("Alerts", fired, "{{alertname}}", "{{severity}} of {{service}}", Color.RED)]
    if place.deployments:
        found.append(Annotation("Deployments", place.deployments, "Deployment", color=Color.BLUE))
    return tuple(found)


def _matchers(service: Service) -> tuple[Matcher, ...]:
    return (Matcher(names.SYSTEM, "=", service.system), Matcher(names.SERVICE, "=", service.name))


def _spec(service: Service, around: Surroundings) -> tuple[Link, ...]:
    first = (service.slos or service.alerts)[0].origin
    return tuple(Link("Spec", link.url) for link in spec(around.spec_url, type(first)(first.path)))


def _overview(service: Service, scope: e.Scope, links: tuple[Link, ...]) -> list[Panel]:
    """The first screen; a service without SLOs has only what fires."""
    alerts = _matchers(service)
    if not service.slos:
        known = e.Scope((Matcher(names.SYSTEM, "=", service.system),)).of(names.INFO)
        return firing(alerts, known, links)
    info = e.Scope(alerts).of(names.INFO)
    windows = [slo.window for slo in service.slos]
    numbers = health(scope, alerts, info, links)
    rows = sum(3 if slo.group_by else 1 for slo in service.slos)
    table = budgets(scope, info, windows, places=(), rows=rows, width=15, links=links)
    legend = " ".join((f"{{{{{names.SLO}}}}}", *(f"{{{{{label}}}}}" for label in scope.chosen)))
    state = e.named(e.alert_state(scope), f"{service.system}/{service.name}")
    return [*numbers, table, states(state, legend, 9, links)]


def _slo(slo: Slo, around: Surroundings) -> tuple[Panel, ...]:
    """How much is left, what to do, what alerts, what the SLI is made of."""
    scope = e.slo_scope(slo.id, slo.group_by)
    links = logs(slo.place)
    # Where an alert shows, what to do about it is one click away.
    alerting = (*links, *runbooks(slo))
    text = Panel("What this is, and what to do", "", Text(about(slo, around.spec_url)), (), 8, 9)
    legend = " ".join(f"{{{{{label}}}}}" for label in slo.group_by) or slo.name
    return (
        *stats(slo, scope, links),
        text,
        states(e.alert_state(scope), legend, 8, alerting),
        burn_down(slo, scope, links),
        *pairs(slo, scope, alerting),
        trend(slo, scope, links),
        *sli_panels(slo, scope, links),
    )
