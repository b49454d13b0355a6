"""A Service: its SLOs and standalone alerts, read below its System and Workspace."""

from collections.abc import Iterator

from slogen.conventions.names import pascal
from slogen.diagnostics import Diagnostic, Severity, codes, error
from slogen.model.routing import Dependency
from slogen.model.slo import Service
from slogen.readers.native import validate
from slogen.readers.native.alert import read_alert
from slogen.readers.native.context import Context, scope
from slogen.readers.native.scalar import text
from slogen.readers.native.settings import Settings, refine
from slogen.readers.native.shape import Node
from slogen.readers.native.slo import read_slo
from slogen.readers.native.wording import listed
from slogen.readers.native.workspace import System, Workspace
from slogen.readers.runbook import RunbookIndex
from slogen.source import Document


def read_service(
    document: Document, workspace: Workspace, system: System, runbooks: RunbookIndex
) -> tuple[Service | None, tuple[Diagnostic, ...]]:
    """Read a Service; None as soon as one finding is an error, or where it needs a setting that was refused in its System or Workspace.

    Findings may lie in other files (the runbook that lacks a section, the system's policy that does not fit an SLO's window) and
    are then the same, value for value, for every service that meets them: whoever reads several services keeps one of each.
    """
    shape = validate.shape("service", document)
    findings: list[Diagnostic] = list(shape.findings)
    node = Node(shape, (), shape.data)
    if node.spoilt():
        return None, tuple(findings)
    name = node.data.get("service", "")
    context = Context(name, workspace, system, runbooks, findings)
    settings = refine(system.settings, "service", node, findings)
    findings.extend(_no_owner(settings, node))
    own = scope(context, settings)
    slos = [read_slo(context, own, item) for item in _items(node, "slos")]
    alerts = [read_alert(context, own, item) for item in _items(node, "alerts")]
    findings.extend(_twins(node, "slos", "SLOs"))
    findings.extend(_twins(node, "alerts", "alerts"))
    found = tuple(sorted(dict.fromkeys(findings), key=lambda finding: finding.order))
    if any(finding.severity is Severity.ERROR for finding in found):
        return None, found
    read_slos = tuple(slo for slo in slos if slo is not None)
    read_alerts = tuple(alert for alert in alerts if alert is not None)
    if (len(read_slos), len(read_alerts)) != (len(slos), len(alerts)):
        assert system.settings.refused, "something was left out without a finding"
        return None, found
    title = text(node.data, "title") or name
    return Service(system.name, name, title, document.path, read_slos, read_alerts, _depends_on(system, node)), found


def _depends_on(system: System, node: Node) -> tuple[Dependency, ...]:
    """The services that this one needs; whether they exist is seen when all have been read."""
    return tuple(
        Dependency(written if "/" in written else f"{system.name}/{written}", node.span("depends_on", index))
        for index, written in enumerate(node.data.get("depends_on", ()))
        if written is not None
    )


def _items(node: Node, key: str) -> Iterator[Node]:
    for index, data in enumerate(node.data.get(key, ())):
        if data is not None:
            yield Node(node.shape, (key, index), data)


def _no_owner(settings: Settings, node: Node) -> Iterator[Diagnostic]:
    lacking = [key for key, team in (("primary", settings.primary), ("secondary", settings.secondary)) if not team]
    if lacking and "owner" not in settings.refused:
        message = f"service `{node.data.get('service', '')}` has no {listed(lacking, 'and no')} owner"
        hint = "add owner: {primary: <team>, secondary: <team>} here, to the System or to the Workspace"
        yield error(node.span("service"), codes.NO_OWNER, message, hint)


def _twins(node: Node, key: str, what: str) -> Iterator[Diagnostic]:
    """Names that are declared twice, or that would give the same alert names."""
    first: dict[str, str] = {}
    for item in _items(node, key):
        name = item.data.get("name")
        if name is None:
            continue
        twin = first.setdefault(pascal(name), name)
        if twin is name:
            continue
        same = twin == name
        message = f"two {what} are named `{name}`" if same else f"the {what} `{twin}` and `{name}` would give the same alert names"
        yield error(item.span("name"), codes.DUPLICATE, message, "rename one of them")
