"""A label that holds the value of the expression.

The labels of an alert are its identity. With the value among them every evaluation makes another alert: `for` begins anew each time
and is never over, the old alert resolves, a new one notifies. Values belong into annotations. A template that chooses between fixed
words (`{{ if gt $value 0.9 }}page{{ else }}ticket{{ end }}`) is left alone.

Bad:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
      for: 10m
      labels:
        severity: ticket
        free: "{{ $value }}"

Good:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.05
      for: 10m
      labels:
        severity: ticket
      annotations:
        summary: "{{ $value | humanizePercentage }} are free"
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.lint.template import prints_value


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the value in the template."""
    for name, text in rule.labels.items() if rule.alert else ():
        word = prints_value(text.text)
        if word is not None:
            message = f"the label {name} changes with the value, and with it the identity of the alert"
            yield Finding(text.inside(word.offset, len(word.text)), message, "put the value into an annotation")


CHECK = Check("SL112", "value-in-label", Severity.ERROR, RuleSubject, find, __doc__)
