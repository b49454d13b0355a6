"""Synthetic hand-written rules, as teams have them: some with a runbook, an owner and a guard, some without."""

from pathlib import Path

RULES_PER_FILE = 50
_PATTERNS = (
    """
      - record: instance:node_cpu_utilisation:rate5m_{n}
        expr: 1 - avg without (cpu) (sum without (mode) (rate(node_cpu_seconds_total{{job="node-{n}",mode=~"idle|iowait|steal"}}[5m])))
        labels: {{region: eu-{n}}}
""",
    """
      - alert: FilesystemAlmostFull{n}
        expr: |-
          (
            node_filesystem_avail_bytes{{job="node-{n}",fstype!=""}} / node_filesystem_size_bytes{{job="node-{n}",fstype!=""}} * 100 < 5
            and
            node_filesystem_readonly{{job="node-{n}",fstype!=""}} == 0
          )
        for: 30m
        labels:
          severity: warning
          team: storage
        annotations:
          summary: 'Filesystem on {{{{ $labels.device }}}} at {{{{ $labels.instance }}}} has {{{{ printf "%.2f" $value }}}}% left.'
          description: Writes fail when it is full. Remove old segments, or grow the volume.
          runbook_url: https://runbooks.example.com/storage/filesystem-{n}
""",
    """
      - alert: PodCrashLooping{n}
        expr: max_over_time(kube_pod_container_status_waiting_reason{{reason="CrashLoopBackOff",namespace="team-{n}"}}[5m]) >= 1
        for: 15m
        labels: {{severity: warning, team: platform}}
        annotations:
          summary: Pod {{{{ $labels.namespace }}}}/{{{{ $labels.pod }}}} is in a crash loop.
          runbook_url: https://runbooks.example.com/kube/crash-loop
""",
    """
      - alert: ReplicationLag{n}
        expr: pg_replication_lag_seconds{{cluster="db-{n}"}} > 30 and ON(instance) pg_replication_is_replica == 1
        for: 2m
        labels: {{severity: critical, team: database}}
        annotations:
          summary: "Replica {{{{ $labels.instance }}}} is {{{{ $value | humanizeDuration }}}} behind"
          impact: Readers see stale orders.
          next_action: Look for a long transaction on the primary.
          runbook_url: https://runbooks.example.com/postgres/replication-lag
""",
    """
      - alert: HighErrorRate{n}
        expr: |-
          sum by (service) (rate(istio_requests_total{{destination_service=~"shop-{n}.*",response_code=~"5.."}}[5m]))
          /
          sum by (service) (rate(istio_requests_total{{destination_service=~"shop-{n}.*"}}[5m])) > 0.05
        for: 5m
        labels: {{severity: page}}
        annotations: {{summary: Shop {n} fails requests}}
""",
    """
      - record: job:http_request_duration_seconds:p99_{n}
        expr: histogram_quantile(0.99, sum by (job, le) (rate(http_request_duration_seconds_bucket{{job="app-{n}"}}[5m])))
""",
    """
      - alert: QueueGrows{n}
        expr: |-
          rabbitmq_queue_messages_ready{{queue="orders-{n}"}} > 10000
          and
          deriv(rabbitmq_queue_messages_ready{{queue="orders-{n}"}}[15m]) > 0
        for: 10m
        labels: {{severity: ticket, team: orders}}
        annotations:
          summary: The queue {{{{ $labels.queue }}}} holds {{{{ $value }}}} messages and grows
          next_action: Add consumers.
          runbook_url: https://runbooks.example.com/rabbitmq/queue-grows
""",
)


def write_rules(folder: Path, count: int) -> None:
    """Write `count` rules below a folder, 50 to a file, ten to a group."""
    for start in range(0, count, RULES_PER_FILE):
        lines = ["groups:\n"]
        for number in range(start, min(start + RULES_PER_FILE, count)):
            if (number - start) % 10 == 0:
                lines.append(f"  - name: group-{number}\n    interval: 1m\n    rules:\n")
            lines.append(_PATTERNS[number % len(_PATTERNS)].strip("\n").format(n=number) + "\n")
        path = folder / f"team-{start // RULES_PER_FILE:03}" / "rules.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(lines), encoding="utf-8")
