"""Findings as JSON, for whatever somebody writes themselves."""

import json

from slogen.report.formats.findings import Findings, counts, fingerprints


def text(findings: Findings) -> str:
    """One object: `findings` in order, `errors` and `warnings` as numbers, `files` that were looked at. Lines and columns count from 1."""
    errors, warnings = counts(findings)
    rows = [
        {
            "path": finding.span.path,
            "line": finding.span.line,
            "column": finding.span.column,
            "length": finding.span.length,
            "severity": finding.severity.value,
            "code": finding.code.number or None,
            "name": finding.code.name,
            "message": finding.message,
            "hint": finding.hint,
            "fingerprint": fingerprint,
        }
        for finding, fingerprint in zip(findings.diagnostics, fingerprints(findings), strict=True)
    ]
    whole = {"version": 1, "errors": errors, "warnings": warnings, "files": list(findings.paths), "findings": rows}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
