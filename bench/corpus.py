"""A synthetic tree of specs and runbooks of any size: the same bytes for the same size, and nothing in it is random.

Ten SLOs make a service, fifty services a system. `python -m bench.corpus 1000 <folder>` writes a tree to look at.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

SLOS_PER_SERVICE = 10
SERVICES_PER_SYSTEM = 50
RUNBOOKS = ("high-error-rate", "high-latency", "backlog", "stale-data", "no-data", "budget-spent")
SECTIONS = ("Symptom", "Impact", "Diagnosis", "Mitigation", "Escalation")
TEAMS = ("payments", "search", "identity", "logistics", "catalogue", "platform", "media")
TIERS = ("gold", "silver", "bronze")
ENDPOINTS = ("list", "detail", "create", "update", "checkout", "export", "login", "upload")


def write_corpus(folder: Path, slos: int) -> list[Path]:
    """Write a tree with `slos` SLOs (a multiple of ten) into an empty `folder`; the Service specs' paths, in order."""
    if slos <= 0 or slos % SLOS_PER_SERVICE:
        raise ValueError(f"the number of SLOs must be a positive multiple of {SLOS_PER_SERVICE}, got {slos}")
    services: list[Path] = []
    for path, text in _files(slos // SLOS_PER_SERVICE):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        if target.name.startswith("service-"):
            services.append(target)
    return services


def _files(services: int) -> Iterator[tuple[str, str]]:
    yield "slos/slogen.yaml", _workspace()
    for first in range(0, services, SERVICES_PER_SYSTEM):
        number = first // SERVICES_PER_SYSTEM
        system = f"system-{number:03d}"
        yield f"slos/{system}/system.yaml", _system(system, number)
        yield f"slos/{system}/routing.yaml", _routing(number)
        for name in RUNBOOKS:
            yield f"runbooks/{system}/{name}.md", _runbook(name)
        for service in range(first, min(first + SERVICES_PER_SYSTEM, services)):
            yield f"slos/{system}/service-{service:05d}.yaml", _service(service)


def _workspace() -> str:
    return """\
# yaml-language-server: $schema=../docs/schema/workspace.json
apiVersion: slogen/v1
kind: Workspace
evaluation_interval: 1m
scrape_interval: 15s
prometheus: {version: "2.42"}
tests: false
runbooks: {url: 'https://runbooks.example.com/{system}/{name}', directory: runbooks}
grafana: {url: https://grafana.example.com, boards: false}
alertmanager:
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: /etc/alertmanager/secrets/slack}}}
  default: everyone
"""


def _routing(number: int) -> str:
    """Two teams answer their own pages; stage rings in business hours, dev never."""
    teams = TEAMS[number % len(TEAMS) :][:2]
    own = "".join(f"  {team}: {{page: [{team}, chat]}}\n" for team in teams)
    receivers = "".join(f"  {name}: {{pagerduty: {{routing_key_file: /etc/alertmanager/secrets/{name}}}}}\n" for name in ("oncall", *teams))
    return f"""\
# yaml-language-server: $schema=../../docs/schema/routing.json
apiVersion: slogen/v1
kind: Routing
receivers:
{receivers}  chat: {{slack: {{channel: '#system-{number}', api_url_file: /etc/alertmanager/secrets/slack}}}}
time_intervals:
  business-hours: {{days: monday-friday, hours: '09:00-17:00', time_zone: Europe/Berlin}}
notify:
  page: [oncall, chat]
  ticket: [chat]
  info: [{{receiver: chat, digest: 24h}}]
environments:
  stage: {{page: business-hours}}
  dev: {{page: never}}
teams:
{own}"""


def _system(system: str, number: int) -> str:
    return f"""\
# yaml-language-server: $schema=../../docs/schema/system.json
apiVersion: slogen/v1
kind: System
system: {system}
title: System {number}
description: Synthetic services number {number * SERVICES_PER_SYSTEM} and following.
environments: [prod, stage, dev]
window: {("28d", "30d", "90d")[number % 3]}
owner: {{primary: {TEAMS[number % len(TEAMS)]}, secondary: sre}}
severities: {{page: SEV-1, ticket: SEV-3, info: SEV-4}}
labels: {{business_unit: unit-{number % 4}}}
logs_url: 'https://logs.example.com/{{system}}/{{service}}'
runbooks: {{sections: [{", ".join(SECTIONS)}]}}
missing: {{severity: ticket, for: 10m, runbook: no-data, next_action: Find out why nothing is measured., impact: Outages go unseen.}}
error_budget_policy:
  - {{name: caution, below: 50, action: Slow down and prioritise reliability.}}
  - name: freeze
    below: 25
    action: Freeze deploys except for emergency fixes.
    alert: {{severity: ticket, runbook: budget-spent, next_action: Announce the freeze., impact: A quarter of the budget is left.}}
"""


def _service(number: int) -> str:
    team = TEAMS[number % len(TEAMS)]
    slos = "".join(_slo(number, position) for position in range(SLOS_PER_SERVICE))
    return f"""\
# yaml-language-server: $schema=../../docs/schema/service.json
apiVersion: slogen/v1
kind: Service
service: service-{number:05d}
title: Service {number}
description: A synthetic service of team {team}.
owner: {{primary: {team}, secondary: sre}}
labels: {{tier: {TIERS[number % len(TIERS)]}, cost_centre: cc-{number % 97:02d}}}
slos:
{slos}"""


def _slo(service: int, position: int) -> str:
    """Of ten SLOs four are availability, three latency, and one each events, queue depth and freshness."""
    makers: tuple[Callable[[int, int], str], ...] = (
        *(_availability,) * 4,
        *(_latency,) * 3,
        _events,
        _queue_depth,
        _freshness,
    )
    return makers[position](service, position)


def _availability(service: int, position: int) -> str:
    endpoint = ENDPOINTS[(service + position) % len(ENDPOINTS)]
    selector = f'job="service-{service:05d}",handler="/{endpoint}"'
    grouped = "    group_by: [environment]\n" if position == 0 else ""
    return f"""\
  - name: availability-{position}
    description: Requests to /{endpoint} answered without a 5xx.
    objective: {("99.9", "99.5", "99.95", "99")[(service + position) % 4]}
{grouped}    labels: {{endpoint: {endpoint}}}
    guard: {{min_failures: {5 + position}}}
    sli:
      availability:
        total: 'http_requests_total{{{selector}}}'
        errors: 'http_requests_total{{{selector},status=~"5.."}}'
{_alerts("high-error-rate", f"Users of /{endpoint} see failed requests.", "Roll back the last deploy if it is younger than 30 minutes.")}"""


def _latency(service: int, position: int) -> str:
    endpoint = ENDPOINTS[(service + position) % len(ENDPOINTS)]
    threshold = ("100ms", "250ms", "500ms", "1s")[(service + position) % 4]
    return f"""\
  - name: latency-{position}
    description: Requests to /{endpoint} answered within {threshold}.
    objective: {("99", "98", "97.5")[(service + position) % 3]}
    labels: {{endpoint: {endpoint}}}
    guard: {{min_failures: 20, min_events: 100}}
    sli:
      latency:
        histogram: 'http_request_duration_seconds{{job="service-{service:05d}",handler="/{endpoint}"}}'
        threshold: {threshold}
{_alerts("high-latency", f"Users of /{endpoint} wait too long.", "Look at saturation of the slowest dependency first.")}"""


def _events(service: int, position: int) -> str:
    return f"""\
  - name: jobs-{position}
    description: Background jobs that end well.
    objective: 99.5
    labels: {{worker: background}}
    sli:
      events:
        total: 'jobs_finished_total{{job="service-{service:05d}"}}'
        good: 'jobs_finished_total{{job="service-{service:05d}",result="ok"}}'
{_alerts("high-error-rate", "Results of background jobs are missing.", "Retry the failed jobs and find the first error in the logs.")}"""


def _queue_depth(service: int, position: int) -> str:
    target = 20 + service % 5 * 10
    return f"""\
  - name: queue-{position}
    description: The work queue stays short.
    objective: 99
    labels: {{queue: work}}
    sli:
      queue_depth:
        depth: 'rabbitmq_queue_messages{{job="rabbitmq",queue="service-{service:05d}"}}'
        target: {target}
        warning: {target * 2}
        breach: {target * 4}
        clears_after: 10m
        aggregate: max
{_alerts("backlog", "Work is delayed by minutes.", "Add workers; then find what slowed them down.")}"""


def _freshness(service: int, position: int) -> str:
    target = 5 + service % 4 * 5
    return f"""\
  - name: freshness-{position}
    description: The read model is younger than {target} minutes.
    objective: 99
    labels: {{view: read-model}}
    sli:
      freshness:
        updated_at: 'view_last_refresh_timestamp_seconds{{job="service-{service:05d}",view="main"}}'
        target: {target}m
        warning: {target * 2}m
        breach: {target * 3}m
        aggregate: newest
{_alerts("stale-data", "Users see old numbers.", "Start a refresh by hand and watch it finish.")}"""


def _alerts(runbook: str, impact: str, next_action: str) -> str:
    return f"""\
    alerts:
      page: {{runbook: {runbook}, impact: {impact}, next_action: {next_action}}}
      ticket: {{runbook: '{runbook}#diagnosis', next_action: Find what burns the budget and plan the fix.}}
"""


def _runbook(name: str) -> str:
    sections = "".join(f"\n## {section}\n\nWhat to know about {section.lower()} when {name} fires.\n" for section in SECTIONS)
    return f"# {name}\n{sections}"


if __name__ == "__main__":
    write_corpus(Path(sys.argv[2]), int(sys.argv[1]))
