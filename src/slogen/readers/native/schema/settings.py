"""The inherited settings: the same at the top of a Workspace, a System, a Service, and in an SLO."""

from slogen.readers.native import defaults
from slogen.readers.native.schema import pieces as p
from slogen.readers.native.schema.responses import LEVEL_RESPONSE, SEVERITY_NAMES

_SEVERITIES = defaults.SETTINGS["severities"]
_MISSING = defaults.SETTINGS["missing"]

_PAIR = p.mapping(
    "a burn-rate pair",
    "One burn-rate alert: it fires while the error ratio over the long and over the short window are both above factor × budget.",
    {
        "name": p.name("Name of the pair, unique in the policy; part of the alert's name.", "page-fast"),
        "severity": p.choice("Who hears of it. An info pair says what the `ticket` response says.", *SEVERITY_NAMES),
        "long": p.duration("The window that decides: 5m … the SLO's window; above 1h a multiple of 5m.", "1h"),
        "short": p.duration("The window that lets the alert go; at least 5m, shorter than `long`.", "5m"),
        "factor": p.number("Burn rate at which it fires. 1 spends exactly the budget within the window.", 14.4, minimum=1),
        "budget": p.number("Instead of `factor`: percent of the budget that is spent when it fires.", 5, exclusiveMinimum=0, maximum=100),
        "for": p.duration("How long the condition must hold. Only delays the alert: the short window already damps it.", default="0s"),
        "keep_firing_for": p.duration("How long the alert goes on after the condition has ended.", default="0s"),
        "alert": p.alert_name("One alert name for this pair in all SLOs; they differ by slo_id.", "HighErrorBudgetBurnRate"),
        "sev": p.line("Value of the label `sev`; default: by severity.", "SEV-3"),
        "next_action": p.text("What to do, instead of what the response says.", "Freeze non-urgent changes."),
    },
    "name",
    "severity",
    "long",
    "short",
    **p.exactly_one("factor", "budget"),
)

_LEVEL_ALERT = p.mapping(
    "an error-budget alert",
    "Tell somebody when the level is reached.",
    {
        "severity": p.choice("How loud.", *SEVERITY_NAMES, default="ticket"),
        "runbook": p.runbook("Runbook; default: the one of the SLO's ticket.", "budget-freeze"),
        "next_action": p.text("What to do first; default: the level's `action`."),
        "impact": p.text("What the user feels; required on a page."),
        "alert": p.alert_name("Alert name instead of <Service><Slo>Budget<Level>.", "LowErrorBudget"),
        "sev": p.line("Value of the label `sev`; default: by severity."),
        "labels": p.ref("labels", "Extra labels of this alert."),
    },
)

_LEVEL = p.mapping(
    "an error-budget level",
    "What applies once this little of the error budget is left.",
    {
        "name": p.name("Name of the level, unique in the list.", "freeze"),
        "below": p.number("The level is reached at this percentage of the budget left, or less.", 25, minimum=0, exclusiveMaximum=100),
        "action": p.text("What the team has agreed to do.", "Deploy freeze, emergency fixes only."),
        "alert": p.ref("error_budget_alert", "Tell somebody when the level is reached."),
    },
    "name",
    "below",
    "action",
)

