"""Kind Routing: who is told of a system's alerts."""

from collections.abc import Iterator, Mapping
from typing import Final

from slogen.diagnostics import Diagnostic, Severity, codes, error, warning
from slogen.model.burn import AlertSeverity
from slogen.model.routing import Alertmanager, Notify, Receiver, Routing, Target, TimeInterval, Timing
from slogen.readers.native import defaults, validate
from slogen.readers.native.intervals import read_intervals
from slogen.readers.native.placement import closest
from slogen.readers.native.receivers import mails, no_mail_server, read_receivers
from slogen.readers.native.scalar import duration, parse_duration
from slogen.readers.native.secrets import told_of, without_secrets
from slogen.readers.native.shape import Node
from slogen.readers.native.targets import Known, read_targets
from slogen.readers.native.wording import listed
from slogen.readers.native.workspace import System
from slogen.source import Document

_NEVER: Final = "never"
_PAGE = AlertSeverity.PAGE


def read_routing(document: Document, system: System, alertmanager: Alertmanager | None) -> tuple[Routing | None, tuple[Diagnostic, ...]]:
    """Read the Routing of a system; `alertmanager` is the Workspace's. None as soon as one finding is an error.

    That the Workspace lacks something is reported there and is the same, value for value, for every Routing.
    """
    clean, secrets = without_secrets(document)
    shape = validate.shape("routing", clean)
    findings = told_of(secrets, shape.findings)
    node = Node(shape, (), shape.data)
    if alertmanager is None:
        findings.append(_no_alertmanager(node))
        return None, tuple(findings)
    if not alertmanager.default:
        findings.append(_no_default(alertmanager))
    prefix = f"{system.name}/"
    receivers = read_receivers(node, alertmanager.version, findings, prefix)
    if alertmanager.smtp is None:
        findings.extend(map(no_mail_server, mails(receivers)))
    intervals = read_intervals(node, findings, prefix)
    timings = {severity: _timing(node, severity, findings) for severity in AlertSeverity}
    known = Known(prefix, receivers, alertmanager.receivers, intervals, timings)
    notify = _notify(node.child("notify"), known, {}, findings)
    teams = {name: _notify(node.child("teams").child(name), known, notify, findings) for name in node.child("teams").data}
    paging = dict(_paging(node, system, known, findings))
    findings.extend(_contradictions((notify, *teams.values()), paging))
    if any(finding.severity is Severity.ERROR for finding in findings):
        return None, tuple(findings)
    findings.extend(_unused(receivers, intervals, (notify, *teams.values()), paging))
    origins = {name: node.child("teams").key_span(name) for name in teams}
    routing = Routing(system.name, receivers, intervals, notify, teams, paging, timings, node.key_span("notify"), origins)
    return routing, tuple(findings)


def _notify(node: Node, known: Known, general: Notify | Mapping[AlertSeverity, tuple[Target, ...]], findings: list[Diagnostic]) -> Notify:
    """Who is told of what; what a team does not say is as for everybody."""
    found: dict[AlertSeverity, tuple[Target, ...]] = {}
    for severity in AlertSeverity:
        if severity.value not in node.data:
            found[severity] = general.get(severity, ())
            continue
        before = len(findings)
        found[severity] = read_targets(node, severity, known, findings)
        # One that could not be read is not missed as well.
        if len(findings) == before and len(found[severity]) == len(node.data[severity.value]):
            findings.extend(_nobody(node, severity, found[severity]))
    return found


def _nobody(node: Node, severity: AlertSeverity, targets: tuple[Target, ...]) -> Iterator[Diagnostic]:
    where = node.key_span(severity.value)
    if not targets:
        yield error(where, codes.NO_RECEIVER, f"{severity.value}s reach nobody", f"name a receiver: {severity.value}: [<receiver>]")
    elif severity is _PAGE and not any(target.at_once for target in targets):
        hint = "add a receiver without `after`, `digest` and `during`; for other environments than production use `environments`"
        yield error(where, codes.NO_RECEIVER, f"a page reaches nobody at once: only {_ways(targets)}", hint)


