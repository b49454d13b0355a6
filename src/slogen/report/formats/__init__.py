"""Findings for machines: JSON, GitHub's annotations, GitLab's code quality, SARIF, JUnit."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from slogen.report.formats import github, gitlab, json_text, junit, sarif
from slogen.report.formats.findings import Findings, Rule
from slogen.report.veil import veiled

__all__ = ["FORMATS", "Findings", "Rule", "report"]

FORMATS: Final[Mapping[str, Callable[[Findings], str]]] = {
    "json": json_text.text,
    "github": github.text,
    "gitlab": gitlab.text,
    "sarif": sarif.text,
    "junit": junit.text,
}
"""Format → what makes the text; `report` calls them with nothing secret in the findings."""


def report(format_: str, findings: Findings, sources: Mapping[str, str] = MappingProxyType({})) -> str:
    """The whole report as text, with a line break at its end; secrets that messages repeat are dots. `sources` has the files' texts."""
    return FORMATS[format_](replace(findings, diagnostics=veiled(findings.diagnostics, sources)))
