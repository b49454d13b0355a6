"""What a notification says: the fields of every kind of receiver, and the Go templates that they name."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

_FILES: Final = ("common", "slack", "pagerduty", "email", "opsgenie", "msteams")


def settings(kind: str) -> Mapping[str, object]:
    """The fields of a receiver's integration that refer to our templates: text, lists and mappings, as Alertmanager's YAML has them.

    `kind` is slack, pagerduty, email, webhook, opsgenie or msteams. Addresses and secrets are the caller's, and a field that the
    caller gives itself should win. Everything is understood by Alertmanager 0.25 (msteams as a whole: 0.28). Raises KeyError.
    """
    return _SETTINGS[kind]


@cache
def template_text() -> str:
    """The file that the configuration's `templates` must load: every template that `settings` names, and what those call."""
    folder = resources.files("slogen.routing").joinpath("templates")
    head = "{{/* Made by slogen: what a notification says. Edit nothing here; the receivers' own fields decide what is used. */}}\n"
    return head + "\n".join(folder.joinpath(f"{name}.tmpl").read_text(encoding="utf-8") for name in _FILES)


def _call(name: str) -> str:
    return f'{{{{ template "slogen.{name}" . }}}}'


_SETTINGS: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "slack": {
            "send_resolved": True,
            "color": _call("slack.color"),
            "title": _call("slack.title"),
            "title_link": _call("link"),
            # What a phone's lock screen shows.
            "fallback": _call("slack.title"),
            "text": _call("slack.text"),
            "footer": _call("slack.footer"),
            # Not the text: a `*` or `_` in a value must not begin bold or italics.
            "mrkdwn_in": ["pretext"],
        },
        "pagerduty": {
            "send_resolved": True,
            "description": _call("title"),
            "severity": _call("pagerduty.severity"),
            "class": _call("pagerduty.class"),
            "component": _call("pagerduty.component"),
            "group": _call("pagerduty.group"),
            "details": {
                "impact": _call("pagerduty.impact"),
                "next_action": _call("pagerduty.next_action"),
                "firing": _call("text.firing"),
                "resolved": _call("text.resolved"),
            },
            # Links whose address turns out empty are left out by Alertmanager.
            "links": [
                {"text": "Runbook", "href": _call("pagerduty.runbook")},
                {"text": "Dashboard", "href": _call("pagerduty.dashboard")},
                {"text": "Logs", "href": _call("pagerduty.logs")},
            ],
        },
        "email": {
            "send_resolved": True,
            "headers": {"Subject": _call("title")},
            "html": _call("email.html"),
            "text": _call("text"),
        },
        "webhook": {"send_resolved": True},
        "opsgenie": {
            "send_resolved": True,
            "message": _call("opsgenie.message"),
            "description": _call("text"),
            "priority": _call("opsgenie.priority"),
            "source": "slogen",
        },
        "msteams": {"send_resolved": True, "title": _call("title"), "text": _call("msteams.text")},
    }
)
