"""Values in an SLO of a wrong type, spelling or size: one finding each, with what would be right."""

import pytest

from tests.readers.specs import SERVICE, reading

SLI = """availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}"""
PAGE = "page: {runbook: errors, impact: Requests fail., next_action: Roll back.}"


@pytest.mark.parametrize(
    ("edits", "code", "message", "hint"),
    [
        pytest.param(
            [("objective: 99.9", 'objective: «"99.9%"»')],
            "wrong-type",
            '`objective` must be a number such as 99.9, got the text "99.9%"',
            "write 99.9, without quotes and percent sign",
            id="a number in quotes",
        ),
        pytest.param(
            [("objective: 99.9", "objective: [«99.9»]")],
            "wrong-type",
            "`objective` must be a number such as 99.9, got a list",
            "",
            id="a list for a number",
        ),
        pytest.param(
            [("objective: 99.9", "objective: «199»")],
            "objective-range",
            "`objective` must be more than 0 and less than 100, got 199",
            "",
            id="an objective above 100",
        ),
        pytest.param(
            [("objective: 99.9", "objective: «100»")],
            "objective-range",
            "`objective` must be more than 0 and less than 100, got 100",
            "100 leaves no error budget: nothing could ever fail",
            id="an objective of 100",
        ),
        pytest.param(
            [(PAGE, "page: «none»")],
            "wrong-type",
            '`page` must be a mapping such as {runbook: …}, got the text "none"',
            "describe the alert (runbook, impact, next_action), or say why there is none: page: {none: <reason>}",
            id="page: none without a reason",
        ),
        pytest.param(
            [(PAGE, "«page»:")],
            "wrong-type",
            "`page` must be a mapping such as {runbook: …}, got nothing",
            "describe the alert (runbook, impact, next_action), or say why there is none: page: {none: <reason>}",
            id="an empty page",
        ),
        pytest.param(
            [("{runbook: errors,", "{runbook: «ops/errors.md», ")],
            "name",
            '`runbook` is no name of a runbook: "ops/errors.md"',
            "write errors: the name alone, without folder and .md",
            id="a path for a runbook",
        ),
        pytest.param(
            [("impact: Requests fail.", 'impact: «" "»')],
            "wrong-value",
            "`impact` is empty",
            "give it a value, or delete the key",
            id="an empty text",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    title: «|»\n      Answers\n      to all")],
            "wrong-value",
            "`title` must be one line, got 2",
            "join the lines (in YAML: `>-` instead of `|`)",
            id="two lines for one",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    window: «4w»")],
            "duration",
            "`window`: write weeks in days: 28d instead of 4w",
            "",
            id="weeks",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    window: «28»")],
            "duration",
            "`window`: a duration needs a unit: 28s, 28m, 28h or 28d",
            "",
            id="a duration without a unit",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    window: «a month»")],
            "duration",
            '`window`: "a month" is not a duration; write it as 30s, 5m, 1h30m, 28d or 500ms',
            "",
            id="no duration at all",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    window: «9999999999d»")],
            "duration",
            "`window`: 9999999999d is longer than anything that slogen can compute",
            "",
            id="longer than the universe",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    group_by: «environment»")],
            "wrong-type",
            '`group_by` must be a list, got the text "environment"',
            "write group_by: [environment]",
            id="a text for a list",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    group_by: [zone, cluster, «zone»]")],
            "duplicate",
            '"zone" stands twice in `group_by`, as item 1 and 3',
            "delete one",
            id="a label twice",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    group_by: [«a-b»]")],
            "name",
            'item 1 of `group_by` must be a label name (letters, digits, underscores; not `__…`), got "a-b"',
            "write a_b",
            id="no label name",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    labels: {«a-b»: c}")],
            "name",
            '"a-b" is no label name: letters, digits and underscores, not beginning with a digit or two underscores',
            "write a_b",
            id="a key that is no label name",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    labels: {team_size: «5»}")],
            "wrong-type",
            "`team_size` must be a text, got the number 5",
            'put it in quotes: "5"',
            id="a number for a label's value",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    owner: «platform»")],
            "wrong-type",
            '`owner` must be a mapping such as {primary: …}, got the text "platform"',
            "write owner: {primary: platform}",
            id="a text for a mapping",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    logs_url: «logs.example.com»")],
            "wrong-value",
            '`logs_url` must be an absolute URL, got "logs.example.com"',
            "begin with https:// or http:// and a host",
            id="no URL",
        ),
        pytest.param(
            [("name: availability", "name: «Availability of_API»")],
            "name",
            '`name` must be lower-case letters, digits and hyphens, beginning with a letter, got "Availability of_API"',
            "write availability-of-api",
            id="a name with capitals",
        ),
        pytest.param(
            [("slos:\n", "slos:\n  - «5»\n")],
            "wrong-type",
            "item 1 of `slos` must be a mapping such as {name: …}, got the number 5",
            "",
            id="no SLO",
        ),
    ],
)
def test_a_mistake_in_a_value(edits: list[tuple[str, str]], code: str, message: str, hint: str) -> None:
    found = reading(SERVICE, *edits)
    assert found.service is None
    assert found.says((code, message))
    assert found.findings[0].hint == hint
