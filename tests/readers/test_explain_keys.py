"""Keys of an SLO that are unknown, missing or exclude each other: one finding each, with where they belong."""

import pytest

from tests.readers.specs import SERVICE, reading

SLI = """availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}"""
PAGE = "page: {runbook: errors, impact: Requests fail., next_action: Roll back.}"


@pytest.mark.parametrize(
    ("edits", "code", "message", "hint"),
    [
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
def test_a_mistake_in_a_key(edits: list[tuple[str, str]], code: str, message: str, hint: str) -> None:
    found = reading(SERVICE, *edits)
    assert found.service is None
    assert found.says((code, message))
    assert found.findings[0].hint == hint
