"""An alert's annotations as they must read once Prometheus has filled them in, whatever their wording."""

import re
from collections.abc import Mapping

from slogen.model.slo import Service
from slogen.rules.service import rule_file
from slogen.rules.values import Alert

_BRACES = '{{ "{{" }}'
_ACTION = re.compile(r'\{\{ "\{\{" \}\}|\{\{ with .*?\{\{ end \}\}|\{\{.*?\}\}')


def told(service: Service, name: str, figures: Mapping[str, str]) -> dict[str, str]:
    """The annotations of the alert, every action of theirs replaced.

    `figures` says by a part of an action what it yields: `{"$labels.env": "eu"}`. Raises AssertionError if an action is not foreseen,
    or a figure not used.
    """
    [alert] = [rule for group in rule_file(service).groups for rule in group.rules if isinstance(rule, Alert) and rule.name == name]
    used: set[str] = set()

    def filled(match: re.Match[str]) -> str:
        if match[0] == _BRACES:
            return "{{"
        key = next((key for key in figures if key in match[0]), None)
        assert key is not None, f"nothing is said about {match[0]}"
        used.add(key)
        return figures[key]

    found = {key: _ACTION.sub(filled, text) for key, text in alert.annotations.items()}
    assert used == set(figures), set(figures) - used
    return found
