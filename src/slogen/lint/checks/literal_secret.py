"""A secret in plain text.

Rules are read by everybody: in git, on the rules page of Prometheus, in every notification. A webhook address, a token or a password
in a label, an annotation or an expression is given away, also after it was removed from the latest commit. Recognised are the forms
that well-known services give their secrets, passwords in URLs, and parameters such as `token=`. The finding does not repeat the secret.

Bad:

    - alert: PaymentsDown
      expr: up{job="payments"} == 0
      for: 2m
      annotations:
        dashboard: https://grafana:hunter2-2024@grafana.example.com/d/payments

Good:

    - alert: PaymentsDown
      expr: up{job="payments"} == 0
      for: 2m
      annotations:
        dashboard: https://grafana.example.com/d/payments
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.diagnostics.secrets import secrets
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the secret."""
    for text in (rule.name, rule.expr, *rule.labels.values(), *rule.annotations.values()):
        for secret in secrets(text.text):
            hint = "revoke it: it is in git; credentials belong into files that only the program which uses them can read"
            yield Finding(text.inside(secret.offset, secret.length), f"{secret.kind} in plain text", hint)


CHECK = Check("SL401", "literal-secret", Severity.ERROR, RuleSubject, find, __doc__)