DEFINITIONS: dict[str, p.Schema] = {
    "window": p.duration("The rolling window of the error budget: 7d … 90d, whole days.", "28d", default=defaults.SETTINGS["window"]),
    "scrape_interval": p.duration(
        "How often the targets are scraped: 1s … 75s. The rules are exact only if this is true.",
        "30s",
        default=defaults.SETTINGS["scrape_interval"],
    ),
    "burn_rate": p.mapping(
        "a burn-rate policy",
        "Which burn rates alert. Replaces the default pairs (14.4× 5m/1h and 6× 30m/6h page, 3× 2h/1d and 1× 6h/3d ticket) whole.",
        {
            "max_error_ratio": p.number(
                "No threshold asks for a higher error ratio; what asks for more is lowered to it.",
                default=float(defaults.MAX_ERROR_RATIO),
                exclusiveMinimum=0,
                maximum=1,
            ),
            "pairs": p.items("The pairs, fastest first.", p.ref("burn_rate_pair"), at_least=1),
        },
    ),
    "guard": p.mapping(
        "a low-traffic guard",
        "Burn-rate alerts wait until this much lies in their long window, so that one failure at night wakes nobody.",
        {
            "min_failures": p.whole("Failures that must lie in the long window.", 3, default=0),
            "min_events": p.whole("Events that must lie in the long window.", 100, default=0),
        },
    ),
    "error_budget_policy": p.items(
        "What applies when little of the budget is left; from much to little.", p.ref("error_budget_level"), default=[]
    ),
    "owner": p.mapping(
        "an owner",
        "The teams that answer. Each service must get both from somewhere.",
        {"primary": p.line("The team that answers first.", "platform"), "secondary": p.line("The team that answers next.", "sre")},
    ),
    "group_by": p.items(
        "One budget and one alert for each combination of these labels.",
        p.label_name("A label of the SLI's series.", "environment"),
        unique=True,
        default=[],
    ),
    "severities": p.mapping(
        "severities",
        "The organisation's own words for the severities: values of the label `sev`.",
        {key: p.line(f"The word for {key}.", default=_SEVERITIES[key]) for key in SEVERITY_NAMES},
    ),
    "labels": {
        "title": "labels",
        "description": "Extra labels on the alerts (never on recorded series), for routing.",
        "type": "object",
        "propertyNames": {"pattern": p.LABEL},
        "additionalProperties": p.line("The label's value.", "checkout"),
        "default": {},
        "examples": [{"team_channel": "checkout"}],
    },
    "logs_url": p.url("Where the logs are; {system} and {service} are filled in.", "https://logs.example.com/explore?service={service}"),
    "logs": p.mapping(
        "`logs`",
        "How boards link to logs: in Grafana's Explore, over the time that they show, or at a URL. {system} and {service} are filled in.",
        {
            "loki": p.line("uid of the Loki data source.", "loki"),
            "query": p.line("LogQL that finds a service's lines.", '{namespace="{system}", app="{service}"}'),
            "url": p.url(
                "Instead of both: where logs are found by an id; {key} is its name (job_id, digest), {value} what the viewer typed.",
                "https://logs.example.com/{service}?{key}={value}",
            ),
        },
        **p.exactly_one("loki", "url"),
        dependentRequired={"loki": ["query"], "query": ["loki"]},
    ),
    "deployments": p.expression(
        "PromQL that has a series while something is being deployed; boards mark these moments.",
        'changes(kube_deployment_status_observed_generation{namespace="omnihub"}[5m]) > 0',
    ),
    "runbook": p.runbook("Runbook of alerts that name none: name or name#heading-anchor.", "service-down"),
    "missing": {
        **LEVEL_RESPONSE,
        "title": "`missing`",
        "description": "The alert that fires when the SLI has no data at all, or the reason why there is none.",
        "properties": {
            **{key: value for key, value in LEVEL_RESPONSE["properties"].items() if key != "only_when"},
            "severity": p.choice("How loud.", *SEVERITY_NAMES, default=_MISSING["severity"]),
            "for": p.duration("How long there must be no data.", default=_MISSING["for"]),
            "next_action": p.text("What to do first.", defaults.NEXT_ACTION_MISSING),
        },
    },
}
_RUNBOOKS = {
    "url": p.url("Where runbooks are published; {system} and {name} are filled in.", "https://runbooks.example.com/{system}/{name}"),
    "sections": p.items("Headings that every runbook must have.", p.line("A heading.", "Symptom"), unique=True, default=[]),
}
DEFINITIONS["runbooks"] = p.mapping("`runbooks`", "Where runbooks are, and what they must contain.", _RUNBOOKS)

PROPERTIES: dict[str, p.Schema] = p.shared(DEFINITIONS, *DEFINITIONS)
DEFINITIONS |= {"burn_rate_pair": _PAIR, "error_budget_level": _LEVEL, "error_budget_alert": _LEVEL_ALERT}
_REVIEWED = {
    "max_age": p.duration(
        "How long a runbook's review holds (`last_reviewed` in its front matter), in whole days; `slogen lint` asks.",
        "90d",
        default=defaults.RUNBOOK_MAX_AGE,
    )
}
SYSTEM_RUNBOOKS = p.mapping("`runbooks`", "Where runbooks are, and what they must contain.", {**_RUNBOOKS, **_REVIEWED})
WORKSPACE_RUNBOOKS = p.mapping(
    "`runbooks`",
    "Where runbooks are, and what they must contain.",
    {
        **_RUNBOOKS,
        **_REVIEWED,
        "directory": p.folder("Folder of the runbook files, below the project's root.", default=defaults.RUNBOOK_DIRECTORY),
    },
)
