"""Services, SLOs and standalone alerts as wholes."""

from decimal import Decimal

import pytest

from slogen.diagnostics import Span
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.slo import Owner, Response, Runbook
from slogen.source import Document
from tests.readers.specs import ALERT, EVERYTHING, FULL_SYSTEM, SERVICE, SYSTEM, WORKSPACE, pages, reading, system, workspace

SECOND = SERVICE[SERVICE.index("  - name") :]


def test_an_slo_with_all_defaults() -> None:
    slo = reading(SERVICE).slo()
    assert slo.id == "shop/api/availability"
    assert (slo.name, slo.title, slo.description) == ("availability", "api availability", "Requests answered without a 5xx.")
    assert slo.objective.percent == Decimal("99.9")
    assert (str(slo.window), str(slo.scrape_interval), str(slo.evaluation_interval)) == ("30d", "15s", "1m")
    assert (slo.group_by, slo.budget_policy, slo.dropped_pairs) == ((), (), ())
    assert slo.place.owner == Owner("platform", "sre")
    assert (slo.place.logs_url, slo.place.labels) == ("", {})
    assert slo.place.dashboard_url == "https://grafana.example.com/d/slogen-shop-api"
    assert slo.origin == Span("slos/shop/api.yaml", 5, 11, 12)


def test_a_service() -> None:
    found = reading(EVERYTHING, below=system(FULL_SYSTEM))
    assert [finding.code.name for finding in found.findings] == ["burn-rate-capped"]
    service = found.service
    assert service is not None
    assert (service.system, service.name, service.title, service.source) == ("shop", "api", "API", "slos/shop/api.yaml")
    assert [slo.name for slo in service.slos] == ["availability", "events", "latency", "apdex", "queue", "fresh", "up", "ratio"]
    assert {str(slo.window) for slo in service.slos} == {"28d"}
    assert {str(slo.scrape_interval) for slo in service.slos} == {"30s"}
    assert service.slos[1].place is service.slos[3].place
    assert service.slos[0].place.logs_url == "https://logs.example.com/explore?q=api"


def test_without_grafana_there_is_no_dashboard() -> None:
    above = workspace(WORKSPACE.replace("grafana: {url: https://grafana.example.com/}\n", "evaluation_interval: 30s\n"))
    slo = reading(SERVICE, above=above).slo()
    assert (slo.place.dashboard_url, str(slo.evaluation_interval)) == ("", "30s")


def test_logs_are_found_under_an_encoded_url() -> None:
    below = system(SYSTEM + """logs_url: 'https://logs.example.com/?q=%7Bapp="{service}"%7D |= "a b"&s={system}'\n""")
    assert (
        reading(SERVICE, below=below).slo().place.logs_url == "https://logs.example.com/?q=%7Bapp=%22api%22%7D%20%7C=%20%22a%20b%22&s=shop"
    )


def test_a_standalone_alert() -> None:
    found = reading(ALERT.replace("    severity", "    for: 2m\n    keep_firing_for: 5m\n    sev: SEV-1\n    labels: {a: b}\n    severity"))
    assert found.findings == ()
    assert found.service is not None
    (alert,) = found.service.alerts
    assert (alert.name, alert.expr, alert.summary, alert.description) == (
        "KillSwitchEnabled",
        "kill_switch == 1",
        "The kill switch is on.",
        "",
    )
    assert (alert.for_, alert.keep_firing_for) == (Duration.parse("2m"), Duration.parse("5m"))
    assert alert.origin == Span("slos/shop/api.yaml", 5, 11, 17)
    runbook = Runbook("errors", "https://runbooks.example.com/shop/errors")
    assert alert.response == Response(
        AlertSeverity.PAGE, runbook, "Ask who enabled it.", "Nothing is sold.", sev="SEV-1", for_=alert.for_, labels={"a": "b"}
    )


def test_a_standalone_alert_with_a_place_of_its_own() -> None:
    own = "    owner: {primary: security}\n    logs_url: 'https://other.example.com/{service}'\n    severity"
    found = reading(ALERT.replace("    severity", own), below=system(SYSTEM + "group_by: [zone]\n"))
    assert found.service is not None
    (alert,) = found.service.alerts
    assert (alert.place.owner, alert.place.logs_url) == (Owner("security", "sre"), "https://other.example.com/api")


def test_a_standalone_alert_may_inherit_its_runbook() -> None:
    found = reading(ALERT.replace("    runbook: errors\n", ""), below=system(SYSTEM + "runbook: errors\n"))
    assert found.service is not None
    assert found.service.alerts[0].response.runbook.name == "errors"


