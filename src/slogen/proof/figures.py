"""What every window shows while errors and traffic change: that it is as long as it says, also where no alert reads it."""

from collections.abc import Iterator
from decimal import Decimal

from slogen.conventions import names
from slogen.model.duration import ONE_HOUR, Duration
from slogen.model.objective import plain
from slogen.model.sli import Freshness, QueueDepth
from slogen.promql.selector import quote
from slogen.proof.feeds import Stretch, samples_in, told
from slogen.proof.gauge_feeds import gauge_series
from slogen.proof.notation import constant, ramp
from slogen.proof.scenario import Query, Scenario, absent
from slogen.proof.subject import GROUP, Subject, apart, minutes
from slogen.rules.events import bucket_missing

_BAD, _GOOD = minutes(60), minutes(24)
_PACE = minutes(4)
_SHORT = minutes(11)
_LITTLE = Decimal("0.1")
"""Share of the usual traffic in the bad hour."""
_SCALE = Decimal(1_000_000)


def raw_figures(subject: Subject) -> Iterator[Scenario]:
    """A bad hour with little traffic, then good minutes with ten times as much; evaluated every four minutes.

    A window is looked at when about a quarter of it is good. On the way the fleet's last bucket appears: until it was there for a whole
    window nothing is known of that window.
    """
    slo, every = subject.slo, subject.slo.scrape_interval
    looks = {window: _look(window) for window in subject.windows.raw}
    queries: list[Query] = []
    if subject.counters is not None:
        half = Decimal("0.5")
        story = [Stretch(samples_in(_BAD, every), half, _LITTLE), Stretch(samples_in(_GOOD, every), Decimal(0))]
        series = told(subject.counters, story, subject.per_sample(every))
        per_second = subject.per_minute / 60
        for window, at in looks.items():
            bad, good = _share(window, at)
            queries.append(_near(at, subject, names.events_rate(window), per_second * (bad * _LITTLE + good)))
            queries.append(_near(at, subject, names.errors_rate(window), per_second * bad * _LITTLE * half))
        if bucket_missing(slo) is not None:
            series[subject.of(names.BUCKET_MISSING)] = "1"
            queries += _unknown_at_first(subject)
    else:
        target = slo.sli.levels.target if isinstance(slo.sli, QueueDepth | Freshness) else Decimal(-1)
        values = [(samples_in(_BAD, every), target + 1), (samples_in(_GOOD, every), None)]
        gauge = gauge_series(slo, subject.group, values, every)
        if gauge is None:
            return
        series = gauge
        # What is looked at through a range is bad for one evaluation more.
        last = _BAD if isinstance(slo.sli, Freshness) else _BAD + _PACE
        for window, at in looks.items():
            low, high = sorted((_slices(window, at, last, closed=True), _slices(window, at, last, closed=False)))
            metric = subject.of(names.error_ratio(window))
            expr = f"({metric} > bool {float(low) - 0.02:.6g}) * ({metric} < bool {float(high) + 0.02:.6g})"
            queries.append(Query(at, expr, ((subject.identity, 1.0),)))
    burns = f"{subject.of(names.BURN_RATE_1H)} * {plain(slo.objective.budget)} - {subject.of(names.error_ratio(ONE_HOUR))}"
    queries.append(Query(looks[ONE_HOUR], f"abs({burns}) < bool 1e-9", ((subject.identity, 1.0),)))
    yield Scenario(
        slo.name, "every raw window shows its own length of the past", every, series, sorted(queries, key=lambda query: query.at)
    )


