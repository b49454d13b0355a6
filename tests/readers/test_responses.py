"""Responses: what each alert of an SLO says, what it takes from others, and what must not be missing."""

import pytest

from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.slo import NoAlert, OnlyWhen, Response, Runbook, Slo
from tests.readers.specs import ALERT, QUEUE, SERVICE, SYSTEM, WORKSPACE, pages, reading, system, workspace

PAGE = "page: {runbook: errors, impact: Requests fail., next_action: Roll back.}"
ERRORS = Runbook("errors", "https://runbooks.example.com/shop/errors")


def _response(answer: Response | NoAlert) -> Response:
    assert isinstance(answer, Response)
    return answer


def _page(slo: Slo) -> Response:
    return _response(slo.responses[AlertSeverity.PAGE])


def _ticket(slo: Slo) -> Response:
    return _response(slo.responses[AlertSeverity.TICKET])


def test_a_ticket_takes_from_the_page_what_it_does_not_say() -> None:
    page = "page: {runbook: errors#symptom, impact: Bad., next_action: Act., sev: SEV-0, labels: {a: b}, only_when: up == 1}"
    slo = reading(SERVICE, (PAGE, page)).slo()
    runbook = Runbook("errors", "https://runbooks.example.com/shop/errors#symptom", "symptom")
    condition = OnlyWhen("up == 1")
    assert _page(slo) == Response(AlertSeverity.PAGE, runbook, "Act.", "Bad.", sev="SEV-0", only_when=condition, labels={"a": "b"})
    assert _ticket(slo) == Response(AlertSeverity.TICKET, runbook, "Act.", "Bad.", labels={"a": "b"})


def test_a_condition_and_a_sev_are_taken_by_alerts_of_the_same_severity_only() -> None:
    page = "Add a worker., sev: SEV-1, only_when: up == 1}"
    slo = reading(QUEUE, ("Add a worker.}", page)).slo()
    assert (_response(slo.breach).only_when, _response(slo.breach).sev) == (OnlyWhen("up == 1"), "SEV-1")
    assert (_response(slo.warning).only_when, _response(slo.warning).sev) == (None, "")


def test_all_mistakes_of_one_response_are_told() -> None:
    page = "«page»: {impact: Bad., only_when: '«rat»(a[5m]) > 0', labels: {«sev»: x}}"
    found = reading(SERVICE, (PAGE, page))
    assert [finding.code.name for finding in found.findings] == ["missing-key", "no-runbook", "promql-syntax", "reserved-label"]


def test_a_ticket_keeps_what_it_says() -> None:
    ticket = "\n      ticket: {runbook: slow, next_action: Find it., impact: Slow., sev: SEV-3, burn: false}"
    slo = reading(SERVICE, (PAGE, PAGE + ticket), runbooks=pages(slow="# Slow")).slo()
    slow = Runbook("slow", "https://runbooks.example.com/shop/slow")
    assert _ticket(slo) == Response(AlertSeverity.TICKET, slow, "Find it.", "Slow.", sev="SEV-3", burn=False)


def test_reasons_against_alerts() -> None:
    alerts = "page: {none: Day shift.}\n      ticket: {runbook: errors, next_action: Look.}\n      missing: {none: Quiet at night.}"
    slo = reading(SERVICE, (PAGE, alerts)).slo()
    assert slo.responses[AlertSeverity.PAGE] == NoAlert("Day shift.")
    assert _ticket(slo).impact == ""
    assert slo.missing == NoAlert("Quiet at night.")
    assert slo.warning == NoAlert("the SLI has no warning level")
    assert slo.breach == NoAlert("the SLI has no breach level")


def test_levels_of_a_gauge_take_from_ticket_and_page() -> None:
    ticket = "\n      ticket: {next_action: Look., sev: SEV-3}\n      breach: {for: 2m, alert: TooLong}"
    slo = reading(QUEUE, ("Add a worker.}", "Add a worker., sev: SEV-1}" + ticket)).slo()
    assert slo.warning == Response(AlertSeverity.TICKET, ERRORS, "Look.", "Orders wait.", sev="SEV-3")
    two = Duration.parse("2m")
    assert slo.breach == Response(AlertSeverity.PAGE, ERRORS, "Add a worker.", "Orders wait.", "TooLong", "SEV-1", two)
    assert _page(slo).burn is False


def test_a_breach_is_a_ticket_where_nobody_is_paged() -> None:
    slo = reading(
        QUEUE, ("page: {runbook: errors, impact: Orders wait.,", "page: {none: Day shift.}\n      ticket: {runbook: errors,")
    ).slo()
    assert _response(slo.breach).severity is AlertSeverity.TICKET
    assert slo.breach == slo.warning


