"""The tree of a system delivers every alert to those whom its Routing names, and to nobody else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.routing import Notify, Routing, Target
from slogen.routing.cells import answer
from slogen.routing.evaluate import Delivery, evaluate
from slogen.routing.tree import system_route
from slogen.routing.values import Route
from tests.routing.routings import BUSINESS, FULL, INFO, PAGE, PLAIN, ROUTING, TICKET, after, digest, during, timing, to

ENVIRONMENTS = ("prod", "stage", "dev")
TEAMS = ("data platform", "web|shop", "a.b")


def delivered(routing: Routing, group_labels: tuple[str, ...] = (), /, **labels: str) -> tuple[Delivery, ...]:
    root = Route(receiver="everyone", routes=(system_route(routing, group_labels),))
    return evaluate(root, {"system": "shop", **labels})


def told(routing: Routing, **labels: str) -> list[str]:
    return [delivery.route.receiver.removeprefix("shop/") for delivery in delivered(routing, **labels)]


_targets = st.one_of(
    st.sampled_from(("oncall", "chat", "daily", "a", "b")).map(lambda name: Target(f"shop/{name}")),
    st.sampled_from(("chat", "b")).map(lambda name: after(name, "10m")),
    st.sampled_from(("daily", "c")).map(lambda name: digest(name)),
    st.sampled_from(("chat", "a")).map(lambda name: during(name)),
)
_lists = st.lists(_targets, min_size=1, max_size=4, unique_by=lambda target: (target.receiver, target.digest is None)).map(tuple)
_notify: st.SearchStrategy[Notify] = st.fixed_dictionaries(dict.fromkeys(AlertSeverity, _lists))
_routings = st.builds(
    lambda notify, teams, paging: replace(ROUTING, notify=notify, teams=teams, paging=paging),
    _notify,
    st.dictionaries(st.sampled_from(TEAMS), _notify, max_size=3),
    st.dictionaries(st.sampled_from(ENVIRONMENTS[1:]), st.sampled_from(("", BUSINESS)), max_size=2),
)


@given(
    _routings,
    st.sampled_from(AlertSeverity),
    st.sampled_from((*ENVIRONMENTS, "elsewhere", None)),
    st.sampled_from((*TEAMS, "another")),
    st.booleans(),
)
def test_the_tree_does_what_the_routing_says(
    routing: Routing, severity: AlertSeverity, environment: str | None, team: str, slo: bool
) -> None:
    labels = (
        {"severity": severity.value, "team": team}
        | ({"environment": environment} if environment else {})
        | ({"slo_id": "x"} if slo else {})
    )
    wished = answer(routing, severity, (environment if environment in routing.paging else None, team if team in routing.teams else None))
    found = delivered(routing, **labels)
    targets = [delivery.route.target for delivery in found if delivery.route.target is not None]
    assert sorted(targets, key=_order) == sorted(wished.targets, key=_order)
    assert not any(delivery.is_root for delivery in found)
    for delivery in found:
        route, target = delivery.route, delivery.route.target
        assert target is not None
        assert route.receiver == target.receiver
        assert route.active == ((target.during,) if target.during else ())
        if target.digest is None:
            assert route.repeat_interval == routing.timings[wished.like].repeat
        else:
            assert route.group_interval == target.digest


def _order(target: Target) -> tuple[str, bool, bool, str]:
    return (target.receiver, target.digest is None, target.after is None, target.during)


@pytest.mark.parametrize(
    ("labels", "receivers"),
    [
        pytest.param({"severity": "page", "environment": "prod"}, ["daily", "oncall", "chat"], id="a page in prod"),
        pytest.param({"severity": "page"}, ["daily", "oncall", "chat"], id="without the label it counts as production"),
        pytest.param({"severity": "page", "environment": "lab"}, ["daily", "oncall", "chat"], id="an unknown environment likewise"),
        pytest.param({"severity": "page", "environment": "stage"}, ["daily", "oncall", "chat"], id="a page in stage, at its times"),
        pytest.param({"severity": "page", "environment": "dev"}, ["daily", "chat"], id="a page in dev is a ticket"),
        pytest.param({"severity": "ticket"}, ["daily", "chat"], id="a ticket"),
        pytest.param({"severity": "info"}, ["daily"], id="an info"),
        pytest.param({"severity": "page", "team": "data platform"}, ["chat"], id="a team's page"),
        pytest.param({"severity": "info", "team": "data platform"}, ["daily"], id="a team's info"),
        pytest.param({"severity": "critical"}, ["everyone"], id="another severity is not ours"),
        pytest.param({"severity": "page", "system": "crm"}, ["everyone"], id="another system is not ours"),
    ],
)
def test_who_is_told(labels: dict[str, str], receivers: list[str]) -> None:
    assert told(FULL, **labels) == receivers


def test_in_stage_the_pager_rings_at_its_times_and_the_others_hear_of_it_as_of_a_ticket() -> None:
    active = {delivery.route.receiver: delivery.route.active for delivery in delivered(FULL, severity="page", environment="stage")}
    assert active == {"shop/daily": (), "shop/oncall": (BUSINESS,), "shop/chat": (BUSINESS,)}
    plain = replace(ROUTING, paging={"stage": BUSINESS})
    active = {delivery.route.receiver: delivery.route.active for delivery in delivered(plain, severity="page", environment="stage")}
    assert active == {"shop/oncall": (BUSINESS,), "shop/chat": ()}


@pytest.mark.parametrize(
    ("labels", "group_by"),
    [
        pytest.param({"severity": "page", "slo_id": "shop/api/x"}, ("slo_id", "environment", "channel"), id="an SLO's page"),
        pytest.param({"severity": "page"}, ("alertname", "service", "environment"), id="a page beside the SLOs"),
        pytest.param({"severity": "ticket", "slo_id": "shop/api/x"}, ("team", "service", "environment"), id="a ticket"),
        pytest.param({"severity": "page", "slo_id": "x", "environment": "dev"}, ("team", "service", "environment"), id="like a ticket"),
    ],
)
def test_what_is_put_together(labels: dict[str, str], group_by: tuple[str, ...]) -> None:
    found = delivered(replace(ROUTING, paging={"dev": ""}), ("channel",), **labels)
    assert {delivery.route.group_by for delivery in found} == {group_by}


def test_the_routing_may_say_what_is_put_together() -> None:
    by_service = replace(ROUTING, timings={**ROUTING.timings, PAGE: timing("30s", "5m", "4h", ("service", "environment"))})
    for labels in ({"slo_id": "x"}, {}):
        assert {one.route.group_by for one in delivered(by_service, ("channel",), severity="page", **labels)} == {
            ("service", "environment")
        }


def test_a_second_notification_waits_and_a_digest_collects() -> None:
    daily, oncall, chat = delivered(FULL, severity="page", slo_id="x")
    assert (oncall.route.group_wait, chat.route.group_wait) == (Duration.parse("30s"), Duration.parse("10m"))
    # Of the same length, a digest in which nothing changed would be left out every other day.
    assert (daily.route.group_interval, daily.route.repeat_interval) == (Duration.parse("24h"), Duration.parse("23h59m"))
    assert daily.route.group_by == ("system",)


def test_a_digest_of_everything_is_one_message_and_not_one_for_each_severity() -> None:
    everything = {severity: (*PLAIN[severity], digest("daily")) for severity in AlertSeverity}
    for paging in ({}, {"dev": "", "stage": BUSINESS}):
        routing = replace(ROUTING, notify=everything, paging=paging)
        digests = [route for route in system_route(routing, ()).routes if route.go_on]
        assert [(route.receiver, route.matchers) for route in digests] == [("shop/daily", ())]


def test_a_digest_for_some_cases_only_is_no_more_routes_than_it_needs() -> None:
    notify = {PAGE: to("oncall"), TICKET: (*to("chat"), digest("daily")), INFO: (digest("daily"),)}
    routing = replace(ROUTING, notify=notify, paging={"dev": ""})
    digests = [tuple(map(str, route.matchers)) for route in system_route(routing, ()).routes if route.go_on]
    assert digests == [('severity="page"', 'environment="dev"'), ('severity=~"ticket|info"',)]


def test_a_team_that_gets_a_digest_only_does_not_fall_to_the_others() -> None:
    own = {**PLAIN, TICKET: (digest("daily"),)}
    assert told(replace(ROUTING, teams={"data": own}), severity="ticket", team="data") == ["daily"]


def test_the_same_routing_gives_the_same_tree() -> None:
    assert system_route(FULL, ("b", "a")) == system_route(FULL, ("a", "b"))
