"""Findings as SARIF 2.1.0, for code scanning on GitHub and elsewhere."""

import json
from typing import Any, Final
from urllib.parse import quote

from slogen.diagnostics import Diagnostic
from slogen.report.formats.findings import Findings, Rule, fingerprints, identity, whole_message
from slogen.report.text import visible

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"


def text(findings: Findings) -> str:
    """One run. Every code that was found is described in it; columns count characters."""
    rules = _rules(findings)
    places = {rule["id"]: index for index, rule in enumerate(rules)}
    marks = zip(findings.diagnostics, fingerprints(findings), strict=True)
    run = {
        "tool": {"driver": {"name": "slogen", "semanticVersion": findings.version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The top of the repository."}}},
        "results": [_result(findings, finding, mark, places) for finding, mark in marks],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rules(findings: Findings) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for finding in findings.diagnostics:
        known = findings.rules.get(finding.code.name)
        rule = known or Rule(identity(finding), finding.code.name, finding.code.meaning, finding.code.meaning, finding.severity)
        found.setdefault(
            rule.id,
            {
                "id": rule.id,
                "name": _camel(rule.name),
                "shortDescription": {"text": rule.title},
                "fullDescription": {"text": rule.title},
                "help": {"text": rule.help, "markdown": rule.help},
                "defaultConfiguration": {"level": rule.severity.value},
                "properties": {"tags": ["slogen", findings.command]},
            },
        )
    return [found[id_] for id_ in sorted(found)]


def _result(findings: Findings, finding: Diagnostic, fingerprint: str, places: dict[str, int]) -> dict[str, Any]:
    span = finding.span
    return {
        "ruleId": identity(finding),
        "ruleIndex": places[identity(finding)],
        "level": finding.severity.value,
        "message": {"text": visible(whole_message(finding))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(findings.prefix + span.path), "uriBaseId": _ROOT},
                    "region": {
                        "startLine": span.line,
                        "startColumn": span.column,
                        "endLine": span.line,
                        "endColumn": span.column + span.length,
                    },
                }
            }
        ],
        "partialFingerprints": {"slogen/v1": fingerprint},
    }


def _camel(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))
