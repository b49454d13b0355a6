"""A Dashboard: its variables, annotations, rows and panels, read below its System."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from slogen.conventions import names
from slogen.dashboards.values import GRID, Board, Row, Variable
from slogen.diagnostics import Diagnostic, Severity, Span, codes, error
from slogen.promql import analyse, variables
from slogen.readers.native import defaults, validate
from slogen.readers.native.dashboard.annotation import annotations_of_all, read_annotations
from slogen.readers.native.dashboard.link import read_links
from slogen.readers.native.dashboard.logs import LogsOfBoard
from slogen.readers.native.dashboard.panel import height, read_panel
from slogen.readers.native.dashboard.scope import RecordedRead, Scope
from slogen.readers.native.placement import closest
from slogen.readers.native.query import selector as read_selector
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node
from slogen.readers.native.workspace import System
from slogen.source import Document


@dataclass(frozen=True, slots=True)
class DashboardReading:
    """A board of the system `system` called `name`; `origin` is where its name stands, `reads` the recorded series that it needs.

    `board` is None where something is wrong with it; what it reads is known all the same, so that one run tells everything.
    """

    system: str
    name: str
    board: Board | None
    origin: Span
    reads: tuple[RecordedRead, ...]


def read_dashboard(document: Document, system: System) -> tuple[DashboardReading | None, tuple[Diagnostic, ...]]:
    """Read a Dashboard; None where not even its name can be read. `reads` is still to be checked against all that is recorded."""
    shape = validate.shape("dashboard", document)
    findings: list[Diagnostic] = list(shape.findings)
    node = Node(shape, (), shape.data)
    if node.spoilt():
        return None, tuple(findings)
    declared = tuple(_variables(node, findings))
    several = {variable.name: variable.many for variable in declared}
    ids = {str(part.data["logs_by"]) for part in (node, *_panels(node)) if "logs_by" in part.data}
    scope = Scope(system.name, system.settings.scrape_interval, dict.fromkeys(sorted(ids), False) | several, findings)
    settings = system.settings
    logs = LogsOfBoard(settings.logs, settings.logs_url, system.name, str(node.data.get("service", "")), str(node.data.get("logs_by", "")))
    own = read_annotations(scope, node)
    rows = tuple(_rows(scope, logs, node, several))
    links = read_links(scope, node)
    found = tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
    name = node.data.get("dashboard", "")
    if any(finding.severity is Severity.ERROR for finding in found):
        return (DashboardReading(system.name, name, None, node.span("dashboard"), tuple(scope.reads)) if name else None), found
    fields = tuple(Variable(id_, id_, many=False, free=True) for id_ in dict.fromkeys(logs.asked) if id_ not in several)
    board = Board(
        uid=names.dashboard_uid(system.name, name),
        title=text(node.data, "title"),
        description=text(node.data, "description"),
        rows=rows,
        tags=("slogen", system.name),
        variables=(*declared, *fields),
        links=links,
        annotations=(*annotations_of_all(system.name, settings.deployments), *own),
        refresh=str(node.data.get("refresh", defaults.BOARD_REFRESH)),
        loki=settings.logs.get("loki", ""),
        time_from=f"now-{node.data.get('range', defaults.BOARD_RANGE)}",
    )
    return DashboardReading(system.name, name, board, node.span("dashboard"), tuple(scope.reads)), found


def _panels(node: Node) -> Iterator[Node]:
    for number, row in enumerate(node.data.get("rows", ())):
        for index, panel in enumerate((row or {}).get("panels", ())):
            if panel is not None:
                yield Node(node.shape, ("rows", number, "panels", index), panel)


def _rows(scope: Scope, logs: LogsOfBoard, node: Node, several: Mapping[str, bool]) -> Iterator[Row]:
    for number, data in enumerate(node.data.get("rows", ())):
        if data is None:
            continue
        item = Node(node.shape, ("rows", number), data)
        repeat = data.get("repeat", "")
        if repeat and not several.get(repeat):
            message = f"the row is repeated for `{repeat}`, " + (
                "which has one value" if repeat in several else "which is no variable of the board"
            )
            meant = closest(repeat, several)
            add = f"did you mean {meant}?" if meant else f"add it to the board: variables: [{{name: {repeat}, of: …}}]"
            hint = add if repeat not in several else "take out several: false"
            scope.findings.append(error(item.span("repeat"), codes.BOARD_VARIABLE, message, hint))
        nodes = [Node(node.shape, ("rows", number, "panels", index), panel) for index, panel in enumerate(data.get("panels", ())) if panel]
        runs = [list(run) for _, run in groupby(nodes, height)]
        panels = [read_panel(scope, logs, panel, width) for run in runs for width in [_share(run)] for panel in run]
        yield Row(text(data, "title"), tuple(panel for panel in panels if panel is not None), repeat=repeat)


def _share(nodes: list[Node]) -> int:
    """What is left to every panel of one height that asks for no width: they share a line, at most six of them."""
    asking = [int(node.data["width"]) for node in nodes if "width" in node.data]
    others = len(nodes) - len(asking)
    left = GRID - sum(asking) % GRID
    return max(left // others, 4) if others else GRID


def _variables(node: Node, findings: list[Diagnostic]) -> Iterator[Variable]:
    seen: dict[str, bool] = {}
    for index, data in enumerate(node.data.get("variables", ())):
        if data is None or "name" not in data:
            continue
        item = Node(node.shape, ("variables", index), data)
        name = data["name"]
        if name in seen:
            findings.append(error(item.span("name"), codes.DUPLICATE, f"two variables are named `{name}`", "delete one"))
            continue
        variable = _variable(item, name, findings, seen)
        seen[name] = variable.many
        yield variable


def _variable(node: Node, name: str, findings: list[Diagnostic], before: Mapping[str, bool]) -> Variable:
    """A variable; the series that have its values may be chosen by those that stand `before` it."""
    data, title = node.data, text(node.data, "title") or node.data["name"]
    chosen, default = bool(data.get("several", True)), text(node.data, "default")
    if "of" in data and "values" in data:
        findings.append(error(node.key_span("values"), codes.CONFLICT, "`of` and `values` exclude each other", "keep one of them"))
    if "of" in data:
        found = read_selector(node, "of", lambda written: _series(written, before), findings)
        query = f"label_values({data['of'].strip()}, {data.get('label', name)})" if found is not None else ""
        return Variable(name, title, query=query or "label_values(up, job)", default=default, many=chosen)
    if "values" in data:
        values = tuple(value.strip() for value in data["values"] if value is not None)
        if default and default not in values:
            message = f"`default` is none of the values, got {default}"
            findings.append(error(node.span("default"), codes.WRONG_VALUE, message, f"the values are {', '.join(values)}"))
        return Variable(name, title, values=values, default=default, many=chosen)
    return Variable(name, title, query=default, default=default, many=False, free=True)


def _series(written: str, known: Mapping[str, bool]) -> analyse.Checked:
    """A selector; it may hold other variables of the board."""
    if unknown := tuple(variables.problems(written, known)):
        return None, unknown
    found, problems = analyse.selector(variables.plain(written))
    hint = 'write the series whose label has the values, such as up{job="api"}'
    if problems:
        return None, tuple(replace(problem, hint=hint) if problem.code is codes.PROMQL_SELECTOR else problem for problem in problems)
    return found, ()
