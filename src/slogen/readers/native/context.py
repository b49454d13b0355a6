"""What is known while a Service is read: where it belongs, what it inherits, and which runbooks there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from slogen.conventions.names import dashboard_uid
from slogen.dashboards.links import explore
from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.burn import Policy
from slogen.model.slo import LogSource, Owner, Place, Runbook
from slogen.readers.native import template
from slogen.readers.native.policy import fit
from slogen.readers.native.settings import Settings
from slogen.readers.native.workspace import System, Workspace
from slogen.readers.runbook import RunbookIndex


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one Service; `findings` and `links` (runbooks seen so far) grow while it is read."""

    service: str
    workspace: Workspace
    system: System
    runbooks: RunbookIndex
    findings: list[Diagnostic]
    links: dict[tuple[str, str, tuple[str, ...]], Runbook] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scope:
    """The settings of a Service, or of an SLO with settings of its own, ready to use."""

    settings: Settings
    place: Place
    policy: Policy


def scope(context: Context, settings: Settings) -> Scope:
    """Make settings ready to use; findings about settings that do not fit together are added."""
    values = {"system": context.system.name, "service": context.service}
    grafana = context.workspace.grafana_url
    logs = _logs(settings, values)
    place = Place(
        context.system.name,
        context.service,
        Owner(settings.primary, settings.secondary),
        settings.severities,
        settings.labels,
        _logs_url(settings, logs, grafana, values),
        f"{grafana}/d/{dashboard_uid(context.system.name, context.service)}" if grafana else "",
        logs,
        settings.deployments,
    )
    window = settings.sources["window"]
    context.findings.extend(_covered(settings))
    nearer = settings.level_of("window") > settings.level_of("burn_rate")
    return Scope(settings, place, fit(settings.burn_rate, settings.window, window.node if nearer else None, context.findings))


def _logs(settings: Settings, values: Mapping[str, str]) -> LogSource | None:
    """Where boards find the logs; none where a URL that was given nearer says that they are elsewhere."""
    logs, sources = settings.logs, settings.sources
    if "loki" not in logs or ("logs_url" in sources and settings.level_of("logs_url") > settings.level_of("logs")):
        return None
    query = logs["query"]
    for name, value in values.items():
        query = query.replace(f"{{{name}}}", value)
    return LogSource(logs["loki"], query)


def _logs_url(settings: Settings, logs: LogSource | None, grafana: str, values: Mapping[str, str]) -> str:
    """What alerts link: the URL that is given, else the last hour in Grafana's own Explore."""
    if settings.logs_url:
        return template.fill(settings.logs_url, values)
    return grafana + explore(logs.loki, logs.query, "now-1h", "now") if logs is not None and grafana else ""


def _covered(settings: Settings) -> Iterator[Diagnostic]:
    """Fixed labels that would cover the labels of `group_by`, reported where the later decision was made."""
    for name in settings.group_by:
        if name not in settings.labels:
            continue
        nearer = "group_by" if settings.level_of("group_by") > settings.level_of(f"labels.{name}") else f"labels.{name}"
        source = settings.sources[nearer]
        assert source.node is not None
        where = source.node.key_span(*source.keys)
        message = f"`{name}` is in group_by and has a fixed value in labels: all groups would look the same"
        yield error(where, codes.CONFLICT, message, "take it out of one of them")