def _ways(targets: tuple[Target, ...]) -> str:
    return listed(list(dict.fromkeys(map(_way, targets))), "and")


def _way(target: Target) -> str:
    if target.digest is not None:
        return f"a digest of {target.digest}"
    return f"during {_short(target.during)}" if target.during else f"after {target.after}"


def _short(name: str) -> str:
    """The name as the Routing writes it."""
    return name.rpartition("/")[2]


def _paging(node: Node, system: System, known: Known, findings: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """The environments in which pages do not ring day and night, and the interval in which they do (empty: never)."""
    place = node.child("environments")
    for name, data in place.data.items():
        if name not in system.environments:
            meant = closest(name, system.environments)
            hint = (
                f"did you mean {meant}?"
                if meant
                else f"add it to `environments` of its system.yaml, now [{', '.join(system.environments)}]"
            )
            message = f"system {system.name} has no environment `{name}`"
            findings.append(error(place.key_span(name), codes.UNKNOWN_NAME, message, hint))
        wanted = data.get("page")
        if wanted is not None:
            found = "" if wanted == _NEVER else known.interval(place.child(name), "page", wanted, findings, (_NEVER,))
            if found is not None:
                yield name, found


def _timing(node: Node, severity: AlertSeverity, findings: list[Diagnostic]) -> Timing:
    key = severity.value
    waits, repeats, groups = (node.child(name) for name in ("wait", "repeat", "group_by"))
    repeat = duration(repeats, key) or parse_duration(defaults.ROUTING["repeat"][key])
    if repeat.milliseconds == 0:
        findings.append(error(repeats.span(key), codes.DURATION, "`repeat` must be longer than 0s", "24h is usual for tickets"))
    return Timing(
        duration(waits, key) or parse_duration(defaults.ROUTING["wait"][key]),
        parse_duration(defaults.ROUTING["interval"][key]),
        repeat,
        tuple(label for label in groups.data[key] if label is not None) if key in groups.data else None,
    )


def _contradictions(lists: tuple[Notify, ...], paging: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Two intervals for one target: Alertmanager joins intervals, it cannot narrow one by another."""
    for environment, interval in paging.items():
        for target in (target for notify in lists for target in notify[_PAGE]):
            if interval and target.during and target.during != interval:
                message = f"pages of {environment} ring during {_short(interval)}, this receiver is told during another interval"
                hint = "name the same interval in both places, or a receiver that is told at any time"
                yield error(target.origin, codes.CONFLICT, message, hint)


def _unused(
    receivers: tuple[Receiver, ...], intervals: tuple[TimeInterval, ...], lists: tuple[Notify, ...], paging: Mapping[str, str]
) -> Iterator[Diagnostic]:
    targets = [target for notify in lists for found in notify.values() for target in found]
    heard = {target.receiver for target in targets}
    kept = {target.during for target in targets} | set(paging.values())
    for receiver in receivers:
        if receiver.name not in heard:
            name = receiver.name.rpartition("/")[2]
            yield warning(
                receiver.origin, codes.UNUSED, f"receiver `{name}` is never told anything", "name it below `notify`, or delete it"
            )
    for interval in intervals:
        if interval.name not in kept:
            yield warning(interval.origin, codes.UNUSED, f"time interval `{_short(interval.name)}` is used nowhere", "delete it")


def _no_alertmanager(node: Node) -> Diagnostic:
    message = "the Workspace configures no Alertmanager, so this has no effect"
    hint = "add alertmanager: {default: …, receivers: {…}} to slogen.yaml"
    return error(node.span("kind"), codes.NO_ALERTMANAGER, message, hint)


def _no_default(alertmanager: Alertmanager) -> Diagnostic:
    message = "`alertmanager` names no default receiver: what no system's route takes would reach nobody"
    return error(alertmanager.origin, codes.NO_ALERTMANAGER, message, "add receivers: {everyone: {…}} and default: everyone")
