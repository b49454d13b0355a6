"""Traffic second by second, what scrapes see of it, and the truth that they should add up to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

SCRAPE = 15


@dataclass(frozen=True, slots=True)
class Traffic:
    """Events and errors (a part of the events) of every second."""

    events: Sequence[float]
    errors: Sequence[float]

    @property
    def error_ratio(self) -> float:
        """Errors per event over the whole time: the truth, including what no scrape saw."""
        return sum(self.errors) / sum(self.events)


def traffic(seconds: int, events: Callable[[int], float], errors: Callable[[int], float]) -> Traffic:
    """Traffic from two functions of the second."""
    return Traffic([events(t) for t in range(seconds)], [errors(t) for t in range(seconds)])


def scraped(
    increments: Sequence[float], *, phase: int = 7, restarts: Collection[int] = (), missed: Callable[[int], bool] = lambda number: False
) -> str:
    """A counter of the increments, one slot a second, scraped every 15 s from second `phase` on.

    Just before a second in `restarts` the counter begins at zero again; `missed` says which scrapes (by number) fail.
    """
    samples: list[str] = []
    value = 0.0
    for second, increment in enumerate(increments):
        if second in restarts:
            value = 0.0
        number, rest = divmod(second - phase, SCRAPE)
        samples.append(repr(round(value, 6)) if rest == 0 and number >= 0 and not missed(number) else "_")
        value += increment
    return " ".join(samples)
