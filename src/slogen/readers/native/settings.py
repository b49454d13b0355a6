"""The inherited settings: one resolver that refines them from Workspace over System and Service to SLO, and remembers who said what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration
from slogen.model.slo import BudgetLevel, Guard
from slogen.readers.native import budget, defaults, query, template
from slogen.readers.native.labels import read_group_by, read_labels
from slogen.readers.native.policy import NOTHING_ASKED, AskedPolicy, read_policy
from slogen.readers.native.scalar import duration, text
from slogen.readers.native.shape import Node

LEVELS: Final = ("default", "workspace", "system", "service", "slo")
_DAY = Duration.parse("1d")
_WINDOWS = (Duration.parse("7d"), Duration.parse("90d"))
_SCRAPES = (Duration.parse("1s"), Duration.parse("75s"))


@dataclass(frozen=True, slots=True)
class Setting:
    """A value as it was written, by whom, and below which keys of `node`; a built-in default has no node."""

    value: Any
    level: str
    node: Node | None = None
    keys: tuple[str, ...] = ()

    def span(self) -> Span | None:
        """Where the value is written."""
        return None if self.node is None else self.node.span(*self.keys)


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective settings of one place.

    `sources` has every value by its dotted name (`guard.min_failures`). `missing` is the merged map as written. `refused` names
    the settings in which something was wrong and has been reported: that they are incomplete is no news.
    """

    window: Duration
    scrape_interval: Duration
    burn_rate: AskedPolicy
    guard: Guard
    levels: tuple[budget.PlacedLevel, ...]
    plain_levels: tuple[BudgetLevel, ...] | None
    group_by: tuple[str, ...]
    severities: Mapping[AlertSeverity, str]
    labels: Mapping[str, str]
    primary: str
    secondary: str
    logs_url: str
    logs: Mapping[str, str]
    deployments: str
    runbook_url: str
    sections: tuple[str, ...]
    runbook: str
    missing: Mapping[str, Any]
    sources: Mapping[str, Setting]
    refused: frozenset[str]

    def level_of(self, name: str) -> int:
        """How near the setting was made: 0 built in … 4 in the SLO itself."""
        return LEVELS.index(self.sources[name].level)


def refine(outer: Settings, level: str, node: Node, findings: list[Diagnostic], keys: Iterable[str] | None = None) -> Settings:
    """The settings with those that a mapping of the given level makes itself; wrong ones are reported and change nothing."""
    changes: dict[str, Any] = {}
    sources = dict(outer.sources)
    refused = set(outer.refused)
    for key in _READERS if keys is None else keys:
        if node.shape.spoilt and any(path[: len(node.path) + 1] == (*node.path, key) for path in node.shape.spoilt):
            refused.add(key)
        if key not in node.data:
            continue
        before = len(findings)
        read = _READERS[key](outer, node, findings)
        if len(findings) > before:
            refused.add(key)
        if read is not None:
            changes.update(read)
            _remember(sources, level, node, key)
    if not changes and refused == outer.refused:
        return outer
    return replace(outer, **changes, sources=sources, refused=frozenset(refused))


def with_missing(outer: Settings, node: Node) -> Settings:
    """The settings with the `missing` of an SLO's `alerts`, which is the nearest of all."""
    sources = dict(outer.sources)
    _remember(sources, "slo", node, "missing")
    return replace(outer, **_missing(outer, node, []), sources=sources)


def _remember(sources: dict[str, Setting], level: str, node: Node, key: str) -> None:
    if key not in _MAPS:
        sources[key] = Setting(node.data[key], level, node, (key,))
        return
    mine = node.data[key]
    if key == "missing":
        for name in [name for name in sources if name.startswith("missing.") and _excludes(mine, name.removeprefix("missing."))]:
            del sources[name]
    for name, value in mine.items():
        sources[f"{key}.{name}"] = Setting(value, level, node, (key, name))


def _excludes(missing: Mapping[str, Any], farther: str) -> bool:
    """A reason against the alert puts aside how the alert was described farther away, and a description the reason."""
    return ("none" in missing) != (farther == "none") if missing else False


