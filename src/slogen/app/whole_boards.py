"""Boards that are made of all specs together: of each system, of all SLOs, and what brings them into Grafana."""

from collections.abc import Iterable, Sequence

from slogen.app.boards import BoardFile, delivered, surroundings, wanted
from slogen.app.context import Context
from slogen.app.remembered import remembered
from slogen.conventions import names
from slogen.dashboards.part import Part, Surroundings
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.duration import Duration
from slogen.readers.native import System
from slogen.rules.facts import ServiceFacts

ALL_SLOS = "SLOs"
"""Title of the folder of the board of all SLOs."""


def whole_boards(context: Context, facts: Iterable[ServiceFacts]) -> tuple[list[BoardFile], list[Diagnostic]]:
    """Boards of the systems and of all SLOs, and the provisioning."""
    grafana = wanted(context)
    services = list(facts)
    if grafana is None or not services:
        return [], []
    from slogen.targets import grafana as target

    around = surroundings(grafana)
    parts = [_part(one) for one in services]
    systems = _systems(context)
    titles = {name: systems[name].title if name in systems else name for name in sorted({part.system for part in parts})}
    files: list[BoardFile] = []
    findings: list[Diagnostic] = _same_uid(services)
    for name, title in titles.items():
        system = systems.get(name)
        source = system.origin.path if system else services[0].source
        mine = [part for part in parts if part.system == name]
        board = _system_text(name, title, mine, system.settings.deployments if system else "", around)
        file = BoardFile(names.board_path(name, names.SYSTEM_BOARD), board, source)
        made, found = delivered(grafana, file, names.system_uid(name), title, system.origin if system else Span(source))
        files += made
        findings += found
    workspace = context.workspace.origin.path if context.workspace and context.workspace.origin else services[0].source
    fleet = BoardFile(names.FLEET_BOARD, _fleet_text(titles, parts, around), workspace)
    made, found = delivered(grafana, fleet, names.FLEET_UID, ALL_SLOS, Span(workspace))
    folders = {names.FLEET_FOLDER: (ALL_SLOS, names.folder_uid(""))}
    folders |= {name: (title, names.folder_uid(name)) for name, title in titles.items()}
    provisioning = BoardFile(target.PROVISIONING, target.provisioning(folders, grafana.path), workspace)
    return [*files, *made, provisioning], [*findings, *found]


def _system_text(name: str, title: str, parts: list[Part], deployments: str, around: Surroundings) -> str:
    def make() -> str:
        from slogen.dashboards.render import text
        from slogen.dashboards.system import system_board

        return text(system_board(name, title, parts, deployments, around))

    return remembered(make, "system", name, title, parts, deployments, around)


def _fleet_text(systems: dict[str, str], parts: list[Part], around: Surroundings) -> str:
    def make() -> str:
        from slogen.dashboards.fleet import fleet_board
        from slogen.dashboards.render import text

        return text(fleet_board(systems, parts, around))

    return remembered(make, "fleet", systems, parts, around)


def _part(facts: ServiceFacts) -> Part:
    return Part(facts.system, facts.service, facts.title, facts.slos, tuple(map(Duration.parse, facts.windows)), facts.group_by)


def _systems(context: Context) -> dict[str, System]:
    return {found.system.name: found.system for found in context.systems.values() if found.system is not None}


def _same_uid(services: Sequence[ServiceFacts]) -> list[Diagnostic]:
    """`a-b` / `c` and `a` / `b-c` would have one uid, and Grafana would keep one of the two boards."""
    seen: dict[str, ServiceFacts] = {}
    found: list[Diagnostic] = []
    for one in services:
        first = seen.setdefault(names.dashboard_uid(one.system, one.service), one)
        if first is not one:
            message = f"the boards of {first.system}/{first.service} and {one.system}/{one.service} would have the same uid"
            found.append(error(Span(one.source), codes.DUPLICATE, message, "rename one of the services"))
    return found
