"""The PromQL of the boards. What is recorded is read as it is recorded; raw metrics only where a panel is about them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from slogen.conventions import names
from slogen.dashboards.looks import YEAR_SECONDS
from slogen.model.duration import FIVE_MINUTES, Duration
from slogen.model.objective import plain
from slogen.promql import build
from slogen.promql.selector import Matcher, Selector, quote

ALERTS, ALERT_STATE = "ALERTS", "alertstate"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which series a panel is about: matchers that never change, and labels that the viewer chooses by variables of the same name."""

    matchers: tuple[Matcher, ...]
    chosen: tuple[str, ...] = ()
    mixed: bool = False

    def of(self, metric: str, *more: Matcher) -> str:
        """The selector of a metric's series in the scope; where some are `mixed` in that lack the labels, these are always there."""
        variables = (Matcher(label, "=~", f"${label}|" if self.mixed else f"${label}") for label in self.chosen)
        return str(Selector(metric, (*self.matchers, *more, *variables)))


def slo_scope(identity: str, group_by: Sequence[str]) -> Scope:
    """One SLO's recorded series."""
    return Scope((Matcher(names.SLO_ID, "=", identity),), tuple(group_by))


def service_scope(system: str, service: str, labels: Sequence[str], *, mixed: bool) -> Scope:
    """Recorded series of all SLOs of a service."""
    return Scope((Matcher(names.SLO_ID, "=~", names.slo_id(system, service, ".+")),), tuple(labels), mixed)


def system_scope(system: str, labels: Sequence[str]) -> Scope:
    """Recorded series of all SLOs of a system."""
    return Scope((Matcher(names.SLO_ID, "=~", f"{system}/.+"),), tuple(labels), mixed=True)


def left(scope: Scope) -> str:
    """Share of the error budget that is left."""
    return scope.of(names.BUDGET_REMAINING)


def reached(scope: Scope) -> str:
    """The SLI over the SLO's window, whatever its length."""
    budget = Scope(scope.matchers).of(names.BUDGET)
    return f"1 - {scope.of(names.BUDGET_CONSUMED)} * {build.on((names.SLO_ID,))} group_left () {budget}"


def lasts(scope: Scope, window: Duration) -> str:
    """Seconds until the budget is spent if the last hour goes on; at most a year, and a year when nothing burns."""
    burning = build.call("clamp_min", scope.of(names.BURN_RATE_1H), "0.000001")
    spare = build.call("clamp_min", left(scope), "0")
    return build.call("clamp_max", f"{spare} * {plain(window.seconds)} / {burning}", str(YEAR_SECONDS))


def lasts_by_window(scope: Scope, windows: Iterable[Duration]) -> str:
    """The same for SLOs of several windows: which one has which is told by `slo:info`."""
    ordered = sorted(set(windows))
    assert ordered, "no SLO, no table"
    if len(ordered) == 1:
        return lasts(scope, ordered[0])
    mine = (
        build.binary(
            build.paren(lasts(scope, window)),
            build.matched("and", (names.SLO_ID,)),
            Scope(()).of(names.INFO, Matcher("window", "=", str(window))),
        )
        for window in ordered
    )
    return "\nor\n".join(map(build.paren, mine))


def events_left(scope: Scope, budget: Decimal, window: Duration) -> str:
    """How many events may still fail: the budget's share of the events that the window has seen."""
    tiles = scope.of(names.EVENTS_TILE)
    seconds = plain(window.seconds)
    measured = build.call("clamp_max", f"{build.over_time('count', tiles, str(window))} * {plain(names.TILE.seconds)}", seconds)
    return f"{left(scope)} * {plain(budget)} * {build.over_time('avg', tiles, str(window))} * {measured}"


def burned(scope: Scope, window: Duration, budget: Decimal) -> str:
    """The burn rate over a recorded window."""
    return f"{scope.of(names.error_ratio(window))} / {plain(budget)}"


_START = "scalar(last_over_time(vector(time())[1s:1s] @ start()))"
"""The left end of the graph, in Unix seconds."""


@dataclass(frozen=True, slots=True)
class Steps:
    """How finely a burn-down is drawn: `graph` between two points, `sums` between the partial sums that each point adds up."""

    graph: Duration
    sums: Duration


def steps(window: Duration) -> Steps:
    """Some 350 points of 1,000 to 2,200 partial sums. Adding up every tile for each of 700 points took twenty times as long."""
    for longest, graph, sums in (("13d", "30m", "10m"), ("45d", "2h", "30m")):
        if window <= Duration.parse(longest):
            return Steps(Duration.parse(graph), Duration.parse(sums))
    return Steps(Duration.parse("6h"), Duration.parse("1h"))


def burn_down(scope: Scope, budget: Decimal, window: Duration) -> str:
    """What is left if only the errors since the left end of the graph count, which has to be one window ago.

    It is 1 there, and at the right end what is left today. The denominator, the budget of the whole window, is known at its end only.
    Errors are summed up in steps first.
    """
    step = steps(window).sums
    sums = build.over_time("sum", scope.of(names.ERRORS_TILE), str(step))
    since = build.paren(f"{sums} {build.matched('and', ())} (vector(time()) > {_START})")
    spent = f"sum_over_time({since}[{window}:{step}])"
    return f"1 - {spent} / ({plain(budget)} * sum_over_time({scope.of(names.EVENTS_TILE)}[{window}] @ end()))"


