"""An alert whose severity the routing does not know.

Routes select by the label `severity`. An alert without it, or with a value that no route was written for, falls through to the default
receiver: a page that arrives in a channel which nobody reads at night. The values that are known are those of the Workspace (`lint:
{severities: […]}`). Where nobody has said which these are, page, ticket, info, critical, warning and none are known, and scales that are
common elsewhere are left alone (error, high, P1, sev2 …), as are alerts with a label such as `priority` in its place. A value that a
template makes is not judged.

Bad:

    - alert: PaymentsDown
      expr: up{job="payments"} == 0
      for: 2m
      labels:
        severity: critcal

Good:

    - alert: PaymentsDown
      expr: up{job="payments"} == 0
      for: 2m
      labels:
        severity: critical
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from slogen.conventions import names
from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import DEFAULT, Settings
from slogen.lint.subject import RuleSubject

_OTHERS = ("priority", "sev", "level", "urgency", "criticality")
_USUAL = re.compile(
    r"page|ticket|info|critical|warn(ing)?|none|emergency|fatal|error|major|minor|moderate|high|medium|low|notice|debug|p?[0-5]|s(ev)?-?[0-5]",
    re.IGNORECASE,
)


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the value, or at the name of an alert without the label."""
    if not rule.alert:
        return
    label = rule.labels.get(names.SEVERITY)
    known = ", ".join(settings.severities)
    if label is None:
        if settings.severities == DEFAULT.severities and any(name in rule.labels for name in _OTHERS):
            return
        yield Finding(rule.name.span, f"the alert {rule.name.text} has no severity", f"add labels: {{severity: …}}, one of {known}")
    elif not ("{{" in label.text or label.text in settings.severities or _is_usual(label.text, settings)):
        meant = get_close_matches(label.text.lower(), settings.severities, n=1, cutoff=0.7)
        hint = (
            f"did you mean {meant[0]}?" if meant else f"known are {known}; others are declared in the Workspace, lint: {{severities: […]}}"
        )
        yield Finding(label.span, f"no route knows the severity `{label.text}`", hint)


def _is_usual(value: str, settings: Settings) -> bool:
    """Whether the value is one that many use, where nobody has declared others."""
    return settings.severities == DEFAULT.severities and _USUAL.fullmatch(value) is not None


CHECK = Check("SL106", "unknown-severity", Severity.ERROR, RuleSubject, find, __doc__)
