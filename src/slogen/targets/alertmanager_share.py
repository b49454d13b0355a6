"""What of a generated Alertmanager configuration goes into somebody else's: it must mean there what it means here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

_INHERITED: Final = {"group_by": None, "group_wait": "30s", "group_interval": "5m", "repeat_interval": "4h"}
"""What a route takes from the one above it, and what Alertmanager does where none of them says anything."""

_GLOBAL: Final[Mapping[str, Mapping[str, str]]] = {
    "email_configs": {
        "smtp_smarthost": "smarthost",
        "smtp_from": "from",
        "smtp_hello": "hello",
        "smtp_auth_username": "auth_username",
        "smtp_auth_password_file": "auth_password_file",
        "smtp_auth_identity": "auth_identity",
        "smtp_require_tls": "require_tls",
    },
    "slack_configs": {"slack_api_url_file": "api_url_file"},
    "pagerduty_configs": {"pagerduty_url": "url"},
    "opsgenie_configs": {"opsgenie_api_key_file": "api_key_file", "opsgenie_api_url": "api_url"},
}
"""Integration → global field → the field of its own that says the same."""


@dataclass(frozen=True, slots=True)
class Share:
    """Routes for the root's `routes`, and whatever they and the alerts need; every item as Alertmanager's YAML has it."""

    routes: tuple[Mapping[str, Any], ...]
    receivers: tuple[Mapping[str, Any], ...]
    inhibit_rules: tuple[Mapping[str, Any], ...]
    time_intervals: tuple[Mapping[str, Any], ...]
    templates: tuple[str, ...]

    def items(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """The list of a key of the configuration: receivers, inhibit_rules or time_intervals."""
        return {"receivers": self.receivers, "inhibit_rules": self.inhibit_rules, "time_intervals": self.time_intervals}[key]

    def names(self, key: str) -> frozenset[str]:
        """The names that the items of a key declare."""
        return frozenset(str(item["name"]) for item in self.items(key))


def share(config: Mapping[str, Any], template: str) -> Share:
    """The share of a configuration that slogen generated. Its root and the root's receiver are left out: the other file has its own, and
    every alert that slogen compiles reaches a receiver below.

    What routes would inherit from our root, and receivers from our `global`, is written into them. `template` is the path of slogen's
    templates as the other file will name it.
    """
    root = config["route"]
    routes = tuple(_independent(route, root) for route in root.get("routes") or ())
    used = {name for route in routes for name in _receivers(route)}
    receivers = tuple(_complete(item, config.get("global") or {}) for item in config["receivers"] if item["name"] in used)
    return Share(
        routes,
        receivers,
        tuple(config.get("inhibit_rules") or ()),
        tuple(config.get("time_intervals") or ()),
        (template,) if config.get("templates") else (),
    )


def together(shares: Sequence[Share]) -> Share:
    """Several systems' shares as one; what two of them have in common is there once."""
    parts = [(one.routes, one.receivers, one.inhibit_rules, one.time_intervals) for one in shares]
    joined = ([item for part in column for item in part] for column in zip(*parts, strict=True))
    routes, receivers, rules, intervals = (tuple(item for n, item in enumerate(items) if item not in items[:n]) for items in joined)
    return Share(routes, receivers, rules, intervals, tuple(dict.fromkeys(name for one in shares for name in one.templates)))


def _independent(route: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    inherited = {key: root.get(key, default) for key, default in _INHERITED.items()}
    own = {**{key: value for key, value in inherited.items() if value is not None}, **route}
    # Who and how fast stand above the routes below: so a person reads it.
    order = (*(key for key in route if key != "routes"), *(key for key in own if key not in route), "routes")
    return {key: own[key] for key in order if key in own}


def _receivers(route: Mapping[str, Any]) -> Iterator[str]:
    if "receiver" in route:
        yield str(route["receiver"])
    for inner in route.get("routes") or ():
        yield from _receivers(inner)


def _complete(receiver: Mapping[str, Any], globals_: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _with_globals(value, _GLOBAL.get(key, {}), globals_) for key, value in receiver.items()}


def _with_globals(value: Any, fields: Mapping[str, str], globals_: Mapping[str, Any]) -> Any:
    if not fields or not isinstance(value, Sequence):
        return value
    own = {field: globals_[name] for name, field in fields.items() if name in globals_}
    return [{**own, **one} for one in value]
