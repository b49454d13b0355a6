"""Which windows an SLO needs, and which of them are read from raw counters."""

from dataclasses import dataclass

from slogen.model.duration import FIVE_MINUTES, ONE_HOUR, Duration
from slogen.model.slo import Slo


@dataclass(frozen=True, slots=True)
class Windows:
    """`raw` (up to 1 h) are computed from what is scraped, `rolled` (longer, the period last) from tiles.

    Paging must not depend on recorded history, nor be late: rolled windows add 1.5 to 4.5 minutes to a detection. Beyond an hour
    raw ranges cost up to a hundred times more than tiles and are no more exact.
    """

    raw: tuple[Duration, ...]
    rolled: tuple[Duration, ...]


def windows(slo: Slo) -> Windows:
    """5m (the tile), 1h (the burn rate that boards and gates show), the period, and what the burn-rate pairs ask for."""
    wanted = {FIVE_MINUTES, ONE_HOUR, slo.window}
    for alert in slo.burn_alerts:
        wanted |= {alert.pair.long, alert.pair.short}
    ordered = sorted(wanted)
    return Windows(tuple(w for w in ordered if w <= ONE_HOUR), tuple(w for w in ordered if w > ONE_HOUR))