def _missing(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del findings
    mine = node.data["missing"]
    kept = {key: value for key, value in outer.missing.items() if not _excludes(mine, key)}
    return {"missing": {**kept, **mine}}


def _window(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any] | None:
    del outer
    found = duration(node, "window")
    assert found is not None
    shortest, longest = _WINDOWS
    if not shortest <= found <= longest:
        message = f"`window` must be between {shortest} and {longest}, got {node.data['window']}"
        findings.append(error(node.span("window"), codes.DURATION, message, "28d or 30d is usual"))
        return None
    if found.milliseconds % _DAY.milliseconds:
        whole = f"{found.milliseconds // _DAY.milliseconds}d"
        message = f"`window` must be whole days, got {node.data['window']}"
        findings.append(error(node.span("window"), codes.DURATION, message, f"write {whole}"))
        return None
    return {"window": found}


def _scrape_interval(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any] | None:
    del outer
    found = duration(node, "scrape_interval")
    assert found is not None
    shortest, longest = _SCRAPES
    if shortest <= found <= longest:
        return {"scrape_interval": found}
    hint = "the 5-minute window needs four scrapes" if found > longest else ""
    message = f"`scrape_interval` must be between {shortest} and {longest.milliseconds // 1000}s, got {node.data['scrape_interval']}"
    findings.append(error(node.span("scrape_interval"), codes.DURATION, message, hint))
    return None


def _burn_rate(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer
    return {"burn_rate": read_policy(node.child("burn_rate"), findings)}


def _guard(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del findings
    return {"guard": replace(outer.guard, **{key: int(value) for key, value in node.data["guard"].items()})}


def _levels(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer
    levels = budget.read_levels(node, findings)
    return {"levels": levels, "plain_levels": budget.plain_levels(levels)}


def _owner(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer, findings
    return {key: text(node.data["owner"], key) for key in node.data["owner"]}


def _group_by(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer
    return {"group_by": read_group_by(node, findings)}


def _severities(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del findings
    own = {AlertSeverity(key): text(node.data["severities"], key) for key in node.data["severities"]}
    return {"severities": {**outer.severities, **own}}


def _labels(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    return {"labels": {**outer.labels, **read_labels(node, "labels", findings)}}


def _logs_url(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any] | None:
    del outer
    return {"logs_url": node.data["logs_url"]} if template.check(node, "logs_url", ("system", "service"), findings) else None


def _logs(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any] | None:
    """Placeholders of a LogQL query are replaced and nothing else: it is full of braces of its own."""
    del outer
    mine = node.child("logs")
    if "url" in mine.data:
        sound = template.check(mine, "url", ("system", "service", "key", "value"), findings, needed="value")
        return {"logs": {"url": text(mine.data, "url")}} if sound else None
    if "loki" not in mine.data or "query" not in mine.data:
        return None  # has been reported
    written = text(mine.data, "query")
    if "{" not in written.replace("{system}", "").replace("{service}", ""):
        message = "`query` selects no lines: LogQL begins with a selector in braces"
        findings.append(error(mine.span("query"), codes.WRONG_VALUE, message, 'write it as {namespace="{system}", app="{service}"}'))
        return None
    return {"logs": {"loki": text(mine.data, "loki"), "query": written}}


def _deployments(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any] | None:
    found = query.free(node, ("deployments",), node.data["deployments"], outer.scrape_interval, findings)
    return None if found is None else {"deployments": found}


def _runbooks(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer
    mine, found = node.child("runbooks"), {}
    if "url" in mine.data and template.check(mine, "url", ("system", "name"), findings, needed="name"):
        found["runbook_url"] = mine.data["url"]
    if "sections" in mine.data:
        found["sections"] = tuple(section.strip() for section in mine.data["sections"] if section is not None)
    return found


def _runbook(outer: Settings, node: Node, findings: list[Diagnostic]) -> dict[str, Any]:
    del outer, findings
    return {"runbook": node.data["runbook"]}


_READERS: Final[Mapping[str, Callable[[Settings, Node, list[Diagnostic]], dict[str, Any] | None]]] = {
    "window": _window,
    "scrape_interval": _scrape_interval,
    "burn_rate": _burn_rate,
    "guard": _guard,
    "error_budget_policy": _levels,
    "owner": _owner,
    "group_by": _group_by,
    "severities": _severities,
    "labels": _labels,
    "logs_url": _logs_url,
    "logs": _logs,
    "deployments": _deployments,
    "runbooks": _runbooks,
    "missing": _missing,
    "runbook": _runbook,
}
KEYS: Final = frozenset(_READERS)
"""The keys of all inherited settings."""
_MAPS = ("guard", "owner", "severities", "labels", "runbooks", "missing")


def _built_in() -> Settings:
    sources = {"burn_rate": Setting("the default pairs", "default")}
    for key, value in defaults.SETTINGS.items():
        for name, inner in {f"{key}.{name}": inner for name, inner in value.items()}.items() if isinstance(value, dict) else [(key, value)]:
            sources[name] = Setting(inner, "default")
    return Settings(
        window=Duration.parse(defaults.SETTINGS["window"]),
        scrape_interval=Duration.parse(defaults.SETTINGS["scrape_interval"]),
        burn_rate=NOTHING_ASKED,
        guard=Guard(),
        levels=(),
        plain_levels=(),
        group_by=(),
        severities={severity: defaults.SETTINGS["severities"][severity.value] for severity in AlertSeverity},
        labels={},
        primary="",
        secondary="",
        logs_url="",
        logs={},
        deployments="",
        runbook_url="",
        sections=(),
        runbook="",
        missing=defaults.SETTINGS["missing"],
        sources=sources,
        refused=frozenset(),
    )


BUILT_IN: Final = _built_in()
