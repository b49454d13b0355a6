"""A runbook that lacks a section, and that no alert links.

`runbooks.sections` of a System names the headings that every runbook of it must have, so that people find their way in one that they
have never seen. Of a runbook that an alert links this is checked when the specs are compiled; here it is checked for those that are
kept for other reasons, or not linked yet.

Bad, where Diagnosis is asked for:

    # Restore drill

    Once a quarter.

Good:

    # Restore drill

    ## Diagnosis

    `restic check` says whether the archive is whole.
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import Settings


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the first heading."""
    del settings
    if not runbook.is_runbook or runbook.around.linked_by != ():
        return
    present = {section.heading.casefold() for section in runbook.sections}
    lacking = [section for section in runbook.around.required if section.casefold() not in present]
    if lacking:
        named = [f"`{section}`" for section in lacking]
        what = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
        message = f"the runbook lacks the section{'s' if len(lacking) > 1 else ''} {what}"
        yield Finding(runbook.head, message, f"every runbook of {runbook.around.system} must have them as headings")


CHECK = Check("SL607", "runbook-lacks-section", Severity.ERROR, RunbookSubject, find, __doc__)
