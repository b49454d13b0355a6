"""Alerts on the levels of the error-budget policy."""

from slogen.conventions import names
from slogen.model.objective import plain
from slogen.model.slo import Slo
from slogen.rules import templates as t
from slogen.rules.alert import slo_alert
from slogen.rules.budget import levels_in_order
from slogen.rules.values import Alert


def policy_alerts(slo: Slo) -> tuple[Alert, ...]:
    """An alert for every level that asks for one; it fires on its level and on all worse ones."""
    found: list[Alert] = []
    for number, level in enumerate(levels_in_order(slo), start=1):
        response = level.response
        if response is None:
            continue
        remaining = names.of(names.BUDGET_REMAINING, slo.id)
        found.append(
            slo_alert(
                slo,
                response,
                name=response.alert or names.alert_name(slo.place.service, slo.name, "Budget" + names.pascal(level.name)),
                expr=f"{remaining}\nand\n({names.of(names.POLICY_LEVEL, slo.id)} >= {number})",
                summary=f"{t.literal(slo.title)} has {t.value('percent')} of its error budget left{t.group_suffix(slo.group_by)}",
                description=(
                    (
                        f"The policy level {t.literal(level.name)!s} begins at {plain(level.below_percent)}% of the error budget of "
                        f"{slo.window} (objective {slo.objective}%). Policy: {t.literal(level.action)}"
                    ),
                    (
                        "A rolling window recovers by itself when an incident leaves it: that the alert resolves does not mean that "
                        "something was mended."
                    ),
                ),
                impact="None by itself; when the rest of the budget is spent, the objective is missed.",
                labels={names.LEVEL: level.name},
            )
        )
    return tuple(found)
