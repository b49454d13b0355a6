"""What a single panel of a board shows of an SLO, read from what is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from slogen.conventions import names
from slogen.promql.build import binary, matched, paren
from slogen.promql.selector import Matcher, Selector


@dataclass(frozen=True, slots=True)
class Shown:
    """An expression with Grafana's unit of its values, and from where on they are orange and red (None: they have no bad side)."""

    expr: str
    unit: str
    decimals: int | None = None
    warning: float | None = None
    critical: float | None = None
    metrics: tuple[str, ...] = ()


def shown(identity: str, what: str, variables: Sequence[str]) -> Shown:
    """`what` is sli, budget, burn_rate, objective or alerts; `variables` are labels that the board has variables of the same name for."""
    groups = tuple(Matcher(name, "=~", f"${name}") for name in variables)

    def of(metric: str, *more: Matcher) -> str:
        return str(Selector(metric, (Matcher(names.SLO_ID, "=", identity), *more)))

    match what:
        case "sli":
            # One minus the share of bad events: what is consumed of the budget, times the budget.
            product = binary(of(names.BUDGET_CONSUMED, *groups), f"{matched('*', [names.SLO_ID])} group_left ()", of(names.BUDGET))
            return Shown(f"1 - {paren(product)}", "percentunit", 3, metrics=(names.BUDGET_CONSUMED, names.BUDGET))
        case "budget":
            return Shown(of(names.BUDGET_REMAINING, *groups), "percentunit", 1, 0.25, 0.0, (names.BUDGET_REMAINING,))
        case "burn_rate":
            return Shown(of(names.BURN_RATE_1H, *groups), "suffix:×", 1, 1.0, 6.0, (names.BURN_RATE_1H,))
        case "objective":
            return Shown(of(names.OBJECTIVE), "percentunit", 3, metrics=(names.OBJECTIVE,))
        case _:
            firing = Matcher("alertstate", "=", "firing")
            return Shown(f"max by (alertname, severity) ({of('ALERTS', firing, *groups)})", "none", metrics=())
