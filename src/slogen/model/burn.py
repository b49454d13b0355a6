"""Burn-rate alert pairs: factors, thresholds, what they detect and when. The mathematics follows the Google SRE Workbook, chapter 5.

A pair fires while the error ratio over its long and over its short window are both above `factor × budget`. At a constant error
ratio e it fires `threshold × long / e` after the errors begin; at that moment `factor × long / window` of the budget is spent.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from slogen.model.duration import ZERO, Duration
from slogen.model.objective import Objective


class AlertSeverity(StrEnum):
    """How loud an alert is: wakes somebody, waits for working hours, or only informs."""

    PAGE = "page"
    TICKET = "ticket"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Pair:
    """One burn-rate alert as the policy asks for it; exactly one of `factor` and `budget_percent` is given."""

    name: str
    severity: AlertSeverity
    long: Duration
    short: Duration
    factor: Decimal | None = None
    budget_percent: Decimal | None = None
    for_: Duration = ZERO
    keep_firing_for: Duration = ZERO
    alert: str = ""
    sev: str = ""
    next_action: str = ""

    def factor_in(self, window: Duration) -> Decimal:
        """The burn rate that spends `budget_percent` of the budget within `long` (or the factor as given), at least 1.

        Below 1 the alert would fire while the objective is being met. Rounded to four decimals: thresholds stay readable.
        """
        if self.factor is not None:
            return self.factor
        assert self.budget_percent is not None
        raw = self.budget_percent / 100 * window.seconds / self.long.seconds
        return max(raw.quantize(Decimal("0.0001"), ROUND_HALF_UP), Decimal(1)).normalize()


@dataclass(frozen=True, slots=True)
class BurnAlert:
    """A pair made concrete for one objective and window. `threshold` is an error ratio; `asked` the factor before capping."""

    pair: Pair
    factor: Decimal
    threshold: Decimal
    asked: Decimal
    window: Duration

    @property
    def capped(self) -> bool:
        """Whether the factor had to be lowered to stay reachable."""
        return self.factor != self.asked

    @property
    def budget_fraction(self) -> Decimal:
        """Share of the whole budget that is gone when the alert fires (0.02 = 2 %)."""
        return self.factor * self.pair.long.seconds / self.window.seconds

    def detection_seconds(self, error_ratio: Decimal) -> Decimal | None:
        """Seconds from the first error to the alert at a constant ratio and traffic; None if it never fires."""
        if error_ratio <= self.threshold:
            return None
        return self.threshold * self.pair.long.seconds / error_ratio + self.pair.for_.seconds

    def reset_seconds(self, error_ratio: Decimal) -> Decimal | None:
        """Seconds from the last error until the alert resolves: the short window lets go first."""
        if error_ratio <= self.threshold:
            return None
        return self.pair.short.seconds * (1 - self.threshold / error_ratio)

    @property
    def one_failure_fires_below(self) -> Decimal:
        """Events per long window under which a single failure crosses the threshold."""
        return 1 / self.threshold


@dataclass(frozen=True, slots=True)
class Policy:
    """The pairs of an SLO and the highest error ratio a threshold may ask for."""

    pairs: tuple[Pair, ...]
    max_error_ratio: Decimal = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A pair that is not emitted, because `kept` has the same severity and catches everything that it would."""

    pair: Pair
    kept: BurnAlert


def exhaustion_seconds(objective: Objective, window: Duration, error_ratio: Decimal) -> Decimal:
    """Seconds until a full budget is spent at a constant error ratio: window / burn rate."""
    return window.seconds * objective.budget / error_ratio


def default_policy(window: Duration) -> Policy:
    """14.4×, 6×, 3×, 1× for two weeks and more; for shorter windows the factors that spend 8, 12.5, 20 and 42 % of a week's budget.

    With the month's factors a 7-day budget would be 43 % gone before the slowest page; with the month's fractions the slow pairs
    would fall below 1 and fire while the objective is met.
    """
    short_window = window < Duration.parse("14d")
    factors = ("13.44", "3.5", "1.4", "1") if short_window else ("14.4", "6", "3", "1")
    shape = (
        ("page-fast", AlertSeverity.PAGE, "1h", "5m"),
        ("page-slow", AlertSeverity.PAGE, "6h", "30m"),
        ("ticket-fast", AlertSeverity.TICKET, "1d", "2h"),
        ("ticket-slow", AlertSeverity.TICKET, "3d", "6h"),
    )
    return Policy(
        tuple(
            Pair(name, severity, Duration.parse(long), Duration.parse(short), Decimal(factor))
            for (name, severity, long, short), factor in zip(shape, factors, strict=True)
        )
    )


def resolve(policy: Policy, objective: Objective, window: Duration) -> tuple[tuple[BurnAlert, ...], tuple[Dropped, ...]]:
    """Make the pairs concrete; thresholds above the cap are lowered to it, pairs that became redundant are dropped.

    A threshold above `max_error_ratio` is (nearly) unreachable: 14.4 × 10 % = 144 % errors. Of two pairs of one severity a slower
    one whose threshold is not below the capped faster one's adds nothing: it needs the same errors for longer.
    """
    alerts: list[BurnAlert] = []
    for pair in policy.pairs:
        asked = pair.factor_in(window)
        threshold = asked * objective.budget
        factor = asked
        if threshold > policy.max_error_ratio:
            threshold = policy.max_error_ratio
            factor = (threshold / objective.budget).quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
        alerts.append(BurnAlert(pair, factor, threshold.normalize(), asked, window))
    kept: list[BurnAlert] = []
    dropped: list[Dropped] = []
    for alert in alerts:
        faster = next((other for other in kept if _makes_redundant(other, alert)), None)
        if faster is None:
            kept.append(alert)
        else:
            dropped.append(Dropped(alert.pair, faster))
    return tuple(kept), tuple(dropped)


def _makes_redundant(faster: BurnAlert, slower: BurnAlert) -> bool:
    same = faster.pair.severity == slower.pair.severity
    return same and faster.capped and slower.pair.long > faster.pair.long and slower.threshold >= faster.threshold
