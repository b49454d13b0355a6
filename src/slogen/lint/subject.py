"""What checks look at: rules and rule files with the place of every value, SLOs, and everything together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from slogen.diagnostics import Span
from slogen.model.duration import Duration
from slogen.model.slo import Service, Slo, StandaloneAlert
from slogen.promql.parse import parse
from slogen.source.tree import Scalar, Tree


@dataclass(frozen=True, slots=True)
class Text:
    """A value of a file. Its place is looked up only when it is asked for: most values have nothing wrong with them."""

    text: str
    _tree: Tree = field(repr=False, compare=False)
    _scalar: Scalar = field(repr=False, compare=False)

    @property
    def span(self) -> Span:
        """Where it is written, cut at the end of its first line."""
        return self._tree.span(self._scalar)

    def inside(self, offset: int, length: int = 1) -> Span:
        """`length` characters from `offset` on, both counted in `text`."""
        return self._tree.inside(self._scalar, offset, length)


@dataclass(frozen=True, slots=True)
class RuleSubject:
    """A rule of a rule file. `number` counts the group's rules from 1; `name` is the alert's or the recorded metric's.

    `labels` has the group's labels too, where the rule does not set them itself. `is_promql`: the expression can be parsed; where it
    cannot, that has been reported. `for_duration` is zero without `for`. `span` is where the rule begins (its first key),
    `last_line` where it ends.
    `generated`: slogen made the file, whatever is wrong must be mended in a spec.
    """

    path: str
    group: str
    interval: Duration | None
    number: int
    alert: bool
    name: Text
    expr: Text
    is_promql: bool
    for_: Text | None
    for_duration: Duration
    keep_firing_for: Text | None
    labels: Mapping[str, Text]
    annotations: Mapping[str, Text]
    span: Span
    last_line: int
    generated: bool

    @property
    def tree(self) -> Any:
        """The parsed expression (promql_parser), None where it is no PromQL. Trees weigh much: only the last ones are kept."""
        return _parsed(self.expr.text) if self.is_promql else None

    def inside(self, offset: int, length: int = 1) -> Span:
        """A stretch of the expression."""
        return self.expr.inside(offset, length)


_parsed = lru_cache(maxsize=256)(parse)


class FileKind(StrEnum):
    """How a rule file is written."""

    GROUPS = "groups"
    PROMETHEUS_RULE = "PrometheusRule"
    MIMIR = "mimir"


@dataclass(frozen=True, slots=True)
class FileSubject:
    """A rule file. `kind` is that of its first document; `ignored` where documents begin that Prometheus does not load."""

    path: str
    kind: FileKind
    rules: tuple[RuleSubject, ...]
    generated: bool
    ignored: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SloSubject:
    """An SLO of a spec that compiles, and the service that has it. Findings go to `slo.origin` or to origins within it."""

    slo: Slo
    service: Service


@dataclass(frozen=True, slots=True)
class AlertSubject:
    """A standalone alert of a spec that compiles."""

    alert: StandaloneAlert
    service: Service


@dataclass(frozen=True, slots=True)
class Everything:
    """All that one run looks at, for what shows only in the whole: identities and names given twice, runbooks that nobody links."""

    files: tuple[FileSubject, ...]
    services: tuple[Service, ...]
