"""The kinds of SLI. A union of plain values; what they mean in PromQL is decided in `rules`."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from slogen.model.duration import Duration


class NoData(StrEnum):
    """How a minute counts in which a gauge has no value."""

    BAD = "bad"
    GOOD = "good"
    IGNORE = "ignore"


@dataclass(frozen=True, slots=True)
class Events:
    """Counters: `total` and either `errors` or `good`, all selectors. `kind` is `availability` or `events`."""

    kind: str
    total: str
    errors: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True)
class Latency:
    """Share of events within `threshold_seconds`. `histogram` is a selector without `_bucket`.

    `bounds` holds the threshold in the histogram's own unit: what stands in `le`. `native`: a native histogram.
    """

    histogram: str
    threshold_seconds: Decimal
    bound: Decimal
    native: bool = False


@dataclass(frozen=True, slots=True)
class Apdex:
    """Satisfied up to `satisfied`, tolerated (half) up to `tolerated`, both bounds in the histogram's unit (`le`)."""

    histogram: str
    satisfied_seconds: Decimal
    satisfied: Decimal
    tolerated: Decimal
    native: bool = False


@dataclass(frozen=True, slots=True)
class Levels:
    """Where a gauge is good (`target` and better), where it warns and where it breaches; None: no such alert.

    An alert that has fired clears after the value stayed better than the target for `clears_after`.
    Numbers are in the gauge's own unit (jobs, seconds).
    """

    target: Decimal
    warning: Decimal | None
    breach: Decimal | None
    clears_after: Duration


@dataclass(frozen=True, slots=True)
class QueueDepth:
    """A queue's depth over time. `aggregate`: `max` or `sum` over the series of one group."""

    depth: str
    levels: Levels
    aggregate: str
    no_data: NoData


@dataclass(frozen=True, slots=True)
class Freshness:
    """Age of something refreshed now and then. Exactly one of `updated_at` (Unix seconds) and `age` (seconds) is a selector.

    `aggregate`: `newest` or `oldest` of the series of one group counts.
    """

    levels: Levels
    updated_at: str
    age: str
    aggregate: str
    no_data: NoData


@dataclass(frozen=True, slots=True)
class Uptime:
    """A gauge that is 1 while all is well. `require`: `any` or `all` of the series of one group must be 1."""

    up: str
    require: str
    no_data: NoData


@dataclass(frozen=True, slots=True)
class Ratio:
    """Free PromQL with `$window`: `errors` and `total` per second (weighted by events), or `error_ratio` (weighted by time)."""

    errors: str = ""
    total: str = ""
    error_ratio: str = ""


Sli = Events | Latency | Apdex | QueueDepth | Freshness | Uptime | Ratio
"""Every kind. Adding one: a class here, its lowering in `rules`, its reading in `readers`."""

Gauge = QueueDepth | Freshness | Uptime
"""The kinds that count bad minutes instead of bad events."""
