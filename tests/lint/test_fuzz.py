"""No rule file raises an exception or has its secrets printed, whatever is in it."""

import random

from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.rule_file import read_rule_file
from slogen.lint.scope import scopes, smallest
from slogen.lint.settings import DEFAULT
from slogen.lint.subject import Everything, RuleSubject
from slogen.lint.suppression import in_annotations, in_comments
from tests.fuzz.damage import each, mistyped, presentable, with_secret

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


def _check(text: str, secret: str) -> None:
    file = read_rule_file("a.yaml", text.encode())
    subjects: tuple[object, ...] = ()
    found = list(file.findings)
    if file.subject is not None:
        subjects = (file.subject, *file.subject.rules, Everything((file.subject,), ()))
        found += in_annotations(file.subject, KNOWN)[1]
    found += run(CHECKS, subjects, DEFAULT)
    found += in_comments(file.tree, KNOWN)[1]
    around = scopes(file.tree)
    for finding in found:
        smallest(around, finding.span.line)
    lines = len(file.tree.text.starts)
    for subject in subjects:
        if isinstance(subject, RuleSubject):
            assert subject.span.line <= subject.last_line <= lines
            subject.inside(len(subject.expr.text) // 2, 3)
    presentable(found, "a.yaml", text, secret)


def test_no_rule_file_raises() -> None:
    def check(chance: random.Random) -> None:
        text = mistyped(chance, SAMPLES, PIECES)
        _check(*(with_secret(chance, text) if chance.random() < 0.5 else (text, "")))

    each(check)
