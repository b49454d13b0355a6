"""The error-budget policy: its levels as a spec writes them, and what they say for one SLO."""

from dataclasses import dataclass
from decimal import Decimal

from slogen.conventions.names import pascal
from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.objective import plain
from slogen.model.slo import BudgetLevel
from slogen.readers.native.scalar import decimal, text
from slogen.readers.native.shape import Node


@dataclass(frozen=True, slots=True)
class PlacedLevel:
    """A level and where it stands; its alert says different things in different SLOs and is read there."""

    level: BudgetLevel
    node: Node

    @property
    def alerts(self) -> bool:
        """Whether somebody is told."""
        return "alert" in self.node.data or self.node.spoilt("alert")


def read_levels(node: Node, findings: list[Diagnostic]) -> tuple[PlacedLevel, ...]:
    """Read `error_budget_policy`, from much budget left to little."""
    placed: list[PlacedLevel] = []
    for index, data in enumerate(node.data["error_budget_policy"]):
        place = Node(node.shape, (*node.path, "error_budget_policy", index), data or {})
        below = decimal(place, "below", findings)
        name, action = text(place.data, "name"), text(place.data, "action")
        if below is None or not name or not action:
            continue
        if any(pascal(other.level.name) == pascal(name) for other in placed):
            findings.append(
                error(place.span("name"), codes.DUPLICATE, f"two levels are named `{name}`", "give each level a name of its own")
            )
            continue
        if placed and below >= placed[-1].level.below_percent:
            last = placed[-1].level
            message = (
                f"level `{name}` is below {plain(below)} %, not less than `{last.name}` before it (below {plain(last.below_percent)} %)"
            )
            findings.append(error(place.span("below"), codes.CONFLICT, message, "list the levels from much budget left to little"))
            continue
        placed.append(PlacedLevel(BudgetLevel(name, Decimal(below), action), place))
    return tuple(placed)


def plain_levels(levels: tuple[PlacedLevel, ...]) -> tuple[BudgetLevel, ...] | None:
    """The levels as they are where none of them alerts: the same for every SLO. None where one does."""
    return None if any(level.alerts for level in levels) else tuple(level.level for level in levels)
