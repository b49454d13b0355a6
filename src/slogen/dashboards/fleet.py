"""The board above all systems: every SLO by budget left, chosen by system, team and environment, with the way down to the detail."""

from collections.abc import Mapping, Sequence

from slogen.conventions import names
from slogen.dashboards import expressions as e
from slogen.dashboards import looks
from slogen.dashboards.over_time import budget_left, burn_rate
from slogen.dashboards.overview import budgets, health
from slogen.dashboards.part import Part, Surroundings
from slogen.dashboards.system import firing_now
from slogen.dashboards.values import (
    Annotation,
    Board,
    Color,
    Link,
    Panel,
    Row,
    StateTimeline,
    Target,
    Text,
    Variable,
)
from slogen.dashboards.wording import escaped
from slogen.promql import build
from slogen.promql.selector import Matcher, Selector

_ENVIRONMENT = "environment"
_CHOSEN = (Matcher(names.SYSTEM, "=~", "$system"), Matcher(names.TEAM, "=~", "$team"))


def fleet_board(systems: Mapping[str, str], parts: Sequence[Part], around: Surroundings) -> Board:
    """All services of all systems (name → title)."""
    grouped = any(_ENVIRONMENT in part.group_by for part in parts)
    labels = (_ENVIRONMENT,) if grouped else ()
    info = str(Selector(names.INFO, _CHOSEN))
    scope = e.Scope((), labels, mixed=True)
    alerts = (*_CHOSEN, *(Matcher(label, "=~", f"${label}|") for label in labels))
    windows = {window for part in parts for window in part.windows}
    table = budgets(
        scope,
        info,
        windows,
        places=((names.SYSTEM, "System"), (names.SERVICE, "Service"), (names.TEAM, "Team")),
        rows=24,
        width=24,
        worst_only=True,
        cell_links=_board_link(parts),
    )
    return Board(
        uid=names.FLEET_UID,
        title="All SLOs",
        description="Every SLO, the least budget left first.",
        rows=(
            Row("", (*health(scope, alerts, info, ()), table)),
            Row("Since when", (_bands(alerts, info), *_over_time(scope, info))),
            Row("Alerts and systems", (firing_now(alerts, labels, 16), _systems(systems, around.grafana))),
        ),
        tags=("slogen", "slo-fleet"),
        variables=_variables(labels),
        annotations=(Annotation("Pages", _pages(alerts), "{{alertname}}", "{{system}}/{{service}}", Color.RED),),
        prometheus=around.prometheus,
    )


def _variables(labels: Sequence[str]) -> tuple[Variable, ...]:
    found = [
        Variable(names.SYSTEM, "System", f"label_values({names.INFO}, {names.SYSTEM})"),
        Variable(names.TEAM, "Team", f'label_values({names.INFO}{{{names.SYSTEM}=~"$system"}}, {names.TEAM})'),
    ]
    found += [Variable(label, label.capitalize(), f"label_values({names.COVERAGE}, {label})") for label in labels]
    return tuple(found)


def _pages(alerts: tuple[Matcher, ...]) -> str:
    return str(Selector(e.ALERTS, (*alerts, Matcher(e.ALERT_STATE, "=", "firing"), Matcher(names.SEVERITY, "=", "page"))))


def _bands(alerts: tuple[Matcher, ...], info: str) -> Panel:
    return Panel(
        "Alerts over time, by system",
        "The loudest alert that fired: red a page, yellow a ticket, blue information, green none. A gap: the rules were not evaluated.",
        StateTimeline(),
        (Target(e.loudest((names.SYSTEM,), lambda more: str(Selector(e.ALERTS, (*alerts, *more))), info), "{{system}}"),),
        24,
        8,
        "none",
        0,
        mappings=looks.ALERT_STATES,
    )


def _over_time(scope: e.Scope, info: str) -> tuple[Panel, ...]:
    def by_system(worst: str, expr: str) -> Target:
        return Target(build.aggregate(worst, (names.SYSTEM,), e.with_info(expr, info, (names.SYSTEM,))), "{{system}}")

    return (
        budget_left(
            "Lowest budget left, by system",
            "The SLO with the least budget left of each system. Below 0 its objective is missed.",
            by_system("min", e.left(scope)),
            9,
        ),
        burn_rate(
            "Highest burn rate, 1h, by system",
            "The budget that burns fastest in each system. At 1 it lasts exactly its window.",
            by_system("max", scope.of(names.BURN_RATE_1H)),
            9,
        ),
    )


def _systems(systems: Mapping[str, str], root: str) -> Panel:
    lines = [f"- [{escaped(title)}]({root}/d/{names.system_uid(name)})" for name, title in systems.items()]
    return Panel("Systems", "Each system's own board.", Text("\n".join(lines)), (), 8, 9)


def _board_link(parts: Sequence[Part]) -> tuple[Link, ...]:
    """From a line of the table to the service's board, where all uids are made of the names as they stand; else to the system's."""
    made = names.dashboard_uid("X", "Y")
    pattern = made.replace("X", "${__data.fields.system}").replace("Y", "${__data.fields.service}")
    if any(names.dashboard_uid(part.system, part.service) != f"slogen-{part.system}-{part.service}" for part in parts):
        return (Link("Board of the system", "/d/slogen_${__data.fields.system}?${__url_time_range}", new_tab=False),)
    return (Link("Board of the service", f"/d/{pattern}?${{__url_time_range}}", new_tab=False),)
