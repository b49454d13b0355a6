"""slogen runbook new: what it writes has the system's sections, true figures and queries that can be pasted, and hides nothing."""

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slogen.app.project import find_project
from slogen.app.runbook import Alerts, every_alert, matching, new_runbook
from slogen.cli.main import cli
from slogen.diagnostics import Severity
from slogen.lint.checks import runbook_front_matter, runbook_unwritten
from slogen.promql.parse import parse
from tests.app.project_files import SYSTEM, WORKSPACE, service, tree, write
from tests.runbooks.pages import TODAY, found, page

ROOT = Path(__file__).parents[2]
SECTIONS = "runbooks: {sections: [Symptom, Impact, Diagnosis, Mitigation, Recovery, Escalation, Drill, Who pays, Prevention]}"
STANDALONE = """\
alerts:
  - name: PaymentsDisabled
    expr: shop_payments_enabled{job="web"} == 0
    for: 2m
    severity: page
    summary: Payments are switched off.
    impact: Nobody can pay.
    next_action: Ask who switched them off.
    runbook: payments#switched-off
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two services, none of whose runbooks has been written."""
    write(
        tmp_path,
        {
            "slos/slogen.yaml": WORKSPACE,
            "slos/shop/system.yaml": SYSTEM.replace("runbooks: {sections: [Diagnosis]}", SECTIONS),
            "slos/shop/web.yaml": service("web") + STANDALONE,
            "slos/shop/cart.yaml": service("cart").replace("runbook: errors", "runbook: cart"),
        },
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def _new(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["runbook", "new", *arguments], catch_exceptions=False)


def test_it_writes_the_runbook_that_an_alert_names(folder: Path) -> None:
    before = tree(folder)
    made = _new("WebAvailabilityBurnPageFast")
    assert (made.exit_code, made.stdout) == (0, "runbooks/shop/errors.md\n")
    assert re.fullmatch(r"for 5 alerts; \d+ questions marked `To write:` are yours to answer\n", made.stderr)
    new = set(tree(folder)) - set(before)
    assert new == {"runbooks/shop/errors.md"}


def test_the_spec_compiles_then_and_lint_asks_the_questions(folder: Path) -> None:
    for alert in ("WebAvailabilityBurnPageFast", "PaymentsDisabled", "CartAvailabilityMissing"):
        assert _new(alert).exit_code == 0
    checked = CliRunner().invoke(cli, ["validate"])
    assert checked.exit_code == 0, checked.output
    for name in ("errors", "payments", "cart"):
        text = (folder / "runbooks" / "shop" / f"{name}.md").read_text()
        written = page(text, linked_by=None)
        assert [one for one in found(runbook_front_matter.CHECK, written) if "today is" not in one.message] == []
        questions = found(runbook_unwritten.CHECK, written)
        assert len(questions) == text.count("To write:") >= 6
        assert {one.severity for one in questions} == {Severity.ERROR}


def test_an_existing_file_is_never_overwritten(folder: Path) -> None:
    target = folder / "runbooks" / "shop" / "errors.md"
    target.parent.mkdir(parents=True)
    target.write_text("mine\n")
    again = _new("WebAvailabilityBurnPageFast")
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == (
        "slogen: runbooks/shop/errors.md exists already: nothing was written (--print shows what a new one would say)\n"
    )
    assert target.read_text() == "mine\n"
    shown = _new("--print", "WebAvailabilityBurnPageFast")
    assert shown.stdout.startswith("---\nowner: web\n")
    assert target.read_text() == "mine\n"


def test_a_dangling_link_is_not_followed(folder: Path) -> None:
    (folder / "runbooks" / "shop").mkdir(parents=True)
    (folder / "runbooks" / "shop" / "errors.md").symlink_to(folder / "elsewhere.md")
    assert _new("WebAvailabilityBurnPageFast").exit_code == 2
    assert not (folder / "elsewhere.md").exists()


def test_alerts_of_one_name_are_told_apart(folder: Path) -> None:
    for name in ("web", "cart"):
        spec = folder / "slos" / "shop" / f"{name}.yaml"
        pair = "{name: fast, severity: page, long: 1h, short: 5m, factor: 14.4, alert: HighBurn}"
        spec.write_text(spec.read_text() + f"burn_rate:\n  pairs: [{pair}]\n")
    both = _new("HighBurn")
    assert both.exit_code == 2
    assert "  shop/cart/availability/HighBurn\n  shop/web/availability/HighBurn\n" in both.stderr
    assert not (folder / "runbooks").exists()
    assert _new("web/availability/HighBurn").stdout == "runbooks/shop/errors.md\n"


def test_a_misspelt_alert_is_answered_with_the_right_one() -> None:
    answer = _new("PaymentDisabled")
    assert answer.exit_code == 1
    assert answer.stderr == "slogen: there is no alert PaymentDisabled; did you mean PaymentsDisabled?\n  shop/web/PaymentsDisabled\n"


def test_a_mistake_in_the_spec_is_told_by_its_line(folder: Path) -> None:
    spec = folder / "slos" / "shop" / "web.yaml"
    spec.write_text(spec.read_text().replace("objective: 99.9", "objective: 199"))
    answer = _new("WebAvailabilityBurnPageFast")
    assert answer.exit_code == 1
    assert "slos/shop/web.yaml:7:16: error: `objective`" in answer.stderr
    assert answer.stderr.endswith("slogen: no spec without an error has an alert WebAvailabilityBurnPageFast\n")
    assert _new("CartAvailabilityBurnPageFast").exit_code == 0, "the mistake of another spec is no obstacle"


def test_the_text_has_the_sections_of_the_system_in_their_order() -> None:
    text = _new("--print", "PaymentsDisabled").stdout
    assert re.findall(r"^##? .*", text, re.MULTILINE) == [
        "# Payments",
        *(
            "## Symptom",
            "## Impact",
            "## Diagnosis",
            "## Mitigation",
            "## Recovery",
            "## Escalation",
            "## Drill",
            "## Who pays",
            "## Prevention",
        ),
    ]
    assert "### Switched off\n" in text, "the heading that the alert links"
    assert "- Nobody can pay.\n" in text
    assert '```promql\nshop_payments_enabled{job="web"} == 0\n```' in text
    assert "- First web, then sre.\n" in text


def test_the_figures_are_those_of_explain() -> None:
    text = _new("--print", "WebAvailabilityBurnPageFast").stdout
    assert "| WebAvailabilityBurnPageFast | page sev1 | burn rate above 14.4× over 1h and 5m | 52s | 2 % |\n" in text
    assert "0.1 % of the events of any 30d (1 in 1000), as much as 43m 12s of total outage" in text
    for alert in ("WebAvailabilityBurnPageFast", "PaymentsDisabled"):
        assert _new(alert).exit_code == 0
    explained = CliRunner().invoke(cli, ["explain", "shop/web/availability"]).stdout
    assert re.search(r"page-fast +52s +2 %", explained)
    assert "43m 12s of total outage" in explained


def _ours() -> Alerts:
    return every_alert(find_project((), "generated", ROOT))


def test_every_alert_of_the_five_systems_can_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    alerts = _ours()
    pages = {(one.system, one.runbook): one for one in alerts.candidates}
    assert alerts.diagnostics == ()
    assert len(pages) == 54
    for (system, name), chosen in pages.items():
        made = new_runbook(alerts, chosen, TODAY)
        assert made.path == f"runbooks/{system}/{name}.md"
        assert (ROOT / made.path).is_file()
        subject = page(made.text, path=made.path, system=system)
        assert found(runbook_front_matter.CHECK, subject) == []
        headings = [section.heading for section in subject.sections]
        assert [heading for heading in chosen.sections if heading not in headings] == []
        assert not any(section.empty for section in subject.sections)
        queries = re.findall(r"```promql\n(.*?)\n```", made.text, re.DOTALL)
        for query in queries:
            parse(query)
        assert "[[" not in made.text
        assert "\n\n\n" not in made.text
        slugs = {one.alert.runbook.partition("#")[2] for one in alerts.candidates if (one.system, one.runbook) == (system, name)}
        assert slugs - {""} <= subject.anchors


def test_an_alert_is_found_by_the_end_of_its_identity() -> None:
    alerts = every_alert(find_project((), "generated", Path.cwd()))
    for wanted in ("PaymentsDisabled", "web/PaymentsDisabled", "shop/web/PaymentsDisabled", "/shop/web/PaymentsDisabled"):
        assert [one.id for one in matching(alerts.candidates, wanted)] == ["shop/web/PaymentsDisabled"]
    assert matching(alerts.candidates, "Disabled") == ()


def test_the_day_is_the_only_thing_that_changes_from_day_to_day() -> None:
    alerts = every_alert(find_project((), "generated", Path.cwd()))
    [chosen] = matching(alerts.candidates, "PaymentsDisabled")
    one, other = (new_runbook(alerts, chosen, day).text.splitlines() for day in (date(2026, 1, 2), date(2027, 3, 4)))
    assert [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]] == [
        ('last_reviewed: "2026-01-02"', 'last_reviewed: "2027-03-04"')
    ]
