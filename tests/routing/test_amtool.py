"""Alertmanager's own program accepts what we write, and sends every alert where our evaluation does."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from slogen.diagnostics import Span
from slogen.model.routing import Hours, MsTeams, Opsgenie, Receiver, Routing, TimeInterval, Webhook
from slogen.routing.configuration import configuration
from slogen.routing.evaluate import evaluate
from slogen.routing.notification import template_text
from slogen.routing.values import Configuration
from slogen.targets.alertmanager import text
from slogen.verify.amtool import Refusal, check_configurations, find_amtool, receivers_of
from tests.routing.routings import ALERTMANAGER, BUSINESS, FULL, HERE, PLAIN, RECEIVERS, ROUTING, share, to

ODD = ("data platform", 'a "b"|c.d', "x\\y", "ünï+(code)")
TOLD_APART = replace(
    FULL,
    teams={team: {**PLAIN, severity: to("oncall")} for team, severity in zip(ODD, (*PLAIN, *PLAIN), strict=False)},
)


def written(folder: Path, found: Configuration) -> Path:
    (folder / "templates").mkdir(exist_ok=True)
    (folder / "templates" / "slogen.tmpl").write_text(template_text(), encoding="utf-8")
    path = folder / "alertmanager.yml"
    path.write_text(text(found, ["Made for a test"]), encoding="utf-8")
    return path


def refused(folder: Path) -> tuple[Refusal, ...]:
    return check_configurations(find_amtool(), folder, ["alertmanager.yml"])


@pytest.mark.parametrize(
    "routing",
    [
        pytest.param(None, id="no system at all"),
        pytest.param(ROUTING, id="a plain one"),
        pytest.param(FULL, id="one with everything"),
        pytest.param(TOLD_APART, id="teams with odd names"),
        pytest.param(
            replace(
                ROUTING,
                receivers=(
                    *RECEIVERS,
                    Receiver("shop/genie", (Opsgenie("/etc/secrets/genie", "https://api.eu.opsgenie.com/"), Opsgenie("/x", "")), HERE),
                ),
                intervals=(TimeInterval("shop/night", (Hours((), (("00:00", "06:00"), ("22:00", "24:00")), "UTC"),), HERE),),
            ),
            id="other receivers and intervals",
        ),
    ],
)
def test_amtool_accepts(routing: Routing | None, tmp_path: Path) -> None:
    written(tmp_path, configuration(ALERTMANAGER, [share(routing, "channel", mutes_service=True)]))
    assert refused(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("receiver: shop/chat", "receiver: shop/chta", 'undefined receiver "shop/chta" used in route', id="receiver"),
        pytest.param("Europe/Berlin", "Europe/Berlni", "unknown time zone Europe/Berlni", id="time zone"),
        pytest.param("[shop/business-hours]", "[shop/never]", 'undefined time interval "shop/never" used in route', id="interval"),
    ],
)
def test_what_amtool_refuses_is_a_value(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = written(tmp_path, configuration(ALERTMANAGER, [share(FULL)]))
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert refused(tmp_path) == (Refusal("alertmanager.yml", message),)


def test_a_broken_template_is_refused(tmp_path: Path) -> None:
    written(tmp_path, configuration(ALERTMANAGER, [share(FULL)]))
    (tmp_path / "templates" / "broken.tmpl").write_text("{{ if }}")
    (refusal,) = refused(tmp_path)
    assert "broken.tmpl" in refusal.message


def test_amtool_sends_every_alert_where_we_do(tmp_path: Path) -> None:
    found = configuration(ALERTMANAGER, [share(TOLD_APART, "channel")])
    path = written(tmp_path, found)
    program = find_amtool()
    cases = [
        {"system": system, "severity": severity} | ({"slo_id": "shop/api/x"} if number % 2 else {}) | environment | team
        for number, (system, severity, environment, team) in enumerate(
            product(
                ("shop",),
                ("page", "ticket"),
                ({}, {"environment": "stage"}, {"environment": "dev"}),
                ({}, *({"team": team} for team in ODD)),
            )
        )
    ]
    cases += [{"severity": "page"}, {"system": "shop", "severity": "critical"}, {"system": "crm", "severity": "page"}]
    for labels in cases:
        ours = tuple(delivery.route.receiver for delivery in evaluate(found.root, labels))
        assert receivers_of(program, path, labels) == ours, labels
    assert len(cases) > 30


def test_what_needs_a_newer_alertmanager_is_written_in_its_words() -> None:
    receivers = (
        Receiver("shop/teams", (MsTeams("/etc/secrets/teams"),), Span("x")),
        Receiver("shop/hook", (Webhook("", "/etc/secrets/hook"),), Span("x")),
    )
    found = text(configuration(replace(ALERTMANAGER, version=(0, 28)), [share(replace(ROUTING, receivers=receivers))]), [])
    assert "    msteamsv2_configs:\n      - send_resolved: true\n" in found
    assert "        webhook_url_file: /etc/secrets/teams\n" in found
    assert "        url_file: /etc/secrets/hook\n" in found


def test_the_business_hours_are_written_out() -> None:
    found = text(configuration(ALERTMANAGER, [share(FULL)]), [])
    assert found.endswith(
        f"""time_intervals:
  - name: {BUSINESS}
    time_intervals:
      - times:
          - start_time: "09:00"
            end_time: "17:00"
        weekdays: [monday:friday]
        location: Europe/Berlin
"""
    )
