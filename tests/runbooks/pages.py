"""Runbooks for tests, with surroundings in which nothing is wrong."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from slogen.diagnostics import Diagnostic
from slogen.lint.check import Check
from slogen.lint.engine import run
from slogen.lint.runbook import RunbookSubject, Surroundings, read_runbook
from slogen.lint.settings import Settings
from slogen.model.duration import Duration

TODAY = date(2026, 11, 21)
PATH = "runbooks/shop/errors.md"
FRONT = "---\nowner: web\nlast_reviewed: 2026-11-01\n---\n"


def page(
    text: str,
    *,
    path: str = PATH,
    system: str = "shop",
    required: tuple[str, ...] = ("Diagnosis",),
    linked_by: tuple[str, ...] | None = (),
    targets: Mapping[str, frozenset[str] | None] | None = None,
) -> RunbookSubject:
    """A runbook as lint sees it."""
    around = Surroundings(
        system,
        required,
        Duration.parse("180d"),
        TODAY,
        linked_by,
        targets or {},
        ("shop",),
        {"shop/web/availability": frozenset({"slo:burn_rate:ratio_rate1h", "slo:sli_error:ratio_rate5m"})},
    )
    return read_runbook(path, text, around)


def found(check: Check[Any], subject: RunbookSubject, settings: Settings | None = None) -> list[Diagnostic]:
    """What one check finds."""
    return run([check], [subject], settings or check.examples)


def places(findings: list[Diagnostic]) -> list[tuple[int, int, int, str]]:
    """Line, column, length and message of each."""
    return [(one.span.line, one.span.column, one.span.length, one.message) for one in findings]
