"""What a woken person reads: their own words as they wrote them, ours filled in, nothing that failed to expand."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from slogen.model.burn import Pair, Policy
from slogen.model.duration import ONE_HOUR
from slogen.model.slo import BudgetLevel, NoAlert, OnlyWhen, Owner, Runbook, Slo, StandaloneAlert
from tests.hard_data.harness import AlertText, Check, Scene, firing, first_fired, never_fired, play
from tests.hard_data.series import Gone, counter, gauge
from tests.hard_data.wording import told
from tests.rules.builders import LATENCY, PAGE, PLACE, TICKET, duration, freshness, queue, response, service, slo, standalone, uptime

ODD = "{{ $value }} {{.}} {{end}} {{{ }} {{- x -}} \"q\" 'a' `b` 100% %d \\d \\\\ $labels <b>&amp; é🙂 # : - {"
TOTAL = 'http_requests_total{job="api",code="200",env="%s"}'
ERRORS = 'http_requests_total{job="api",code="500",env="%s"}'
UP = {'up{job="api"}': "1x1000"}
ONLY_FAST = Policy((Pair("page-fast", PAGE, ONE_HOUR, duration("5m"), Decimal(4)),))
IDENTITY = {
    "severity": "page",
    "sev": "sev1",
    "team": "platform",
    "system": "shop",
    "service": "api",
    "slo": "slo",
    "slo_id": "shop/api/slo",
}
TICKETED = IDENTITY | {"severity": "ticket", "sev": "sev3"}
BURN = IDENTITY | {"long_window": "1h", "short_window": "5m", "burn_rate": "4"}


def _half_failed(env: str, minutes: int = 30) -> dict[str, str]:
    return {TOTAL % env: counter((minutes, 50)), ERRORS % env: counter((minutes, 50))} | UP


def _paging(**fields: Any) -> Slo:
    return slo(objective="90", policy=ONLY_FAST, **({"missing": NoAlert("another test")} | fields))


LEFT = "| humanizePercentage }}{{ else"
# What the actions of a burn alert yield while half of the events fail and ten percent may.
BURNING = {LEFT: "-400%", "| humanizePercentage": "50%", 'printf "%.1f"': "5.0", "humanizeDuration": "0s"}


def test_words_of_the_spec_are_shown_as_they_stand() -> None:
    """They are no templates: braces, quotes, percent signs and backslashes mean themselves, in labels and annotations alike."""
    place = replace(
        PLACE,
        owner=Owner(f"team {ODD}", "sre"),
        severities=dict.fromkeys(PLACE.severities, ODD),
        labels={"note": ODD},
        logs_url=f"https://logs.example.com/?q={ODD}",
    )
    runbook = Runbook("r", f"https://runbooks.example.com/{ODD}")
    said = response(PAGE, impact=ODD, next_action=f"a {ODD}\nb {ODD}", runbook=runbook, labels={"more": ODD})
    built = service(_paging(title=ODD, place=place, responses={PAGE: said, TICKET: NoAlert("no")}, group_by=("env",)))
    labels = BURN | {"team": f"team {ODD}", "sev": ODD, "note": ODD, "more": ODD, "env": "eu"}
    annotations = told(built, "ApiSloBurnPageFast", BURNING | {"{{ $labels.env }}": "eu"})
    assert ODD in annotations["summary"]
    assert (annotations["impact"], annotations["next_action"]) == (ODD, f"a {ODD}\nb {ODD}")
    assert (annotations["runbook_url"], annotations["logs_url"]) == (runbook.url, place.logs_url)
    play(Scene(built, _half_failed("eu"), [AlertText("30m", "ApiSloBurnPageFast", labels, annotations)]))


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("eu", id="plain"),
        pytest.param(r"a \"b\" \\d {{c}} %s é", id="quotes, backslashes, braces"),
        pytest.param("", id="no value"),
    ],
)
def test_a_group_is_named_and_its_own_budget_looked_up_whatever_its_name(value: str) -> None:
    """The queries in the description must find this group's series among others."""
    shown = value.replace('\\"', '"').replace("\\\\", "\\")
    built = service(_paging(group_by=("env",)))
    annotations = told(built, "ApiSloBurnPageFast", BURNING | {"{{ $labels.env }}": shown})
    check = AlertText("30m", "ApiSloBurnPageFast", BURN | ({"env": shown} if shown else {}), annotations)
    play(Scene(built, _half_failed(value) | {TOTAL % "other": counter((30, 100))}, [check]))


