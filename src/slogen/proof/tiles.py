"""Tiles: of errors and events or of neither; more of them than a window has count as all of it."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import FIVE_MINUTES, ONE_MINUTE, ZERO, Duration
from slogen.proof.notation import constant
from slogen.proof.scenario import Query, Scenario, absent
from slogen.proof.subject import Subject, apart, feedable, minutes

_MORE = 1.05
MOST = 9_500
"""Samples that a query may read: promtool allows 10,000."""


def tile_scenarios(subject: Subject) -> Iterator[Scenario]:
    """More tiles within a minute than the period has; beside them a group of which only errors are known. No period is covered that has
    more tiles than promtool reads.
    """
    fed, lone = feedable(subject), apart(subject, "errors-only")
    count = int(float(subject.slo.window.seconds / names.TILE.seconds) * _MORE)
    series: dict[str, str] = {}
    queries: list[Query] = []
    if count < MOST:
        series[fed.of(names.ERRORS_TILE)] = constant(Decimal(0), count)
        queries.append(Query(ONE_MINUTE, fed.of(names.COVERAGE), (({"__name__": names.COVERAGE, **fed.identity}, 1.0),)))
    every = Duration(ONE_MINUTE.milliseconds // (min(count, MOST) + 1))
    if subject.counts_events:
        series[lone.of(names.errors_rate(FIVE_MINUTES))] = constant(Decimal(1), count)
        queries += [absent(ONE_MINUTE, lone.of(tile)) for tile in (names.ERRORS_TILE, names.EVENTS_TILE)]
    if not queries:
        return
    series |= subject.calm(count, every)
    if subject.counts_events and subject.counters is None:
        yield _of_recorded_events(subject)
    yield Scenario(
        subject.slo.name, "a full period is covered to 100 %, and a tile is of errors and events or of neither", every, series, queries
    )


def _of_recorded_events(subject: Subject) -> Scenario:
    """Where no raw series can be made up: rates of events, another for every window, without errors; then none."""
    rates = {window: Decimal(100 * number) for number, window in enumerate(subject.windows.raw, start=1)}
    series = {subject.of(names.events_rate(window)): f"{constant(rate, 2)} {constant(Decimal(0), 3)}" for window, rate in rates.items()}
    queries = [
        Query(ZERO, subject.of(names.error_ratio(w)), (({"__name__": names.error_ratio(w), **subject.identity}, 0.0),)) for w in rates
    ]
    wanted = ((names.EVENTS_TILE, float(rates[FIVE_MINUTES])), (names.ERRORS_TILE, 0.0))
    queries += [Query(ONE_MINUTE, subject.of(tile), (({"__name__": tile, **subject.identity}, value),)) for tile, value in wanted]
    queries += [absent(minutes(3), subject.of(names.error_ratio(window))) for window in rates]
    return Scenario(subject.slo.name, "events without errors are all good, no events are nothing", ONE_MINUTE, series, queries)