def ideal(window: Duration) -> str:
    """The straight line from the whole budget to none."""
    return f"1 - (vector(time()) - {_START}) / {plain(window.seconds)}"


def quantile(histogram: Selector, native: bool, share: str) -> str:
    """A quantile for the eye, interpolated within a bucket: never used to count anything."""
    series = str(histogram if native else histogram.suffixed("_bucket"))
    rate = build.rate(series, str(FIVE_MINUTES))
    return build.call("histogram_quantile", share, build.aggregate("sum", () if native else ("le",), rate))


def good_rate(scope: Scope) -> str:
    """Good events per second."""
    events, errors = (build.aggregate("sum", (), bad_or_all) for bad_or_all in _rates(scope))
    return f"{events} - {errors}"


def bad_rate(scope: Scope) -> str:
    """Bad events per second."""
    return build.aggregate("sum", (), _rates(scope)[1])


def _rates(scope: Scope) -> tuple[str, str]:
    return scope.of(names.events_rate(FIVE_MINUTES)), scope.of(names.errors_rate(FIVE_MINUTES))


def firing(matchers: tuple[Matcher, ...], severity: str, known: str) -> str:
    """How many alerts of a severity fire; absent (not zero) when the rules are not evaluated, which `known` tells."""
    alerts = Selector(ALERTS, (*matchers, Matcher(names.SEVERITY, "=", severity), Matcher(ALERT_STATE, "=", "firing")))
    return f"{build.aggregate('count', (), str(alerts))} or 0 * {build.aggregate('count', (), known)}"


def alert_state(scope: Scope) -> str:
    """The loudest alert of each SLO (and group): 3 page, 2 ticket, 1 information, 0 none; absent where nothing is known."""
    labels = (names.SLO_ID, *scope.chosen)
    return loudest(labels, lambda more: scope.of(ALERTS, *more), scope.of(names.COVERAGE))


def loudest(labels: Sequence[str], alerts: Callable[[tuple[Matcher, ...]], str], known: str) -> str:
    """The same by any labels; `known` has a series wherever the rules are evaluated."""
    parts = [
        f"{number} * {build.aggregate('max', labels, alerts((_FIRING, Matcher(names.SEVERITY, '=', severity))))}"
        for severity, number in (("page", 3), ("ticket", 2), ("info", 1))
    ]
    parts.append(f"0 * {build.aggregate('max', labels, known)}")
    return f"\n{build.matched('or', labels)}\n".join(parts)


_FIRING = Matcher(ALERT_STATE, "=", "firing")


def one_alert(system: str, service: str, name: str, known: str) -> str:
    """2 while an alert fires, 1 while it is pending, 0 else; absent when the rules are not evaluated."""
    mine = Selector(ALERTS, (Matcher("alertname", "=", name), Matcher(names.SYSTEM, "=", system), Matcher(names.SERVICE, "=", service)))
    states = (f"{number} * {build.aggregate('max', (), str(mine.where(Matcher(ALERT_STATE, '=', state))))}" for state, number in _STATES)
    return " or ".join((*states, f"0 * {build.aggregate('max', (), known)}"))


_STATES = (("firing", 2), ("pending", 1))


def firing_by_slo(scope: Scope) -> str:
    """Number of firing alerts of each SLO (and group)."""
    labels = (names.SLO_ID, *scope.chosen)
    alerts = build.aggregate("sum", labels, scope.of(ALERTS, Matcher(ALERT_STATE, "=", "firing")))
    return f"{alerts}\n{build.matched('or', labels)}\n0 * {build.aggregate('max', labels, left(scope))}"


def unmeasured(scope: Scope, info: str) -> str:
    """How many SLOs have no ratio at present: idle, or without data."""
    ratios = within(scope.of(names.error_ratio(FIVE_MINUTES)), info)
    measured = build.aggregate("count", (), build.aggregate("count", (names.SLO_ID,), ratios))
    known = build.aggregate("count", (), info)
    return f"{known} - ({measured} or 0 * {known})"


def named(expr: str, prefix: str) -> str:
    """The vector with the label `slo`: what comes behind a prefix in `slo_id`, for legends."""
    return build.call("label_replace", expr, *(quote(part) for part in (names.SLO, "$1", names.SLO_ID, f"{prefix}/(.+)")))


def within(expr: str, info: str) -> str:
    """Only what belongs to the SLOs that `info` selects."""
    return build.binary(expr, build.matched("and", (names.SLO_ID,)), info)


def with_info(expr: str, info: str, labels: Sequence[str]) -> str:
    """A vector with labels of `slo:info` added (title, objective …)."""
    return f"{expr} * {build.on((names.SLO_ID,))} group_left ({', '.join(labels)}) {info}"
