"""Burn-rate policies: what is read from them, and pairs that cannot be right or hardly fire."""

from decimal import Decimal

import pytest

from slogen.diagnostics import Severity
from slogen.model.burn import AlertSeverity, Pair, default_policy
from slogen.model.duration import Duration
from tests.readers.specs import QUEUE, SERVICE, SYSTEM, reading, system

TICKET = "\n      ticket: {none: Enough.}\n"


def _with_pairs(*pairs: str) -> tuple[str, str]:
    return ("    objective", "    burn_rate:\n      pairs:\n" + "".join(f"        - {{{pair}}}\n" for pair in pairs) + "    objective")


def test_the_default_pairs() -> None:
    slo = reading(SERVICE).slo()
    assert tuple(alert.pair for alert in slo.burn_alerts) == default_policy(Duration.parse("30d")).pairs
    assert [alert.threshold for alert in slo.burn_alerts] == [Decimal("0.0144"), Decimal("0.006"), Decimal("0.003"), Decimal("0.001")]


def test_the_default_pairs_depend_on_the_window() -> None:
    slo = reading(SERVICE, ("    objective", "    window: 7d\n    objective")).slo()
    assert [alert.factor for alert in slo.burn_alerts] == [Decimal("13.44"), Decimal("3.5"), Decimal("1.4"), Decimal(1)]


def test_a_policy_of_its_own() -> None:
    slo = reading(
        SERVICE,
        _with_pairs(
            "name: fast, severity: page, long: 1h, short: 5m, factor: 14.4, alert: Burning",
            "name: freeze, severity: info, long: 6h, short: 30m, budget: 5, for: 1m, keep_firing_for: 5m, sev: SEV-3, next_action: Freeze.",
        ),
    ).slo()
    fast, freeze = (alert.pair for alert in slo.burn_alerts)
    minutes = Duration.parse
    assert fast == Pair("fast", AlertSeverity.PAGE, minutes("1h"), minutes("5m"), Decimal("14.4"), alert="Burning")
    assert freeze == Pair(
        "freeze",
        AlertSeverity.INFO,
        minutes("6h"),
        minutes("30m"),
        budget_percent=Decimal(5),
        for_=minutes("1m"),
        keep_firing_for=minutes("5m"),
        sev="SEV-3",
        next_action="Freeze.",
    )
    assert slo.burn_alerts[1].factor == 6


@pytest.mark.parametrize(
    ("edits", "severities"),
    [
        pytest.param([], ["page", "page", "ticket", "ticket"], id="both"),
        pytest.param([("Roll back.}\n", "Roll back.}" + TICKET)], ["page", "page"], id="no ticket"),
        pytest.param([("Roll back.}\n", "Roll back., burn: false}\n")], ["ticket", "ticket"], id="a page that does not burn"),
        pytest.param(
            [("page: {runbook: errors, impact: Requests fail.,", "page: {none: Day shift.}\n      ticket: {runbook: errors,")],
            ["ticket", "ticket"],
            id="no page",
        ),
    ],
)
def test_only_what_somebody_answers_is_emitted(edits: list[tuple[str, str]], severities: list[str]) -> None:
    slo = reading(SERVICE, *edits).slo()
    assert [alert.pair.severity.value for alert in slo.burn_alerts] == severities


def test_a_gauge_with_a_breach_level_pages_at_the_level_and_not_by_burn_rate() -> None:
    assert {alert.pair.severity for alert in reading(QUEUE).slo().burn_alerts} == {AlertSeverity.TICKET}
    both = reading(QUEUE, ("Add a worker.}", "Add a worker., burn: true}")).slo()
    assert {alert.pair.severity for alert in both.burn_alerts} == {AlertSeverity.PAGE, AlertSeverity.TICKET}
    without = reading(QUEUE, (", breach: 100", "")).slo()
    assert {alert.pair.severity for alert in without.burn_alerts} == {AlertSeverity.PAGE, AlertSeverity.TICKET}


def test_thresholds_that_could_hardly_be_reached_are_lowered_and_said_so() -> None:
    found = reading(SERVICE, ("99.9", "«90»"))
    assert found.says(
        (
            "burn-rate-capped",
            "pair `page-fast`: 14.4 × the 10 % budget asks for 144 % errors; lowered to 5 × (50 % errors)",
        ),
        (
            "burn-rate-capped",
            (
                "pair `page-slow`: 6 × the 10 % budget asks for 60 % errors; "
                "left out, since `page-fast`, lowered to 50 % errors, catches all of it sooner"
            ),
        ),
    )
    assert {finding.severity for finding in found.findings} == {Severity.WARNING}
    assert found.service is not None
    (slo,) = found.service.slos
    assert [alert.threshold for alert in slo.burn_alerts] == [Decimal("0.5"), Decimal("0.3"), Decimal("0.1")]
    assert [dropped.pair.name for dropped in slo.dropped_pairs] == ["page-slow"]


