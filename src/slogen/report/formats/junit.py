"""Findings as JUnit XML, for the test tab of a CI server."""

from collections.abc import Sequence
from html import escape

from slogen.diagnostics import Diagnostic
from slogen.report.formats.findings import Findings
from slogen.report.text import visible


def text(findings: Findings) -> str:
    """A suite for each file: a failed case for each finding that makes the run fail, one that passes and speaks for each other.

    A file in which nothing was found is a suite with one case that passes.
    """
    by_path: dict[str, list[Diagnostic]] = {path: [] for path in findings.paths}
    for finding in findings.diagnostics:
        by_path.setdefault(finding.span.path, []).append(finding)
    failing = set(findings.failing)
    suites = [_suite(findings, path, found, sum(one.severity in failing for one in found)) for path, found in sorted(by_path.items())]
    tests = sum(max(1, len(found)) for found in by_path.values())
    failures = sum(one.severity in failing for one in findings.diagnostics)
    head = f'<testsuites name={_attribute("slogen " + findings.command)} tests="{tests}" failures="{failures}" errors="0">'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "\n" + "".join(suites) + "</testsuites>\n"


def _suite(findings: Findings, path: str, found: Sequence[Diagnostic], failures: int) -> str:
    cases = [_case(findings, path, finding) for finding in found]
    cases = cases or [f"    <testcase classname={_attribute(path)} name={_attribute('slogen ' + findings.command)}/>\n"]
    head = f'  <testsuite name={_attribute(path)} tests="{len(cases)}" failures="{failures}" errors="0">\n'
    return head + "".join(cases) + "  </testsuite>\n"


def _case(findings: Findings, path: str, finding: Diagnostic) -> str:
    name = f"{finding.code.name} at {finding.span.line}:{finding.span.column}"
    place = f"classname={_attribute(path)} name={_attribute(name)} file={_attribute(path)} line={_attribute(str(finding.span.line))}"
    said = escape(
        f"{visible(str(finding.span))}: {visible(finding.message)}" + (f"\n{visible(finding.hint)}" if finding.hint else ""), quote=False
    )
    if finding.severity in findings.failing:
        what = f"<failure message={_attribute(finding.message)} type={_attribute(finding.severity.value)}>{said}</failure>"
    else:
        what = f"<system-out>{finding.severity.value}: {said}</system-out>"
    return f"    <testcase {place}>\n      {what}\n    </testcase>\n"


def _attribute(text: str) -> str:
    """In quotes; what XML cannot hold is written as an escape."""
    return f'"{escape(visible(text))}"'
