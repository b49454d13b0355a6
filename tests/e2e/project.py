"""A project with one service, compiled by slogen, and the configurations of the servers that run its rules."""

from pathlib import Path

from slogen.app.generate import generate
from slogen.app.project import find_project

# Everything that an alert can say is given, so that the page must have it all. 15 s is the fastest evaluation that a spec may ask for.
_WORKSPACE = """\
apiVersion: slogen/v1
kind: Workspace
evaluation_interval: 15s
scrape_interval: 1s
window: 28d
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: https://grafana.example.com}
logs_url: 'https://logs.example.com/{system}/{service}'
"""
_SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
owner: {primary: web, secondary: sre}
runbooks: {sections: [Diagnosis]}
severities: {page: SEV-1, ticket: SEV-3}
"""

# A ticket waits longer than its page may come after it. The page mutes the ticket of the same SLO; without the two guards
# it would mute every ticket that has no slo_id, too, because labels that are missing on both sides are equal.
TICKET_WAIT_SECONDS = 60
_ALERTMANAGER = """\
route:
  receiver: webhook
  group_by: [slo_id, severity]
  group_wait: 1s
  group_interval: 5s
  repeat_interval: 4h
  routes:
    - matchers: ['severity="ticket"']
      group_wait: TICKET_WAITs
inhibit_rules:
  - source_matchers: ['severity="page"', 'slo_id=~".+"']
    target_matchers: ['severity="ticket"', 'slo_id=~".+"']
    equal: [slo_id]
receivers:
  - name: webhook
    webhook_configs: [{url: 'URL', send_resolved: true}]
"""


def compiled(root: Path, service: str, spec: str) -> Path:
    """Compile the spec of a service of the system `shop`; its rule file, absolute."""
    files = {
        "slos/slogen.yaml": _WORKSPACE,
        "slos/shop/system.yaml": _SYSTEM,
        f"slos/shop/{service}.yaml": spec,
        "runbooks/shop/first-steps.md": "# First steps\n\n## Diagnosis\n\nLook.\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    report = generate(find_project([], "generated", root), lambda text: None)
    assert not report.failed, report.diagnostics
    return root / "generated/prometheus/rules/shop" / f"{service}.yaml"


def prometheus_config(rules: str, *, job: str, target: str, alertmanager: str = "") -> str:
    """`rules` may have a wildcard in its last part; `target` and `alertmanager` are addresses, host:port."""
    alerting = f"alerting: {{alertmanagers: [{{static_configs: [{{targets: ['{alertmanager}']}}]}}]}}\n" if alertmanager else ""
    return (
        "global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 15s}\n"
        f"rule_files: ['{rules}']\n"
        f"{alerting}"
        "scrape_configs:\n"
        f"  - {{job_name: {job}, honor_labels: true, static_configs: [{{targets: ['{target}'], labels: {{instance: {job}-1}}}}]}}\n"
    )


def alertmanager_config(webhook: str) -> str:
    """A minimal routing: pages at once, tickets after a while, and a page holds the ticket of its SLO back."""
    return _ALERTMANAGER.replace("TICKET_WAIT", str(TICKET_WAIT_SECONDS)).replace("URL", webhook)
