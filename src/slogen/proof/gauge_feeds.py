"""Raw series for gauges: a value at each sample, told as a depth, an age, the time of a refresh, or up and down."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from slogen.model.duration import Duration
from slogen.model.sli import Freshness, QueueDepth, Uptime
from slogen.model.slo import Slo
from slogen.proof.feeds import selectors
from slogen.proof.matching import labels_for, named, parsed
from slogen.proof.notation import constant, ramp

_INSTANCE = "proof_twin"

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


def instances(slo: Slo, group: Mapping[str, str], samples: int, every: Duration) -> dict[str, str]:
    """A second instance beside the one that `gauge_series` tells of, which must not decide: what it says is far on the side that the
    SLI's aggregation passes over, or nothing where instances are added up.
    """
    wanted = parsed(selectors(slo)[0])
    labels = labels_for(wanted, group)
    if labels is None or _INSTANCE in labels:
        return {}
    match slo.sli:
        case QueueDepth():
            values = constant(Decimal(0), samples)
        case Uptime(require=require):
            values = constant(Decimal(1 if require == "all" else 0), samples)
        case Freshness(updated_at=updated_at, aggregate=aggregate, levels=levels):
            age = levels.target * 2 + 3600 if aggregate == "newest" else Decimal(0)
            values = ramp(-age, every.seconds, samples) if updated_at else constant(age, samples)
        case _:
            return {}
    return {named(wanted.metric, {**labels, _INSTANCE: "another"}): values}
