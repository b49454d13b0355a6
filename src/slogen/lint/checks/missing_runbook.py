"""A page without a link to a runbook.

Whoever is woken has to know within a minute what to look at first. Without a runbook every incident begins with a search, at night and
by the person who knows the service least. The link is the annotation `runbook_url`, which notification templates and user interfaces
show; `runbook`, `runbook_link`, `playbook_url`, `playbook` and `sop_url` are understood too.

Bad:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page

Good:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: https://runbooks.example.com/storage/disk-full
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.annotations import RUNBOOKS, linked_runbook
from slogen.lint.check import Check, Finding
from slogen.lint.paging import is_page
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the empty annotation, or at the alert's name: there is nothing else to point at."""
    if not is_page(rule, settings) or linked_runbook(rule):
        return
    empty = next((rule.annotations[name] for name in RUNBOOKS if name in rule.annotations), None)
    message = f"the page {rule.name.text} has no runbook_url" if empty is None else f"the runbook_url of {rule.name.text} is empty"
    yield Finding((empty or rule.name).span, message, "add annotations: {runbook_url: https://…}, with what to look at and do first")


CHECK = Check("SL101", "missing-runbook", Severity.ERROR, RuleSubject, find, __doc__)
