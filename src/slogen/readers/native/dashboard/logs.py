"""The link of a panel to the logs of its service."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slogen.dashboards.logs import logs_link
from slogen.dashboards.values import Link
from slogen.diagnostics import codes, error
from slogen.readers.native import template
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.shape import Node


@dataclass(frozen=True, slots=True)
class LogsOfBoard:
    """What a board says of logs. `logs` and `url` are its system's settings; `asked` grows by ids that need a field."""

    logs: Mapping[str, str]
    url: str
    system: str
    service: str
    id_: str
    asked: list[str] = field(default_factory=list)

    @property
    def needs_service(self) -> bool:
        """Whether the system's logs cannot be linked without a service."""
        return any("{service}" in one for one in (self.url, *self.logs.values()))


def panel_logs(board: LogsOfBoard, scope: Scope, node: Node, service: str = "") -> Link | None:
    """The link of a panel to its logs; None where the system says nothing about logs, or where the panel's wish cannot be met.

    `service` is that of the panel's SLO, if it shows one.
    """
    service = str(node.data.get("service", "")) or service or board.service
    id_ = str(node.data.get("logs_by", "")) or board.id_
    if id_ and not board.logs:
        owner = node if "logs_by" in node.data else Node(node.shape, (), node.shape.data)
        message = f"nothing says how logs are found by `{id_}`"
        hint = "add logs: {loki: <uid>, query: …} or logs: {url: …{key}={value}} to the System"
        scope.findings.append(error(owner.span("logs_by"), codes.MISSING_KEY, message, hint))
        return None
    if not (board.logs or board.url):
        return None
    if not service and board.needs_service:
        message = "nothing says whose logs this panel links to"
        hint = "add service: <a service> to the panel or to the board"
        scope.findings.append(error(node.span("title"), codes.MISSING_KEY, message, hint))
        return None
    values = {"system": board.system, "service": service}
    if id_:
        board.asked.append(id_)
    if board.logs and (id_ or "loki" in board.logs):
        return logs_link(board.logs, values, id_)
    return Link("Logs", template.fill(board.url, values)) if board.url else None
