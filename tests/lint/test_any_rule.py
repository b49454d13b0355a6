"""No rule makes a check fail, and every finding has its place in the file, a message and a hint."""

import json

from hypothesis import given
from hypothesis import strategies as st

from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.rule_file import read_rule_file
from tests.lint.corpus_cases import SETTINGS
from tests.promql.expressions import EXPRESSIONS

_PIECES = [
    "{{",
    "}}",
    " $value ",
    "$labels.a",
    ".Labels.",
    "if ",
    "end",
    "range",
    '"x"',
    "|",
    "`",
    "(",
    "printf",
    "https://",
    "u:p4@h",
    "#",
    "é",
    "\n",
    " ",
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)
_COMPARED = st.builds(
    "({}) {} {}".format, EXPRESSIONS, st.sampled_from([">", "== bool", "<", "!="]), st.sampled_from(["0", "1", "0.5", "up"])
)
_TIMES = st.sampled_from(["0s", "30s", "5m", "2h"])
_ALERTS = st.fixed_dictionaries(
    {
        "alert": st.sampled_from(["A", "B"]),
        "expr": EXPRESSIONS | _COMPARED,
        "labels": st.dictionaries(
            st.sampled_from(["severity", "team", "a"]), st.sampled_from(["page", "critical", "ticket", "x"]) | _TEXTS
        ),
        "annotations": st.dictionaries(st.sampled_from(["summary", "runbook_url", "impact", "next_action"]), _TEXTS),
    },
    optional={"for": _TIMES, "keep_firing_for": _TIMES},
)
_RECORDS = st.fixed_dictionaries({"record": st.sampled_from(["up", "job:x:rate5m"]), "expr": EXPRESSIONS})


@given(st.lists(_ALERTS | _RECORDS, min_size=1, max_size=4), st.sampled_from(sorted(SETTINGS)))
def test_every_rule_is_judged(rules: list[dict[str, object]], settings: str) -> None:
    text = json.dumps({"groups": [{"name": "g", "interval": "1m", "rules": rules}]}, indent=1, ensure_ascii=False)
    file = read_rule_file("rules.json", text.encode())
    assert file.subject is not None
    lines = text.splitlines()
    for one in run(CHECKS, [file.subject, *file.subject.rules], SETTINGS[settings]):
        assert one.message
        assert one.hint
        assert one.span.column + one.span.length - 1 <= len(lines[one.span.line - 1])
