"""From an SLI's kind to its series: what the fast group records, what tiles are made of, what tells that there is data."""

from dataclasses import dataclass
from typing import assert_never

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES
from slogen.model.sli import Apdex, Events, Freshness, Latency, QueueDepth, Ratio, Uptime
from slogen.model.slo import Slo
from slogen.promql import build
from slogen.rules.events import event_series
from slogen.rules.gauges import free_ratio, gauge_series, ratio_series
from slogen.rules.values import Series
from slogen.rules.windows import Windows


@dataclass(frozen=True, slots=True)
class Lowered:
    """`fast`: series of the fast group in order. `tiles`: errors and events over exactly five minutes, for the tile group.

    `presence`: an expression that has a series (a group) as long as the SLI has data. `counts_events`: errors are events, not minutes.
    """

    fast: tuple[Series, ...]
    tiles: tuple[Series, ...]
    presence: str
    counts_events: bool


def lower(slo: Slo, windows: Windows) -> Lowered:
    """The one place where a kind of SLI chooses its PromQL."""
    sli = slo.sli
    match sli:
        case Ratio(error_ratio=error_ratio) if error_ratio:
            # Idle, the ratio is NaN and not recorded, but it is there; only the expression itself tells idle from gone.
            return _of_time(slo, ratio_series(slo, sli, windows.raw), free_ratio(slo, sli, FIVE_MINUTES))
        case Events() | Latency() | Apdex() | Ratio():
            return _of_events(slo, event_series(slo, sli, windows.raw))
        case Freshness():
            # The age is known for a day after its metric vanished; that the metric is there shows in the time of the refresh.
            return _of_time(slo, gauge_series(slo, sli, windows.raw), names.of(names.UPDATED_AT, slo.id))
        case QueueDepth() | Uptime():
            return _of_time(slo, gauge_series(slo, sli, windows.raw), names.of(names.VALUE, slo.id))
        case _:
            assert_never(sli)


def _of_events(slo: Slo, fast: tuple[Series, ...]) -> Lowered:
    """A tile is a copy of the five-minute rates, taken every five minutes: no raw work.

    Of both or of none: averages over different times (a histogram that got its bucket only yesterday) must not be divided.
    """
    events, errors = (names.of(rate(FIVE_MINUTES), slo.id) for rate in (names.events_rate, names.errors_rate))
    tiles = (
        Series(names.EVENTS_TILE, build.binary(events, "and", errors)),
        Series(names.ERRORS_TILE, build.binary(errors, "and", events)),
    )
    return Lowered(fast, tiles, events, counts_events=True)


def _of_time(slo: Slo, fast: tuple[Series, ...], presence: str) -> Lowered:
    """Time passes at one second per second: the ratio is the error tile, the events tile is 1 wherever there is a ratio."""
    ratio = names.of(names.error_ratio(FIVE_MINUTES), slo.id)
    tiles = (Series(names.EVENTS_TILE, f"0 * {ratio} + 1"), Series(names.ERRORS_TILE, ratio))
    return Lowered(fast, tiles, presence, counts_events=False)
