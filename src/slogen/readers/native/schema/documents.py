"""The kinds of document: Workspace, System, Service, Routing, Dashboard."""

from slogen.readers.native import defaults
from slogen.readers.native.schema import dashboard, grafana, responses, routing, settings, sli
from slogen.readers.native.schema import pieces as p
from slogen.readers.native.schema.lint import LINT

API_VERSION = "slogen/v1"

_API_VERSION: p.Schema = {"description": "Version of the spec language.", "const": API_VERSION}


def _kind(kind: str) -> dict[str, p.Schema]:
    return {"apiVersion": _API_VERSION, "kind": {"description": "Kind of the document.", "const": kind}}


WORKSPACE = p.mapping(
    "a Workspace",
    "What holds for all systems: intervals, Prometheus, Grafana, runbooks, and settings that everybody inherits.",
    {
        **_kind("Workspace"),
        "evaluation_interval": p.duration(
            "How often the fast rule groups are evaluated: 15s, 20s, 30s or 1m.", "30s", default=defaults.EVALUATION_INTERVAL
        ),
        "tests": p.flag(
            "Whether promtool tests are generated beside the rules. They are three times the rules' size and take several times as long "
            "to make: set it to false for thousands of SLOs.",
            default=defaults.TESTS,
        ),
        "prometheus": p.mapping(
            "`prometheus`",
            "The Prometheus that loads the rules.",
            {
                "version": p.version(
                    "The oldest version that must load the rules: 2.42 or newer, in quotes.", default=defaults.PROMETHEUS_VERSION
                )
            },
        ),
        "grafana": grafana.GRAFANA,
        "alertmanager": p.ref("alertmanager", routing.ALERTMANAGER["description"]),
        **settings.PROPERTIES,
        "runbooks": settings.WORKSPACE_RUNBOOKS,
        "lint": LINT,
    },
    "apiVersion",
    "kind",
)

SYSTEM = p.mapping(
    "a System",
    "Services that belong together, and the settings that they inherit.",
    {
        **_kind("System"),
        "system": p.name("Name of the system and of its folder.", "omnihub"),
        "title": p.line("Title for people; default: the name.", "OmniHub"),
        "description": p.text("What the system is for."),
        "environments": p.items(
            "Values of the label `environment` that exist.", p.line("An environment.", "prod"), unique=True, default=[]
        ),
        **settings.PROPERTIES,
        "runbooks": settings.SYSTEM_RUNBOOKS,
    },
    "apiVersion",
    "kind",
    "system",
)

SLO = p.mapping(
    "an SLO",
    "One promise: what is measured, how much of it must be good, and who is told when it is not.",
    {
        "name": p.name("Name of the SLO, unique in its service.", "availability"),
        "title": p.line("Title for people; default: the names of the service and the SLO.", "API availability"),
        "description": p.text("What is promised, in a sentence.", "Requests answered without a 5xx."),
        "objective": p.percent("Percent of events or minutes that must be good, exact.", 99.9),
        "sli": p.ref("sli", "What is measured: exactly one kind."),
        "targets": p.selector("`up` series that tell idle from gone; default: up{job=…} of the SLI's selector.", 'up{job="api-gateway"}'),
        "alerts": p.ref("slo_alerts", "Who is told what."),
        **settings.PROPERTIES,
    },
    "name",
    "description",
    "sli",
    "alerts",
    anyOf=[
        {"required": ["objective"]},
        {"properties": {"sli": {"properties": {"latency": {"required": ["percentile"]}}, "required": ["latency"]}}, "required": ["sli"]},
    ],
)

SERVICE = p.mapping(
    "a Service",
    "One service: its SLOs, and its alerts beside them.",
    {
        **_kind("Service"),
        "service": p.name("Name of the service.", "api-gateway"),
        "title": p.line("Title for people; default: the name.", "API gateway"),
        "description": p.text("What the service does."),
        "depends_on": p.items(
            "Services that this one needs: while one of them pages, the alerts of this one's SLOs are muted.",
            p.service("A service of the same system, or system/service.", "database"),
            at_least=1,
            unique=True,
        ),
        "slos": p.items("The service's SLOs.", p.ref("slo"), at_least=1),
        "alerts": p.items("Alerts beside the SLOs.", p.ref("standalone_alert"), at_least=1),
        **settings.PROPERTIES,
    },
    "apiVersion",
    "kind",
    "service",
    **p.at_least_one("slos", "alerts"),
)

ROUTING = p.mapping(
    "a Routing",
    "Who is told of a system's alerts: receivers, time intervals, environments, teams.",
    {**_kind("Routing"), **routing.PROPERTIES},
    "apiVersion",
    "kind",
    "receivers",
    "notify",
)

DASHBOARD = p.mapping(
    "a Dashboard",
    "A board of the system in whose folder `dashboards/` it lies, beside those that are made of its services.",
    {**_kind("Dashboard"), **dashboard.PROPERTIES},
    "apiVersion",
    "kind",
    "dashboard",
    "title",
    "rows",
)

DOCUMENTS: dict[str, p.Schema] = {
    "workspace": WORKSPACE,
    "system": SYSTEM,
    "service": SERVICE,
    "routing": ROUTING,
    "dashboard": DASHBOARD,
}
DEFINITIONS: dict[str, p.Schema] = {
    **settings.DEFINITIONS,
    **responses.DEFINITIONS,
    **routing.DEFINITIONS,
    **sli.DEFINITIONS,
    **dashboard.DEFINITIONS,
    "sli": sli.SLI,
    "slo": SLO,
    "slo_alerts": responses.RESPONSES,
    "standalone_alert": responses.STANDALONE,
}
