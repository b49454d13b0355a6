"""A template that Prometheus cannot expand.

Where a label or an annotation has a mistake in its template, Prometheus refuses the whole file, or the alert arrives with
`<error expanding template: …>` in place of its text: at night, in the one message that should explain everything. Found are actions and
blocks that are never closed, functions and variables that there are not, and fields that belong to the templates of Alertmanager
(`.CommonLabels`, `.Alerts`), not to those of rules.

Bad:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
      for: 10m
      annotations:
        summary: "{{ $labels.mountpoint } has {{ $value | humanisePercentage }} left"

Bad, a template for Alertmanager:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
      for: 10m
      annotations:
        summary: "{{ .CommonLabels.mountpoint }} is full"

Good:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
      for: 10m
      annotations:
        summary: "{{ $labels.mountpoint }} has {{ $value | humanizePercentage }} left"
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.lint.template import read_template


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the text that must change."""
    if not rule.alert:
        return
    for text in (*rule.labels.values(), *rule.annotations.values()):
        for trouble in read_template(text.text).troubles:
            yield Finding(text.inside(trouble.offset, trouble.length), trouble.message, trouble.hint)


CHECK = Check("SL110", "broken-template", Severity.ERROR, RuleSubject, find, __doc__)
