"""Boards as output files: the one of each service, made with its rules, and how a board becomes files."""

from dataclasses import dataclass

from slogen.app.context import Context
from slogen.conventions import names
from slogen.dashboards.part import Surroundings
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.slo import Service
from slogen.readers.native.grafana import Grafana


@dataclass(frozen=True, slots=True)
class BoardFile:
    """A file below the output folder, and the spec that it is of."""

    path: str
    text: str
    source: str


def wanted(context: Context) -> Grafana | None:
    """The Workspace's Grafana, if boards are to be made for it."""
    grafana = context.workspace.grafana if context.workspace else None
    return grafana if grafana is not None and grafana.boards else None


def service_files(context: Context, service: Service, origin: Span) -> tuple[list[BoardFile], list[Diagnostic]]:
    """The board of a service, and its ConfigMap where one is asked for."""
    grafana = wanted(context)
    if grafana is None:
        return [], []
    # Here and not above: who only reads specs does not wait for what writes boards.
    from slogen.dashboards.render import text
    from slogen.dashboards.service import service_board

    found = context.of(service.source)
    title = found.system.title if found and found.system else service.system
    board = text(service_board(service, surroundings(grafana)))
    path = names.board_path(service.system, service.name)
    uid = names.dashboard_uid(service.system, service.name)
    return delivered(grafana, BoardFile(path, board, service.source), uid, title, origin)


def delivered(grafana: Grafana, file: BoardFile, uid: str, folder: str, origin: Span) -> tuple[list[BoardFile], list[Diagnostic]]:
    """A board's file, with its ConfigMap where one is asked for; `folder` is the title of its folder in Grafana."""
    asked = grafana.configmaps
    if asked is None:
        return [file], []
    from slogen.targets import grafana as target

    made = target.configmap(
        file.text, uid=uid, folder=folder, namespace=asked.namespace, label=asked.label, folder_annotation=asked.folder_annotation
    )
    size = len(made.encode())
    if size > target.MAX_CONFIGMAP:
        message = f"the board made from this has {size} bytes, more than a ConfigMap holds ({target.MAX_CONFIGMAP})"
        hint = "declare fewer SLOs in one service, or deliver boards as files and leave out grafana.configmaps"
        return [file], [error(origin, codes.CONFLICT, message, hint)]
    return [file, BoardFile(target.configmap_path(file.path), made, file.source)], []


def surroundings(grafana: Grafana) -> Surroundings:
    """What boards are told of the installation."""
    return Surroundings(grafana.prometheus, grafana.specs_url, grafana.url)
