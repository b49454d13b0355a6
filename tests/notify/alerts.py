"""Alerts as Alertmanager hands them to a template: what promtool saw Prometheus make of the generated rules, and what others send."""

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

GENERATED = Path(__file__).parents[2] / "generated"
STARTED, ENDED = "2026-11-21T10:04:30Z", "2026-11-21T10:39:41.4Z"

Alert = dict[str, Any]


@functools.cache
def generated(system: str, service: str) -> tuple[Alert, ...]:
    """Every alert that the generated tests of a service expect, with its labels and annotations as Prometheus renders them."""
    found: dict[str, Alert] = {}
    for path in sorted((GENERATED / "prometheus/tests" / system).glob(f"{service}*_test.yaml")):
        if path.name.removesuffix("_test.yaml").partition("_")[0] == service:
            with path.open(encoding="utf-8") as file:
                for test in yaml.load(file, yaml.CSafeLoader)["tests"]:
                    for expected in test.get("alert_rule_test") or ():
                        for one in expected["exp_alerts"] or ():
                            alert = made(expected["alertname"], one["exp_labels"], one["exp_annotations"])
                            found.setdefault(str(alert["labels"]), alert)
    return tuple(found.values())


def services() -> list[tuple[str, str]]:
    """Every system and service that has generated rules."""
    return sorted((path.parent.name, path.stem) for path in (GENERATED / "prometheus/rules").glob("*/*.yaml"))


def made(name: str, labels: Mapping[str, str], annotations: Mapping[str, str]) -> Alert:
    """A firing alert."""
    return {
        "status": "firing",
        "labels": {"alertname": name, **labels},
        "annotations": dict(annotations),
        "startsAt": STARTED,
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": f"http://prometheus:9090/graph?g0.expr=ALERTS%7Balertname%3D%22{name}%22%7D&g0.tab=1",
        "fingerprint": "5f2b1a",
    }


def over(alert: Alert) -> Alert:
    """The same alert, 35 minutes later."""
    return alert | {"status": "resolved", "endsAt": ENDED}


def data(alerts: Sequence[Alert], group_by: Sequence[str] = ()) -> dict[str, Any]:
    """What a template gets of a group."""
    labels = _common([alert["labels"] for alert in alerts])
    return {
        "receiver": "shop/somebody",
        "status": "firing" if any(alert["status"] == "firing" for alert in alerts) else "resolved",
        "alerts": list(alerts),
        "groupLabels": {name: labels[name] for name in group_by if name in labels},
        "commonLabels": labels,
        "commonAnnotations": _common([alert["annotations"] for alert in alerts]),
        "externalURL": "https://alertmanager.example.com",
    }


def _common(mappings: Sequence[Mapping[str, str]]) -> dict[str, str]:
    first, *others = mappings
    return {key: value for key, value in first.items() if all(other.get(key) == value for other in others)}