def test_a_percentile_as_objective_is_where_its_warning_points() -> None:
    sli = "latency: {histogram: h_seconds, threshold: 500ms, percentile: «95»}"
    old = """availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}"""
    found = reading(SERVICE, (old, sli), ("    objective: 99.9\n", ""))
    assert found.says(
        (
            "burn-rate-capped",
            "pair `page-fast`: 14.4 × the 5 % budget asks for 72 % errors; lowered to 10 × (50 % errors)",
        )
    )


def test_pairs_that_nobody_answers_are_not_warned_about() -> None:
    assert reading(SERVICE, ("99.9", "90"), ("Roll back.}", "Roll back., burn: false}")).findings == ()


@pytest.mark.parametrize(
    ("objective", "hint"),
    [
        pytest.param(
            "50", "choose a higher objective, or set burn: false in page and ticket and watch it with a standalone alert", id="half"
        ),
        pytest.param("0.999", "objectives are percentages: did you mean 99.9?", id="a ratio for a percentage"),
    ],
)
def test_an_objective_below_what_burn_rates_can_tell(objective: str, hint: str) -> None:
    found = reading(SERVICE, ("99.9", f"«{objective}»"))
    (finding,) = found.findings
    assert (finding.span, finding.code.name, finding.hint) == (found.spans[0], "low-objective", hint)


def test_a_low_objective_without_burn_rates_is_fine() -> None:
    assert (
        reading(SERVICE, ("99.9", "40"), ("Roll back.}", "Roll back., burn: false}\n      ticket: {burn: false}")).slo().burn_alerts == ()
    )


@pytest.mark.parametrize(
    ("pair", "finding"),
    [
        pytest.param(
            "name: a, severity: page, long: 1h, short: «4m», factor: 2",
            ("burn-rate-pair", "`short` must be at least 5m, got 4m"),
            id="fewer than four scrapes",
        ),
        pytest.param(
            "name: a, severity: page, long: 1h, short: «1h», factor: 2",
            ("burn-rate-pair", "`short` must be shorter than `long`, got 1h and 1h"),
            id="short is long",
        ),
        pytest.param(
            "name: a, severity: page, long: «1h3m», short: 5m, factor: 2",
            ("burn-rate-pair", "`long` must be a multiple of 5m above 1h, got 1h3m"),
            id="no number of tiles",
        ),
        pytest.param(
            "name: a, severity: page, long: «31d», short: 5m, factor: 2",
            ("burn-rate-pair", "pair `a` looks back over 31d, longer than the window of 30d"),
            id="longer than the window",
        ),
        pytest.param(
            "name: a, severity: page, long: 1h, short: 5m, factor: «0.5»",
            ("burn-rate-pair", "`factor` must be at least 1, got 0.5"),
            id="a factor below 1",
        ),
        pytest.param(
            "name: a, severity: page, long: 1h, short: 5m, factor: 2, «budget»: 5",
            ("conflict", "`factor` and `budget` exclude each other"),
            id="factor and budget",
        ),
        pytest.param(
            "«name»: a, severity: page, long: 1h, short: 5m",
            ("missing-key", "a burn-rate pair needs exactly one of `factor` and `budget`"),
            id="neither factor nor budget",
        ),
        pytest.param(
            "name: a, severity: page, long: 6h, short: 30m, factor: 2}\n"
            "        - {name: «a», severity: page, long: 1h, short: 5m, factor: 2",
            ("duplicate", "two pairs are named `a`"),
            id="two of a name",
        ),
    ],
)
def test_pairs_that_cannot_be_right(pair: str, finding: tuple[str, str]) -> None:
    found = reading(SERVICE, _with_pairs(pair))
    assert found.service is None
    assert found.says(finding)


def test_a_share_of_the_budget_that_would_be_a_burn_rate_below_one() -> None:
    found = reading(
        SERVICE,
        _with_pairs("name: a, severity: page, long: 3d, short: 6h, budget: «9»"),
    )
    asked = "9 % of the budget of 30d within 3d is a burn rate of 0.9, at which the objective is still met"
    assert found.says(("burn-rate-pair", f"{asked}; 1 is used instead: 10 % of the budget"))
    assert found.findings[0].severity is Severity.WARNING


def test_a_window_that_is_too_short_for_an_inherited_pair_is_reported_at_the_window() -> None:
    pairs = "burn_rate: {pairs: [{name: slow, severity: ticket, long: 10d, short: 1d, factor: 1}]}\n"
    below = system(SYSTEM + pairs)
    assert reading(SERVICE, below=below).findings == ()
    found = reading(SERVICE, ("    objective", "    window: «7d»\n    objective"), below=below)
    assert found.says(("burn-rate-pair", "pair `slow` looks back over 10d, longer than the window of 7d"))


def test_an_inherited_pair_that_is_too_long_for_every_window_is_reported_where_it_stands() -> None:
    pairs = "burn_rate: {pairs: [{name: slow, severity: ticket, long: 40d, short: 1d, factor: 1}]}\n"
    (finding,) = reading(SERVICE, below=system(SYSTEM + pairs)).findings
    assert str(finding.span) == "slos/shop/system.yaml:5:58"
