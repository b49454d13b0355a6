"""Budget and burn rate of many SLOs over time: the same panels on the board of a system and on that above all."""

from slogen.dashboards import looks
from slogen.dashboards.values import Color, Panel, Target, Threshold, TimeSeries


def budget_left(title: str, description: str, target: Target, height: int) -> Panel:
    """Half a row with shares of budgets (0 to 1); `target` gives a line for each."""
    return Panel(
        title,
        description,
        TimeSeries(lines=True),
        (target,),
        12,
        height,
        looks.RATIO,
        1,
        maximum=1,
        thresholds=(Threshold(None, Color.NONE), Threshold(0, Color.RED)),
        interval="2m",
    )


def burn_rate(title: str, description: str, target: Target, height: int) -> Panel:
    """Half a row with burn rates; `target` gives a line for each."""
    return Panel(
        title,
        description,
        TimeSeries(lines=True, soft_min=0, soft_max=2),
        (target,),
        12,
        height,
        looks.FACTOR,
        2,
        thresholds=(Threshold(None, Color.NONE), Threshold(1, Color.ORANGE)),
        interval="2m",
    )
