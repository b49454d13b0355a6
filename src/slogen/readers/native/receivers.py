"""Receivers, as a system or the Workspace declares them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.routing import Email, Integration, MsTeams, Opsgenie, PagerDuty, Receiver, Slack, Version, Webhook
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node

_TEAMS: Final = (0, 28)
_URL_FILE: Final = (0, 26)


def read_receivers(node: Node, version: Version, findings: list[Diagnostic], prefix: str = "") -> tuple[Receiver, ...]:
    """The receivers below the key `receivers`; what the version cannot do is reported. `prefix` stands before their names."""
    found: list[Receiver] = []
    for name in node.child("receivers").data:
        place = node.child("receivers").child(name)
        findings.extend(_too_new(place, version))
        integrations = tuple(_READERS[kind](place.child(kind)) for kind in place.data if not place.spoilt(kind))
        found.append(Receiver(prefix + name, integrations, node.child("receivers").key_span(name)))
    return tuple(found)


def mails(receivers: tuple[Receiver, ...]) -> Iterator[Receiver]:
    """The receivers that need a mail server."""
    return (receiver for receiver in receivers if any(isinstance(one, Email) for one in receiver.integrations))


def no_mail_server(receiver: Receiver) -> Diagnostic:
    """A receiver of mail where the Workspace names no mail server."""
    message = f"receiver `{receiver.name.rpartition('/')[2]}` gets mail, and the Workspace names no mail server"
    hint = "add alertmanager: {smtp: {smarthost: 'mail.example.com:587', from: slogen@example.com}} to the Workspace"
    return error(receiver.origin, codes.NO_ALERTMANAGER, message, hint)


def spelt(version: Version) -> str:
    """`0.25`."""
    return f"{version[0]}.{version[1]}"


def _too_new(place: Node, version: Version) -> Iterator[Diagnostic]:
    if "msteams" in place.data and version < _TEAMS:
        yield _needs(place, ("msteams",), "Microsoft Teams", _TEAMS, version, "or post to a bridge: webhook: {url: …}")
    if "url_file" in place.child("webhook").data and version < _URL_FILE:
        yield _needs(place, ("webhook", "url_file"), "`url_file` of a webhook", _URL_FILE, version, "or keep the secret out of the URL")


def _needs(place: Node, keys: tuple[str, ...], what: str, needed: Version, version: Version, otherwise: str) -> Diagnostic:
    message = f"{what} needs Alertmanager {spelt(needed)}, and {spelt(version)} must load the configuration"
    hint = f'say alertmanager: {{version: "{spelt(needed)}"}} in the Workspace if yours is that new, {otherwise}'
    return error(place.key_span(*keys), codes.ALERTMANAGER_VERSION, message, hint)


def _slack(node: Node) -> Integration:
    return Slack(text(node.data, "channel"), text(node.data, "api_url_file"))


def _pagerduty(node: Node) -> Integration:
    return PagerDuty(text(node.data, "routing_key_file"))


def _email(node: Node) -> Integration:
    return Email(text(node.data, "to"))


def _webhook(node: Node) -> Integration:
    return Webhook(text(node.data, "url"), text(node.data, "url_file"))


def _opsgenie(node: Node) -> Integration:
    return Opsgenie(text(node.data, "api_key_file"), text(node.data, "api_url"))


def _msteams(node: Node) -> Integration:
    return MsTeams(text(node.data, "webhook_url_file"))


_READERS: Final[Mapping[str, Callable[[Node], Integration]]] = {
    "slack": _slack,
    "pagerduty": _pagerduty,
    "email": _email,
    "webhook": _webhook,
    "opsgenie": _opsgenie,
    "msteams": _msteams,
}