def test_a_level_of_another_severity_does_not_take_its_word_for_it() -> None:
    slo = reading(QUEUE, ("Add a worker.}", "Add a worker., sev: SEV-1}\n      breach: {severity: info}")).slo()
    assert (_response(slo.breach).severity, _response(slo.breach).sev) == (AlertSeverity.INFO, "")


def test_missing_data_have_a_default_answer() -> None:
    missing = _response(reading(SERVICE).slo().missing)
    assert (missing.severity, missing.runbook, missing.impact, str(missing.for_)) == (AlertSeverity.TICKET, ERRORS, "", "5m")
    assert missing.next_action.startswith("Find out whether the service or only its metrics are gone")


def test_missing_data_prefer_the_inherited_runbook_and_page_with_the_impact_of_the_page() -> None:
    below = system(SYSTEM + "runbook: down\nmissing: {severity: page}\n")
    missing = _response(reading(SERVICE, below=below, runbooks=pages(down="# Down")).slo().missing)
    assert (missing.runbook.name, missing.impact, missing.severity) == ("down", "Requests fail.", AlertSeverity.PAGE)


def test_error_budget_levels_take_the_ticket_s_runbook_and_their_own_action() -> None:
    policy = (
        "error_budget_policy: [{name: low, below: 50, action: Slow down.}, {name: out, below: 5, action: Stop., alert: {alert: Out}}]\n"
    )
    low, out = reading(SERVICE, below=system(SYSTEM + policy)).slo().budget_policy
    assert low.response is None
    assert out.response == Response(AlertSeverity.TICKET, ERRORS, "Stop.", "", alert="Out")


def test_an_error_budget_page_has_the_impact_of_the_page() -> None:
    alert = "{severity: page, runbook: errors#symptom, next_action: Call.}"
    policy = f"error_budget_policy: [{{name: out, below: 5, action: Stop., alert: {alert}}}]\n"
    (out,) = reading(SERVICE, below=system(SYSTEM + policy)).slo().budget_policy
    assert out.response is not None
    assert (out.response.impact, out.response.next_action, out.response.runbook.anchor) == ("Requests fail.", "Call.", "symptom")


def test_a_grouped_slo_says_on_which_labels_its_condition_joins() -> None:
    page = PAGE.replace("Roll back.", "Roll back., only_when: {expr: ' up == 1 ', on: [zone]}")
    slo = reading(SERVICE, (PAGE, page), ("    objective", "    group_by: [zone, region]\n    objective")).slo()
    assert _page(slo).only_when == OnlyWhen("up == 1", ("zone",))


@pytest.mark.parametrize(
    ("alerts", "findings"),
    [
        pytest.param(
            "«page»: {runbook: errors, next_action: Act.}",
            [("no-impact", "`page` wakes somebody and needs `impact`")],
            id="a page without impact",
        ),
        pytest.param(
            "«page»: {runbook: errors, impact: Bad.}", [("missing-key", "`page` needs `next_action`")], id="a page without an action"
        ),
        pytest.param(
            "«page»: {impact: Bad., next_action: Act.}",
            [("no-runbook", "`page` names no runbook, and none is inherited")],
            id="no runbook, no pager",
        ),
        pytest.param(
            "page: {runbook: «erors», impact: Bad., next_action: Act.}",
            [("no-runbook", "runbook `erors` does not exist: there is no runbooks/shop/erors.md")],
            id="a runbook that does not exist",
        ),
        pytest.param(
            "page: {runbook: errors#«symptoms», impact: Bad., next_action: Act.}",
            [("runbook-anchor", "runbooks/shop/errors.md has no heading #symptoms")],
            id="a heading that does not exist",
        ),
        pytest.param(
            PAGE + "\n      ticket: {runbook: «nowhere»}\n      «warning»: {}",
            [
                ("no-runbook", "runbook `nowhere` does not exist: there is no runbooks/shop/nowhere.md"),
                ("conflict", "`warning` describes an alert that cannot be: the SLI has no `warning` level"),
            ],
            id="a wrong ticket is one finding, whoever takes from it",
        ),
        pytest.param(
            "page: {none: Day shift.}",
            [("missing-key", "`ticket` is missing, and there is no other response from which it could be taken")],
            id="neither page nor ticket",
        ),
        pytest.param(
            "page: {none: Day shift.}\n      ticket: {none: Nobody cares.}",
            [("no-runbook", "`missing` names no runbook, and none is inherited")],
            id="nothing but missing data",
        ),
        pytest.param(
            PAGE + "\n      missing: {labels: {«sev»: high}}",
            [("reserved-label", "slogen sets the label `sev` itself")],
            id="a reserved label",
        ),
        pytest.param(
            PAGE.replace("Roll back.", "Roll back., only_when: 'up === 1'"),
            None,
            id="a condition that is no PromQL",
        ),
        pytest.param(
            PAGE.replace("Roll back.", 'Roll back., only_when: «"5"»'),
            [("wrong-value", "the expression is a plain number or text: it says nothing about any series")],
            id="a condition that is always there",
        ),
        pytest.param(
            PAGE.replace("Roll back.", "Roll back., only_when: {expr: up == 1, on: [«zone»]}"),
            [("promql-grouping", "`zone` is not in group_by, so the alert does not have it")],
            id="a join on a label that nobody has",
        ),
    ],
)
def test_what_an_alert_must_say(alerts: str, findings: list[tuple[str, str]] | None) -> None:
    found = reading(SERVICE, (PAGE, alerts))
    assert found.service is None
    if findings is None:
        (finding,) = found.findings
        assert (finding.code.name, finding.span.line) == ("promql-syntax", 10)
    elif found.spans:
        assert found.says(*findings)
    else:
        assert [(finding.code.name, finding.message) for finding in found.findings] == findings


