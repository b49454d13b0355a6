"""The board of a system: all its SLOs at a glance, who burns, since when; and the way to each service's board."""

from collections.abc import Sequence
from dataclasses import replace

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.alert_panels import states
from slogen.dashboards.over_time import budget_left, burn_rate
from slogen.dashboards.overview import budgets, group_variables, health
from slogen.dashboards.part import Part, Surroundings
from slogen.dashboards.values import (
    Annotation,
    Board,
    Color,
    Column,
    Format,
    Link,
    Panel,
    Row,
    Table,
    Target,
    Text,
)
from slogen.dashboards.wording import escaped
from slogen.promql import build
from slogen.promql.selector import Matcher, Selector


def system_board(name: str, title: str, parts: Sequence[Part], deployments: str, around: Surroundings) -> Board:
    """The board of a system with these services; `deployments` is PromQL that has a series while something is deployed, or empty."""
    labels = tuple(dict.fromkeys(label for part in parts for label in part.group_by))
    scope = e.system_scope(name, labels)
    mine = (Matcher(names.SYSTEM, "=", name),)
    info = e.Scope(mine).of(names.INFO)
    rows: list[Row] = []
    if any(part.slos for part in parts):
        windows = [window for part in parts for window in part.windows]
        count = sum(part.slos * (2 if part.group_by else 1) for part in parts)
        table = budgets(scope, info, windows, places=(("service", "Service"),), rows=count, width=24, cell_links=_board_link(name, parts))
        legend = " ".join((f"{{{{{names.SLO}}}}}", *(f"{{{{{label}}}}}" for label in labels)))
        bands = replace(states(e.named(e.alert_state(scope), name), legend, 24, ()), height=min(max(8, 3 + count), 24))
        rows.append(Row("", (*health(scope, mine, info, ()), table)))
        rows.append(Row("Since when", (bands, *_over_time(scope, name, legend))))
    rows.append(Row("Alerts and services", (firing_now(mine, labels, 16), _services(parts, around.grafana, 8))))
    return Board(
        uid=names.system_uid(name),
        title=f"{title}: SLOs",
        description=f"All SLOs of {title}, the least budget left first.",
        rows=tuple(rows),
        tags=("slogen", "slo-system", name),
        variables=group_variables(labels, scope),
        links=(Link("All systems", f"/d/{names.FLEET_UID}", new_tab=False, keep_time=True),),
        annotations=_annotations(mine, deployments),
        prometheus=around.prometheus,
    )


def firing_now(matchers: tuple[Matcher, ...], labels: Sequence[str], width: int) -> Panel:
    """The alerts that fire, the pages first; empty when all is well."""
    alerts = Selector(e.ALERTS, (*matchers, Matcher(e.ALERT_STATE, "=", "firing")))
    by = ("alertname", names.SEVERITY, names.SEV, names.SYSTEM, names.SERVICE, names.SLO, names.TEAM, *labels)
    headings = (("severity", "Severity"), ("sev", "Sev"), ("system", "System"), ("service", "Service"), ("slo", "SLO"), ("team", "Team"))
    columns = (
        Column("alertname", "Alert"),
        *(Column(label, heading) for label, heading in headings),
        *(Column(one, one) for one in labels),
    )
    return Panel(
        "Firing now",
        "Alerts that fire at present. Nothing here: nothing fires; whether the rules are evaluated at all shows in the first row.",
        Table(columns, sort="Severity"),
        (Target(build.aggregate("max", by, str(alerts)), instant=True, format=Format.TABLE),),
        width,
        9,
        looks.NUMBER,
    )


def _services(parts: Sequence[Part], root: str, width: int) -> Panel:
    lines = [f"- [{escaped(part.title)}]({root}/d/{names.dashboard_uid(part.system, part.service)})" for part in parts]
    return Panel("Services", "Each service's own board.", Text("\n".join(lines)), (), width, 9)


def _board_link(name: str, parts: Sequence[Part]) -> tuple[Link, ...]:
    """From a line of the table to the service's board, where all uids are made of the names as they stand."""
    plain = names.dashboard_uid(name, "X").replace("X", "")
    if any(names.dashboard_uid(name, part.service) != plain + part.service for part in parts):
        return ()
    return (Link("Board of the service", f"/d/{plain}${{__data.fields.service}}?${{__url_time_range}}", new_tab=False),)


def _over_time(scope: e.Scope, name: str, legend: str) -> tuple[Panel, ...]:
    left, burning = (Target(e.named(expr, name), legend) for expr in (e.left(scope), scope.of(names.BURN_RATE_1H)))
    return (
        budget_left("Budget left", "Share of each error budget that is left, rolling. Below 0 the objective is missed.", left, 10),
        burn_rate("Burn rate, 1h", "How fast each budget is used. At 1 it lasts exactly its window.", burning, 10),
    )


def _annotations(mine: tuple[Matcher, ...], deployments: str) -> tuple[Annotation, ...]:
    pages = Selector(e.ALERTS, (*mine, Matcher(e.ALERT_STATE, "=", "firing"), Matcher(names.SEVERITY, "=", "page")))
    found = [Annotation("Pages", str(pages), "{{alertname}}", "{{service}}", Color.RED)]
    if deployments:
        found.append(Annotation("Deployments", deployments, "Deployment", color=Color.BLUE))
    return tuple(found)
