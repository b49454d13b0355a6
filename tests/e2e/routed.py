"""A project whose routing is compiled by slogen and run by a real Alertmanager, hurried up: minutes become seconds, receivers webhooks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.servers import Server
from tests.e2e.shop import compiled

GENERATED = "generated/alertmanager/alertmanager.yml"
# What the specs ask for, or slogen's defaults, and what it takes here. An unknown one is a mistake in the test.
_HURRIED = {
    "group_wait": {"30s": "1s", "1m": "2s", "5m": "3s", "10m": "10s"},
    "group_interval": {"5m": "2s", "15m": "2s", "1h": "2s", "1d": "8s"},
    "repeat_interval": {"4h": "4h", "1d": "4h", "3d": "4h", "23h59m": "7s"},
}
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Routed:
    """A compiled project: its root, and the labels of every alert by system and name."""

    root: Path
    labels: Mapping[tuple[str, str], Labels]

    def alert(self, system: str, name: str, **more: str) -> dict[str, str]:
        """All labels of a generated alert; `more` are those that its series add."""
        return {"alertname": name, **self.labels[system, name], **more}

    def config(self, webhook: str) -> str:
        """The generated configuration with hurried timings; every receiver posts to the webhook, which learns the receiver's name."""
        return with_webhooks((self.root / GENERATED).read_text(encoding="utf-8"), webhook, _hurried)


def compiled_routing(root: Path, files: Mapping[str, str]) -> Routed:
    """Compile a project of these files (by their path)."""
    generated = compiled(root, files)
    labels: dict[tuple[str, str], Labels] = {}
    for file in (generated / "prometheus/rules").glob("*/*.yaml"):
        for group in yaml.safe_load(file.read_text(encoding="utf-8"))["groups"]:
            labels |= {(file.parent.name, rule["alert"]): rule["labels"] for rule in group["rules"] if "alert" in rule}
    return Routed(root, labels)


def with_webhooks(text: str, webhook: str, change: Callable[[dict[str, Any]], None]) -> str:
    """A generated configuration with webhooks instead of its receivers' integrations, and with other timings; all else stays.

    `change` is shown every route.
    """
    config = yaml.safe_load(text)
    config.pop("global", None)
    config["receivers"] = [
        {"name": receiver["name"], "webhook_configs": [{"url": webhook, "send_resolved": True}]} for receiver in config["receivers"]
    ]
    config["templates"] = []
    each_route(config["route"], change)
    return yaml.safe_dump(config, sort_keys=False)


def each_route(route: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    """Show a route, a dict, and those below it to `change`."""
    change(route)
    for inner in route.get("routes", ()):
        each_route(inner, change)


def post(alertmanager: Server, alerts: Sequence[Labels], *, ends_at: str = "") -> None:
    """Tell Alertmanager that these alerts fire, or with a time (RFC 3339) that they ended then."""
    body = [{"labels": alert, "annotations": {}, **({"endsAt": ends_at} if ends_at else {})} for alert in alerts]
    alertmanager.post("/api/v2/alerts", body)


def muted(alertmanager: Server) -> dict[str, list[str]]:
    """The name and environment of every alert that Alertmanager holds back, with the names of those that it is held back by."""
    alerts = alertmanager.get("/api/v2/alerts")
    names = {alert["fingerprint"]: short(alert["labels"]) for alert in alerts}
    return {
        short(alert["labels"]): sorted(names[by] for by in alert["status"]["inhibitedBy"])
        for alert in alerts
        if alert["status"]["inhibitedBy"]
    }


def short(labels: Labels) -> str:
    """`DatabaseDown prod`."""
    return f"{labels['alertname']} {labels.get('environment', '-')}"


def _hurried(route: dict[str, Any]) -> None:
    for key, table in _HURRIED.items():
        if key in route:
            route[key] = table[route[key]]
