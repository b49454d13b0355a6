"""No rule file raises an exception, whatever is in it: files that were cut, mistyped, mixed with noise. SLOGEN_FUZZ sets their number."""

import os
import random

from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.rule_file import read_rule_file
from slogen.lint.scope import scopes, smallest
from slogen.lint.settings import DEFAULT
from slogen.lint.subject import Everything, RuleSubject
from slogen.lint.suppression import in_annotations, in_comments
from slogen.report import render

INPUTS = int(os.environ.get("SLOGEN_FUZZ", "1000"))
KNOWN = {word: check.name for check in CHECKS for word in (check.name, check.code)}
SAMPLES = (
    """\
# slogen: ignore-file missing-runbook -- all of it
groups:
  - name: "disks"
    interval: 30s
    labels: &l {team: storage}
    rules:
      # slogen: ignore SL101, missing-owner -- once
      - alert: DiskFull   # slogen: ignore
        expr: |-
          avail{mountpoint="/data", le=~"1.0"}[5m:1m] offset 1d / on (x) group_left () size > 0.05e-3
        for: 1w
        labels: {severity: page, <<: *l}
        annotations:
          summary: "{{ $labels.x }} \\u00e9 {{ $value | humanize }}"
          slogen_ignore: 'missing-runbook: why; x: y'
          runbook_url: https://u:p@r.example.com/a?token=x#y
      - {record: "a:b", expr: sum(rate(x_total[1m])) by (le)}
""",
    """\
apiVersion: v1
kind: List
items:
- apiVersion: monitoring.coreos.com/v1
  kind: PrometheusRule
  spec:
    groups:
    - name: a
      rules:
      - alert: A
        expr: >
          up
          == 0
        keep_firing_for: 5m
---
namespace: infra
groups: [{name: a, rules: [{alert: A, expr: 'absent(x) or vector(1)'}]}]
""",
)
PIECES = (
    *"ab09 :\n\t-[]{},'\"|>&*!#%@`?.~=<\\\ré😀",
    *("\n  ", "\n      - ", ": ", "- ", "---\n", "<<: ", "*l ", "&l ", "!!str ", "|2-\n", ">+\n", "[", "{", "null", "yes", "012"),
    *("groups:", "rules:", "alert: ", "record: ", "expr: ", "for: ", "labels:", "annotations:", "kind: ", "# slogen: ignore", "slogen:"),
    *("{{ ", " }}", "{{ end }}", "[5m]", " or ", " > ", "sum(", ")", '"', "1e999", "Inf", "offset ", "@ end()", "bool"),
)


def _mistyped(chance: random.Random) -> bytes:
    text = chance.choice(SAMPLES)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice((*PIECES, "")) + text[at + chance.choice((0, 0, 1, 1, 2, 30)) :]
    return text.encode()


def _check(content: bytes) -> None:
    file = read_rule_file("a.yaml", content)
    subjects: tuple[object, ...] = ()
    found = list(file.findings)
    if file.subject is not None:
        subjects = (file.subject, *file.subject.rules, Everything((file.subject,), ()))
        found += in_annotations(file.subject, KNOWN)[1]
    found += run(CHECKS, subjects, DEFAULT)
    found += in_comments(file.tree, KNOWN)[1]
    around = scopes(file.tree)
    lines = file.tree.text.content.count("\n") + file.tree.text.content.count("\r") + 1
    for finding in found:
        assert 1 <= finding.span.line <= lines, finding
        assert min(finding.span.column, finding.span.length) >= 1, finding
        assert finding.message, finding
        smallest(around, finding.span.line)
    for subject in subjects:
        if isinstance(subject, RuleSubject):
            assert subject.span.line <= subject.last_line <= lines
            subject.inside(len(subject.expr.text) // 2, 3)
    render(found, {"a.yaml": file.tree.text.content}, color=False)


def test_no_rule_file_raises() -> None:
    for seed in range(INPUTS):
        content = _mistyped(random.Random(seed))
        try:
            _check(content)
        except Exception as trouble:
            raise AssertionError(f"seed {seed}: {content!r}") from trouble
