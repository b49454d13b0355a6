"""A runbook whose list of alerts is not true.

`alerts` in the front matter is optional: slogen knows which alerts link a runbook. Where the list is kept for readers and for search,
it must name exactly those. An alert that is missing from it is not found by whoever searches for its name; one that links something
else leads to the wrong runbook.

Bad, no alert links the runbook under this name:

    ---
    owner: storage
    last_reviewed: 2026-11-01
    alerts: [DiskFul]
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

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject, no_alerts
from slogen.lint.settings import Settings

_SHOWN = 6


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the name that is wrong; what is missing at the key."""
    del settings
    linked, front = runbook.around.linked_by, runbook.front
    if linked is None or front is None or not runbook.is_runbook or "alerts" not in front.data:
        return
    written = front.data["alerts"]
    if no_alerts(runbook) is not None and linked:
        message = f"the runbook says that no alert links it, and {_listed(linked)} {'do' if len(linked) > 1 else 'does'}"
        yield Finding(front.place("alerts"), message, "remove `alerts`")
    if not isinstance(written, list) or (not linked and not written):
        return
    for index, name in enumerate(written):
        if isinstance(name, str) and name not in linked:
            meant = get_close_matches(name, [one for one in linked if one not in written], n=1, cutoff=0.7)
            hint = f"did you mean {meant[0]}?" if meant else "remove it, or let the alert name this runbook"
            yield Finding(front.place("alerts", index), f"no alert {name} links this runbook", hint)
    lacking = [name for name in linked if name not in written]
    if lacking:
        message = f"{_listed(lacking)} {'link' if len(lacking) > 1 else 'links'} this runbook too"
        yield Finding(front.key_place("alerts"), message, "add what is missing, or leave `alerts` out")


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:_SHOWN])
    if len(names) > _SHOWN:
        return f"{', '.join(shown)} and {len(names) - _SHOWN} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


CHECK = Check("SL605", "runbook-alerts", Severity.WARNING, RunbookSubject, find, __doc__)
