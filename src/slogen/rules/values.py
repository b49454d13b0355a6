"""What a Prometheus rule file consists of, as values; every rule knows the line of the spec that it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from slogen.diagnostics import Span
from slogen.model.duration import Duration

MAX_RULES = 20
"""Rules in one group at the most: the default limit of Mimir and friends, and a short evaluation elsewhere."""


@dataclass(frozen=True, slots=True)
class Record:
    """A recording rule."""

    metric: str
    expr: str
    labels: Mapping[str, str]
    origin: Span


@dataclass(frozen=True, slots=True)
class Alert:
    """An alerting rule; label and annotation values are Go templates, ready to emit."""

    name: str
    expr: str
    for_: Duration
    keep_firing_for: Duration
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    origin: Span


Rule = Record | Alert


@dataclass(frozen=True, slots=True)
class Group:
    """Rules evaluated one after the other every `interval`. `comment` says what the group is for."""

    name: str
    interval: Duration
    rules: tuple[Rule, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RuleFile:
    """All groups of one service; `path` is below the output folder, `source` the spec's path."""

    path: str
    source: str
    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """A recorded metric and its expression, before it becomes a rule."""

    metric: str
    expr: str
