"""A runbook that does not say who owns it, or when it was last reviewed.

Runbooks rot in silence: a host is renamed, a command changes, and nobody notices until a night on which it matters. Every runbook
begins with front matter that names its owner and the day of its last review. Set the date after every incident that touched the
runbook, and whenever you have read it and tried its commands.

`alerts` may list the alerts that link the runbook, or say why there are none (`alerts: none -- why`). All other keys are yours, or
your site's.

Bad:

    # Disk full

    ## Diagnosis

    Look at `df -h`.

Bad, a day that does not exist:

    ---
    owner: storage
    last_reviewed: 2026-02-30
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
from difflib import get_close_matches

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject, no_alerts, read_date
from slogen.lint.settings import Settings
from slogen.source.front_matter import FrontMatter

_OWNER = "owner"
_REVIEWED = "last_reviewed"
_MEANT = {
    _OWNER: ("owners", "team", "maintainer", "maintainers"),
    _REVIEWED: ("reviewed", "review_date", "reviewed_at", "reviewed_on", "last_review", "last_updated"),
}
_AS = {_OWNER: "owner: <team>", _REVIEWED: "last_reviewed: <yyyy-mm-dd>"}


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the key or the value that is wrong; what is missing at the beginning of the file."""
    del settings
    front = runbook.front
    if not runbook.is_runbook:
        return
    if front is None:
        hint = "begin the file with ---, owner: <team>, last_reviewed: <yyyy-mm-dd>, ---, each on a line of its own"
        yield Finding(runbook.head, "the runbook has no front matter: who owns it, and when was it last reviewed?", hint)
    elif front.unclosed:
        yield Finding(front.span, "the front matter is never closed", "end it with a line that is --- and nothing else")
    elif any(one.severity is Severity.ERROR for one in front.findings):
        yield from (Finding(one.span, one.message, one.hint, one.severity) for one in front.findings)
    else:
        yield from (Finding(one.span, one.message, one.hint, one.severity) for one in front.findings)
        yield from _owner(front)
        yield from _last_reviewed(front, runbook)
        yield from _alerts(front, runbook)


def _owner(front: FrontMatter) -> Iterator[Finding]:
    if _OWNER not in front.data:
        yield _missing(front, _OWNER)
        return
    owner = front.data[_OWNER]
    if not isinstance(owner, str) or not owner.strip():
        yield Finding(front.place(_OWNER), f"`{_OWNER}` must be the name of a team, {_got(owner)}", f"write {_AS[_OWNER]}")


def _last_reviewed(front: FrontMatter, runbook: RunbookSubject) -> Iterator[Finding]:
    if _REVIEWED not in front.data:
        yield _missing(front, _REVIEWED)
        return
    written = front.data[_REVIEWED]
    found = read_date(written) if isinstance(written, str) else None
    place = front.place(_REVIEWED)
    if found is None:
        hint = "write the year, the month and the day: 2026-11-01"
        yield Finding(place, f"`{_REVIEWED}` must be a day of the calendar as yyyy-mm-dd, {_got(written)}", hint)
    elif found > runbook.around.today:
        yield Finding(place, f"`{_REVIEWED}` is {found}, and today is {runbook.around.today}", "write the day on which it was reviewed")


def _alerts(front: FrontMatter, runbook: RunbookSubject) -> Iterator[Finding]:
    written = front.data.get("alerts", [])
    if no_alerts(runbook) is not None or (isinstance(written, list) and all(isinstance(one, str) for one in written)):
        return
    message = f"`alerts` must be a list of alert names, or `none -- ` and a reason, {_got(written)}"
    yield Finding(front.place("alerts"), message, "leave it out: slogen knows which alerts link the runbook")


def _missing(front: FrontMatter, key: str) -> Finding:
    candidates = list(front.data)
    meant = next((known for known in candidates if known in _MEANT[key]), None)
    meant = meant or next(iter(get_close_matches(key, candidates, n=1, cutoff=0.75)), None)
    if meant is None:
        return Finding(front.span, f"the front matter lacks `{key}`", f"add {_AS[key]}")
    return Finding(front.key_place(meant), f"the front matter lacks `{key}`", f"write `{key}` instead of `{meant}`")


def _got(value: object) -> str:
    match value:
        case None | "":
            return "and there is nothing"
        case str():
            return f"got {value}"
        case dict():
            return "got keys and values"
        case list():
            return "got a list"
        case bool():
            return f"got {str(value).lower()}"
        case _:
            return f"got {value}"


CHECK = Check("SL601", "runbook-front-matter", Severity.ERROR, RunbookSubject, find, __doc__)
