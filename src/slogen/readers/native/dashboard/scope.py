"""What is known while a Dashboard is read, and what is found out about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from slogen.diagnostics import Diagnostic, Span
from slogen.model.duration import Duration


@dataclass(frozen=True, slots=True)
class RecordedRead:
    """A recorded series that a board reads: `metric` of the SLO `slo_id`; empty where the expression does not say which SLO.

    Whether it is recorded can only be told when all specs have been compiled.
    """

    metric: str
    slo_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of a panel; `findings` and `reads` grow. `several` are the board's variables: may they have several values?"""

    system: str
    scrape: Duration
    several: Mapping[str, bool]
    findings: list[Diagnostic]
    reads: list[RecordedRead] = field(default_factory=list)
