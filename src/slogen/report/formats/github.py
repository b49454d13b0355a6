"""Findings as commands that a GitHub workflow turns into annotations beside the changed lines."""

from typing import Final

from slogen.diagnostics import Diagnostic, Severity
from slogen.report.formats.findings import Findings, counts
from slogen.report.text import visible

MOST: Final = 10
"""Annotations of one severity that GitHub shows for a step; what comes after them is only in the log."""
_PAGE: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY: Final = _PAGE | {":": "%3A", ",": "%2C"}


def text(findings: Findings) -> str:
    """A line for each finding, errors first: of many GitHub shows only the first ten of each kind."""
    errors, warnings = counts(findings)
    ordered = sorted(findings.diagnostics, key=lambda finding: finding.severity is not Severity.ERROR)
    lines = [_command(findings, finding) for finding in ordered]
    hidden = [f"{number} {kind}s" for number, kind in ((errors, "error"), (warnings, "warning")) if number > MOST]
    if hidden:
        said = f"slogen {findings.command} found {' and '.join(hidden)}; GitHub shows {MOST} of a kind here, the log of this step has all"
        lines.append(f"::notice title={_escaped(f'slogen {findings.command}', _PROPERTY)}::{_escaped(said, _PAGE)}")
    return "".join(f"{line}\n" for line in lines)


def _command(findings: Findings, finding: Diagnostic) -> str:
    span = finding.span
    number = f" ({finding.code.number})" if finding.code.number else ""
    properties = {
        "file": findings.prefix + span.path,
        "line": str(span.line),
        "endLine": str(span.line),
        "col": str(span.column),
        "endColumn": str(span.column + span.length),
        "title": f"{finding.code.name}{number}",
    }
    said = visible(finding.message) + (f"\n{visible(finding.hint)}" if finding.hint else "")
    where = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
    return f"::{finding.severity.value} {where}::{_escaped(said, _PAGE)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
