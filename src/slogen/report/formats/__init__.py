"""Findings for machines: JSON, GitHub's annotations, GitLab's code quality, SARIF, JUnit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from slogen.report.formats import github, gitlab, json_text, junit, sarif
from slogen.report.formats.findings import Findings, Rule
from slogen.report.secrets import shown

__all__ = ["FORMATS", "Findings", "Rule", "report"]

FORMATS: Final[Mapping[str, Callable[[Findings], str]]] = {
    "json": json_text.text,
    "github": github.text,
    "gitlab": gitlab.text,
    "sarif": sarif.text,
    "junit": junit.text,
}
"""Format → what makes the text; `report` calls them with nothing secret in the findings."""


def report(format_: str, findings: Findings) -> str:
    """The whole report as text, with a line break at its end; a secret that a message repeats is shown as dots."""
    safe = [replace(finding, message=shown(finding.message), hint=shown(finding.hint)) for finding in findings.diagnostics]
    return FORMATS[format_](replace(findings, diagnostics=safe))
