"""Findings as a GitLab Code Quality report, which a merge request shows beside its changes."""

import json
from typing import Final

from slogen.diagnostics import Severity
from slogen.report.formats.findings import Findings, fingerprints, whole_message
from slogen.report.text import visible

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor"}


def text(findings: Findings) -> str:
    """A JSON list; GitLab compares the fingerprints of two branches to tell what is new and what is mended."""
    rows = [
        {
            "description": visible(whole_message(finding)),
            "check_name": finding.code.name,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": findings.prefix + finding.span.path, "lines": {"begin": finding.span.line}},
        }
        for finding, fingerprint in zip(findings.diagnostics, fingerprints(findings), strict=True)
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"
