"""Small specs for the tests of the readers, and the places in them that a test marks with «…»."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from slogen.diagnostics import Diagnostic, Span
from slogen.model.slo import Service, Slo
from slogen.readers.native import System, Workspace, read_service, read_system, read_workspace
from slogen.readers.runbook import RunbookPage, parse_runbook
from slogen.source import Document, read

WORKSPACE = """\
apiVersion: slogen/v1
kind: Workspace
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: https://grafana.example.com/}
"""
SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
owner: {primary: platform, secondary: sre}
"""
SERVICE = """\
apiVersion: slogen/v1
kind: Service
service: api
slos:
  - name: availability
    description: Requests answered without a 5xx.
    objective: 99.9
    sli: {availability: {total: 'requests_total{job="api"}', errors: 'requests_total{job="api",code=~"5.."}'}}
    alerts:
      page: {runbook: errors, impact: Requests fail., next_action: Roll back.}
"""
QUEUE = """\
apiVersion: slogen/v1
kind: Service
service: queue
slos:
  - name: depth
    description: The queue is short.
    objective: 99
    sli: {queue_depth: {depth: 'queue_depth{job="worker"}', target: 50, warning: 75, breach: 100}}
    alerts:
      page: {runbook: errors, impact: Orders wait., next_action: Add a worker.}
"""
ALERT = """\
apiVersion: slogen/v1
kind: Service
service: api
alerts:
  - name: KillSwitchEnabled
    expr: kill_switch == 1
    severity: page
    summary: The kill switch is on.
    impact: Nothing is sold.
    next_action: Ask who enabled it.
    runbook: errors
"""
FULL_SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
title: The shop
description: Sells things.
environments: [prod, stage]
window: 28d
scrape_interval: 30s
owner: {primary: platform, secondary: sre}
group_by: [environment]
guard: {min_failures: 3, min_events: 10}
severities: {page: SEV-1}
labels: {channel: shop}
logs_url: 'https://logs.example.com/explore?q={service}'
runbook: errors
runbooks: {sections: [Symptom]}
missing: {severity: page, for: 10m, runbook: errors, impact: Nobody knows., next_action: Look.}
burn_rate:
  max_error_ratio: 0.4
  pairs:
    - {name: fast, severity: page, long: 1h, short: 5m, factor: 14.4, alert: Burning}
    - {name: slow, severity: ticket, long: 3d, short: 6h, budget: 11, next_action: Freeze., for: 1m, keep_firing_for: 5m, sev: SEV-3}
error_budget_policy:
  - {name: caution, below: 50, action: Slow down.}
  - {name: freeze, below: 25, action: Freeze., alert: {severity: ticket, alert: LowErrorBudget}}
"""
EVERYTHING = """\
apiVersion: slogen/v1
kind: Service
service: api
title: API
description: Answers.
window: 28d
group_by: []
slos:
  - name: availability
    title: Availability
    description: Requests answered.
    objective: 99.9
    guard: {min_failures: 3}
    targets: up{job="api"}
    sli: {availability: {total: 'a_total{job="api"}', good: 'a_total{job="api",code!~"5.."}'}}
    alerts:
      page: {runbook: errors, impact: Bad., next_action: Act., only_when: up == 1, sev: SEV-1, labels: {a: b}, burn: true}
      ticket: {none: Enough.}
      missing: {none: Quiet at night.}
  - name: events
    description: Jobs done.
    objective: 99
    sli: {events: {total: a_total, errors: b_total}}
    alerts: {page: {runbook: errors, impact: Bad., next_action: Act.}}
  - name: latency
    description: Fast.
    sli: {latency: {histogram: h_seconds, threshold: 500ms, percentile: 95, unit: milliseconds, native: false}}
    alerts: {page: {none: Nobody waits.}, ticket: {runbook: errors, next_action: Act.}}
    group_by: [environment]
  - name: apdex
    description: Happy.
    objective: 85
    sli: {apdex: {histogram: h_seconds, t: 500ms, tolerated: 3s}}
    alerts: {page: {runbook: errors, impact: Bad., next_action: Act., only_when: {expr: up == 1, on: []}}}
  - name: queue
    description: Short.
    objective: 99
    sli: {queue_depth: {depth: q, target: 50, warning: 75, breach: 100, clears_after: 5m, aggregate: sum, no_data: good}}
    alerts:
      page: {runbook: errors, impact: Bad., next_action: Act.}
      warning: {severity: info, for: 5m, alert: Long}
      breach: {none: Enough.}
  - name: fresh
    description: New.
    objective: 99
    sli: {freshness: {updated_at: t_timestamp_seconds, target: 15m, warning: 20m, breach: 30m, aggregate: oldest, no_data: ignore}}
    alerts: {page: {runbook: errors, impact: Bad., next_action: Act.}}
  - name: up
    description: Up.
    objective: 99
    sli: {uptime: {up: pg_up, require: all}}
    alerts: {page: {runbook: errors, impact: Bad., next_action: Act.}}
  - name: ratio
    description: Free.
    objective: 99
    sli: {ratio: {errors: 'sum(rate(a[$window]))', total: 'sum(rate(b[$window]))'}}
    alerts: {page: {runbook: errors, impact: Bad., next_action: Act.}}
