"""What is wrong with the routing of a whole project: an alert that nobody's route takes, a page that nobody hears at once."""

from dataclasses import replace

import pytest

from slogen.app.context import Context, SystemContext
from slogen.app.routing import routing_files
from slogen.diagnostics import Span
from slogen.model.routing import Notify, Target
from slogen.rules.facts import AlertFact, ServiceFacts
from tests.readers.specs import SYSTEM, system, workspace
from tests.routing.routings import ALERTMANAGER, INFO, PAGE, PLAIN, ROUTING, TICKET, after, digest, during

HERE = Span("slos/shop/api.yaml", 5, 11, 3)
LABELS = {"system": "shop", "service": "api", "team": "web", "slo_id": "shop/api/availability"}


def _findings(notify: Notify, severity: str, **labels: str) -> list[tuple[str, str]]:
    """What is said of one alert that is routed so; `dev` never pages."""
    above = replace(workspace(), alertmanager=ALERTMANAGER)
    found = system(SYSTEM + "environments: [prod, dev]\n", above)
    context = Context(
        workspace=above,
        systems={"slos/shop": SystemContext(found, {}, "")},
        routings={"shop": replace(ROUTING, notify=notify, paging={"dev": ""})},
    )
    alert = AlertFact("ApiBurns", {**LABELS, "severity": severity, **labels}, ("environment",), HERE)
    _, findings = routing_files(context, [ServiceFacts("shop", "api", "API", HERE.path, (alert,))])
    assert {finding.span for finding in findings} <= {HERE}
    return [(finding.code.name, finding.message) for finding in dict.fromkeys(findings)]


def test_nothing_is_wrong_with_a_plain_one() -> None:
    for severity in ("page", "ticket", "info"):
        assert _findings(PLAIN, severity) == []


def test_an_alert_that_reaches_nobody() -> None:
    what = "alert ApiBurns (severity: ticket) reaches no receiver of shop"
    assert _findings({**PLAIN, TICKET: ()}, "ticket")[0] == ("no-receiver", what)


@pytest.mark.parametrize("only", [digest("daily"), after("chat", "10m"), during("chat")])
def test_a_page_that_reaches_nobody_at_once(only: Target) -> None:
    found = _findings({**PLAIN, PAGE: (only,)}, "page")
    assert found == [("no-receiver", "page ApiBurns (severity: page) reaches nobody at once")]


def test_where_pages_never_ring_a_digest_is_enough() -> None:
    assert _findings({PAGE: PLAIN[PAGE], TICKET: (digest("daily"),), INFO: PLAIN[INFO]}, "page", environment="dev") == []


def test_a_fixed_environment_that_is_not_declared() -> None:
    ((code, message),) = _findings(PLAIN, "page", environment="prd")
    assert code == "unknown-name"
    assert message == "alerts from here have the fixed label environment: prd, which shop does not declare"
