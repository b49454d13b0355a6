"""What every format is made from: the findings of a run, and what a service needs to tell one from another for ever."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from slogen.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """What a finding's code means: `id` is SL101 or the code's name, `help` Markdown."""

    id: str
    name: str
    title: str
    help: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a run of `slogen <command>`, sorted by place, each once.

    `paths` are the files that were looked at; `prefix` leads from the repository's top to the folder that paths are relative to
    (`monitoring/`, or empty). `rules` by code name; `failing` are the severities that make the run fail.
    """

    command: str
    version: str
    diagnostics: Sequence[Diagnostic]
    paths: Sequence[str]
    prefix: str = ""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    failing: tuple[Severity, ...] = (Severity.ERROR,)


def identity(finding: Diagnostic) -> str:
    """What a person reads in brackets behind a message, as one word for machines."""
    return finding.code.number or finding.code.name


def counts(findings: Findings) -> tuple[int, int]:
    """How many errors, and how many warnings."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings.diagnostics)
    return errors, len(findings.diagnostics) - errors


def whole_message(finding: Diagnostic) -> str:
    """The message, and the hint as a second sentence."""
    return f"{finding.message}: {finding.hint}" if finding.hint else finding.message


def fingerprints(findings: Findings) -> list[str]:
    """For each finding a hexadecimal number that stays the same while lines are inserted above it, and that no other finding has."""
    seen: Counter[str] = Counter()
    found: list[str] = []
    for finding in findings.diagnostics:
        words = "\0".join((findings.prefix + finding.span.path, finding.code.name, finding.message))
        seen[words] += 1
        found.append(hashlib.sha256(f"{words}\0{seen[words]}".encode()).hexdigest())
    return found
