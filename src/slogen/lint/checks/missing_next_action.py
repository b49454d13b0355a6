"""An alert that tells somebody and not what to do.

An alert that nobody acts on trains people to look away. Either a runbook says what to do, or one sentence in `next_action` (`action`,
`remediation` …) is enough. If no such sentence can be written, the alert is a graph, not an alert: give it the severity info or none.
A page needs a runbook in any case, so for pages missing-runbook speaks.

Bad:

    - alert: QueueGrows
      expr: rabbitmq_queue_messages_ready > 10000
      for: 10m
      labels:
        severity: ticket
      annotations:
        summary: More than 10,000 messages wait in {{ $labels.queue }}

Good:

    - alert: QueueGrows
      expr: rabbitmq_queue_messages_ready > 10000
      for: 10m
      labels:
        severity: ticket
      annotations:
        summary: More than 10,000 messages wait in {{ $labels.queue }}
        next_action: Look for consumers that restart, then scale the workers.
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.annotations import NEXT_ACTIONS, RUNBOOKS, written
from slogen.lint.check import Check, Finding
from slogen.lint.paging import is_page, is_quiet
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the alert's name."""
    if is_quiet(rule, settings) or is_page(rule, settings) or written(rule, (*NEXT_ACTIONS, *RUNBOOKS)):
        return
    hint = "add annotations: {next_action: …} or {runbook_url: https://…}; if there is nothing to do, nobody needs to be told"
    yield Finding(rule.name.span, f"nothing says what to do when {rule.name.text} fires", hint)


CHECK = Check("SL105", "missing-next-action", Severity.WARNING, RuleSubject, find, __doc__)
