"""A runbook link that nobody can follow.

A link is followed from a telephone, from Slack or from an e-mail. A path such as `docs/runbooks/disk.md` leads nowhere there, nor does
a placeholder that was never filled in. Where the Workspace names the hosts of the runbooks (`lint: {runbook_hosts: […]}`), a link to
any other is found as well: it is the wiki that was shut down, or a page that on-call has no access to. What a template puts together
is judged as far as its text goes.

Bad:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: docs/runbooks/disk-full.md

Good:

    - alert: DiskFull
      expr: node_filesystem_avail_bytes{mountpoint="/data"} == 0
      labels:
        severity: page
      annotations:
        runbook_url: https://runbooks.example.com/storage/disk-full
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from slogen.diagnostics import Severity
from slogen.lint.annotations import linked_runbook
from slogen.lint.check import Check, Finding
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject

_ABSOLUTE = re.compile(r"https?://[^/\s]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX+|CHANGE_?ME)\b|<[a-z _-]+>")


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the link; one finding for each."""
    link = linked_runbook(rule)
    if link is None:
        return
    url = link.text.strip()
    placeholder = _PLACEHOLDER.search(link.text)
    if placeholder:
        place = link.inside(placeholder.start(), len(placeholder[0]))
        yield Finding(place, f"the runbook link still has the placeholder {placeholder[0]}", "write the runbook, then its URL")
    elif url.startswith("{{"):
        return
    elif not _ABSOLUTE.match(url):
        yield Finding(
            link.span,
            f"the runbook link `{_shown(url)}` is no absolute URL",
            "write it as https://host/path: it is followed from a telephone",
        )
    elif re.search(r"\s", url.partition("{{")[0]):
        yield Finding(link.span, "the runbook link has a blank in it, where links end", "write %20 for the blank, or the URL alone")
    elif settings.runbook_hosts and (host := _host(url)) and host not in settings.runbook_hosts:
        yield Finding(link.span, f"runbooks are not on {host}", f"link to one on {' or '.join(settings.runbook_hosts)}")


def _host(url: str) -> str | None:
    """The host; None where a template decides it, or there is none."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return None if host is None or "{{" in host or "}}" in host else host


def _shown(url: str) -> str:
    line = url.partition("\n")[0]
    return line if len(line) <= 60 else line[:59] + "…"


CHECK = Check("SL102", "bad-runbook-url", Severity.ERROR, RuleSubject, find, __doc__)
