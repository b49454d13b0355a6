"""Raw series for gauges: a value at each sample, told as a depth, an age, the time of a refresh, or up and down."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from slogen.model.duration import Duration
from slogen.model.sli import Freshness, QueueDepth, Uptime
from slogen.model.slo import Slo
from slogen.proof.feeds import selectors
from slogen.proof.matching import labels_for, named, parsed
from slogen.proof.notation import constant, ramp

Values = Sequence[tuple[int, Decimal | None]]
"""So many samples at a value (jobs, seconds of age); None: as good as it can be. An uptime is up at None and down at any number."""


def gauge_series(slo: Slo, group: Mapping[str, str], values: Values, every: Duration) -> dict[str, str] | None:
    """The gauge through the values, one after the other; None where it is no gauge or no series can be made up."""
    if not isinstance(slo.sli, QueueDepth | Freshness | Uptime):
        return None
    wanted = parsed(selectors(slo)[0])
    labels = labels_for(wanted, group)
    if labels is None:
        return None
    parts: list[str] = []
    first = 0
    for samples, value in values:
        parts.append(_told(slo.sli, value, first, samples, every))
        first += samples
    return {named(wanted.metric, labels): " ".join(parts)}


def _told(sli: QueueDepth | Freshness | Uptime, value: Decimal | None, first: int, samples: int, every: Duration) -> str:
    match sli:
        case Uptime():
            return constant(Decimal(1 if value is None else 0), samples)
        case Freshness(updated_at=updated_at) if updated_at:
            # An age that stands still: the refresh moves on with the clock.
            return ramp(first * every.seconds - (value or Decimal(0)), every.seconds, samples)
        case _:
            return constant(value or Decimal(0), samples)
