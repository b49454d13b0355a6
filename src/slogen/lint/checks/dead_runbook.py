"""A runbook link to a file or a heading that does not exist.

Runbooks are renamed, headings are reworded, and links stay. Nobody notices before the night on which the link is needed. Where the
Workspace says under which URL the files of `runbooks/` are published, slogen follows every link to its file and every `#anchor` to
its heading without a network. Links to other places are left alone, and so are those that a template puts together.

Bad:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: https://runbooks.example.com/storage/disk-ful

Bad, the heading:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: https://runbooks.example.com/storage/disk-full#clean-up

Good:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: https://runbooks.example.com/storage/disk-full#resolution
"""

from collections.abc import Iterator
from difflib import get_close_matches

from slogen.diagnostics import Severity
from slogen.lint.annotations import linked_runbook
from slogen.lint.check import Check, Finding
from slogen.lint.settings import RunbookFile, Settings
from slogen.lint.subject import RuleSubject


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the link, or at its anchor."""
    link = linked_runbook(rule)
    if link is None or "{{" in link.text:
        return
    url, _, anchor = link.text.strip().partition("#")
    file = settings.runbooks.get(url) or settings.runbooks.get(url.rstrip("/"))
    if file is None:
        if any(url.startswith(prefix) for prefix in settings.runbook_prefixes):
            meant = get_close_matches(url, settings.runbooks, n=1, cutoff=0.8)
            hint = f"did you mean {meant[0]}?" if meant else "write the runbook, or link one that exists"
            yield Finding(link.span, f"there is no runbook at {url}", hint)
    elif anchor and anchor not in file.anchors:
        meant = get_close_matches(anchor, sorted(file.anchors), n=1, cutoff=0.6)
        known = ", ".join(f"#{one}" for one in sorted(file.anchors)) or "no headings"
        place = link.inside(link.text.index("#") + 1, len(anchor))
        yield Finding(place, f"{file.path} has no heading #{anchor}", f"did you mean #{meant[0]}?" if meant else f"it has {known}")


_EXAMPLES = Settings(
    runbooks={"https://runbooks.example.com/storage/disk-full": RunbookFile("runbooks/storage/disk-full.md", frozenset({"resolution"}))},
    runbook_prefixes=("https://runbooks.example.com/",),
)
CHECK = Check("SL103", "dead-runbook", Severity.ERROR, RuleSubject, find, __doc__, _EXAMPLES)
