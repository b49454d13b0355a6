"""What Slack, PagerDuty, Opsgenie and a mail server are sent by a real Alertmanager with the generated receivers and templates.

amtool executes templates one at a time; this is the whole way, with the fields' types, the escaping and the limits of each service.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.loopback import Mailbox, Services, mailed_to, posted_to
from tests.e2e.routed import GENERATED, compiled_routing, each_route
from tests.e2e.servers import Server, running_alertmanager, wait_until
from tests.e2e.shop import shop

_ANNOTATIONS = {
    "summary": "shop/web: Shop availability burns its error budget at 14.4× the sustainable rate or more",
    "description": "2.1% of events failed over the last 1h & <more>.\n.A line that begins with a dot.",
    "impact": "Customers see *failed* requests.",
    "next_action": "Roll back the last deploy.",
    "runbook_url": "https://runbooks.example.com/shop/first-steps?a=1&b=2#diagnosis",
    "dashboard_url": "https://grafana.example.com/d/slogen-shop-web",
}
_TITLE = f"SEV1 prod {_ANNOTATIONS['summary']}"
_ALERTMANAGER = """\
  smtp: {smarthost: 'MAIL', from: slogen@example.com, require_tls: false}
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: FOLDER/slack}}}
"""
_ROUTING = """\
receivers:
  oncall:
    pagerduty: {routing_key_file: FOLDER/key}
    opsgenie: {api_key_file: FOLDER/opsgenie, api_url: 'URL/opsgenie/'}
    slack: {channel: '#shop', api_url_file: FOLDER/slack}
    email: {to: shop@example.com}
notify: {page: [oncall], ticket: [oncall], info: [oncall]}
"""
_SERVICE = """\
apiVersion: slogen/v1
kind: Service
service: web
slos:
  - name: availability
    description: Requests answered without a 5xx.
    objective: 99.9
    sli:
      availability: {total: 'requests_total{job="web"}', errors: 'requests_total{job="web",code=~"5.."}'}
    alerts:
      page: {runbook: first-steps, impact: Customers see errors., next_action: Look.}
