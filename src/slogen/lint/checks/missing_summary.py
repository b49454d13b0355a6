"""An alert that does not say what is wrong.

The name of an alert is made for searching, not for reading at night: `PGReplLag` says nothing to whoever is called for the first time.
One sentence in `summary` (or `description`, `message`, `title`) is what a telephone shows. Alerts that tell nobody, with the severity
info or none, may do without.

Bad:

    - alert: PGReplLag
      expr: pg_replication_lag_seconds > 300
      for: 5m
      labels:
        severity: ticket
      annotations:
        runbook_url: https://runbooks.example.com/postgres/lag

Good:

    - alert: PGReplLag
      expr: pg_replication_lag_seconds > 300
      for: 5m
      labels:
        severity: ticket
      annotations:
        summary: "{{ $labels.instance }} is {{ $value | humanizeDuration }} behind its primary"
        runbook_url: https://runbooks.example.com/postgres/lag
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.annotations import SUMMARIES, written
from slogen.lint.check import Check, Finding
from slogen.lint.paging import is_quiet
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the alert's name."""
    if is_quiet(rule, settings) or written(rule, SUMMARIES):
        return
    hint = "add annotations: {summary: …}: one sentence that says what is broken, and where"
    yield Finding(rule.name.span, f"nothing says what is wrong when {rule.name.text} fires", hint)


CHECK = Check("SL104", "missing-summary", Severity.WARNING, RuleSubject, find, __doc__)
