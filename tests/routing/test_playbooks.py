"""The five systems' routing is what their playbooks ask for, alert by alert."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from slogen.app.project import find_project
from slogen.app.routes import routes
from slogen.report.routes import Way

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def ways() -> tuple[Way, ...]:
    found = routes(find_project([], "generated", ROOT)).ways
    assert len({way.system for way in found}) == 5
    return found


def _of(ways: Iterable[Way], system: str, severity: str, environment: str = "prod") -> list[Way]:
    """The ways of a system's alerts of a severity in an environment; at least one."""
    found = [
        way for way in ways if (way.system, way.severity) == (system, severity) and (way.everywhere or environment in way.environments)
    ]
    assert found
    return found


def _told(way: Way) -> list[str]:
    """How each receiver of the system is told: `oncall`, `chat after 5m`, `chat in business-hours`, `mail once in 1d`."""
    said = []
    for delivery in way.deliveries:
        name, target = delivery.route.receiver.removeprefix(f"{way.system}/"), delivery.route.target
        assert target is not None
        said.append(
            name
            + (f" after {target.after}" if target.after else "")
            + (f" in {target.during.rpartition('/')[2]}" if target.during else "")
            + (f" once in {target.digest}" if target.digest else "")
        )
    return sorted(said)


@pytest.mark.parametrize(
    ("system", "severity", "environment", "told"),
    [
        # PagerDuty: critical only. Slack: all alerts. E-mail: daily digest.
        pytest.param("omnihub", "page", "prod", ["digest once in 1d", "oncall", "slack"], id="OmniHub pages"),
        pytest.param("omnihub", "ticket", "prod", ["digest once in 1d", "slack"], id="OmniHub tickets"),
        pytest.param("omnihub", "info", "prod", ["digest once in 1d", "slack"], id="OmniHub infos"),
        # prod pages 24×7; stage in business hours; dev never pages.
        pytest.param("talon", "page", "prod", ["channel", "oncall"], id="TALON pages in prod"),
        pytest.param("talon", "page", "stage", ["channel", "oncall in business-hours"], id="TALON pages in stage"),
        pytest.param("talon", "page", "dev", ["channel"], id="TALON pages in dev"),
        pytest.param("talon", "ticket", "dev", ["channel"], id="TALON tickets"),
        # PagerDuty to the rotation; Slack #incidents as second notification.
        pytest.param("erp-berhan", "page", "prod", ["incidents after 5m", "rotation"], id="ERP pages"),
        pytest.param("erp-berhan", "ticket", "prod", ["incidents"], id="ERP tickets"),
        # SEV1 and SEV2 page at once; SEV3 in business hours; SEV4 as scheduled work.
        pytest.param("runbook-revenant", "page", "prod", ["channel", "oncall"], id="Revenant SEV1 and SEV2"),
        pytest.param("runbook-revenant", "ticket", "prod", ["channel in business-hours"], id="Revenant SEV3"),
        pytest.param("runbook-revenant", "info", "prod", ["backlog once in 7d"], id="Revenant SEV4"),
    ],
)
def test_who_is_told(ways: tuple[Way, ...], system: str, severity: str, environment: str, told: list[str]) -> None:
    assert {tuple(_told(way)) for way in _of(ways, system, severity, environment)} == {tuple(told)}


def test_every_component_of_the_paas_is_answered_by_its_owner(ways: tuple[Way, ...]) -> None:
    pages = _of(ways, "firecracker-paas", "page")
    assert {way.team for way in pages} == {"control-plane", "compute", "networking", "database", "security", "observability"}
    assert [way.alert for way in pages if _told(way) != sorted((way.team, "operations"))] == []
    assert {tuple(_told(way)) for way in _of(ways, "firecracker-paas", "ticket")} == {("operations",)}


def test_talon_deduplicates_by_service(ways: tuple[Way, ...]) -> None:
    for severity in ("page", "ticket"):
        for way in _of(ways, "talon", severity):
            assert {delivery.route.group_by for delivery in way.deliveries} == {("service", "environment")}


def test_revenant_sev3_and_sev4_wake_nobody(ways: tuple[Way, ...]) -> None:
    for way in _of(ways, "runbook-revenant", "ticket") + _of(ways, "runbook-revenant", "info"):
        assert not any(delivery.route.target is not None and delivery.route.target.at_once for delivery in way.deliveries), way.alert


def test_no_alert_reaches_nobody_and_every_page_of_production_somebody_at_once(ways: tuple[Way, ...]) -> None:
    for way in ways:
        assert way.deliveries
        assert not any(delivery.is_root for delivery in way.deliveries), way.alert
        if way.severity == "page" and (way.others or "prod" in way.environments):
            assert any(delivery.route.target is not None and delivery.route.target.at_once for delivery in way.deliveries), way.alert
