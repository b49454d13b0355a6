"""Rows of the detection table, played on promtool with the rules of the five systems."""

from decimal import Decimal
from pathlib import Path

import pytest

from slogen.app.explain import every_service
from slogen.app.project import find_project
from slogen.model.slo import Service, Slo
from slogen.report.detection_page import detection_page
from slogen.report.explain.emitted import emitted
from slogen.report.explain.human import length
from tests.hard_data.harness import Scene, first_fired, play
from tests.hard_data.series import counter

ROOT = Path(__file__).parents[2]


def _slo(slo_id: str) -> tuple[Service, Slo]:
    services, errors = every_service(find_project([], "generated", ROOT))
    assert errors == ()
    return next((service, slo) for service in services for slo in service.slos if slo.id == slo_id)


def test_the_page_is_of_these_specs() -> None:
    services, _ = every_service(find_project([], "generated", ROOT))
    assert (ROOT / "docs/detection.md").read_text("utf-8") == detection_page(services)


@pytest.mark.parametrize(
    ("slo_id", "pair", "ratio", "total", "errors"),
    [
        pytest.param(
            "omnihub/api-gateway/availability",
            "page-fast",
            "0.1",
            'http_requests_total{job="api-gateway",status="200"}',
            'http_requests_total{job="api-gateway",status="500"}',
            id="OmniHub",
        ),
        pytest.param(
            "erp-berhan/api/availability",
            "page-slow",
            "0.1",
            'http_requests_total{job="erp-api",status="200"}',
            'http_requests_total{job="erp-api",status="500"}',
            id="ERP Berhan",
        ),
        pytest.param(
            "firecracker-paas/api/availability",
            "page-fast",
            "0.0288",
            'fc_api_requests_total{job="fc-api",code="200"}',
            'fc_api_requests_total{job="fc-api",code="500"}',
            id="Firecracker PaaS, at twice the threshold",
        ),
    ],
)
def test_a_row(slo_id: str, pair: str, ratio: str, total: str, errors: str) -> None:
    """Clean traffic, then a constant share of errors: the alert comes when its row says, give or take two evaluations."""
    service, slo = _slo(slo_id)
    row = next(one for one in emitted(service, slo).pairs if one.burn.pair.name == pair)
    seconds = row.burn.detection_seconds(Decimal(ratio))
    assert seconds is not None
    assert f"{row.alert.name} |" in (ROOT / "docs/detection.md").read_text("utf-8")
    assert f" {length(seconds)}, " in (ROOT / "docs/detection.md").read_text("utf-8")
    clean = float(row.burn.pair.long.seconds) / 60 + 10 if row.burn.pair.long.seconds <= 3600 else 6 * 60 + 10.0
    minutes = float(seconds) / 60
    lasting = round(minutes) + 12
    share = float(ratio)
    series = {total: counter((clean, 6000), (lasting, 6000 * (1 - share))), errors: counter((clean, 0), (lasting, 6000 * share))}
    at = f"{round(clean + lasting)}m"
    smear = 5 if row.rolled else 0
    checks = [first_fired(at, at, row.alert.name, clean + minutes - 2, clean + minutes + smear + 2)]
    play(Scene(service, series, checks))
