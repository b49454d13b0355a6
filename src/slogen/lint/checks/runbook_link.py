"""A link in a runbook that leads nowhere.

Whoever follows a runbook at night follows its links, too: to the runbook of the database, to the section on rollbacks. A file that
was renamed or a heading that was reworded breaks them without a sound. Links to files of the project and to their headings are
followed, and so are links to the address under which runbooks are published; other sites are not asked.

Bad:

    # Disk full

    If replication stands still, see [the database](database-donw.md).

Bad, a heading that the page does not have:

    # Disk full

    First [free some space](#free-space).

    ## Make room

Good:

    # Disk full

    First [free some space](#make-room).

    ## Make room
"""

import posixpath
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from slogen.diagnostics import Severity, Span
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject, local
from slogen.lint.settings import Settings
from slogen.source.markdown import Link

_TEXT_FRAGMENT = ":~:"


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """At the part of the target that is wrong: the file, or the anchor."""
    for link in runbook.links:
        where = local(runbook.path, link.target)
        if not link.target:
            yield Finding(link.span, "the link has no target", "write the file or the address between the brackets")
        elif where is None:
            yield from _published(link, settings)
        else:
            yield from _file(runbook, link, *where, settings)


def _published(link: Link, settings: Settings) -> Iterator[Finding]:
    """A link to a runbook as people read it in a browser."""
    url, _, fragment = link.target.partition("#")
    page = settings.runbooks.get(url.rstrip("/"))
    if page is not None:
        yield from _anchor(link, page.path, page.anchors, fragment)
    elif any(url.startswith(prefix) for prefix in settings.runbook_prefixes):
        hint = _meant(url, settings.runbooks) or "a runbook is published under the name of its file"
        yield Finding(link.span, f"no runbook is published at {url}", hint)


def _file(runbook: RunbookSubject, link: Link, path: str, fragment: str, settings: Settings) -> Iterator[Finding]:
    if path.split("/")[0] == "..":
        yield Finding(link.span, f"{link.target} leads out of the project", "link what is in the repository, or an address")
    elif path == runbook.path:
        yield from _anchor(link, path, runbook.anchors, fragment)
    elif path in runbook.around.targets:
        yield from _anchor(link, path, runbook.around.targets[path], fragment)
    else:
        known = [page.path for page in settings.runbooks.values()]
        hint = _relative(runbook.path, path, known) or "mend the path; it begins at the folder of this file"
        yield Finding(_part(link, 0, len(link.target.partition("#")[0])), f"there is no {path}", hint)


def _anchor(link: Link, path: str, anchors: frozenset[str] | None, fragment: str) -> Iterator[Finding]:
    if not fragment or anchors is None or fragment in anchors or fragment.startswith(_TEXT_FRAGMENT):
        return
    meant = get_close_matches(fragment, sorted(anchors), n=1, cutoff=0.6)
    hint = f"did you mean #{meant[0]}?" if meant else f"it has {', '.join(f'#{name}' for name in sorted(anchors)) or 'no headings'}"
    start = link.target.find("#") + 1
    yield Finding(_part(link, start, len(link.target)), f"{path} has no heading #{fragment}", hint)


def _part(link: Link, start: int, end: int) -> Span:
    """The characters of the target from `start` up to `end`."""
    return Span(link.span.path, link.span.line, link.span.column + start, max(end - start, 1))


def _relative(page: str, path: str, known: Iterable[str]) -> str:
    folder = posixpath.dirname(page)
    near = {posixpath.basename(one): one for one in sorted(known, reverse=True)}
    near |= {posixpath.basename(one): one for one in known if posixpath.dirname(one) == folder}
    meant = get_close_matches(posixpath.basename(path), near, n=1, cutoff=0.7)
    return f"did you mean {posixpath.relpath('/' + near[meant[0]], '/' + folder)}?" if meant else ""


def _meant(url: str, known: Iterable[str]) -> str:
    found = get_close_matches(url, list(known), n=1, cutoff=0.8)
    return f"did you mean {found[0]}?" if found else ""


CHECK = Check("SL603", "runbook-dead-link", Severity.ERROR, RunbookSubject, find, __doc__)
