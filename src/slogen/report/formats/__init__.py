"""Findings for machines: JSON, GitHub's annotations, GitLab's code quality, SARIF, JUnit."""

from collections.abc import Callable, Mapping
from typing import Final

from slogen.report.formats import github, gitlab, json_text, junit, sarif
from slogen.report.formats.findings import Findings, Rule

__all__ = ["FORMATS", "Findings", "Rule"]

FORMATS: Final[Mapping[str, Callable[[Findings], str]]] = {
    "json": json_text.text,
    "github": github.text,
    "gitlab": gitlab.text,
    "sarif": sarif.text,
    "junit": junit.text,
}
"""Format → the whole report as text, with a line break at its end."""