@pytest.mark.parametrize(
    ("edits", "findings"),
    [
        pytest.param([("expr: kill_switch == 1", "expr: sum(kill_switch) «b» (zone)")], None, id="no PromQL"),
        pytest.param(
            [("expr: kill_switch == 1", "expr: rate(a_total[«20s»]) > 0")],
            [("promql-range", "the range 20s holds 1.3 scrapes; rate() needs two")],
            id="a range of one scrape",
        ),
        pytest.param(
            [("expr: kill_switch == 1", "expr: «$window» > 0")],
            [("promql-window", "`$window` has a value only in the SLI kind ratio")],
            id="a window outside of an SLO",
        ),
        pytest.param(
            [("expr: kill_switch == 1", 'expr: «"1"»')],
            [("wrong-value", "the expression is a plain number or text: it says nothing about any series")],
            id="a number",
        ),
        pytest.param(
            [("  - name", "  - «name»"), ("    impact: Nothing is sold.\n", "")],
            [("no-impact", "alert KillSwitchEnabled wakes somebody and needs `impact`")],
            id="a page without impact",
        ),
        pytest.param(
            [("  - name", "  - «name»"), ("    runbook: errors\n", "")],
            [("no-runbook", "alert KillSwitchEnabled names no runbook, and none is inherited")],
            id="no runbook",
        ),
        pytest.param(
            [("    severity", "    labels: {«slo_id»: x}\n    severity")],
            [("reserved-label", "slogen sets the label `slo_id` itself")],
            id="a reserved label",
        ),
    ],
)
def test_mistakes_in_standalone_alerts(edits: list[tuple[str, str]], findings: list[tuple[str, str]] | None) -> None:
    found = reading(ALERT, *edits)
    assert found.service is None
    if findings is None:
        assert [(finding.code.name, finding.span) for finding in found.findings] == [("promql-syntax", found.spans[0])]
    else:
        assert found.says(*findings)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        pytest.param("latency", "latency", "two SLOs are named `latency`", id="equal"),
        pytest.param("p-95", "p--95", "the SLOs `p-95` and `p--95` would give the same alert names", id="equal as alert names"),
    ],
)
def test_two_slos_of_a_name(first: str, second: str, message: str) -> None:
    found = reading(SERVICE.replace("name: availability", f"name: {first}") + SECOND.replace("name: availability", f"name: «{second}»"))
    assert found.says(("duplicate", message))


def test_two_alerts_of_a_name() -> None:
    found = reading(ALERT + ALERT[ALERT.index("  - name") :].replace("name: KillSwitchEnabled", "name: «KillSwitchEnabled»"))
    assert found.says(("duplicate", "two alerts are named `KillSwitchEnabled`"))


@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ("", "service `api` has no primary and no secondary owner"),
        ("owner: {primary: platform}\n", "service `api` has no secondary owner"),
    ],
)
def test_a_service_without_an_owner(owner: str, message: str) -> None:
    below = system(SYSTEM.replace("owner: {primary: platform, secondary: sre}\n", owner))
    assert reading(SERVICE, ("service: api", "service: «api»"), below=below).says(("no-owner", message))


def test_findings_are_sorted_and_each_is_told_once() -> None:
    broken = (SERVICE + SECOND.replace("name: availability", "name: second")).replace("runbook: errors", "runbook: x")
    spans = [finding.span for finding in reading(broken).findings]
    assert spans == sorted(set(spans))
    assert len(spans) == 2


def test_positions_are_looked_up_for_origins_only_while_nothing_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand SLOs are read in a second because nobody asks where their values stand."""
    calls: list[tuple[str | int, ...]] = []
    span = Document.span

    def counted(document: Document, *keys: str | int) -> Span:
        calls.append(keys)
        return span(document, *keys)

    above, below, shelf = workspace(), system(), pages()
    with monkeypatch.context() as patched:
        patched.setattr(Document, "span", counted)
        for name in ("key_span", "inside"):
            patched.delattr(Document, name)
        found = reading(
            SERVICE + SECOND.replace("name: availability", "name: second") + ALERT[ALERT.index("alerts:") :],
            above=above,
            below=below,
            runbooks=shelf,
        )
    assert found.findings == ()
    assert calls == [("slos", 0, "name"), ("slos", 1, "name"), ("alerts", 0, "name")]
