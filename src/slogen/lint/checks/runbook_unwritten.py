"""A runbook with an empty section, or with a question that nobody has answered.

Slogen demands a runbook for every alert, and an empty form would satisfy nobody but the compiler. `slogen runbook new` leaves what only
people know (which command rolls back, how to tell one cause from the other) as questions that begin with `To write:`; they must be
answered before the alert wakes anybody.

Bad:

    # Disk full

    ## Diagnosis

    ## Mitigation

    > To write: which command makes room, and what it must not delete?

Good:

    # Disk full

    ## Diagnosis

    `df -h /data` says how full it is.

    ## Mitigation

    `journalctl --vacuum-size=1G` makes room at once and loses only old logs.
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import Settings


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the question, or at the heading that has nothing below it."""
    del settings
    if not runbook.is_runbook:
        return
    for section in runbook.sections:
        if section.empty:
            yield Finding(section.span, f"the section {section.heading} is empty", "write what belongs there, or remove the heading")
    for place in runbook.unwritten:
        yield Finding(place, "this has yet to be written", "answer it, and remove the question")


CHECK = Check("SL606", "runbook-unwritten", Severity.ERROR, RunbookSubject, find, __doc__)
