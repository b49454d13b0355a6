"""L0: where in which file something is wrong, what is wrong, and what would be right."""

from slogen.diagnostics.diagnostic import Diagnostic, Severity, error, warning
from slogen.diagnostics.span import Span

__all__ = ["Diagnostic", "Severity", "Span", "error", "warning"]