def rolled_figures(subject: Subject, samples: int, every: Duration) -> tuple[dict[str, str], list[Query]]:
    """Two more groups of an SLO's tiles: in one errors grow while events become fewer, so that every window has an average of its own;
    in the other nothing happens, and there is no ratio.
    """
    slo = subject.slo
    varied, idle = apart(subject, "varied"), apart(subject, "idle")
    last = samples - 1
    most = slo.objective.budget * Decimal("0.2") * _SCALE
    highest = max((level.below_percent for level in slo.budget_policy), default=Decimal(0))
    most *= min(Decimal(1), 1 - highest / 100)
    series = {
        varied.of(names.ERRORS_TILE): ramp(Decimal(0), most / last, samples),
        varied.of(names.EVENTS_TILE): ramp(2 * _SCALE, -_SCALE / last, samples),
        idle.of(names.ERRORS_TILE): constant(Decimal(0), samples),
        idle.of(names.EVENTS_TILE): constant(Decimal(0), samples),
    }
    at = Duration(last * every.milliseconds)
    queries: list[Query] = []
    for window in subject.windows.rolled:
        # A closed range has one sample more than an open one.
        held = min(Decimal(samples), Decimal(window.milliseconds) / every.milliseconds + Decimal("0.5"))
        middle = (last - (held - 1) / 2) / last
        ratio = most * middle / (_SCALE * (2 - middle))
        queries.append(_near(at, varied, names.error_ratio(window), ratio, Decimal("0.01")))
        if window == slo.window:
            queries.append(_near(at, varied, names.BUDGET_CONSUMED, ratio / slo.objective.budget, Decimal("0.01")))
    counted = min(Decimal(1), samples * names.TILE.seconds / slo.window.seconds)
    if samples * every.milliseconds < slo.window.milliseconds:
        queries.append(_near(at, varied, names.COVERAGE, counted, Decimal("0.001")))
    own = f'{names.SLO_ID}={quote(slo.id)},{GROUP}="idle"'
    queries.append(absent(at, f'{{__name__=~"slo:(sli_error:ratio_rate|error_budget_consumed:).+",{own}}}'))
    return series, queries


def _look(window: Duration) -> Duration:
    """When a quarter of the window, or a little more, lies behind the bad hour; all of it, where a quarter is but a few samples."""
    quarter = window.milliseconds // 4 if window > _SHORT else _SHORT.milliseconds
    return Duration(_BAD.milliseconds + -(-quarter // _PACE.milliseconds) * _PACE.milliseconds)


def _share(window: Duration, at: Duration) -> tuple[Decimal, Decimal]:
    """How much of the window is bad and how much good, when it is looked at."""
    good = min(Decimal(1), (at.seconds - _BAD.seconds) / window.seconds)
    return 1 - good, good


def _slices(window: Duration, at: Duration, until: Duration, *, closed: bool) -> Decimal:
    """The share of bad slices, of those before `until`, in a window that includes its first moment or does not."""
    start = at.milliseconds - window.milliseconds
    moments = [t for t in range(0, at.milliseconds + 1, _PACE.milliseconds) if t > start or (closed and t == start)]
    return Decimal(sum(t < until.milliseconds for t in moments)) / len(moments)


def _unknown_at_first(subject: Subject) -> Iterator[Query]:
    """Of a bucket that was missing at the very beginning every window knows for its own length and an evaluation."""
    for window in subject.windows.raw:
        known = window.milliseconds + subject.slo.evaluation_interval.milliseconds
        before = (known - 1) // _PACE.milliseconds * _PACE.milliseconds
        metric = subject.of(names.errors_rate(window))
        yield absent(Duration(before), metric)
        yield Query(Duration(before + 2 * _PACE.milliseconds), f"count({metric})", (({}, 1.0),))


def _near(at: Duration, subject: Subject, metric: str, wanted: Decimal, within: Decimal = Decimal("0.05")) -> Query:
    """The series is there and within a share of what is wanted; zero if that is."""
    expr = subject.of(metric)
    if not wanted:
        return Query(at, f"abs({expr}) < bool 1e-6", ((subject.identity, 1.0),))
    return Query(at, f"abs({expr} / {float(wanted):.12g} - 1) < bool {within}", ((subject.identity, 1.0),))
