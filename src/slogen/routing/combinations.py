"""What routes see of an alert: the labels that they read, and no others."""

from collections.abc import Mapping, Sequence

from slogen.conventions import names
from slogen.model.routing import Routing

ANY_SLO = "an/slo"
"""Stands for the identity of any SLO: routes ask only whether there is one."""


def environments(labels: Mapping[str, str], declared: Sequence[str]) -> tuple[str | None, ...]:
    """The values of the label `environment` that an alert with these labels of its own can have; None: it does not have the label.

    What its series add is not known: any declared environment, or none.
    """
    fixed = labels.get(names.ENVIRONMENT)
    return (fixed,) if fixed is not None else (None, *declared)


def seen(routing: Routing, labels: Mapping[str, str], environment: str | None) -> dict[str, str]:
    """The labels of an alert as far as the routes of its system tell by them where it goes."""
    found = {names.SYSTEM: routing.system, names.SEVERITY: labels[names.SEVERITY]}
    if names.SLO_ID in labels:
        found[names.SLO_ID] = ANY_SLO
    if environment is not None and environment in routing.paging:
        found[names.ENVIRONMENT] = environment
    if labels[names.TEAM] in routing.teams:
        found[names.TEAM] = labels[names.TEAM]
    return found
