"""Mistakes in the shape of a spec: each one finding, at the text that must change, in words that say what would be right."""

from typing import Any

import pytest
from hypothesis import given, settings

from slogen.diagnostics import Severity
from slogen.readers.native import read_service, read_system, read_workspace
from slogen.readers.native.explain import explain
from slogen.readers.native.validate import passes, shape
from slogen.source import read
from tests.readers.mutations import mutated
from tests.readers.specs import (
    ALERT,
    EVERYTHING,
    QUEUE,
    SERVICE,
    SYSTEM,
    WORKSPACE,
    document,
    edited,
    marked,
    pages,
    reading,
    system,
    workspace,
)

SLI = """availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}"""
PAGE = "page: {runbook: errors, impact: Requests fail., next_action: Roll back.}"


@pytest.mark.parametrize(
    ("edits", "code", "message", "hint"),
    [
        pytest.param(
            [("objective: 99.9", 'objective: «"99.9%"»')],
            "wrong-type",
            '`objective` must be a number such as 99.9, got the text "99.9%"',
            "write 99.9, without quotes and signs",
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
            [("    objective: 99.9\n", ""), ("  - name", "  - «name»")],
            "missing-key",
            "an SLO needs `objective`",
            "percent of events or minutes that must be good, such as 99.9; a latency SLI may say `percentile` instead",
            id="no objective",
        ),
        pytest.param(
            [("    description:", "    «descripton»:")],
            "unknown-key",
            "unknown key `descripton` in an SLO",
            "did you mean `description`?",
            id="a misspelt key is not missed as well",
        ),
        pytest.param(
            [("    description: Requests answered without a 5xx.\n", ""), ("  - name", "  - «name»")],
            "missing-key",
            "an SLO needs `description`",
            "What is promised, in a sentence",
            id="a missing key",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    «threshold»: 500ms")],
            "unknown-key",
            "unknown key `threshold` in an SLO",
            "`threshold` belongs inside `latency`",
            id="a key that belongs deeper",
        ),
        pytest.param(
            [("'}}", "', «objective»: 99}}")],
            "unknown-key",
            "unknown key `objective` in `availability`",
            "`objective` belongs in an SLO, beside `sli`",
            id="a key that belongs higher",
        ),
        pytest.param(
            [("'}}", "', «threshold»: 500ms}}")],
            "unknown-key",
            "unknown key `threshold` in `availability`",
            "`threshold` belongs to the SLI kind `latency`",
            id="a key of another SLI kind",
        ),
        pytest.param(
            [("availability: {total", "«latancy»: {total")],
            "unknown-key",
            "unknown key `latancy` in `sli`",
            "did you mean `latency`?",
            id="a misspelt SLI kind",
        ),
        pytest.param(
            [(SLI, "«total»: requests_total")],
            "unknown-key",
            "unknown key `total` in `sli`",
            "`total` belongs inside the SLI kinds `availability`, `events` or `ratio`",
            id="an SLI without a kind",
        ),
        pytest.param(
            [(f"sli: {{{SLI}}}", "«sli»: {}")],
            "missing-key",
            "`sli` is empty",
            "name one kind: availability, events, latency, apdex, queue_depth, freshness, uptime, ratio",
            id="an empty SLI",
        ),
        pytest.param(
            [("'}}", "'}, «uptime»: {up: pg_up}}")],
            "conflict",
            "an SLI has exactly one kind, got `availability` and `uptime`",
            "make a second SLO of it",
            id="two SLI kinds",
        ),
        pytest.param(
            [("'}}", "', «good»: g_total}}")],
            "conflict",
            "`errors` and `good` exclude each other",
            "keep one of them",
            id="errors and good",
        ),
        pytest.param(
            [(""", errors: 'requests_total{job="api",code=~"5.."}'""", ""), ("availability:", "«availability»:")],
            "missing-key",
            "`availability` needs exactly one of `errors` and `good`",
            "",
            id="neither errors nor good",
        ),
        pytest.param(
            [("errors: 'req", "«erors»: 'req")],
            "unknown-key",
            "unknown key `erors` in `availability`",
            "did you mean `errors`?",
            id="a misspelt one of two is not missed as well",
        ),
        pytest.param(
            [(SLI, "ratio: {«errors»: 'rate(a[$window])'}")],
            "missing-key",
            "`errors` needs `total` beside it",
            "",
            id="half a ratio",
        ),
        pytest.param(
            [(PAGE, "page: «none»")],
            "wrong-type",
            '`page` must be a mapping such as {none: …}, got the text "none"',
            "describe the alert, or say why there is none: page: {none: <reason>}",
            id="page: none without a reason",
        ),
        pytest.param(
            [(PAGE, "«page»:")],
            "wrong-type",
            "`page` must be a mapping such as {none: …}, got nothing",
            "describe the alert, or say why there is none: page: {none: <reason>}",
            id="an empty page",
        ),
        pytest.param(
            [(f"    alerts:\n      {PAGE}\n", ""), ("  - name", "  - «name»")],
            "no-page-decision",
            "nobody has decided whether this SLO wakes somebody: `alerts` is missing",
            "describe the page (runbook, impact, next_action), or say why there is none: page: {none: <reason>}",
            id="no alerts at all",
        ),
        pytest.param(
            [(f"alerts:\n      {PAGE}", "«alerts»:\n      ticket: {none: Enough.}")],
            "no-page-decision",
            "nobody has decided whether this SLO wakes somebody: `page` is missing",
            "describe the page (runbook, impact, next_action), or say why there is none: page: {none: <reason>}",
            id="a ticket only",
        ),
        pytest.param(
            [("{runbook: errors,", "{«none»: Quiet., runbook: errors,")],
            "conflict",
            "`none` says that there is no such alert, `runbook`, `impact` and `next_action` describe one",
            "keep either `none` or the rest",
            id="none and a description",
        ),
        pytest.param(
            [("{runbook: errors,", "{«for»: 5m, runbook: errors,")],
            "unknown-key",
            "unknown key `for` in `page`",
            "`for` belongs to `warning`, `breach` or `missing` only",
            id="a key of other responses",
        ),
        pytest.param(
            [("{runbook: errors,", "{«runbok»: errors,")],
            "unknown-key",
            "unknown key `runbok` in `page`",
            "did you mean `runbook`?",
            id="a misspelt key of a response is not missed as well",
        ),
        pytest.param(
            [("{runbook: errors,", "{runbook: «ops/errors.md», ")],
            "name",
            '`runbook` is no name of a runbook: "ops/errors.md"',
            "name the file below runbooks/<system>/, without folder and .md: high-error-rate, or high-error-rate#heading-anchor",
            id="a path for a runbook",
        ),
        pytest.param(
            [("impact: Requests fail.", 'impact: «" "»')],
            "wrong-value",
            "`impact` is empty",
            "write a text, or delete the key",
            id="an empty text",
        ),
        pytest.param(
            [("    objective: 99.9", "    objective: 99.9\n    title: |\n      «Answers»\n      to all\n".rstrip("\n"))],
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
            "`window`: 'a month' is not a duration; write it as 30s, 5m, 1h30m, 28d or 500ms",
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
            [("next_action: Roll back.", "next_action: Roll back., «only_when»: {expr: up == 1}")],
            "missing-key",
            "`only_when` needs `on`",
            "Labels of `group_by` to join on",
            id="half a condition",
        ),
        pytest.param(
            [("next_action: Roll back.", "next_action: Roll back., only_when: «5»")],
            "wrong-type",
            "`only_when` must be a text or a mapping such as {expr: …}, got the number 5",
            "",
            id="neither a text nor a mapping",
        ),
        pytest.param(
            [("slos:\n", "slos:\n  - «5»\n")],
            "wrong-type",
            "item 1 of `slos` must be a mapping such as {name: …}, got the number 5",
            "",
            id="no SLO",
        ),
        pytest.param(
            [("kind: Service", "kind: «Sytem»")],
            "unknown-kind",
            '`kind` must be Service, got "Sytem"',
            "",
            id="another kind is not measured by this schema",
        ),
        pytest.param(
            [("apiVersion: slogen/v1", "apiVersion: «slogen/v2»")],
            "unknown-kind",
            '`apiVersion` must be slogen/v1, got "slogen/v2"',
            "",
            id="another version",
        ),
    ],
)
def test_a_mistake_in_an_slo(edits: list[tuple[str, str]], code: str, message: str, hint: str) -> None:
    found = reading(SERVICE, *edits)
    assert found.service is None
    assert len(found.findings) == 1, found.findings
    (finding,) = found.findings
    expected = found.spans[0]
    if "title: |" in edits[0][1]:
        # A block scalar is pointed at by its first line, or by the sign that opens it.
        assert finding.span.line in (expected.line, expected.line - 1)
    else:
        assert finding.span == expected
    assert (finding.code.name, finding.message, finding.hint) == (code, message, hint)


