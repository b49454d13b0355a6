"""Runs checks over subjects; what they find becomes diagnostics."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from slogen.diagnostics import Diagnostic
from slogen.diagnostics.codes import Code
from slogen.diagnostics.secrets import hidden
from slogen.lint.check import Check
from slogen.lint.settings import Settings


def run(checks: Sequence[Check[Any]], subjects: Iterable[object], settings: Settings) -> list[Diagnostic]:
    """Every finding of every check about the subjects that it looks at, those that the settings disable left out; without secrets."""
    wanted: dict[type, list[Check[Any]]] = {}
    for check in checks:
        if check.name not in settings.disabled:
            wanted.setdefault(check.subject, []).append(check)
    return [
        Diagnostic(finding.span, code_of(check), hidden(finding.message), hidden(finding.hint), finding.severity or check.severity)
        for subject in subjects
        for check in wanted.get(type(subject), ())
        for finding in check.find(subject, settings)
    ]


@cache
def code_of(check: Check[Any]) -> Code:
    """The check as it stands in brackets behind a message."""
    return Code(check.name, (check.manual or "").partition("\n")[0], check.code)
