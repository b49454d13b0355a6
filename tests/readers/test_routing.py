"""Kind Routing and the Workspace's Alertmanager, read; above all: no secret is repeated."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.diagnostics import Diagnostic
from slogen.diagnostics.secrets import hidden, looks_secret
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.routing import Email, Hours, Opsgenie, PagerDuty, Routing, Slack, Target, Webhook
from slogen.readers.native import read_routing, read_workspace
from slogen.readers.native.explain import explainer
from slogen.readers.native.validate import passes
from slogen.report.text import render
from tests.readers.mutations import mutated
from tests.readers.specs import SYSTEM, WORKSPACE, document, edited, system, workspace

PAGE, TICKET, INFO = AlertSeverity
ALERTMANAGER = """\
alertmanager:
  version: "0.25"
  smtp: {smarthost: 'mail.example.com:587', from: slogen@example.com, username: slogen, password_file: /etc/am/smtp}
  receivers:
    everyone: {slack: {channel: '#alerts', api_url_file: /etc/am/slack}}
  default: everyone
"""
ROUTING = """\
apiVersion: slogen/v1
kind: Routing
receivers:
  oncall:
    pagerduty: {routing_key_file: /etc/am/pagerduty}
    email: {to: 'a@example.com, b@example.com'}
  chat: {slack: {channel: '#shop', api_url_file: /etc/am/slack}}
  genie: {opsgenie: {api_key_file: /etc/am/genie, api_url: https://api.eu.opsgenie.com/}}
  hook: {webhook: {url: https://bridge.example.com/alerts}}
time_intervals:
  business-hours: {days: monday-friday, hours: 09:00-17:00, time_zone: Europe/Berlin}
  weekend:
    - {days: saturday-sunday}
    - {days: [friday, wednesday], hours: ['17:00-24:00', 00:00-06:00]}
notify:
  page: [oncall, {receiver: chat, after: 10m}, {receiver: everyone, digest: 24h}]
  ticket: [{receiver: chat, during: business-hours}]
  info: [hook]
wait: {ticket: 10m}
repeat: {page: 1h}
group_by: {page: [service, environment]}
environments:
  stage: {page: business-hours}
  dev: {page: never}
teams:
  data platform: {page: [genie], info: [{receiver: hook, during: weekend}]}
"""
SYSTEM_WITH_ENVIRONMENTS = SYSTEM + "environments: [prod, stage, dev]\n"


def reading(text: str, *edits: tuple[str, str], above: str = WORKSPACE + ALERTMANAGER) -> tuple[Routing | None, tuple[Diagnostic, ...]]:
    root = workspace(above)
    return read_routing(document("slos/shop/routing.yaml", edited(text, *edits)), system(SYSTEM_WITH_ENVIRONMENTS, root), root.alertmanager)


def test_a_whole_routing() -> None:
    found, findings = reading(ROUTING)
    assert findings == ()
    assert found is not None
    assert [(receiver.name, receiver.integrations) for receiver in found.receivers] == [
        ("shop/oncall", (PagerDuty("/etc/am/pagerduty"), Email("a@example.com, b@example.com"))),
        ("shop/chat", (Slack("#shop", "/etc/am/slack"),)),
        ("shop/genie", (Opsgenie("/etc/am/genie", "https://api.eu.opsgenie.com/"),)),
        ("shop/hook", (Webhook("https://bridge.example.com/alerts", ""),)),
    ]
    assert found.notify[PAGE] == (
        Target("shop/oncall"),
        Target("shop/chat", after=Duration.parse("10m")),
        Target("everyone", digest=Duration.parse("24h")),
    )
    assert found.notify[TICKET] == (Target("shop/chat", during="shop/business-hours"),)
    assert found.teams["data platform"] == {
        PAGE: (Target("shop/genie"),),
        TICKET: found.notify[TICKET],
        INFO: (Target("shop/hook", during="shop/weekend"),),
    }
    assert found.paging == {"stage": "shop/business-hours", "dev": ""}
    assert [interval.hours for interval in found.intervals] == [
        (Hours(("monday:friday",), (("09:00", "17:00"),), "Europe/Berlin"),),
        (
            Hours(("sunday", "saturday"), (), "UTC"),
            Hours(("wednesday", "friday"), (("17:00", "24:00"), ("00:00", "06:00")), "UTC"),
        ),
    ]
    timings = {severity.value: (str(one.wait), str(one.interval), str(one.repeat), one.group_by) for severity, one in found.timings.items()}
    assert timings == {
        "page": ("30s", "5m", "1h", ("service", "environment")),
        "ticket": ("10m", "15m", "1d", None),
        "info": ("5m", "1h", "3d", None),
    }


def test_a_workspace_with_an_alertmanager() -> None:
    found = workspace(WORKSPACE + ALERTMANAGER).alertmanager
    assert found is not None
    assert (found.version, found.default, [receiver.name for receiver in found.receivers]) == ((0, 25), "everyone", ["everyone"])
    assert found.smtp is not None
    assert (found.smtp.smarthost, found.smtp.password_file, found.smtp.require_tls) == ("mail.example.com:587", "/etc/am/smtp", True)
    assert workspace().alertmanager is None


SECRETS = [
    pytest.param("https://hooks.slack.com/services/T00/B00/{}", id="Slack"),
    pytest.param("https://hooks.slack.com/workflows/T00/A00/1/{}", id="a workflow of Slack"),
    pytest.param("https://shop.webhook.office.com/webhookb2/{}/IncomingWebhook/x", id="Teams"),
    pytest.param(
        "https://prod-01.westeurope.logic.azure.com:443/workflows/{}/triggers/manual/paths/invoke?sig=x", id="a workflow of Teams"
    ),
    pytest.param("https://discord.com/api/webhooks/123/{}", id="Discord"),
    pytest.param("https://api.telegram.org/bot123:{}/sendMessage", id="Telegram"),
    pytest.param("https://shop:{}@bridge.example.com/alerts", id="user and password in a URL"),
    pytest.param("https://{}@bridge.example.com/alerts", id="a token in a URL"),
    pytest.param("https://bridge.example.com/alerts?token={}", id="a token in a query"),
    pytest.param("https://bridge.example.com/alerts?team=shop&api_key={}", id="a key in a query"),
    pytest.param("https://bridge.example.com/{}/alerts", id="a long key in a path"),
    pytest.param("https://bridge.example.com/0b1f6f0e-6a3c-4c8e-9d53-0c1b2a3d4e5f/{}", id="behind a UUID"),
]
SECRET = "s3cretS3cretS3cretS3cret99"


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("url: https://bridge.example.com/alerts", "url: '{}'", id="as the URL of a webhook"),
        pytest.param("api_url_file: /etc/am/slack", "api_url: '{}'", id="below its own key"),
        pytest.param("api_url_file: /etc/am/slack", "api_url_file: '{}'", id="below the key of a file"),
        pytest.param("channel: '#shop'", "channel: '{}'", id="below another key"),
        pytest.param("{slack: {channel: '#shop', api_url_file: /etc/am/slack}}", "'{}'", id="instead of a mapping"),
        pytest.param("{slack: {channel: '#shop', api_url_file: /etc/am/slack}}", "{slack: {unknown: '{}'}}", id="below an unknown key"),
        pytest.param("info: [hook]", "info: ['{}']", id="as the name of a receiver"),
        pytest.param("days: monday-friday", "days: '{}'", id="as days"),
    ],
)
def test_no_finding_repeats_a_secret(old: str, new: str, secret: str) -> None:
    text = edited(ROUTING, (old, new.replace("{}", secret.format(SECRET))))
    found, findings = reading(text)
    assert found is None
    assert "secret" in {finding.code.name for finding in findings}
    shown = render(findings, {"slos/shop/routing.yaml": text}, color=False)
    assert SECRET not in shown + json.dumps([[finding.message, finding.hint] for finding in findings])
    assert SECRET.lower() not in shown.lower()


@pytest.mark.parametrize("key", ["routing_key", "service_key", "password", "token"])
@pytest.mark.parametrize("value", ["hunter2", "0123456789abcdef0123456789abcdef", "'with, comma'", "12345678"])
def test_a_secret_key_may_hold_any_word(key: str, value: str) -> None:
    text = edited(ROUTING, ("routing_key_file: /etc/am/pagerduty", f"{key}: {value}"))
    _, findings = reading(text)
    assert [finding.code.name for finding in findings] == ["secret"]
    shown = render(findings, {"slos/shop/routing.yaml": text}, color=False)
    assert value.strip("'") not in shown


def test_a_literal_password_of_the_mail_server() -> None:
    text = edited(WORKSPACE + ALERTMANAGER, ("password_file: /etc/am/smtp", "password: hunter2"))
    found, findings = read_workspace(document("slos/slogen.yaml", text))
    assert [finding.message for finding in findings] == ["`password` is a secret and must not stand in a spec"]
    assert "hunter2" not in render(findings, {"slos/slogen.yaml": text}, color=False)
    assert found.alertmanager is not None
    assert "hunter2" not in repr(found.alertmanager)


@pytest.mark.parametrize(
    "harmless",
    [
        "https://bridge.example.com/alerts",
        "https://tracker.example.com/hooks/alertmanager?team=shop",
        "https://api.eu.opsgenie.com/",
        "/etc/alertmanager/secrets/omnihub-pagerduty-production-key1",
        "team@example.com",
        "#alerts",
        "monday-friday",
        "https://runbooks.example.com/{system}/{name}",
        "https://logs.example.com/explore?service={service}",
        "https://github.com/acme/sre-runbooks-of-2026-second-edition/blob/main/{name}.md",
    ],
)
def test_what_is_no_secret_is_shown(harmless: str) -> None:
    assert not looks_secret(harmless)
    assert hidden(f"  key: {harmless}") == f"  key: {harmless}"


@given(st.text(max_size=80))
def test_hiding_never_changes_the_length(text: str) -> None:
    assert len(hidden(text)) == len(text)


@given(st.text(alphabet="abcXYZ019-_", min_size=24, max_size=60).filter(lambda word: word[0].isdigit() and any(map(str.isalpha, word))))
def test_a_hook_is_hidden_whatever_its_token(token: str) -> None:
    assert token not in hidden(f'api: "https://hooks.slack.com/services/{token}"')


@given(mutated(document("slos/shop/routing.yaml", ROUTING).data))
def test_both_libraries_agree_on_damaged_routings(data: Any) -> None:
    assert passes("routing", data) == explainer("routing").is_valid(data)


@pytest.mark.parametrize(
    "piece",
    ["a", "https://", "https://a/", "a@", "/1a", "x=", "token: ", "?a=&", "xoxb-", "a.", "b://a:", "?token=", "Bearer ", "eyJa.", "glc_"],
)
def test_a_line_of_a_megabyte_is_looked_through_at_once(piece: str) -> None:
    line = piece * (1_000_000 // len(piece))
    start = time.process_time()
    assert len(hidden(line)) == len(line)
    assert time.process_time() - start < 5
