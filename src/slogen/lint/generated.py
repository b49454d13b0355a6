"""Rules that slogen made: what is silenced in the spec is silenced in them."""

import re
from collections.abc import Iterable, Iterator

from slogen.conventions import names
from slogen.lint.scope import WHOLE_FILE, Scope
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.lint.suppression import Suppression

_HEADER = re.compile(rb"# Made by slogen from (.+?); edit that file")


def made_from(content: bytes) -> str:
    """The spec's path, as the first line of a generated file names it; empty for any other file."""
    match = _HEADER.match(content)
    return match[1].decode("utf-8", "replace") if match else ""


def carried_over(file: FileSubject, suppressions: Iterable[Suppression]) -> Iterator[Suppression]:
    """The suppressions of a spec for the rules made from it: those of its file, and of the SLO or alert of a rule."""
    for one in suppressions:
        if one.scope == WHOLE_FILE:
            yield Suppression(file.path, one.name, one.reason, WHOLE_FILE, one.span)
            continue
        for rule in file.rules:
            if one.scope.name and one.scope.name in _names(rule):
                yield Suppression(file.path, one.name, one.reason, Scope(rule.span.line, rule.last_line), one.span)


def _names(rule: RuleSubject) -> set[str]:
    found = {rule.name.text}
    for label in (names.SLO, names.SLO_ID):
        if label in rule.labels:
            found.add(rule.labels[label].text.rpartition("/")[2])
    return found
