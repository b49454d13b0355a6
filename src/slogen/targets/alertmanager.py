"""Alertmanager's configuration, written to be read in a review."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from slogen.model.routing import Email, Integration, MsTeams, Opsgenie, PagerDuty, Receiver, Slack, TimeInterval, Webhook
from slogen.routing.notification import settings
from slogen.routing.values import Configuration, Inhibition, Route
from slogen.targets.yaml_text import comment, compact


def text(configuration: Configuration, head: Sequence[str]) -> str:
    """The whole file; `head` are lines of comment. Secrets are named by their files only."""
    lines = [
        *(comment(line) for line in head),
        *_global(configuration),
        "templates:",
        *(f"  - {compact(pattern)}" for pattern in configuration.templates),
        "route:",
        *_indented(_route(configuration.root), 2),
        "receivers:",
        *(line for receiver in configuration.receivers for line in _item(_receiver(receiver), 2)),
    ]
    if configuration.inhibitions:
        lines += ["inhibit_rules:", *(line for rule in configuration.inhibitions for line in _inhibition(rule))]
    if configuration.intervals:
        lines += ["time_intervals:", *(line for interval in configuration.intervals for line in _item(_interval(interval), 2))]
    return "\n".join(lines) + "\n"


def _global(configuration: Configuration) -> Iterator[str]:
    smtp = configuration.alertmanager.smtp
    if smtp is None:
        return
    yield "global:"
    found: dict[str, object] = {"smtp_smarthost": smtp.smarthost, "smtp_from": smtp.sender, "smtp_require_tls": smtp.require_tls}
    if smtp.username:
        found |= {"smtp_auth_username": smtp.username, "smtp_auth_password_file": smtp.password_file}
    yield from _indented(_mapping(found), 2)


def _route(route: Route) -> list[str]:
    lines: list[str] = []
    if route.matchers:
        lines += ["matchers:", *(f"  - {compact(str(matcher))}" for matcher in route.matchers)]
    found: dict[str, object] = {}
    if route.receiver:
        found["receiver"] = route.receiver
    if route.group_by:
        found["group_by"] = route.group_by
    for name in ("group_wait", "group_interval", "repeat_interval"):
        if (duration := getattr(route, name)) is not None:
            found[name] = duration
    if route.active:
        found["active_time_intervals"] = route.active
    if route.go_on:
        found["continue"] = True
    lines += _mapping(found)
    if route.routes:
        lines.append("routes:")
        for child in route.routes:
            if child.about:
                lines.append("  " + comment(child.about))
            lines += _item(_route(child), 2)
    return lines


def _receiver(receiver: Receiver) -> list[str]:
    """Integrations of one kind stand in one list, in the order of the spec."""
    lines = [f"name: {compact(receiver.name)}"]
    lists: dict[str, list[Integration]] = {}
    for integration in receiver.integrations:
        lists.setdefault(_list(integration), []).append(integration)
    for name, integrations in lists.items():
        lines.append(f"{name}:")
        for integration in integrations:
            lines += _item(_mapping(dict(settings(_kind(integration))) | _own(integration)), 2)
    return lines


def _kind(integration: Integration) -> str:
    match integration:
        case Slack():
            return "slack"
        case PagerDuty():
            return "pagerduty"
        case Email():
            return "email"
        case Webhook():
            return "webhook"
        case Opsgenie():
            return "opsgenie"
        case MsTeams():
            return "msteams"
        case _:
            assert_never(integration)


def _list(integration: Integration) -> str:
    # Microsoft has ended the connectors that msteams_configs posts to.
    return "msteamsv2_configs" if isinstance(integration, MsTeams) else f"{_kind(integration)}_configs"


def _own(integration: Integration) -> dict[str, str]:
    """The receiver's address, as Alertmanager's fields."""
    match integration:
        case Slack(channel, api_url_file):
            return {"api_url_file": api_url_file, "channel": channel}
        case PagerDuty(routing_key_file):
            return {"routing_key_file": routing_key_file}
        case Email(to):
            return {"to": to}
        case Webhook(url, url_file):
            return {"url": url} if url else {"url_file": url_file}
        case Opsgenie(api_key_file, api_url):
            return {"api_key_file": api_key_file} | ({"api_url": api_url} if api_url else {})
        case MsTeams(webhook_url_file):
            return {"webhook_url_file": webhook_url_file}
        case _:
            assert_never(integration)


def _inhibition(rule: Inhibition) -> Iterator[str]:
    yield "  " + comment(rule.about)
    lines = ["source_matchers:", *(f"  - {compact(str(matcher))}" for matcher in rule.source)]
    lines += ["target_matchers:", *(f"  - {compact(str(matcher))}" for matcher in rule.target)]
    yield from _item([*lines, *_mapping({"equal": rule.equal})], 2)


def _interval(interval: TimeInterval) -> list[str]:
    lines = [f"name: {compact(interval.name)}", "time_intervals:"]
    for hours in interval.hours:
        part: list[str] = []
        if hours.times:
            part.append("times:")
            for start, end in hours.times:
                part += [f'  - start_time: "{start}"', f'    end_time: "{end}"']
        found: dict[str, object] = {"weekdays": hours.days} if hours.days else {}
        lines += _item([*part, *_mapping(found | {"location": hours.time_zone})], 2)
    return lines


def _mapping(values: Mapping[str, object]) -> list[str]:
    lines: list[str] = []
    for key, value in values.items():
        match value:
            case bool():
                lines.append(f"{compact(key)}: {'true' if value else 'false'}")
            case str():
                lines.append(f"{compact(key)}: {compact(value)}")
            case Mapping():
                lines += [f"{compact(key)}:", *_indented(_mapping(value), 2)]
            case [Mapping(), *_]:
                lines += [f"{compact(key)}:", *(line for item in value if isinstance(item, Mapping) for line in _item(_mapping(item), 2))]
            case list() | tuple():
                lines.append(f"{compact(key)}: [{', '.join(_flow(item) for item in value)}]")
            case _:
                lines.append(f"{compact(key)}: {value}")
    return lines


def _flow(item: object) -> str:
    """A text between brackets: what is plain elsewhere may have a comma or a bracket."""
    found = compact(str(item))
    return found if not any(character in found for character in ",[]{}") or found[0] in "\"'" else f'"{found}"'


def _item(lines: Sequence[str], indent: int) -> Iterator[str]:
    pad = " " * indent
    for number, line in enumerate(lines):
        yield f"{pad}{'- ' if number == 0 else '  '}{line}"


def _indented(lines: Iterable[str], indent: int) -> Iterator[str]:
    return (" " * indent + line for line in lines)
