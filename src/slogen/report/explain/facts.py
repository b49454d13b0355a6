"""What an explanation says, as values: computed once, printed as text or as JSON."""

from dataclasses import dataclass
from decimal import Decimal

from slogen.diagnostics import Span
from slogen.model.burn import BurnAlert, Pair
from slogen.model.duration import Duration
from slogen.model.slo import BudgetLevel, Slo


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a setting got its value: who made it (`default`, `workspace` … `slo`) and where that is written."""

    setting: str
    value: str
    level: str
    place: Span | None


@dataclass(frozen=True, slots=True)
class EmittedAlert:
    """An alerting rule that exists for the SLO. `fires` says when, in a few words; `condition` is a further one that must hold."""

    name: str
    severity: str
    sev: str
    fires: str
    for_: Duration
    condition: str
    impact: str
    next_action: str
    runbook: str
    runbook_url: str


@dataclass(frozen=True, slots=True)
class EmittedPair:
    """A burn-rate pair and the alert that was made of it, evaluated every `interval`.

    `rolled`: a window above an hour is made of tiles, which makes the alert 1.5 to 4.5 minutes later.
    """

    burn: BurnAlert
    alert: EmittedAlert
    interval: Duration
    rolled: bool

    @property
    def lasts_seconds(self) -> Decimal:
        """How long a full budget lasts at exactly this burn rate."""
        return self.burn.window.seconds / self.burn.factor


@dataclass(frozen=True, slots=True)
class SilentPair:
    """A pair of the policy of which no alert was made, and why."""

    pair: Pair
    factor: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Detection:
    """What one pair does at a constant error ratio: all None where it never fires. Seconds; `spent` is a share of the budget."""

    pair: EmittedPair
    fires_after: Decimal | None
    spent: Decimal | None
    resolves_after: Decimal | None


@dataclass(frozen=True, slots=True)
class Burn:
    """A constant error ratio: the burn rate that it is, the seconds that a full budget lasts, and what every pair does."""

    error_ratio: Decimal
    rate: Decimal
    exhausted_after: Decimal
    detections: tuple[Detection, ...]


@dataclass(frozen=True, slots=True)
class FewEvents:
    """What little traffic does to a pair: `one_below` is the number of events in the long window below which one failure fires it.

    `guarded_below`: the same for as many failures as the guard demands. `safe`: the guard rules out that one failure fires it.
    """

    pair: EmittedPair
    one_below: int
    guarded_below: int
    safe: bool

    @property
    def one_below_per_hour(self) -> Decimal:
        """The same as events per hour."""
        return self.one_below * Decimal(3600) / self.pair.burn.pair.long.seconds


@dataclass(frozen=True, slots=True)
class BadTime:
    """How much bad time in the long window fires a pair, and how many evaluations that is."""

    pair: EmittedPair
    seconds: Decimal
    evaluations: int


@dataclass(frozen=True, slots=True)
class BudgetStep:
    """A level of the error-budget policy; `left_seconds` is what is left of the budget there, as total outage. `alert` may be empty."""

    level: BudgetLevel
    left_seconds: Decimal
    alert: str


@dataclass(frozen=True, slots=True)
class RecordedSeries:
    """A series that Prometheus has for the SLO, ready to paste, and how often it is evaluated."""

    metric: str
    selector: str
    interval: Duration


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything known about one SLO. `few_events` for SLIs that count events, `bad_time` for those that count minutes.

    `declined` has what the SLO says no to (page, ticket, warning, breach, missing) with the reason; `readers` are standalone alerts.
    """

    slo: Slo
    kind: str
    counts_events: bool
    pairs: tuple[EmittedPair, ...]
    silent: tuple[SilentPair, ...]
    burns: tuple[Burn, ...]
    few_events: tuple[FewEvents, ...]
    bad_time: tuple[BadTime, ...]
    steps: tuple[BudgetStep, ...]
    others: tuple[EmittedAlert, ...]
    declined: tuple[tuple[str, str], ...]
    readers: tuple[str, ...]
    origins: tuple[Origin, ...]
    series: tuple[RecordedSeries, ...]
