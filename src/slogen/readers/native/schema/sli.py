"""The SLI kinds as schema. A kind is one entry of `KINDS`; its reading is in `readers.native.sli`."""

from slogen.readers.native import defaults
from slogen.readers.native.schema import pieces as p

_EVENT_KEYS = {
    "total": p.selector("Counter of all events.", 'http_requests_total{job="api"}'),
    "errors": p.selector("Counter of the bad events.", 'http_requests_total{job="api",status=~"5.."}'),
    "good": p.selector("Instead of `errors`: counter of the good events.", 'http_requests_total{job="api",status!~"5.."}'),
}
_HISTOGRAM_KEYS = {
    "histogram": p.selector("The histogram, without _bucket.", 'http_request_duration_seconds{job="api"}'),
    "native": p.flag("A native histogram instead of classic buckets.", default=False),
    "unit": p.choice("Unit of the histogram's buckets.", "seconds", "milliseconds", default="seconds"),
}
_CLEARS_AFTER = p.duration(
    "The alerts clear after the value stayed on the good side of the target for so long.", default=defaults.CLEARS_AFTER
)
_NO_DATA = p.choice("How a minute without data counts.", "bad", "good", "ignore", default="bad")

KINDS: dict[str, p.Schema] = {
    "availability": p.mapping(
        "an availability SLI", "Share of requests without an error.", _EVENT_KEYS, "total", **p.exactly_one("errors", "good")
    ),
    "events": p.mapping(
        "an events SLI", "Share of good ones among any counted events.", _EVENT_KEYS, "total", **p.exactly_one("errors", "good")
    ),
    "latency": p.mapping(
        "a latency SLI",
        "Share of events that took no longer than the threshold.",
        {
            "threshold": p.duration("The slowest that is still good; a bucket bound of the histogram.", "500ms"),
            "percentile": p.percent("Another way to write the objective: p95 within the threshold is objective 95.", 95),
            **_HISTOGRAM_KEYS,
        },
        "histogram",
        "threshold",
    ),
    "apdex": p.mapping(
        "an apdex SLI",
        "Satisfied up to `t`, tolerated (counts half) up to `tolerated`, frustrated above.",
        {
            "t": p.duration("Satisfied up to here; a bucket bound.", "500ms"),
            "tolerated": p.duration("Tolerated up to here; a bucket bound; default: four times `t`.", "2s"),
            **_HISTOGRAM_KEYS,
        },
        "histogram",
        "t",
    ),
    "queue_depth": p.mapping(
        "a queue_depth SLI",
        "Share of minutes in which the queue was no deeper than the target.",
        {
            "depth": p.selector("Gauge of the depth.", 'queue_depth{queue="x"}'),
            "target": p.number("Good while the depth is at most this.", 50, minimum=0),
            "warning": p.number("Warns while the depth is at least this.", 75, minimum=0),
            "breach": p.number("Breached while the depth is at least this.", 100, minimum=0),
            "clears_after": _CLEARS_AFTER,
            "aggregate": p.choice("Which depth counts where a group has several series.", "max", "sum", default="max"),
            "no_data": _NO_DATA,
        },
        "depth",
        "target",
    ),
    "freshness": p.mapping(
        "a freshness SLI",
        "Share of minutes in which something was no older than the target.",
        {
            "updated_at": p.selector("Gauge: Unix time of the last refresh.", 'mv_last_refresh_timestamp_seconds{view="sales"}'),
            "age": p.selector("Instead of `updated_at`: gauge of the age in seconds.", 'replication_lag_seconds{job="postgres"}'),
            "target": p.duration("Good while the age is at most this.", "15m"),
            "warning": p.duration("Warns while the age is at least this.", "20m"),
            "breach": p.duration("Breached while the age is at least this.", "30m"),
            "clears_after": _CLEARS_AFTER,
            "aggregate": p.choice("Which series counts where a group has several.", "newest", "oldest", default="newest"),
            "no_data": _NO_DATA,
        },
        "target",
        **p.exactly_one("updated_at", "age"),
    ),
    "uptime": p.mapping(
        "an uptime SLI",
        "Share of minutes in which a gauge was 1.",
        {
            "up": p.selector("Gauge that is 1 while all is well.", 'pg_up{job="postgres"}'),
            "require": p.choice("Whether any or all series of a group must be 1.", "any", "all", default="any"),
            "no_data": _NO_DATA,
        },
        "up",
    ),
    "ratio": p.mapping(
        "a ratio SLI",
        "Free PromQL with $window as the range: errors and total (weighted by events), or error_ratio (weighted by time).",
        {
            "errors": p.expression("Errors per second.", "sum(rate(jobs_failed_total[$window]))"),
            "total": p.expression("Events per second.", "sum(rate(jobs_total[$window]))"),
            "error_ratio": p.expression("Instead of both: one expression between 0 and 1.", "1 - avg_over_time(check_success[$window])"),
        },
        **p.exactly_one("errors", "error_ratio"),
        dependentRequired={"errors": ["total"], "total": ["errors"]},
    ),
}

SLI = p.mapping(
    "`sli`",
    "What is measured: exactly one kind.",
    {kind: p.ref(f"sli_{kind}", part["description"]) for kind, part in KINDS.items()},
    minProperties=1,
    maxProperties=1,
)
DEFINITIONS: dict[str, p.Schema] = {f"sli_{kind}": schema for kind, schema in KINDS.items()}