def test_a_grouped_slo_refuses_a_bare_condition() -> None:
    page = PAGE.replace("Roll back.", "Roll back., only_when: «up == 1»")
    found = reading(SERVICE, (PAGE, page), ("    objective", "    group_by: [zone]\n    objective"))
    assert found.says(("promql-grouping", "the SLO is grouped: a bare expression would hold for all groups or for none"))
    assert found.findings[0].hint == "write only_when: {expr: …, on: [zone]}"


def test_a_fixed_label_of_a_response_must_not_cover_a_group() -> None:
    page = PAGE.replace("Roll back.", "Roll back., labels: {«zone»: a}")
    found = reading(SERVICE, (PAGE, page), ("    objective", "    group_by: [zone]\n    objective"))
    assert found.says(("conflict", "the SLO is grouped by `zone`: a fixed label would make all groups look the same"))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("errros", "did you mean errors?"),
        ("backup", "system other has one of this name; runbooks are looked for in the system of the service"),
        ("zzz", "write runbooks/shop/zzz.md, or name one that exists"),
    ],
)
def test_a_runbook_that_does_not_exist_may_be_another(name: str, hint: str) -> None:
    shelf = {**pages(), ("other", "backup"): pages()["shop", "errors"]}
    (finding,) = reading(SERVICE, ("runbook: errors", f"runbook: {name}"), runbooks=shelf).findings
    assert finding.hint == hint


def test_an_inherited_runbook_that_does_not_exist_is_reported_once_where_it_stands() -> None:
    service = SERVICE.replace("runbook: errors, ", "").replace("slos:", "runbook: «gone»\nslos:")
    found = reading(service + service[service.index("  - name") :].replace("name: availability", "name: second"))
    assert found.says(("no-runbook", "runbook `gone` does not exist: there is no runbooks/shop/gone.md"))


def test_a_runbook_without_the_required_sections_is_reported_once_in_the_runbook() -> None:
    below = system(SYSTEM + "runbooks: {sections: [symptom, Escalation, Resolution]}\n")
    found = reading(SERVICE + ALERT[ALERT.index("alerts:") :], below=below)
    (finding,) = found.findings
    assert (str(finding.span), finding.code.name) == ("runbooks/shop/errors.md:1:1", "runbook-section")
    assert finding.message == "the runbook lacks the sections `Escalation` and `Resolution`"


def test_without_a_place_where_runbooks_are_published_the_workspace_is_to_blame() -> None:
    above = workspace(WORKSPACE.replace("runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}\n", ""))
    (finding,) = reading(SERVICE, above=above).findings
    assert (str(finding.span), finding.code.name) == ("slos/slogen.yaml:1:1", "no-runbook")
    assert finding.message == "nothing says where runbooks are published: `runbooks.url` is set nowhere"


def test_runbook_urls_are_encoded() -> None:
    above = workspace(WORKSPACE.replace("/{system}/{name}'", "/a b/{system}.{name}?x=ä'"))
    assert _page(reading(SERVICE, above=above).slo()).runbook.url == "https://runbooks.example.com/a%20b/shop.errors?x=%C3%A4"