alerts:
  - name: KillSwitch
    expr: kill_switch == 1
    for: 2m
    keep_firing_for: 5m
    severity: ticket
    summary: On.
    description: The switch is on.
    impact: Nothing.
    next_action: Ask.
    runbook: errors
    sev: SEV-2
    labels: {a: b}
    logs_url: https://logs.example.com/
    owner: {primary: other}
"""
RUNBOOK = "# Errors\n\n## Symptom\n\n## What to do\n"
_MARK = re.compile("«([^»]*)»")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a Service spec; `spans` are the marked places, in the order of the text."""

    service: Service | None
    findings: tuple[Diagnostic, ...]
    spans: tuple[Span, ...]

    def says(self, *expected: tuple[str, str]) -> bool:
        """Compare code and message of each finding, and its place with the marks; further findings share the last mark."""
        spans = (*self.spans, *self.spans[-1:] * len(expected))[: len(expected)]
        seen = [(str(finding.span), finding.span.length, finding.code.name, finding.message) for finding in self.findings]
        assert seen == [(str(span), span.length, code, message) for span, (code, message) in zip(spans, expected, strict=True)]
        return True

    def slo(self) -> Slo:
        """The only SLO of a spec without mistakes."""
        assert self.findings == ()
        assert self.service is not None
        (slo,) = self.service.slos
        return slo


def edited(text: str, *edits: tuple[str, str]) -> str:
    """A spec with some of its text replaced; each old text must be there exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def marked(path: str, text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without its marks, and the spans of what was marked."""
    spans: list[Span] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        while match := _MARK.search(line):
            spans.append(Span(path, number + 1, match.start() + 1, len(match[1])))
            line = line[: match.start()] + match[1] + line[match.end() :]
        lines[number] = line
    return "\n".join(lines), tuple(spans)


def document(path: str, text: str) -> Document:
    """The one document of a text without mistakes in its YAML."""
    documents, findings = read(path, text.encode())
    assert findings == ()
    (found,) = documents
    return found


def workspace(text: str = WORKSPACE) -> Workspace:
    """A Workspace without mistakes."""
    found, findings = read_workspace(document("slos/slogen.yaml", text))
    assert findings == ()
    return found


def system(text: str = SYSTEM, above: Workspace | None = None) -> System:
    """A System without mistakes."""
    found, findings = read_system(document("slos/shop/system.yaml", text), above or workspace())
    assert findings == ()
    assert found is not None
    return found


def pages(**texts: str) -> Mapping[tuple[str, str], RunbookPage]:
    """Runbooks of the system `shop`, by name (`_` stands for a hyphen)."""
    names = {name.replace("_", "-"): text for name, text in {"errors": RUNBOOK, **texts}.items()}
    return {("shop", name): parse_runbook(f"runbooks/shop/{name}.md", text) for name, text in names.items()}


def reading(
    text: str,
    *edits: tuple[str, str],
    below: System | None = None,
    above: Workspace | None = None,
    runbooks: Mapping[tuple[str, str], RunbookPage] | None = None,
) -> Reading:
    """Read a Service spec, edited and marked, below a System and a Workspace."""
    plain, spans = marked("slos/shop/api.yaml", edited(text, *edits))
    root = above or workspace()
    service, findings = read_service(
        document("slos/shop/api.yaml", plain), root, below or system(above=root), pages() if runbooks is None else runbooks
    )
    return Reading(service, findings, spans)