"""
_SPECS = shop(_ALERTMANAGER, "tests: false\n", "environments: [prod]\nlabels: {environment: prod}\n", _ROUTING, {"web": _SERVICE})


@dataclass(frozen=True, slots=True)
class Installation:
    """Alertmanager, those whom it tells, and the labels of the page."""

    alertmanager: Server
    services: Services
    mailbox: Mailbox
    labels: dict[str, str]

    def post(self, **more: str) -> None:
        self.alertmanager.post("/api/v2/alerts", [{"labels": self.labels, "annotations": _ANNOTATIONS, **more}])

    def all_told(self, times: int) -> bool:
        posted = self.services.posted
        return len(self.mailbox.mails) >= times and [len(posted.get(path, ())) for path in ("/slack", "/pagerduty")] == [times, times]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with ExitStack() as stack:
        services, mailbox = stack.enter_context(posted_to()), stack.enter_context(mailed_to())
        (tmp_path / "slack").write_text(f"{services.url}/slack\n", encoding="utf-8")
        (tmp_path / "key").write_text("a-key\n", encoding="utf-8")
        # Alertmanager 0.25 puts this one into a header as it stands.
        (tmp_path / "opsgenie").write_text("a-key", encoding="utf-8")
        places = {"FOLDER": str(tmp_path), "URL": services.url, "MAIL": mailbox.address}
        routed = compiled_routing(tmp_path / "project", {path: _placed(text, places) for path, text in _SPECS.items()})
        config = yaml.safe_load((routed.root / GENERATED).read_text(encoding="utf-8"))
        # The one address that no spec can change.
        config["global"]["pagerduty_url"] = f"{services.url}/pagerduty"
        config["templates"] = [str(routed.root / "generated/alertmanager/templates/slogen.tmpl")]
        each_route(config["route"], _at_once)
        labels = routed.alert("shop", "WebAvailabilityBurnPageFast")
        alertmanager = stack.enter_context(running_alertmanager(tmp_path, yaml.safe_dump(config)))
        yield Installation(alertmanager, services, mailbox, labels)


def test_an_outage_and_its_end_as_every_service_is_told(installation: Installation) -> None:
    installation.post()
    wait_until("everybody is told of the outage", lambda: installation.all_told(1), 15)
    installation.post(endsAt=datetime.now(UTC).isoformat())
    wait_until("everybody is told of its end", lambda: installation.all_told(2), 15)
    posted = installation.services.posted
    _is_slack(posted["/slack"])
    _is_pagerduty(posted["/pagerduty"])
    _is_mail(installation.mailbox)
    (opsgenie,) = posted["/opsgenie/v2/alerts"]
    # Opsgenie's limit is 130 characters.
    assert opsgenie["message"] == _TITLE[:130]
    assert opsgenie["priority"] == "P1"
    assert "Next: Roll back the last deploy." in opsgenie["description"]
    assert any(path.startswith("/opsgenie/v2/alerts/") and "/close" in path for path in posted)


def _is_slack(messages: list[dict[str, Any]]) -> None:
    fired, ended = (message["attachments"][0] for message in messages)
    assert messages[0]["channel"] == "#shop"
    assert fired["title"] == fired["fallback"] == _TITLE
    assert fired["title_link"] == _ANNOTATIONS["runbook_url"]
    assert fired["color"] == "danger"
    assert fired["mrkdwn_in"] == ["pretext"]
    lines = fired["text"].splitlines()
    assert lines[:2] == ["Impact: Customers see *failed* requests.", "Next: Roll back the last deploy."]
    assert lines[2].startswith(
        "<https://runbooks.example.com/shop/first-steps?a=1&amp;b=2#diagnosis|Runbook>  <https://grafana.example.com"
    )
    assert "over the last 1h &amp; &lt;more&gt;." in lines[3]
    assert ended["title"] == f"RESOLVED {_TITLE}"
    assert ended["color"] == "good"
    assert ended["text"].startswith("resolved after ")


def _is_pagerduty(events: list[dict[str, Any]]) -> None:
    fired, ended = events
    assert fired["routing_key"] == "a-key"
    assert [fired["event_action"], ended["event_action"]] == ["trigger", "resolve"]
    assert fired["dedup_key"] == ended["dedup_key"]
    payload = fired["payload"]
    assert payload["summary"] == _TITLE
    assert (payload["severity"], payload["component"], payload["group"]) == ("critical", "web", "shop")
    assert payload["custom_details"]["impact"] == _ANNOTATIONS["impact"]
    assert _ANNOTATIONS["description"] in payload["custom_details"]["firing"]
    # No annotation says where the logs are, and a link to nowhere is none.
    assert [(link["text"], link["href"]) for link in fired["links"]] == [
        ("Runbook", _ANNOTATIONS["runbook_url"]),
        ("Dashboard", _ANNOTATIONS["dashboard_url"]),
    ]


def _is_mail(mailbox: Mailbox) -> None:
    fired, ended = mailbox.mails
    assert (fired["subject"], fired["to"], fired["from"]) == (_TITLE, "shop@example.com", "slogen@example.com")
    text, html = (part.get_content() for part in fired.iter_parts())
    assert _ANNOTATIONS["description"] in text.replace("\r\n", "\n")
    assert "over the last 1h &amp; &lt;more&gt;." in html
    assert '<a href="https://runbooks.example.com/shop/first-steps?a=1&amp;b=2#diagnosis"' in html
    assert ended["subject"] == f"RESOLVED {_TITLE}"


def _placed(text: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        text = text.replace(name, value)
    return text


def _at_once(route: dict[str, Any]) -> None:
    if "group_wait" in route:
        route |= {"group_wait": "1s", "group_interval": "2s"}
