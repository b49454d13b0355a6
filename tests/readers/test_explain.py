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
            "begin with apiVersion: slogen/v1 and kind: Service",
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
    assert found.says(("wrong-type", "`page` must be a mapping such as {runbook: …}, got the number 5"))


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
