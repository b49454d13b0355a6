"""Colours and wordings that mean the same on every board."""

from decimal import Decimal

from slogen.dashboards.values import Color, Mapping, Threshold

RATIO, FACTOR, SECONDS, NUMBER, PER_SECOND = "percentunit", "suffix:×", "s", "short", "eps"
"""Units: a ratio as percent, a burn rate, a time, a number, events per second."""

YEAR_SECONDS = 31_536_000
"""How far ahead an exhausted budget is foretold; beyond it is not in sight."""

_DAY = 86_400

BUDGET_LEFT = (
    Threshold(None, Color.RED),
    Threshold(0.000001, Color.ORANGE),
    Threshold(0.25, Color.YELLOW),
    Threshold(0.5, Color.GREEN),
)
"""Nothing left, under a quarter, under a half, more."""

TIME_LEFT = (
    Threshold(None, Color.RED),
    Threshold(_DAY, Color.ORANGE),
    Threshold(3 * _DAY, Color.YELLOW),
    Threshold(7 * _DAY, Color.GREEN),
)
"""Until the budget is spent: less than a day, three days, a week, more."""

NOT_IN_SIGHT = (Mapping(str(YEAR_SECONDS), "> 1 year"),)

COVERAGE = (Threshold(None, Color.ORANGE), Threshold(0.9, Color.YELLOW), Threshold(0.99, Color.GREEN))

PAGES = (Threshold(None, Color.GREEN), Threshold(1, Color.RED))
TICKETS = (Threshold(None, Color.GREEN), Threshold(1, Color.YELLOW))

ALERT_STATES = (
    Mapping("0", "no alert", Color.GREEN),
    Mapping("1", "information", Color.BLUE),
    Mapping("2", "ticket", Color.YELLOW),
    Mapping("3", "page", Color.RED),
)
"""Values of `expressions.alert_state`."""

FIRING = (Mapping("0", "quiet", Color.GREEN), Mapping("1", "pending", Color.ORANGE), Mapping("2", "firing", Color.RED))
"""Values of `expressions.one_alert`."""


def burn_rate(loudest: Decimal | None) -> tuple[Threshold, ...]:
    """Below 1 the budget lasts; `loudest` is the lowest burn rate that pages."""
    levels = [Threshold(None, Color.GREEN), Threshold(1, Color.YELLOW)]
    if loudest is not None and loudest > 1:
        levels.append(Threshold(float(loudest), Color.RED))
    return tuple(levels)


def at_least(number: Decimal) -> tuple[Threshold, ...]:
    """Red below a number, green from it on."""
    return (Threshold(None, Color.RED), Threshold(float(number), Color.GREEN))


def limit(number: Decimal) -> tuple[Threshold, ...]:
    """A line: above it is red."""
    return (Threshold(None, Color.NONE), Threshold(float(number), Color.RED))
