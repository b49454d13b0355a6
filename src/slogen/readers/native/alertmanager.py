"""The Workspace's `alertmanager`."""

from typing import Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.routing import Alertmanager, Smtp, Version
from slogen.readers.native import defaults
from slogen.readers.native.placement import closest
from slogen.readers.native.receivers import mails, no_mail_server, read_receivers, spelt
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import listed

_FLOOR: Final[Version] = (0, 25)


def read_alertmanager(root: Node, findings: list[Diagnostic]) -> Alertmanager | None:
    """Read the key `alertmanager` of a Workspace; None where there is none, or it is no mapping."""
    if "alertmanager" not in root.data:
        return None
    node = root.child("alertmanager")
    version = _version(node, findings)
    smtp = _smtp(node) if "smtp" in node.data else None
    receivers = read_receivers(node, version, findings)
    if smtp is None and not node.spoilt("smtp"):
        findings.extend(map(no_mail_server, mails(receivers)))
    default = text(node.data, "default")
    names = [receiver.name for receiver in receivers]
    if default and default not in names and not node.spoilt("receivers"):
        meant = closest(default, names)
        known = f"`receivers` has {listed(names, 'and')}" if names else "declare it below `receivers`, beside `default`"
        message = f"the default receiver `{default}` is not declared"
        findings.append(error(node.span("default"), codes.UNKNOWN_NAME, message, f"did you mean {meant}?" if meant else known))
    return Alertmanager(version, smtp, receivers, default, node.key_span())


def _smtp(node: Node) -> Smtp:
    data = node.child("smtp").data
    return Smtp(
        text(data, "smarthost"),
        text(data, "from"),
        text(data, "username"),
        text(data, "password_file"),
        data.get("require_tls", True),
    )


def _version(node: Node, findings: list[Diagnostic]) -> Version:
    written = node.data.get("version", defaults.ALERTMANAGER_VERSION)
    major, minor = (int(part) for part in written.split(".")[:2])
    if (major, minor) >= _FLOOR:
        return major, minor
    message = f"Alertmanager {written} cannot load the configuration"
    hint = f"{spelt(_FLOOR)} is the oldest that can (time zones, secrets in files)"
    findings.append(error(node.span("version"), codes.WRONG_VALUE, message, hint))
    return _FLOOR
