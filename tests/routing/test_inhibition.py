"""What mutes what, and above all what does not."""

import pytest

from slogen.routing.configuration import configuration
from slogen.routing.inhibition import cycles, of_edge, of_system
from slogen.routing.matching import fits
from slogen.routing.values import Inhibition
from tests.routing.routings import ALERTMANAGER, FULL, share

RULES = (*of_system("shop", ["channel"], mutes_service=True), of_edge("shop/database", "shop/api"), of_edge("bank/ledger", "shop/api"))
SLO = {"system": "shop", "service": "api", "slo_id": "shop/api/availability", "environment": "prod", "channel": "web"}
PAGE = {**SLO, "severity": "page"}
TICKET = {**SLO, "severity": "ticket"}
DOWN = {"system": "shop", "service": "api", "environment": "prod", "severity": "page", "inhibits": "service"}
DATABASE = {"system": "shop", "service": "database", "environment": "prod", "severity": "page"}


def mutes(rules: tuple[Inhibition, ...], source: dict[str, str], target: dict[str, str]) -> bool:
    """As Alertmanager does it: a label that both lack is equal. What fits both sides of a rule is not muted by its like."""
    return any(
        fits(rule.source, source)
        and fits(rule.target, target)
        and all(source.get(label, "") == target.get(label, "") for label in rule.equal)
        and not (fits(rule.target, source) and fits(rule.source, target))
        for rule in rules
    )


@pytest.mark.parametrize(
    ("source", "target", "muted"),
    [
        pytest.param(PAGE, TICKET, True, id="a page mutes its ticket"),
        pytest.param(PAGE, {**TICKET, "severity": "info"}, True, id="and its info"),
        pytest.param(TICKET, PAGE, False, id="a ticket no page"),
        pytest.param(PAGE, {**TICKET, "slo_id": "shop/api/latency"}, False, id="another SLO's ticket"),
        pytest.param(PAGE, {**TICKET, "channel": "app"}, False, id="another group's ticket"),
        pytest.param(PAGE, {**TICKET, "environment": "dev"}, False, id="another environment's ticket"),
        pytest.param(PAGE, {**PAGE, "alertname": "Slow"}, False, id="another page of the same SLO"),
        pytest.param(DOWN, PAGE, True, id="a service that is down mutes its SLOs' pages"),
        pytest.param(DOWN, TICKET, True, id="and tickets"),
        pytest.param(DOWN, {**PAGE, "service": "web"}, False, id="but not another service's"),
        pytest.param(DOWN, {**PAGE, "environment": "dev"}, False, id="nor another environment's"),
        pytest.param(DOWN, DOWN, False, id="nor itself"),
        pytest.param({**DOWN, "slo_id": "x"}, {**DOWN, "slo_id": "x"}, False, id="nor itself where an SLO says it"),
        pytest.param(DOWN, {**DOWN, "inhibits": "", "alertname": "DiskFull"}, False, id="nor alerts beside the SLOs"),
        pytest.param(DATABASE, PAGE, True, id="an upstream's page mutes the downstream's"),
        pytest.param(DATABASE, TICKET, True, id="and its tickets"),
        pytest.param({**DATABASE, "severity": "ticket"}, PAGE, False, id="an upstream's ticket does not"),
        pytest.param(DATABASE, {**PAGE, "environment": "dev"}, False, id="nor a page in another environment"),
        pytest.param(DATABASE, {**PAGE, "service": "web"}, False, id="nor what does not depend on it"),
        pytest.param(PAGE, {**DATABASE, "slo_id": "x"}, False, id="nor the downstream the upstream"),
        pytest.param({**DATABASE, "system": "bank", "service": "ledger"}, PAGE, True, id="an upstream in another system"),
    ],
)
def test_who_mutes_whom(source: dict[str, str], target: dict[str, str], muted: bool) -> None:
    assert mutes(RULES, source, target) is muted


STRANGERS = [
    pytest.param({"alertname": "DiskFull"}, id="nothing but a name"),
    pytest.param({"alertname": "DiskFull", "severity": "page"}, id="our word for a severity"),
    pytest.param({"alertname": "DiskFull", "severity": "ticket", "environment": "prod"}, id="severity and environment"),
    pytest.param({"alertname": "DiskFull", "severity": "ticket", "service": "api", "environment": "prod"}, id="our service's name"),
    pytest.param({"alertname": "DiskFull", "severity": "ticket", "system": "shop", "service": "api"}, id="our system's name, too"),
    pytest.param({"alertname": "DiskFull", "severity": "ticket", "slo_id": "shop/api/availability"}, id="an slo_id without our system"),
]


@pytest.mark.parametrize("stranger", STRANGERS)
@pytest.mark.parametrize("source", [PAGE, DOWN, DATABASE, {**PAGE, "environment": "", "channel": ""}])
def test_alerts_without_our_labels_are_never_muted(source: dict[str, str], stranger: dict[str, str]) -> None:
    assert not mutes(RULES, source, stranger)


@pytest.mark.parametrize("stranger", STRANGERS)
def test_alerts_without_our_labels_mute_nothing(stranger: dict[str, str]) -> None:
    assert not any(mutes(RULES, stranger, target) for target in (PAGE, TICKET, DOWN, DATABASE))


def test_every_rule_names_our_labels_on_both_sides() -> None:
    for rule in RULES:
        for side in (rule.source, rule.target):
            assert any(matcher.label == "system" and matcher.operator == "=" for matcher in side), rule.about
        assert any(matcher.label == "slo_id" for matcher in rule.target), rule.about


def test_a_system_without_such_an_alert_has_no_rule_for_it() -> None:
    found = configuration(ALERTMANAGER, [share(FULL)]).inhibitions
    assert [rule.about for rule in found] == ["shop: a page mutes the tickets of its SLO"]


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        pytest.param([("a", "b"), ("b", "c"), ("a", "c")], [], id="none"),
        pytest.param([("a", "b"), ("b", "a")], [("a", "b")], id="two"),
        pytest.param([("c", "a"), ("b", "c"), ("a", "b"), ("d", "a")], [("a", "b", "c")], id="three, told once"),
        pytest.param([("a", "a")], [("a",)], id="itself"),
        pytest.param([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], [("a", "b"), ("c", "d")], id="two circles"),
    ],
)
def test_circles(edges: list[tuple[str, str]], found: list[tuple[str, ...]]) -> None:
    assert cycles(edges) == found
