"""A check: what it is called, what it looks at, and the function that finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from slogen.diagnostics import Severity, Span
from slogen.lint.settings import DEFAULT, Settings

S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong at `span` with this value, and what would be right. `severity`: where it is not the check's own."""

    span: Span
    message: str
    hint: str = ""
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Check(Generic[S]):
    """`code` (SL101) and `name` (missing-runbook) never change once released; `name` is what a person reads and writes.

    `subject` is the class of what it looks at, from `lint/subject.py`; `find` sees each one of it alone. `manual` is the module's
    docstring, which says why the finding hurts and shows `Bad:` and `Good:`. `examples` are the settings that hold in these.
    """

    code: str
    name: str
    severity: Severity
    subject: type[S]
    find: Callable[[S, Settings], Iterator[Finding]]
    manual: str | None
    examples: Settings = DEFAULT
