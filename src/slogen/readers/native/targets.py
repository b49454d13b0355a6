"""The lists of who is told: receivers by name, and how each is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.routing import Receiver, Target, TimeInterval, Timing
from slogen.readers.native.placement import closest
from slogen.readers.native.scalar import duration, text
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import listed, quoted

_SHORTEST_DIGEST: Final = Duration.parse("10m")


@dataclass(frozen=True, slots=True)
class Known:
    """What may be named: the system's receivers (`prefix` stands before their names), the Workspace's, and the time intervals."""

    prefix: str
    own: tuple[Receiver, ...]
    shared: tuple[Receiver, ...]
    intervals: tuple[TimeInterval, ...]
    timings: Mapping[AlertSeverity, Timing]

    def receiver(self, node: Node, keys: tuple[str | int, ...], name: str, findings: list[Diagnostic]) -> str | None:
        """The complete name of a receiver; None with a finding where there is none."""
        own, shared = {receiver.name for receiver in self.own}, {receiver.name for receiver in self.shared}
        for complete, there in ((self.prefix + name, own), (name, shared)):
            if complete in there:
                return complete
        if node.shape.spoilt and any(path[:1] == ("receivers",) for path in node.shape.spoilt):
            return None
        names = [*(found.removeprefix(self.prefix) for found in sorted(own)), *sorted(shared)]
        findings.append(_unknown(node, keys, "receiver", name, names))
        return None

    def interval(self, node: Node, key: str, name: str, findings: list[Diagnostic], others: Sequence[str] = ()) -> str | None:
        """The complete name of a time interval, likewise; `others` are words that would be right there, too."""
        names = [interval.name.removeprefix(self.prefix) for interval in self.intervals]
        if name in names:
            return self.prefix + name
        findings.append(_unknown(node, (key,), "time interval", name, [*names, *others]))
        return None


def read_targets(node: Node, severity: AlertSeverity, known: Known, findings: list[Diagnostic]) -> tuple[Target, ...]:
    """The targets in the list below a severity's key; one that is told twice in the same way is reported."""
    found: list[Target] = []
    for index, data in enumerate(node.data[severity.value]):
        keys = (severity.value, index)
        if data is None:
            continue
        if isinstance(data, str):
            name = known.receiver(node, keys, data.strip(), findings)
            target = Target(name, origin=node.span(*keys)) if name else None
        else:
            target = _target(Node(node.shape, (*node.path, *keys), data), severity, known, findings)
        if target is None:
            continue
        if any((other.receiver, other.digest is None) == (target.receiver, target.digest is None) for other in found):
            message = f"receiver `{target.receiver.removeprefix(known.prefix)}` is told of {severity.value}s twice"
            findings.append(error(target.origin, codes.DUPLICATE, message, "delete one"))
        found.append(target)
    return tuple(found)


def _target(node: Node, severity: AlertSeverity, known: Known, findings: list[Diagnostic]) -> Target | None:
    before = len(findings)
    name = known.receiver(node, ("receiver",), text(node.data, "receiver"), findings) if "receiver" in node.data else None
    after, digest = duration(node, "after"), duration(node, "digest")
    during = known.interval(node, "during", node.data["during"], findings) if "during" in node.data else ""
    wait = known.timings[severity].wait
    others = [key for key in ("after", "during") if key in node.data]
    if digest is not None and others:
        message = f"a digest is collected all the time: {quoted(others, 'and')} cannot be said of it"
        findings.append(error(node.key_span(others[0]), codes.CONFLICT, message, "make two targets of it, or delete one of the keys"))
    if digest is not None and digest < _SHORTEST_DIGEST:
        message = f"`digest` must be at least {_SHORTEST_DIGEST}, got {digest}"
        findings.append(error(node.span("digest"), codes.DURATION, message, "24h makes it daily"))
    if after is not None and after <= wait:
        message = f"`after` must be longer than the {wait} that every {severity.value} waits, got {after}"
        findings.append(error(node.span("after"), codes.DURATION, message, "name the receiver alone if it is to be told at once"))
    if name is None or during is None or len(findings) > before:
        return None
    return Target(name, after, digest, during, node.span("receiver"))


def _unknown(node: Node, keys: tuple[str | int, ...], what: str, name: str, names: list[str]) -> Diagnostic:
    meant = closest(name, names)
    hint = f"did you mean {meant}?" if meant else f"declared are {listed(names, 'and')}" if names else f"declare it below `{what}s`"
    return error(node.span(*keys), codes.UNKNOWN_NAME, f"there is no {what} `{name}`", hint.replace("`time intervals`", "`time_intervals`"))