def test_a_figure_that_does_not_exist_yet_is_unknown() -> None:
    """In its first minute the budget has not been computed."""
    built = service(_paging())
    unknown = {LEFT: "unknown", "humanizeDuration": "unknown"}
    play(
        Scene(
            built, _half_failed("eu"), [AlertText("1m", "ApiSloBurnPageFast", BURN, told(built, "ApiSloBurnPageFast", BURNING | unknown))]
        )
    )


def test_the_time_that_is_left_is_told() -> None:
    """A quarter of the events fails where a half may: half of the budget is left, and at half of the rate it lasts for a window."""
    policy = Policy((Pair("page-fast", PAGE, ONE_HOUR, duration("5m"), Decimal("0.4")),))
    built = service(slo(objective="50", policy=policy, missing=NoAlert("another test")))
    figures = {
        LEFT: "50%",
        "| humanizePercentage": "25%",
        'printf "%.1f"': "0.5",
        "humanizeDuration": "30d 0h 0m 0s",
    }
    annotations = told(built, "ApiSloBurnPageFast", figures)
    series = {TOTAL % "eu": counter((120, 180)), ERRORS % "eu": counter((120, 60))} | UP
    play(Scene(built, series, [AlertText("2h", "ApiSloBurnPageFast", BURN | {"burn_rate": "0.4"}, annotations)]))


def test_missing_data_is_explained_with_its_group_and_cause() -> None:
    built = service(slo(group_by=("env",)))
    labels = TICKETED | {"env": 'a "b"', "cause": "metric-missing"}
    annotations = told(built, "ApiSloMissing", {"$labels.env": 'a "b"', "$labels.cause": "metric-missing"})
    series = {TOTAL % r"a \"b\"": counter((20, 50), Gone(20))} | UP
    play(Scene(built, series, [AlertText("40m", "ApiSloMissing", labels, annotations)]))


def test_a_missing_bucket_is_explained_with_the_number_of_series_that_lack_it() -> None:
    built = service(slo(LATENCY, objective="95"))
    series = {f'http_seconds_count{{job="api",instance="{name}"}}': counter((20, 50)) for name in "ab"} | UP
    play(
        Scene(
            built,
            series,
            [AlertText("20m", "ApiSloBucketMissing", TICKETED, told(built, "ApiSloBucketMissing", {"$value | humanize": "2"}))],
        )
    )


def test_levels_tell_depths_and_ages() -> None:
    """Depths as numbers, ages as durations, with the level, the target and what is left of the budget."""
    quiet: dict[str, Any] = {"burn_alerts": (), "objective": "90", "group_by": ("env",)}
    deep, old = service(slo(queue(), **quiet)), service(slo(freshness(), **quiet))
    labels = IDENTITY | {"env": "eu"}
    figures = {"{{ $labels.env }}": "eu", "| humanizePercentage": "-900%"}
    depth = told(deep, "ApiSloBreach", figures | {"$value | humanize": "120"})
    age = told(old, "ApiSloBreach", figures | {"$value | humanizeDuration": "1h 40m 0s"})
    assert (
        [word in depth["summary"] for word in ("120", "100")] == [word in age["summary"] for word in ("1h 40m 0s", "30m")] == [True, True]
    )
    play(
        Scene(deep, {'queue_depth{queue="mail",env="eu"}': "120x160"} | UP, [AlertText("40m", "ApiSloBreach", labels, depth)]),
        Scene(old, {'view_updated_timestamp_seconds{env="eu"}': "-3600x160"} | UP, [AlertText("40m", "ApiSloBreach", labels, age)]),
    )


def test_the_budget_policy_tells_its_level_and_action() -> None:
    policy = (BudgetLevel("freeze", Decimal("12.5"), f"Freeze {ODD}", response(TICKET)),)
    built = service(_paging(budget_policy=policy, responses={PAGE: NoAlert("no"), TICKET: NoAlert("no")}))
    annotations = told(built, "ApiSloBudgetFreeze", {"$value | humanizePercentage": "-400%"})
    assert f"Freeze {ODD}" in annotations["description"]
    play(Scene(built, _half_failed("eu"), [AlertText("30m", "ApiSloBudgetFreeze", TICKETED | {"level": "freeze"}, annotations)]))