@pytest.mark.parametrize(
    ("spec", "edits", "code", "message", "hint"),
    [
        pytest.param(
            ALERT,
            [("severity: page", "severity: «pgae»")],
            "wrong-value",
            '`severity` must be page, ticket or info, got "pgae"',
            "did you mean page?",
            id="a misspelt word",
        ),
        pytest.param(
            ALERT,
            [("name: KillSwitchEnabled", "name: «kill switch»")],
            "name",
            '`name` must be letters and digits in CamelCase, got "kill switch"',
            "write KillSwitch",
            id="an alert's name",
        ),
        pytest.param(
            ALERT,
            [("    summary: The kill switch is on.", "    «sumary»: The kill switch is on.")],
            "unknown-key",
            "unknown key `sumary` in a standalone alert",
            "did you mean `summary`?",
            id="a misspelt key of an alert",
        ),
        pytest.param(
            QUEUE,
            [("target: 50", "target: «-1»")],
            "wrong-value",
            "`target` must be at least 0, got -1",
            "",
            id="a negative target",
        ),
        pytest.param(
            QUEUE,
            [("target: 50", "target: 50, no_data: «true»")],
            "wrong-type",
            "`no_data` must be bad, good or ignore, got true",
            'put it in quotes: "true"',
            id="true for a word",
        ),
        pytest.param(
            QUEUE,
            [("target: 50", "target: 50, «tolerated»: 75")],
            "unknown-key",
            "unknown key `tolerated` in `queue_depth`",
            "`tolerated` belongs to the SLI kind `apdex`",
            id="a word of apdex",
        ),
        pytest.param(
            "«apiVersion»: slogen/v1\nkind: Service\nservice: api\n",
            [],
            "missing-key",
            "a Service needs at least one of `slos` and `alerts`",
            "",
            id="nothing to watch",
        ),
        pytest.param(
            SERVICE,
            [("service: api", "service: api\nalerts: «[]»")],
            "wrong-value",
            "`alerts` is empty",
            "add an item, or delete the key",
            id="an empty list",
        ),
        pytest.param(
            "- «1»\n",
            [],
            "wrong-type",
            "a Service is a mapping of keys to values, got a list",
            "",
            id="no mapping",
        ),
    ],
)
def test_a_mistake_elsewhere(spec: str, edits: list[tuple[str, str]], code: str, message: str, hint: str) -> None:
    found = reading(spec, *edits)
    assert found.says((code, message))
    assert found.findings[0].hint == hint


