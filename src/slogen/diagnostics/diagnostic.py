"""One finding about the user's files."""

from dataclasses import dataclass
from enum import StrEnum

from slogen.diagnostics.codes import Code
from slogen.diagnostics.span import Span


class Severity(StrEnum):
    """An error stops the compilation; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong at `span` (`message`) and what would be right (`hint`, may be empty)."""

    span: Span
    code: Code
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """Sort key: file, line, column, then the text, so that the order never depends on the run."""
        return (self.span.path, self.span.line, self.span.column, self.code.name, self.message)


def error(span: Span, code: Code, message: str, hint: str = "") -> Diagnostic:
    """A finding that stops the compilation."""
    return Diagnostic(span, code, message, hint, Severity.ERROR)


def warning(span: Span, code: Code, message: str, hint: str = "") -> Diagnostic:
    """A finding that the user should know of; the specs compile all the same."""
    return Diagnostic(span, code, message, hint, Severity.WARNING)
