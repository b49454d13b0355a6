"""What the filled server says: how far each budget is from the truth, and what each layout costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from bench.accuracy import layouts
from bench.accuracy.layouts import BUDGET, Rule
from bench.accuracy.server import Server
from bench.accuracy.traffic import DAY, DataSet, Traffic

_ENOUGH_CPU = 0.4
"""Seconds of CPU after which a measurement is repeated no more: the kernel's and the garbage collector's noise is well below."""
_MAX_PASSES = 100


@dataclass(frozen=True, slots=True)
class Error:
    """Relative errors of a budget figure at several moments: 0.01 is 1 % too much."""

    relative: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean, signs kept."""
        return mean(self.relative)

    @property
    def worst(self) -> float:
        """The one that is farthest from zero."""
        return max(self.relative, key=abs)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """A data set's true consumption (1 = all of the budget) at the last moment, and how far off each layout is."""

    data: DataSet
    consumed: float
    slogen: Error
    raw: Error
    sloth: Error


@dataclass(frozen=True, slots=True)
class Cost:
    """A layout's work for one SLO: rules, evaluations, samples read and CPU milliseconds, each per minute (rules: all).

    `cpu_ms` is that of the whole process, `http_ms` the part of it that answering so many empty requests takes.
    """

    rules: int
    evaluations: float
    samples: float
    cpu_ms: float
    http_ms: float


def accuracy(server: Server, traffic: Traffic, moments: range, window_days: int) -> Accuracy:
    """Compare at every moment. Every figure is a share of the budget."""
    data = traffic.data
    window = f"{window_days}d"
    truth = [traffic.true_error_ratio(moment - window_days * DAY, moment) / float(BUDGET) for moment in moments]
    raw = f"sum(increase({layouts.errors(data)}[{window}])) / sum(increase({layouts.total(data)}[{window}])) / {BUDGET}"
    mean_of_ratios = f"{layouts.sloth_mean(data, 60, window_days)} / {BUDGET}"

    def compare(expr: str) -> Error:
        (line,) = server.query_range(expr, moments)
        return Error(tuple(value / true - 1 for (_, value), true in zip(line.points, truth, strict=True)))

    return Accuracy(data, truth[-1], compare(layouts.slogen_consumed(data)), compare(raw), compare(mean_of_ratios))


def cost(server: Server, rules: Sequence[Rule], moment: int, runs: int) -> Cost:
    """What a minute of these rules costs at a moment; CPU is the median of several runs."""
    by_interval: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        by_interval[rule.interval].append(rule)
    samples = evaluations = cpu = 0.0
    for interval, group in by_interval.items():
        a_minute = 60 / interval
        samples += a_minute * sum(server.query(rule.expr, moment).samples for rule in group)
        evaluations += a_minute * len(group)
        cpu += a_minute * median(_cpu_seconds(server, [rule.expr for rule in group], moment) for _ in range(runs))
    empty = median(_cpu_seconds(server, ["vector(1)"] * 100, moment) for _ in range(runs)) / 100
    return Cost(len(rules), evaluations, samples, cpu * 1000, empty * evaluations * 1000)


def _cpu_seconds(server: Server, expressions: Sequence[str], moment: int) -> float:
    """CPU of one pass over the expressions."""
    before = server.cpu_seconds()
    used, passes = 0.0, 0
    while used < _ENOUGH_CPU and passes < _MAX_PASSES:
        for expr in expressions:
            server.query(expr, moment)
        passes += 1
        used = server.cpu_seconds() - before
    return used / passes