def test_all_mistakes_of_a_document_are_told_in_one_run() -> None:
    """Mistakes in the shape do not hide those in the meaning, not even in the same SLO."""
    found = reading(
        SERVICE,
        ("service: api", "service: «API»\n«windw»: 30d"),
        ("objective: 99.9", "objective: «100»"),
        ("total: 'requests_total", "total: 'rate(«requests_total"),
        ("runbook: errors", "runbook: «eror»"),
    )
    assert [finding.code.name for finding in found.findings] == ["name", "unknown-key", "objective-range", "promql-syntax", "no-runbook"]


def test_what_has_been_refused_is_not_missed_as_well() -> None:
    """A page that cannot be read gives nothing to the ticket; one finding says why."""
    found = reading(SERVICE, (PAGE, "page: «5»"))
    assert found.says(("wrong-type", "`page` must be a mapping such as {none: …}, got the number 5"))


def test_positions_are_those_of_lists_with_broken_items() -> None:
    found = reading(SERVICE, ("slos:\n", "slos:\n  - «5»\n"), ("runbook: errors", "runbook: «eror»"))
    assert found.says(
        ("wrong-type", "item 1 of `slos` must be a mapping such as {name: …}, got the number 5"),
        ("no-runbook", "runbook `eror` does not exist: there is no runbooks/shop/eror.md"),
    )


@pytest.mark.parametrize(
    ("edits", "code", "message"),
    [
        pytest.param(
            [("kind: Workspace", "kind: Workspace\nprometheus: {version: «2.50»}")],
            "wrong-type",
            '`version` must be a version in quotes such as "2.42", got the number 2.50',
            id="a version that YAML would shorten",
        ),
        pytest.param(
            [("kind: Workspace", "kind: Workspace\n«scrape_intervall»: 15s")],
            "unknown-key",
            "unknown key `scrape_intervall` in a Workspace",
            id="a misspelt setting",
        ),
        pytest.param(
            [("/{name}'}", "/{name}', directory: «../books»}")],
            "wrong-value",
            '`directory` must be a folder below the project\'s root, got "../books"',
            id="a folder elsewhere",
        ),
    ],
)
def test_a_mistake_in_the_workspace(edits: list[tuple[str, str]], code: str, message: str) -> None:
    plain, (span,) = marked("slos/slogen.yaml", edited(WORKSPACE, *edits))
    _, findings = read_workspace(document("slos/slogen.yaml", plain))
    assert [(finding.span, finding.code.name, finding.message) for finding in findings] == [(span, code, message)]


@settings(max_examples=60)
@given(mutated(document("slos/shop/api.yaml", EVERYTHING).data))
def test_damage_is_always_explained_and_never_crashes(data: Any) -> None:
    import yaml

    text = yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True)
    documents, _ = read("slos/shop/api.yaml", text.encode())
    for found in documents:
        service, findings = read_service(found, workspace(), system(), pages())
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        assert (service is None) == bool(errors)
        refused = shape("service", found).findings
        assert bool(refused) == (not passes("service", found.data))
        assert set(refused) <= set(findings)
        assert all(1 <= finding.span.line <= text.count("\n") + 1 for finding in findings if finding.span.path == found.path)


@settings(max_examples=40)
@given(mutated(document("slos/shop/system.yaml", SYSTEM).data))
def test_damaged_systems_never_crash(data: Any) -> None:
    import yaml

    documents, _ = read("slos/shop/system.yaml", yaml.safe_dump(_plain(data)).encode())
    for found in documents:
        _, findings = read_system(found, workspace())
        if not passes("system", found.data):
            assert len(explain("system", found)) > 0
            assert findings


def _plain(data: Any) -> Any:
    """Decimals as floats, which the dumper knows."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return data if data is None or isinstance(data, str | bool | int) else float(data)
