"""Raw series for an SLI: which counters grow with bad events and which with good ones, and what must not be counted at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from slogen.model.duration import Duration
from slogen.model.sli import Apdex, Events, Freshness, Latency, QueueDepth, Uptime
from slogen.model.slo import Slo
from slogen.promql.bounds import le
from slogen.promql.selector import Selector
from slogen.proof.matching import breaking, labels_beside, labels_for, matches, named, parsed, value_for
from slogen.proof.notation import Gap, Reset, Run, counter

_DECOY_TIMES = 10


@dataclass(frozen=True, slots=True)
class Source:
    """A counter that grows with every bad event, with every good one, or both."""

    metric: str
    labels: Mapping[str, str]
    bad: bool
    good: bool

    @property
    def name(self) -> str:
        """The series as promtool names it."""
        return named(self.metric, self.labels)


@dataclass(frozen=True, slots=True)
class Counters:
    """The counters of one group of an SLO. `decoys` look alike, but each violates one matcher: whoever counts them is wrong."""

    sources: tuple[Source, ...]
    decoys: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many samples at an error ratio; `traffic` multiplies the SLO's rate of events."""

    samples: int
    ratio: Decimal
    traffic: Decimal = Decimal(1)


Story = Sequence[Stretch | Reset | Gap]
"""What happens to the events, sample by sample. A Gap's step is an error ratio."""


def samples_in(length: Duration, every: Duration) -> int:
    """How many samples lie in a length of time."""
    return length.milliseconds // every.milliseconds


def groups(slo: Slo) -> tuple[dict[str, str], dict[str, str]]:
    """Label values of two groups of the SLO; the same twice where a matcher allows only one, or there are no groups."""
    first, second = {}, {}
    own = [m for text in selectors(slo) for m in parsed(text).matchers]
    for name in slo.group_by:
        matchers = [m for m in own if m.name == name]
        one, two = (f"{name}-{number}" for number in (1, 2))
        if not all(matches(m, value) for m in matchers for value in (one, two)):
            one = value_for(matchers) or one
            two = value_for(matchers, avoid=one) or one
        first[name], second[name] = one, two
    return first, second


def selectors(slo: Slo) -> tuple[str, ...]:
    """The selectors of an SLI; none for free PromQL."""
    match slo.sli:
        case Events(total=total, errors=errors, good=good):
            return tuple(text for text in (total, errors, good) if text)
        case Latency(histogram=histogram) | Apdex(histogram=histogram):
            return (histogram,)
        case QueueDepth(depth=text) | Uptime(up=text):
            return (text,)
        case Freshness(updated_at=updated_at, age=age):
            return (updated_at or age,)
        case _:
            return ()


def counters(slo: Slo, group: Mapping[str, str]) -> Counters | None:
    """The counters behind an SLI that counts events; None where it is no such SLI, or no series can be made up for it."""
    match slo.sli:
        case Events(total=total, errors=errors, good=good):
            found = _events(parsed(total), parsed(errors or good), group, is_error=bool(errors))
            base = parsed(total)
        case Latency(native=False, histogram=histogram, bound=bound):
            found = _histogram(parsed(histogram), group, (bound,))
            base = parsed(histogram)
        case Apdex(native=False, histogram=histogram, satisfied=satisfied, tolerated=tolerated):
            found = _histogram(parsed(histogram), group, (satisfied, tolerated))
            base = parsed(histogram)
        case _:
            return None
    if found is None:
        return None
    decoys = tuple(Source(source.metric, labels, True, True) for source in found for labels in breaking(base.matchers, source.labels))
    return Counters(found, decoys)


def told(parts: Counters, story: Story, per_sample: Decimal, *, decoys: bool = False) -> dict[str, str]:
    """The counters' samples for a story of `per_sample` events each time."""
    series = {source.name: _told(source, story, per_sample) for source in parts.sources}
    if decoys:
        series |= {source.name: _told(source, story, per_sample * _DECOY_TIMES) for source in parts.decoys}
    return series


def _told(source: Source, story: Story, per_sample: Decimal) -> str:
    phases: list[Run | Reset | Gap] = []
    for part in story:
        match part:
            case Stretch(samples, ratio, traffic):
                phases.append(Run(samples, per_sample * traffic * (source.bad * ratio + source.good * (1 - ratio))))
            case Gap(samples, ratio):
                # The step of a story's gap is an error ratio: events go on while nobody counts them.
                phases.append(Gap(samples, per_sample * (source.bad * ratio + source.good * (1 - ratio))))
            case _:
                phases.append(part)
    return counter(phases)


def _events(total: Selector, part: Selector, group: Mapping[str, str], *, is_error: bool) -> tuple[Source, ...] | None:
    if total.metric != part.metric:
        whole, some = labels_for(total, group), labels_for(part, group)
        if whole is None or some is None:
            return None
        return (Source(total.metric, whole, True, True), Source(part.metric, some, is_error, not is_error))
    inside, outside = labels_for(total, group, part), labels_beside(total, group, part)
    if inside is None or outside is None:
        return None
    return (Source(total.metric, inside, is_error, not is_error), Source(total.metric, outside, not is_error, is_error))


def _histogram(histogram: Selector, group: Mapping[str, str], bounds: Sequence[Decimal]) -> tuple[Source, ...] | None:
    """Fast events are within every bound, slow ones within none; a bucket beside them must not be taken for one of them."""
    labels = labels_for(histogram, group)
    if labels is None:
        return None
    found = [Source(histogram.metric + "_count", labels, True, True)]
    for bound in bounds:
        spelling = value_for([le(bound)])
        if spelling is None:
            return None
        found.append(Source(histogram.metric + "_bucket", {**labels, "le": spelling}, False, True))
    found.append(Source(histogram.metric + "_bucket", {**labels, "le": "+Inf"}, True, True))
    return tuple(found)
