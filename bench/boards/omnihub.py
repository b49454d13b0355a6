"""What OmniHub's exporters would have shown in two days: a day and a night, a bad deploy, a queue that grows."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

DAY, HOUR, MINUTE = 86_400, 3600, 60
BAD_DEPLOY = (7.2, 0.7)
"""Hours before the end of the data, and for how many hours it lasted."""

Labels = Mapping[str, str]
Shape = Callable[[float], float]
"""Hours before the end → a value (of a gauge), or a rate per second (of a counter)."""

_ENDPOINTS = {"/v1/workflows": 0.5, "/v1/approvals": 0.25, "/v1/connectors": 0.15, "/v1/exports": 0.1}
_BUCKETS = {"0.05": 0.32, "0.1": 0.55, "0.2": 0.8, "0.5": 0.972, "1": 0.995, "2": 0.999, "+Inf": 1.0}
_QUERIES = {"0.005": 0.6, "0.025": 0.9, "0.1": 0.97, "0.5": 0.995, "+Inf": 1.0}
_API, _WORKFLOWS = {"job": "api-gateway"}, {"job": "orchestrator"}


def counters() -> Iterator[tuple[str, Labels, Shape]]:
    """Rates per second of everything that is counted."""
    for endpoint, share in _ENDPOINTS.items():
        yield "http_requests_total", {**_API, "endpoint": endpoint, "status": "200"}, _times(share, requests)
        yield "http_requests_total", {**_API, "endpoint": endpoint, "status": "404"}, _times(0.01 * share, requests)
        worse = 3.5 if endpoint == "/v1/exports" else 1.0
        yield "http_requests_total", {**_API, "endpoint": endpoint, "status": "500"}, _times(worse * share, failing)
    for bound, share in _BUCKETS.items():
        yield "http_request_duration_seconds_bucket", {**_API, "le": bound}, _within(share, requests)
    yield "http_request_duration_seconds_count", _API, requests
    for bound, share in _QUERIES.items():
        yield "omnihub_db_query_duration_seconds_bucket", {"job": "api-gateway", "le": bound}, _within(share, _times(4, requests))
    for status, rate in (("succeeded", 0.0115), ("rejected", 0.0004)):
        yield "omnihub_workflows_finished_total", {**_WORKFLOWS, "status": status}, _times(rate, day)
    yield "omnihub_workflows_finished_total", {**_WORKFLOWS, "status": "failed"}, lambda ago: 0.00002 * day(ago) + 0.0006 * bad_deploy(ago)
    for status, rate in (("succeeded", 0.4), ("failed", 0.0012)):
        yield "omnihub_executions_finished_total", {"job": "executors", "status": status}, _times(rate, day)
    for decision, rate in (("approved", 0.004), ("rejected", 0.0006), ("expired", 0.0002)):
        yield "omnihub_approval_decisions_total", {**_WORKFLOWS, "decision": decision}, _times(rate, day)
    for node, extra in (("node-1", 0.12), ("node-2", 0.0), ("node-3", -0.08)):
        yield "node_cpu_seconds_total", {"job": "node", "instance": node, "cpu": "0", "mode": "idle"}, _idle(extra)
    yield "redis_keyspace_hits_total", {"job": "redis"}, _times(9, requests)
    yield "redis_keyspace_misses_total", {"job": "redis"}, _times(0.6, requests)
    yield "redis_commands_processed_total", {"job": "redis"}, _times(14, requests)


def gauges(end: float) -> Iterator[tuple[str, Labels, Shape]]:
    """Values of everything that is measured; `end` is the time of the last sample."""
    for job in ("api-gateway", "orchestrator", "executors"):
        for instance in ("a", "b"):
            yield "up", {"job": job, "instance": instance}, _always(1)
    yield "omnihub_approvals", {**_WORKFLOWS, "status": "pending"}, pending
    oldest = "omnihub_approval_oldest_pending_timestamp_seconds"
    yield oldest, _WORKFLOWS, lambda ago: end - ago * HOUR - 900 - 60 * pending(ago)
    for state, size in (("running", 34.0), ("queued", 8.0), ("waiting", 21.0)):
        yield "omnihub_workflows", {**_WORKFLOWS, "state": state}, _about(size)
    yield "omnihub_executor_slots", {"job": "executors"}, _always(200)
    yield "omnihub_executor_slots_busy", {"job": "executors"}, _about(150)
    for switch, begin, finish in (("kill_switch", 5.6, 5.4), ("safe_mode", 6.1, 5.2), ("operator_takeover", 3.4, 3.0)):
        yield f"omnihub_{switch}", {"job": "api-gateway"}, _between(begin, finish)
    letters = {"job": "rabbitmq", "queue": "dead_letter_queue"}
    yield "rabbitmq_queue_messages", letters, lambda ago: round(3 + 2 * wave(ago, 4) + 25 * bad_deploy(ago))
    yield "pg_up", {"job": "postgres-primary"}, _always(1)
    for state, size in (("active", 34.0), ("idle", 70.0)):
        yield "pg_stat_activity_count", {"job": "postgres-primary", "instance": "db", "state": state}, _about(size)
    yield "pg_settings_max_connections", {"job": "postgres-primary", "instance": "db"}, _always(200)
    for claim, share in (("postgres-0", 0.62), ("postgres-1", 0.74)):
        volume = {"namespace": "omnihub", "persistentvolumeclaim": claim}
        yield "kubelet_volume_stats_used_bytes", volume, _always(share * 5e11)
        yield "kubelet_volume_stats_capacity_bytes", volume, _always(5e11)
    for node, share in (("node-1", 0.66), ("node-2", 0.58), ("node-3", 0.71)):
        yield "node_memory_MemTotal_bytes", {"job": "node", "instance": node}, _always(64e9)
        yield "node_memory_MemAvailable_bytes", {"job": "node", "instance": node}, _free(share, 64e9)
    for namespace, pods in (("omnihub", 46), ("monitoring", 14), ("ingress", 6), ("kube-system", 22)):
        yield "kube_pod_status_phase", {"namespace": namespace, "phase": "Running", "pod": "all"}, _always(pods)
    for deployment, hours in (
        ("api-gateway", (BAD_DEPLOY[0], BAD_DEPLOY[0] - BAD_DEPLOY[1])),
        ("executors", (20.0,)),
        ("orchestrator", (31.0,)),
    ):
        labels = {"namespace": "omnihub", "deployment": deployment}
        yield "kube_deployment_status_observed_generation", labels, _rollouts(hours)
    yield "redis_memory_used_bytes", {"job": "redis"}, lambda ago: 5.1e9 + 6e8 * day(ago)
    yield "redis_memory_max_bytes", {"job": "redis"}, _always(8e9)
    yield "node_total_hourly_cost", {"job": "opencost", "instance": "all"}, _always(5.9)
    yield "pv_hourly_cost", {"job": "opencost", "persistentvolume": "all"}, _always(0.31)


def _always(value: float) -> Shape:
    return lambda ago: value


def _times(factor: float, shape: Shape) -> Shape:
    return lambda ago: factor * shape(ago)


def _about(size: float) -> Shape:
    return lambda ago: round(size * day(ago) * (1 + 0.1 * wave(ago, size)))


def _between(begin: float, finish: float) -> Shape:
    return lambda ago: float(finish < ago < begin)


def _idle(extra: float) -> Shape:
    return lambda ago: 1 - busy(ago) - extra


def _free(share: float, size: float) -> Shape:
    return lambda ago: (1 - share - 0.06 * day(ago)) * size


def _rollouts(hours: Sequence[float]) -> Shape:
    return lambda ago: 40 + sum(ago < hour for hour in hours)


def _within(share: float, shape: Shape) -> Shape:
    """Events in a bucket: everything is slower while the bad version is live."""
    return lambda ago: (
        shape(ago) * (share if share == 1.0 else max(share - (0.11 if bad_deploy(ago) else 0.012 * day(ago)) * (1.2 - share), 0.0))
    )


def day(ago: float) -> float:
    """From a third at night to one and a fifth around noon; the data end at 15:00."""
    return 0.75 + 0.45 * math.sin((15 - ago - 6.5) / 24 * 2 * math.pi) + 0.02 * wave(ago, 1)


def wave(ago: float, seed: float) -> float:
    """Noise between -1 and 1 that is the same every time."""
    return Random(f"{seed} {ago:.4f}").uniform(-1, 1) * 0.6 + 0.4 * math.sin(ago * 5 + seed)


def bad_deploy(ago: float) -> bool:
    """Whether the bad version was live."""
    begin, hours = BAD_DEPLOY
    return begin - hours < ago < begin


def requests(ago: float) -> float:
    """Requests per second."""
    return 95 * day(ago)


def failing(ago: float) -> float:
    """Of them with a 500."""
    return requests(ago) * (0.018 if bad_deploy(ago) else 0.00028 * (1 + 0.4 * wave(ago, 9)))


def busy(ago: float) -> float:
    """Share of CPU that is used."""
    return 0.28 + 0.24 * day(ago) + 0.02 * wave(ago, 7) + (0.08 if bad_deploy(ago) else 0)


def pending(ago: float) -> float:
    """Approvals that wait: more around noon, and after the bad deploy more than people can work through."""
    begin, hours = BAD_DEPLOY
    since = begin - hours - ago
    return round(12 * day(ago) + 3 * wave(ago, 3) + (44 * math.exp(-since / 1.6) if since > 0 else 0))
