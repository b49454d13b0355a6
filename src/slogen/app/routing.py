"""The Alertmanager configuration of a project: made of what its systems ask and what its alerts are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from slogen.app.context import Context
from slogen.app.project import ROUTING
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, codes, error, warning
from slogen.model.burn import AlertSeverity
from slogen.model.routing import Alertmanager, Routing
from slogen.readers.native import System
from slogen.readers.native.placement import closest
from slogen.readers.native.wording import listed
from slogen.routing.combinations import environments, seen
from slogen.routing.configuration import SystemShare, configuration
from slogen.routing.evaluate import Delivery, evaluate
from slogen.routing.notification import template_text
from slogen.routing.tree import system_route
from slogen.routing.values import Route
from slogen.rules.facts import AlertFact, ServiceFacts
from slogen.targets import alertmanager as target
from slogen.targets.route_tests import RouteTest
from slogen.targets.route_tests import text as tests_text

_HEAD = "Made by slogen from {}; edit those files, not this one."
_SOURCES = f"{{}} and the {ROUTING} of every system"


@dataclass(frozen=True, slots=True)
class Share:
    """A system with all that its services say."""

    system: System
    facts: tuple[ServiceFacts, ...]
    routing: Routing | None

    def of_tree(self) -> SystemShare:
        """What the tree and the inhibition rules need of it."""
        alerts = [alert for facts in self.facts for alert in facts.alerts]
        return SystemShare(
            self.system.name,
            self.routing,
            tuple(sorted({label for alert in alerts if alert.of_slo for label in alert.group_by})),
            any(names.INHIBITS in alert.labels for alert in alerts),
            tuple((f"{facts.system}/{facts.service}", needed) for facts in self.facts for needed in facts.depends_on),
        )


def shares(context: Context, facts: Sequence[ServiceFacts]) -> list[Share]:
    """All systems, sorted by name."""
    by_system: dict[str, list[ServiceFacts]] = {}
    for one in facts:
        by_system.setdefault(one.system, []).append(one)
    systems = sorted((place.system for place in context.systems.values() if place.system is not None), key=lambda system: system.name)
    return [Share(system, tuple(by_system.get(system.name, ())), context.routings.get(system.name)) for system in systems]


def routing_files(context: Context, facts: Sequence[ServiceFacts]) -> tuple[list[tuple[str, str, str]], list[Diagnostic]]:
    """(path, text, spec) of every output, and what is wrong with the routing as a whole; nothing where the Workspace asks for none."""
    alertmanager = None if context.workspace is None else context.workspace.alertmanager
    if alertmanager is None or not alertmanager.default:
        return [], []
    systems = shares(context, facts)
    parts = [share.of_tree() for share in systems]
    workspace = alertmanager.origin.path
    files = [
        (names.ALERTMANAGER, target.text(configuration(alertmanager, parts), [_HEAD.format(_SOURCES.format(workspace))]), workspace),
        (names.NOTIFICATIONS, template_text(), workspace),
    ]
    tests: list[RouteTest] = []
    findings: list[Diagnostic] = []
    for share, part in zip(systems, parts, strict=True):
        if share.routing is None:
            continue
        ways = delivered(share, share.routing, part)
        tests += [RouteTest(one.labels, tuple(delivery.route.receiver for delivery in one.deliveries)) for one in ways]
        findings += _findings(share, share.routing, ways)
        files.append((names.fragment_path(part.system), _fragment(alertmanager, part, share.routing), share.routing.origin.path))
    return [*files, (names.ROUTES_TEST, tests_text(tests), workspace)], findings


def _fragment(alertmanager: Alertmanager, part: SystemShare, routing: Routing) -> str:
    """A system's share as a configuration of its own."""
    head = [
        _HEAD.format(f"{alertmanager.origin.path} and {routing.origin.path}"),
        f"The share of {part.system}, as a configuration of its own; alertmanager.yml has it too.",
    ]
    return target.text(configuration(alertmanager, [part], templates="../templates/*.tmpl"), head)


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where alerts with these labels go, and one alert that has them."""

    labels: Mapping[str, str]
    alert: AlertFact
    deliveries: tuple[Delivery, ...]


def delivered(share: Share, routing: Routing, part: SystemShare) -> list[Delivered]:
    """Where the alerts of a system go: one entry for each set of labels that its routes tell apart, sorted."""
    # The tree as the alerts of this system see it.
    root = Route(routes=(system_route(routing, part.group_labels),))
    found: dict[tuple[tuple[str, str], ...], AlertFact] = {}
    for alert in (alert for facts in share.facts for alert in facts.alerts):
        for environment in environments(alert.labels, share.system.environments):
            found.setdefault(tuple(seen(routing, alert.labels, environment).items()), alert)
    return [Delivered(dict(items), alert, evaluate(root, dict(items))) for items, alert in sorted(found.items(), key=lambda item: item[0])]


def _findings(share: Share, routing: Routing, ways: Sequence[Delivered]) -> Iterator[Diagnostic]:
    for one in ways:
        yield from _undelivered(one, routing)
    teams = {alert.labels[names.TEAM] for facts in share.facts for alert in facts.alerts}
    for team, origin in routing.team_origins.items():
        if team not in teams:
            meant = closest(team, sorted(teams))
            hint = f"did you mean {meant}?" if meant else f"the teams are {listed(sorted(teams), 'and')}" if teams else ""
            yield warning(origin, codes.UNUSED, f"no alert of {share.system.name} is owned by a team `{team}`", hint)
    yield from _unknown_environments(share)


def _undelivered(one: Delivered, routing: Routing) -> Iterator[Diagnostic]:
    shown = (names.SEVERITY, names.ENVIRONMENT, names.TEAM)
    what = f"{one.alert.name} ({', '.join(f'{name}: {one.labels[name]}' for name in shown if name in one.labels)})"
    targets = [delivery.route.target for delivery in one.deliveries]
    rings = one.labels[names.SEVERITY] == AlertSeverity.PAGE and one.labels.get(names.ENVIRONMENT) not in routing.paging
    if None in targets:
        yield error(one.alert.origin, codes.NO_RECEIVER, f"alert {what} reaches no receiver of {routing.system}")
    elif rings and not any(target is not None and target.at_once for target in targets):
        yield error(one.alert.origin, codes.NO_RECEIVER, f"page {what} reaches nobody at once")


def _unknown_environments(share: Share) -> Iterator[Diagnostic]:
    declared = share.system.environments
    for alert in (alert for facts in share.facts for alert in facts.alerts):
        value = alert.labels.get(names.ENVIRONMENT)
        if value is not None and declared and value not in declared:
            meant = closest(value, declared)
            # The same, value for value, for every alert of an SLO.
            message = f"alerts from here have the fixed label environment: {value}, which {share.system.name} does not declare"
            hint = f"did you mean {meant}?" if meant else f"it is routed as production; declared are {listed(declared, 'and')}"
            yield warning(alert.origin, codes.UNKNOWN_NAME, message, hint)
