"""Thresholds: a warning and a critical value, as the colours of a panel."""

from slogen.dashboards.slo_panels import Shown
from slogen.dashboards.values import Color, Threshold
from slogen.diagnostics import codes, error
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.shape import Node


def read_thresholds(scope: Scope, node: Node) -> tuple[Threshold, ...]:
    """The `thresholds` of a panel; a warning above the critical value says that less is worse."""
    mine = node.child("thresholds")
    warning, critical = mine.data.get("warning"), mine.data.get("critical")
    worse = mine.data.get("worse")
    if warning is not None and critical is not None:
        if warning == critical:
            message = f"`warning` and `critical` are both {warning}"
            scope.findings.append(error(mine.span("critical"), codes.CONFLICT, message, "set them apart, or keep one of them"))
            return ()
        said = "lower" if warning > critical else "higher"
        if worse is not None and worse != said:
            message = f"worse: {worse} contradicts the order of warning ({warning}) and critical ({critical})"
            scope.findings.append(error(mine.span("worse"), codes.CONFLICT, message, f"delete it: in this order {said} is worse"))
            return ()
        worse = said
    values = tuple(None if value is None else float(str(value)) for value in (warning, critical))
    return _steps(values[0], values[1], lower=worse == "lower")


def default_thresholds(picture: Shown | None) -> tuple[Threshold, ...]:
    """The colours of what is shown of an SLO, where the panel has no thresholds of its own."""
    if picture is None or picture.critical is None:
        return ()
    lower = picture.warning is not None and picture.warning > picture.critical
    return _steps(picture.warning, picture.critical, lower=lower)


def _steps(warning: float | None, critical: float | None, *, lower: bool) -> tuple[Threshold, ...]:
    """Grafana's steps say from which value on a colour holds."""
    if not lower:
        steps = [(warning, Color.ORANGE), (critical, Color.RED)]
        return (Threshold(None, Color.GREEN), *(Threshold(value, color) for value, color in steps if value is not None))
    # Below the critical value red, from there on orange, from the warning on green.
    if critical is None:
        return (Threshold(None, Color.ORANGE), Threshold(warning, Color.GREEN))
    if warning is None:
        return (Threshold(None, Color.RED), Threshold(critical, Color.GREEN))
    return (Threshold(None, Color.RED), Threshold(critical, Color.ORANGE), Threshold(warning, Color.GREEN))