def test_a_standalone_alert_says_its_own_words_and_its_value() -> None:
    alert = standalone(
        expr='kill_switch{env!=""} == 1',
        for_=duration("2m"),
        keep_firing_for=duration("5m"),
        summary=ODD,
        description=f"First {ODD}.\nSecond.",
    )
    built = service(alerts=(alert,))
    labels = {key: text for key, text in IDENTITY.items() if key not in ("slo", "slo_id")} | {"env": "eu"}
    annotations = told(built, "KillSwitchEnabled", {"$value | humanize": "1"})
    assert ODD in annotations["summary"]
    assert f"First {ODD}.\nSecond.\n" in annotations["description"]
    checks: list[Check] = [
        first_fired("30m", "30m", "KillSwitchEnabled", 12, 12),
        AlertText("15m", "KillSwitchEnabled", labels, annotations),
        firing("24m", {"alertname": "KillSwitchEnabled"}),
        firing("26m"),
    ]
    play(Scene(built, {'kill_switch{env="eu"}': gauge((10, 0), (10, 1), (10, 0))}, checks))


def test_a_standalone_alert_keeps_the_labels_that_its_expression_yields() -> None:
    alert = StandaloneAlert(
        PLACE, "DiskFull", "disk_free < 10", duration("0s"), duration("0s"), response(TICKET), "Full.", "", slo().origin
    )
    series = {'disk_free{disk="a"}': "5x20", 'disk_free{disk="b"}': "50x20"}
    play(
        Scene(
            service(alerts=(alert,)),
            series,
            [firing("5m", {"alertname": "DiskFull", "disk": "a", "team": "platform", "severity": "ticket"})],
        )
    )


def test_a_condition_silences_a_page_until_it_holds() -> None:
    """Half of the events fail; only from minute 20 on there is also somebody waiting."""
    pages = response(PAGE, only_when=OnlyWhen("waiting > 0 or waiting_elsewhere > 0 # either"))
    built = _paging(responses={PAGE: pages, TICKET: NoAlert("no")})
    series = _half_failed("eu", 40) | {'waiting{queue="x"}': gauge((20, 0), (20, 3))}
    play(
        Scene(
            service(built),
            series,
            [never_fired("19m", "19m", "ApiSloBurnPageFast"), first_fired("40m", "40m", "ApiSloBurnPageFast", 20, 20)],
        )
    )


def test_a_condition_of_a_group_holds_for_that_group_alone() -> None:
    pages = response(PAGE, only_when=OnlyWhen("waiting > 0", ("env",)))
    built = _paging(responses={PAGE: pages, TICKET: NoAlert("no")}, group_by=("env",))
    series = _half_failed("eu") | _half_failed("us") | {'waiting{env="us",queue="x"}': "3x120", 'waiting{env="eu",queue="x"}': "0x120"}
    play(Scene(service(built), series, [firing("20m", {"alertname": "ApiSloBurnPageFast", "env": "us"})]))


def test_a_condition_of_a_level_is_joined_in_the_same_way() -> None:
    built = slo(
        queue(),
        burn_alerts=(),
        objective="90",
        breach=response(PAGE, only_when=OnlyWhen("deriv(queue_depth[5m]) > 0")),
        warning=NoAlert("no"),
    )
    series = {'queue_depth{queue="mail"}': "0+2x120 240x80"} | UP
    play(Scene(service(built), series, [firing("20m", {"alertname": "ApiSloBreach"}), firing("50m")]))


def test_an_uptime_says_how_much_of_the_time_was_bad() -> None:
    built = service(_paging(sli=uptime(), targets=""))
    figures = {LEFT: "-900%", "| humanizePercentage": "100%", 'printf "%.1f"': "10.0", "humanizeDuration": "0s"}
    annotations = told(built, "ApiSloBurnPageFast", figures)
    play(Scene(built, {'pg_up{job="db"}': gauge((30, 0))}, [AlertText("29m", "ApiSloBurnPageFast", BURN, annotations)]))
