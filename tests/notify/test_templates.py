"""What people read, as Alertmanager's own template engine writes it, for alerts of the five systems and for strangers.

SLOGEN_UPDATE_GOLDENS=1 writes the expected texts anew; read their diff as the person who is woken would.
"""

import html
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from slogen.routing.notification import settings, template_text
from tests.notify.alerts import Alert, data, generated, made, over, services
from tests.notify.rendering import fields, notification, rendered

EXPECTED = Path(__file__).parent / "expected"
KINDS = ("slack", "pagerduty", "email", "opsgenie", "msteams")
TITLES = {
    "title": '{{ template "slogen.title" . }}',
    "slack": '{{ template "slogen.slack.title" . }}',
    "link": '{{ template "slogen.link" . }}',
}
LONGEST_TITLE = 150


def _named(system: str, service: str, name: str) -> Alert:
    return next(alert for alert in generated(system, service) if alert["labels"]["alertname"] == name)


def _outage() -> list[Alert]:
    names = ("OrchestratorWorkflowSuccessBurnPageSlow", "HighErrorBudgetBurnRate")
    return [_named("omnihub", "orchestrator", name) for name in names]


def _tickets() -> list[Alert]:
    return [alert for alert in generated("omnihub", "api-gateway") if alert["labels"]["severity"] == "ticket"]


def _digest() -> list[Alert]:
    alerts = [alert for service in ("dead-letter-queue", "orchestrator", "platform") for alert in generated("omnihub", service)]
    return [over(alert) if number % 3 else alert for number, alert in enumerate(alerts)]


_HOSTILE = made(
    "Odd",
    {"severity": "page", "sev": "SEV-1", "system": "shop", "service": "web", "team": "<!channel>", "path": "/a*b*|c&d<e>"},
    {
        "summary": "shop/web: p95 < 500ms & *not* _good_ | `x` {{ .Labels }} <https://evil.example|click>",
        "impact": "a < b && b > c, [x](javascript:alert(1)) <script>alert(1)</script>",
        "next_action": "Run `kubectl get pods -l app=*` | grep <name>\nthen ask @here",
        "runbook_url": "https://runbooks.example.com/a?x=1&y=<2>|3",
        "dashboard_url": "javascript:alert(1)",
        "description": "# no heading\n* no list",
    },
)

CASES: dict[str, Callable[[], list[Alert]]] = {
    "an outage pages twice, the worse one speaks": _outage,
    "one page": lambda: [_outage()[1]],
    "a page that is over": lambda: [over(_outage()[1])],
    "one of two is over": lambda: [over(_outage()[0]), _outage()[1]],
    "tickets of a service": _tickets,
    "an alert of somebody else": lambda: [made("DiskFull", {"instance": "db-1", "device": "sda1"}, {})],
    "characters that mean something": lambda: [_HOSTILE],
}


@pytest.mark.parametrize("case", CASES)
def test_golden_notifications(case: str, tmp_path: Path) -> None:
    group = data(CASES[case]())
    parts: list[str] = []
    for kind in KINDS:
        for field, text in notification(tmp_path, group, kind).items():
            if kind == "email" and field == "html":
                _compare(f"{case}.html", text)
            else:
                parts.append(f"=== {kind}: {field}\n{text}\n")
    _compare(f"{case}.txt", "\n".join(parts))


def test_golden_digest_of_a_system(tmp_path: Path) -> None:
    found = notification(tmp_path, data(_digest()), "email")
    _compare("a digest.html", found["html"])
    _compare("a digest.txt", f"{found['headers.Subject']}\n\n{found['text']}")


@pytest.mark.parametrize("system", sorted({system for system, _ in services()}))
def test_every_generated_alert_can_be_told(system: str, tmp_path: Path) -> None:
    """All of a service at once, some of them over; nothing may go wrong in between, and every summary must be there."""
    for service in (service for of, service in services() if of == system):
        alerts = [over(alert) if number % 4 == 3 else alert for number, alert in enumerate(generated(system, service)[:10])]
        if not alerts:
            continue
        for kind, body in (("slack", "text"), ("email", "html")):
            found = notification(tmp_path, data(alerts), kind)
            assert not re.search("no value|<error|%!|ZgotmplZ", "".join(found.values())), service
            told = html.unescape(found.get("title", "") + found.get("headers.Subject", "") + found[body])
            assert [alert for alert in alerts if alert["annotations"]["summary"] not in told] == [], (service, kind)
        longest = max(alerts, key=lambda alert: len(alert["annotations"]["summary"]))
        titles = rendered(tmp_path, data([longest]), TITLES)
        assert len(titles["title"]) <= LONGEST_TITLE
        assert longest["annotations"]["summary"][:60] in titles["title"]
        assert titles["link"] == longest["annotations"]["runbook_url"]


