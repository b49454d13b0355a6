"""Which keys panels of each type have, and which they need."""

from collections.abc import Mapping
from typing import Final

from slogen.diagnostics import codes, error
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.shape import Node
from slogen.readers.native.wording import listed, quoted

_ALL = frozenset({"title", "type", "description", "width", "height", "service", "logs_by", "links"})
_DATA = _ALL | {"query", "legend", "queries", "slo", "show", "by", "unit", "decimals", "min", "max", "thresholds", "states", "range"}
KEYS: Final[Mapping[str, frozenset[str]]] = {
    "stat": _DATA,
    "timeseries": _DATA | {"stack"},
    "gauge": _DATA,
    "bargauge": _DATA,
    "table": _DATA | {"columns"},
    "state-timeline": _DATA - {"unit", "decimals", "min", "max"},
    "logs": _ALL | {"query", "limit", "range"},
    "text": frozenset({"title", "type", "width", "height", "text"}),
}
"""What panels of each type may say."""
_SOURCES = ("query", "queries", "slo")


def fitting(scope: Scope, node: Node) -> bool:
    """Whether the panel has what panels of its type need, and nothing that they do not have."""
    data, kind = node.data, node.data["type"]
    found = len(scope.findings)
    for key in data:
        if key not in KEYS[kind]:
            takers = [name for name, keys in KEYS.items() if key in keys]
            message = f"a {kind} panel has no `{key}`"
            hint = f"`{key}` is for {listed(takers)} panels" if len(takers) < 4 else f"delete it, or choose another type than {kind}"
            scope.findings.append(error(node.key_span(key), codes.PANEL_KEY, message, hint))
    if len(scope.findings) > found:
        return False
    wanted = ("text",) if kind == "text" else ("query",) if kind == "logs" else _SOURCES
    given = [key for key in wanted if key in data]
    if not given and not any(node.spoilt(key) for key in wanted):
        message = f"a {kind} panel needs {quoted(wanted)}"
        scope.findings.append(error(node.span("title"), codes.PANEL_KEY, message, "say what it shows"))
    if len(given) > 1:
        message = f"{quoted(given, 'and')} exclude each other"
        scope.findings.append(error(node.key_span(given[1]), codes.CONFLICT, message, "keep one of them"))
    for key, owner in (("legend", "query"), ("show", "slo"), ("by", "slo")):
        if key in data and owner not in data and len(given) == 1:
            message = f"`{key}` belongs to `{owner}`, which this panel does not have"
            scope.findings.append(error(node.key_span(key), codes.PANEL_KEY, message, _instead(key)))
    return bool(given) and len(scope.findings) == found


def _instead(key: str) -> str:
    return "the keys of `queries` are the legends" if key == "legend" else "delete it, or name the SLO"
