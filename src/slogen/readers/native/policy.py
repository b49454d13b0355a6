"""The burn-rate policy as a spec writes it: its pairs one by one, and their fit to a window."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from functools import lru_cache

from slogen.conventions.names import pascal
from slogen.diagnostics import Diagnostic, codes, error, warning
from slogen.model.burn import AlertSeverity, Pair, Policy, default_policy
from slogen.model.duration import FIVE_MINUTES, ONE_HOUR, Duration
from slogen.model.objective import plain
from slogen.readers.native import defaults
from slogen.readers.native.scalar import decimal, duration, text
from slogen.readers.native.shape import Node


@dataclass(frozen=True, slots=True)
class PlacedPair:
    """A pair and where it stands."""

    pair: Pair
    node: Node


@dataclass(frozen=True, slots=True)
class AskedPolicy:
    """A policy as it is written. `pairs` is None where the default table is meant: it depends on the window."""

    pairs: tuple[PlacedPair, ...] | None
    max_error_ratio: Decimal


NOTHING_ASKED = AskedPolicy(None, Decimal(defaults.MAX_ERROR_RATIO))


def read_policy(node: Node, findings: list[Diagnostic]) -> AskedPolicy:
    """Read `burn_rate`; pairs that cannot be right in any window are reported and left out."""
    cap = decimal(node, "max_error_ratio", findings) or NOTHING_ASKED.max_error_ratio
    if "pairs" not in node.data:
        return AskedPolicy(None, cap)
    pairs: list[PlacedPair] = []
    for index, data in enumerate(node.data["pairs"]):
        place = Node(node.shape, (*node.path, "pairs", index), data or {})
        pair = _pair(place, findings)
        if pair is None:
            continue
        twin = next((other.pair.name for other in pairs if pascal(other.pair.name) == pascal(pair.name)), None)
        if twin is None:
            pairs.append(PlacedPair(pair, place))
        else:
            same = twin == pair.name
            message = f"two pairs are named `{twin}`" if same else f"the pairs `{twin}` and `{pair.name}` would give the same alert names"
            findings.append(error(place.span("name"), codes.DUPLICATE, message, "give each pair a name of its own"))
    return AskedPolicy(tuple(pairs), cap)


def fit(asked: AskedPolicy, window: Duration, window_at: Node | None, findings: list[Diagnostic]) -> Policy:
    """The policy for one window, without pairs that are longer than it.

    What does not fit is reported where the later decision was made: at the window if `window_at` is given, else at the pair.
    """
    if asked.pairs is None:
        return _default(window, asked.max_error_ratio)
    fitting: list[Pair] = []
    for placed in asked.pairs:
        pair = placed.pair
        if pair.long > window:
            where = window_at.span("window") if window_at else placed.node.span("long")
            message = f"pair `{pair.name}` looks back over {pair.long}, longer than the window of {window}"
            findings.append(error(where, codes.BURN_RATE_PAIR, message, "choose a longer window, or a pair that is shorter"))
            continue
        fitting.append(pair)
        findings.extend(_floored(placed, window))
    return Policy(tuple(fitting), asked.max_error_ratio)


@lru_cache(maxsize=256)
def _default(window: Duration, cap: Decimal) -> Policy:
    return Policy(default_policy(window).pairs, cap)


def _floored(placed: PlacedPair, window: Duration) -> Iterator[Diagnostic]:
    pair = placed.pair
    if pair.budget_percent is None:
        return
    exact = pair.budget_percent / 100 * window.seconds / pair.long.seconds
    if exact < 1:
        spent = pair.long.seconds / window.seconds * 100
        share = f"{plain(pair.budget_percent)} % of the budget of {window} within {pair.long}"
        below = f"is a burn rate of {_rounded(exact)}, at which the objective is still met"
        message = f"{share} {below}; 1 is used instead: {_rounded(spent)} % of the budget"
        yield warning(
            placed.node.span("budget"),
            codes.BURN_RATE_PAIR,
            message,
            f"ask for {_rounded(spent, ROUND_UP)} or more, or for a shorter `long`",
        )


def _rounded(number: Decimal, rounding: str = ROUND_HALF_UP) -> str:
    return plain(number.quantize(Decimal("0.01"), rounding))


def _pair(node: Node, findings: list[Diagnostic]) -> Pair | None:
    data, before = node.data, len(findings)
    long, short = duration(node, "long"), duration(node, "short")
    if long is not None and short is not None:
        findings.extend(_windows(node, long, short))
    factor, budget = decimal(node, "factor", findings), decimal(node, "budget", findings)
    if len(findings) > before or long is None or short is None or "name" not in data or "severity" not in data:
        return None
    if (factor is None) == (budget is None):
        return None
    zero = Duration(0)
    return Pair(
        data["name"],
        AlertSeverity(data["severity"]),
        long,
        short,
        factor,
        budget,
        duration(node, "for") or zero,
        duration(node, "keep_firing_for") or zero,
        data.get("alert", ""),
        text(data, "sev"),
        text(data, "next_action"),
    )


def _windows(node: Node, long: Duration, short: Duration) -> Iterator[Diagnostic]:
    """At most one finding for each window."""
    for key, window in (("long", long), ("short", short)):
        if window < FIVE_MINUTES:
            message = f"`{key}` must be at least 5m, got {window}"
            yield error(node.span(key), codes.BURN_RATE_PAIR, message, "a shorter window holds fewer than four scrapes")
        elif window > ONE_HOUR and window.milliseconds % FIVE_MINUTES.milliseconds:
            message = f"`{key}` must be a multiple of 5m above 1h, got {window}"
            yield error(node.span(key), codes.BURN_RATE_PAIR, message, "long windows are made of tiles of 5 minutes")
        elif key == "short" and short >= long:
            message = f"`short` must be shorter than `long`, got {short} and {long}"
            yield error(node.span(key), codes.BURN_RATE_PAIR, message, "the short window lets the alert go: a twelfth of `long` is usual")