@pytest.mark.parametrize("case", CASES)
def test_the_first_line_says_it_all(case: str, tmp_path: Path) -> None:
    alerts = CASES[case]()
    title = rendered(tmp_path, data(alerts), TITLES)["title"]
    firing = [alert for alert in alerts if alert["status"] == "firing"]
    assert "\n" not in title
    assert len(title) <= LONGEST_TITLE
    assert title.startswith("RESOLVED ") == (not firing)
    assert (f"[{len(firing)} firing" in title) == (len(alerts) > 1 and bool(firing))


def test_the_worst_alert_speaks_for_the_group_whatever_the_order(tmp_path: Path) -> None:
    alerts = [*_tickets(), *_outage()]
    titles = [rendered(tmp_path, data(order), TITLES)["title"] for order in (alerts, alerts[::-1])]
    assert titles[0] == titles[1]
    assert "SEV-1" in titles[0]


def test_a_page_that_is_over_does_not_speak_while_a_ticket_fires(tmp_path: Path) -> None:
    alerts = [over(_outage()[1]), _tickets()[0]]
    found = notification(tmp_path, data(alerts), "slack")
    assert _tickets()[0]["annotations"]["summary"] in found["title"]
    assert found["color"] == "warning"


def test_a_long_summary_is_cut_and_says_so(tmp_path: Path) -> None:
    alert = made("Long", {"severity": "page", "sev": "sev1"}, {"summary": "word × " * 60})
    titles = rendered(tmp_path, data([alert]), TITLES)
    assert len(titles["title"]) == LONGEST_TITLE
    assert titles["title"].endswith("…")


def test_the_environment_is_named_where_the_summary_does_not(tmp_path: Path) -> None:
    says = made("A", {"environment": "stage", "severity": "page"}, {"summary": "shop/web is down [environment=stage]"})
    silent = made("A", {"environment": "stage", "severity": "page"}, {"summary": "shop/web is down"})
    assert rendered(tmp_path, data([says]), TITLES)["title"] == "shop/web is down [environment=stage]"
    assert rendered(tmp_path, data([silent]), TITLES)["title"] == "stage shop/web is down"


def test_hundreds_of_alerts_stay_a_message(tmp_path: Path) -> None:
    longest = max((alert for one in services() for alert in generated(*one)), key=lambda alert: len(str(alert)))
    alerts = [longest | {"labels": {**longest["labels"], "number": str(number)}} for number in range(300)]
    for kind in KINDS:
        for field, text in notification(tmp_path, data(alerts), kind).items():
            # Opsgenie's limit for a description; mail may be longer.
            assert len(text) < (100_000 if field == "html" else 15_000), (kind, field)
            if field in ("text", "html", "description", "details.firing"):
                assert "300" in text, (kind, field)


def test_slack_gets_no_markup_but_our_links(tmp_path: Path) -> None:
    """Everything between angle brackets is a link of ours; a text is not declared as mrkdwn, so the rest is literal."""
    found = notification(tmp_path, data([_HOSTILE]), "slack")
    for field in ("title", "fallback", "footer"):
        assert "<" not in found[field]
    for link in re.findall(r"<([^<>]*)>", found["text"]):
        assert re.fullmatch(r"[^|\s]+\|(?:Runbook|Dashboard|Logs|Query)", link), link
    assert re.sub(r"<[^<>]*>", "", found["text"]).count("<") == 0
    assert re.findall(r"&(?!amp;|lt;|gt;)", found["text"]) == []
    assert "text" not in _listed("slack", "mrkdwn_in")


class _Tags(HTMLParser):
    """Tags that are still open, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.addresses += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("case", CASES)
def test_mail_is_well_formed_and_runs_nothing(case: str, tmp_path: Path) -> None:
    text = notification(tmp_path, data(CASES[case]()), "email")["html"]
    tags = _Tags()
    tags.feed(text)
    tags.close()
    assert tags.open == []
    assert tags.seen <= {"html", "head", "meta", "title", "body", "div", "span", "br", "b", "a"}
    assert all(address.startswith(("https://", "http://", "#")) for address in tags.addresses), tags.addresses


def test_settings_name_only_templates_that_exist() -> None:
    defined = set(re.findall(r'\{\{-? *define "([^"]+)"', template_text()))
    called = set(re.findall(r'template "([^"]+)"', template_text()))
    for kind in KINDS:
        called |= {name for text in fields(kind).values() for name in re.findall(r'template "([^"]+)"', text)}
    assert called <= defined
    assert all(name.startswith("slogen.") for name in defined)
    assert defined <= called


def _listed(kind: str, field: str) -> list[Any]:
    value = settings(kind)[field]
    assert isinstance(value, list)
    return value


def _compare(name: str, text: str) -> None:
    path = EXPECTED / re.sub(r"[ ,]+", "-", name)
    if os.environ.get("SLOGEN_UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
