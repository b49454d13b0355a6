"""A runbook that nobody has reviewed for too long.

A runbook that was right a year ago sends whoever follows it to hosts, flags and people that are gone. `runbooks.max_age` in the
Workspace or the System says how long a review holds (180d unless it is set). Read the runbook, try its commands, mend it, then set
`last_reviewed`; a date that is set without reading is worse than an old one.

Bad:

    ---
    owner: storage
    last_reviewed: 2024-01-31
    ---
    # Disk full

Good:

    ---
    owner: storage
    last_reviewed: 2026-11-01
    ---
    # Disk full
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject, reviewed
from slogen.lint.settings import Settings

_DAY = 86_400_000


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the date."""
    del settings
    last, limit = reviewed(runbook), runbook.around.max_age
    if last is None or limit is None or runbook.front is None or not runbook.is_runbook:
        return
    days = (runbook.around.today - last).days
    if days * _DAY > limit.milliseconds:
        message = f"the last review was {days} days ago; a review holds for {limit.milliseconds // _DAY}"
        hint = "read it, try its commands, mend it, and set last_reviewed to that day"
        yield Finding(runbook.front.place("last_reviewed"), message, hint)


CHECK = Check("SL602", "runbook-review-overdue", Severity.WARNING, RunbookSubject, find, __doc__)
