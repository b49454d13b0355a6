"""A runbook that no alert links.

A runbook that nothing leads to is read by nobody and mended by nobody; most often its alert was renamed or removed, and sometimes
the link was forgotten. Link it, delete it, or say in its front matter why it is kept: `alerts: none -- the quarterly restore drill`.

Specs are asked, and the `runbook_url` of hand-written rules. A page that lies in no system's folder cannot be linked by any spec.

Bad:

    ---
    owner: storage
    last_reviewed: 2026-11-01
    ---
    # Disk full

Good:

    ---
    owner: storage
    last_reviewed: 2026-11-01
    alerts: none -- followed by hand once a quarter
    ---
    # Restore drill
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject, no_alerts
from slogen.lint.settings import Settings


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the first heading."""
    del settings
    if runbook.is_index or runbook.around.linked_by is None or runbook.around.linked_by or no_alerts(runbook) is not None:
        return
    if not runbook.around.system:
        systems = ", ".join(runbook.around.systems) or "none yet"
        message = "no alert can link this page: it lies in no system's folder"
        yield Finding(runbook.head, message, f"move it into the folder of its system ({systems}), or out of the runbooks")
        return
    hint = f"add `runbook: {runbook.name}` to an alert, delete the file, or write `alerts: none -- <why it is kept>` in its front matter"
    yield Finding(runbook.head, "no alert links this runbook", hint)


CHECK = Check("SL604", "runbook-orphan", Severity.WARNING, RunbookSubject, find, __doc__)
