"""Recorded series fed directly, where no raw series can be: free PromQL, native histograms; and long windows, which would take days.

As long as the raw series are missing the rules record nothing, so that nothing is written twice.
"""

from collections.abc import Sequence
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import Duration
from slogen.proof.notation import constant
from slogen.proof.subject import Subject

Tiles = Sequence[tuple[int, Decimal]]
"""So many samples at an error ratio, one stretch after the other."""


def recorded(subject: Subject, ratio: Decimal, samples: int) -> dict[str, str]:
    """Ratios over the raw windows, and the tiles."""
    series = {subject.of(names.error_ratio(window)): constant(ratio, samples) for window in subject.windows.raw}
    if not subject.counts_events:
        # The tiles are made from the ratio of five minutes.
        return series
    return series | error_rates(subject, ratio, samples) | tiles(subject, ((samples, ratio),))


def error_rates(subject: Subject, ratio: Decimal, samples: int) -> dict[str, str]:
    """Errors per second over the raw windows, which guards count with."""
    per_second = subject.per_minute / 60
    return {subject.of(names.errors_rate(window)): constant(ratio * per_second, samples) for window in subject.windows.raw}


def tiles(subject: Subject, parts: Tiles) -> dict[str, str]:
    """Tiles of errors and events: `parts` one after the other."""
    per_second = subject.per_minute / 60 if subject.counts_events else Decimal(1)
    total = sum(samples for samples, _ in parts)
    errors = " ".join(constant(ratio * per_second, samples) for samples, ratio in parts if samples)
    return {subject.of(names.EVENTS_TILE): constant(per_second, total), subject.of(names.ERRORS_TILE): errors}


def ratio_over(subject: Subject, window: Duration, values: Tiles) -> dict[str, str]:
    """The recorded ratio over one window."""
    return {subject.of(names.error_ratio(window)): " ".join(constant(value, samples) for samples, value in values if samples)}
