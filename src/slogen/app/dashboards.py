"""Dashboards: read below their systems, checked against everything that is recorded, and made into files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from slogen.app.boards import BoardFile, delivered
from slogen.app.compile import Compiled, Job, read_services
from slogen.app.context import Context
from slogen.app.findings import told_once
from slogen.app.project import SYSTEM, Project
from slogen.app.remembered import remembered
from slogen.conventions import names
from slogen.dashboards.values import Board
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.duration import Duration
from slogen.readers.native import DashboardReading, read_dashboard
from slogen.readers.native.dashboard.scope import RecordedRead
from slogen.readers.native.placement import closest


def read_dashboards(context: Context, project: Project | None = None) -> tuple[list[DashboardReading], list[Diagnostic]]:
    """The Dashboards, and what is wrong with them; with a project only those that it selects."""
    found: list[DashboardReading] = []
    diagnostics: list[Diagnostic] = []
    for document in context.boards:
        if project is not None and not project.is_selected(document.path):
            continue
        place = context.of(document.path)
        if place is None:
            hint = f"add a {SYSTEM} with kind: System to the folder above"
            diagnostics.append(error(document.span(), codes.NO_SYSTEM, "no System spec in a folder above", hint))
        elif place.system is not None:
            reading, of_spec = read_dashboard(document, place.system)
            diagnostics += told_once((), of_spec)
            found += [reading] if reading is not None else []
    return found, [*diagnostics, *_twins(found)]


def check_dashboards(
    context: Context, readings: Sequence[DashboardReading], results: Sequence[Compiled], *, whole: bool = True
) -> list[Diagnostic]:
    """Boards named like a service, and recorded series that no rule records; `results` are of all specs if the run is over the `whole`."""
    sources = {output.identity: (result.source, output.origin) for result in results for output in result.outputs if output.identity}
    found = list(_hidden_services(readings, {identity: origin for identity, (_, origin) in sources.items()}))
    found += _same_uid(readings, {identity: origin for identity, (_, origin) in sources.items()})
    complete = whole and not any(result.failed for result in results)
    recorded = cache(lambda identity: _recorded(context, sources[identity][0]))
    for reading in readings:
        for read in reading.reads:
            identity = read.slo_id.rpartition("/")[0]
            if identity in sources:
                found += _unrecorded(read, recorded(identity))
            elif read.slo_id and complete:
                meant = closest(identity, sources)
                hint = f"did you mean {meant}?" if meant else "slogen explain lists the SLOs"
                found.append(error(read.span, codes.BOARD_SERIES, f"there is no service {identity}", hint))
            elif (
                complete
                and read.metric
                and not read.slo_id
                and not any(read.metric in metrics for one in sources for metrics in recorded(one).values())
            ):
                hint = "docs/rules.md says what is recorded, and over which windows"
                found.append(error(read.span, codes.BOARD_SERIES, f"{read.metric} is recorded of no SLO", hint))
    return found


def dashboard_files(context: Context, readings: Sequence[DashboardReading]) -> tuple[list[BoardFile], list[Diagnostic]]:
    """The boards that could be read as files; unless the Workspace says that it wants no boards."""
    grafana = context.workspace.grafana if context.workspace else None
    if grafana is not None and not grafana.boards:
        return [], []
    files: list[BoardFile] = []
    findings: list[Diagnostic] = []
    titles = {found.system.name: found.system.title for found in context.systems.values() if found.system is not None}
    for reading in readings:
        if reading.board is None:
            continue
        board = replace(reading.board, prometheus=grafana.prometheus if grafana else "")
        file = BoardFile(names.board_path(reading.system, reading.name), _text(board), reading.origin.path)
        if grafana is None:
            files.append(file)
            continue
        made, found = delivered(grafana, file, board.uid, titles[reading.system], reading.origin)
        files += made
        findings += found
    return files, findings


def _text(board: Board) -> str:
    def make() -> str:
        # Here and not above: it takes a moment to import.
        from slogen.dashboards.render import text

        return text(board)

    return remembered(make, "board", board)


def _twins(readings: Sequence[DashboardReading]) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str], DashboardReading] = {}
    for reading in readings:
        first = seen.setdefault((reading.system, reading.name), reading)
        if first is not reading:
            message = f"the board `{reading.name}` is declared in {first.origin.path}:{first.origin.line} already"
            yield error(reading.origin, codes.DUPLICATE, message, "give one of them another name")


def _hidden_services(readings: Sequence[DashboardReading], services: Mapping[str, Span]) -> Iterator[Diagnostic]:
    for reading in readings:
        service = services.get(f"{reading.system}/{reading.name}")
        if service is not None:
            message = f"the board `{reading.name}` would replace that of the service in {service.path}:{service.line}"
            yield error(reading.origin, codes.DUPLICATE, message, "give the board another name")


def _same_uid(readings: Sequence[DashboardReading], services: Mapping[str, Span]) -> Iterator[Diagnostic]:
    """`a-b` / `c` and `a` / `b-c` would have one uid, and Grafana would keep one of the two boards."""
    seen = {names.dashboard_uid(*identity.split("/")): (identity, origin) for identity, origin in services.items()}
    for reading in readings:
        mine = f"{reading.system}/{reading.name}"
        first, origin = seen.setdefault(names.dashboard_uid(reading.system, reading.name), (mine, reading.origin))
        if first != mine:
            message = f"the boards {mine} and {first} ({origin.path}:{origin.line}) would have the same uid in Grafana"
            yield error(reading.origin, codes.DUPLICATE, message, "give the board another name")


def _recorded(context: Context, source: str) -> Mapping[str, frozenset[str]]:
    """What is recorded of every SLO that a spec declares."""
    # Here and not above: who validates specs without boards does not wait for what makes rules.
    from slogen.rules.service import rule_file
    from slogen.rules.values import Record

    file = next(path for path in context.services if path.as_posix().endswith(f"/{source}"))
    services, _ = read_services(context, Job(file, source))
    found: dict[str, set[str]] = {slo.id: set() for service in services for slo in service.slos}
    for group in (group for service in services for group in rule_file(service).groups):
        for rule in group.rules:
            if isinstance(rule, Record):
                found[rule.labels[names.SLO_ID]].add(rule.metric)
    return {slo: frozenset(metrics) for slo, metrics in found.items()}


def _unrecorded(read: RecordedRead, recorded: Mapping[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Whether the SLO exists, and the series is recorded of it; a read without a metric is of the SLO's alerts."""
    metrics = recorded.get(read.slo_id)
    if metrics is None:
        meant = closest(read.slo_id, recorded)
        hint = f"did you mean {meant}?" if meant else "slogen explain lists the SLOs"
        yield error(read.span, codes.BOARD_SERIES, f"there is no SLO {read.slo_id}", hint)
    elif read.metric and read.metric not in metrics:
        family = read.metric.rstrip("0123456789smhd")
        alike = sorted((metric for metric in metrics if metric.rstrip("0123456789smhd") == family), key=_window_of)
        hint = f"recorded are {', '.join(alike)}" if alike else "docs/rules.md says what is recorded of which kind of SLI"
        yield error(read.span, codes.BOARD_SERIES, f"{read.metric} is not recorded of {read.slo_id}", hint)


def _window_of(metric: str) -> tuple[int, str]:
    """Recorded series in the order of their windows."""
    digits = metric[len(metric.rstrip("0123456789smhd")) :]
    return (Duration.parse(digits).milliseconds if digits[:1].isdigit() else 0, metric)
