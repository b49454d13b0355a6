"""A project with one service, compiled by slogen, and the configurations of the servers that run its rules."""

from pathlib import Path
from typing import Any

from tests.e2e import shop
from tests.e2e.routed import with_webhooks

# Everything that an alert can say is given, so that the page must have it all. 15 s is the fastest evaluation that a spec may ask for.
_ALERTMANAGER = """\
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: /etc/alertmanager/secrets/slack}}}
"""
_WORKSPACE = """\
evaluation_interval: 15s
scrape_interval: 1s
window: 28d
logs_url: 'https://logs.example.com/{system}/{service}'
"""
_ROUTING = """\
receivers:
  oncall: {pagerduty: {routing_key_file: /etc/alertmanager/secrets/shop-pagerduty}}
  channel: {slack: {channel: '#shop', api_url_file: /etc/alertmanager/secrets/shop-slack}}
notify: {page: [oncall], ticket: [channel], info: [channel]}
"""

# What the tests wait for; generated are 30 s, 5 minutes and longer. A ticket waits longer than its page may come after it.
TICKET_WAIT_SECONDS = 60
_WAITS = {"30s": "1s", "5m": f"{TICKET_WAIT_SECONDS}s"}
_INTERVAL = "5s"


def compiled(root: Path, service: str, spec: str) -> Path:
    """Compile the spec of a service of the system `shop`; its rule file, absolute."""
    files = shop.shop(_ALERTMANAGER, _WORKSPACE, "severities: {page: SEV-1, ticket: SEV-3}\n", _ROUTING, {service: spec})
    return shop.compiled(root, files) / "prometheus/rules/shop" / f"{service}.yaml"


def prometheus_config(rules: str, *, job: str, target: str, alertmanager: str = "") -> str:
    """`rules` may have a wildcard in its last part; `target` and `alertmanager` are addresses, host:port."""
    alerting = f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{alertmanager}']}}]}}]}}\n" if alertmanager else ""
    return (
        "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 15s}\n"
        f"rule_files: ['{rules}']\n"
        f"{alerting}"
        "scrape_configs:\n"
        f"  - {{job_name: {job}, honor_labels: true, static_configs: [{{targets: ['{target}'], labels: {{instance: {job}-1}}}}]}}\n"
    )


def alertmanager_config(root: Path, webhook: str) -> str:
    """The routing that `compiled` has generated: pages at once, tickets after a while, and a page holds the ticket of its SLO back."""
    return with_webhooks((root / "generated/alertmanager/alertmanager.yml").read_text(encoding="utf-8"), webhook, _hurried)


def _hurried(route: dict[str, Any]) -> None:
    if "group_wait" in route:
        route |= {"group_wait": _WAITS[route["group_wait"]], "group_interval": _INTERVAL}
