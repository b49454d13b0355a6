"""What a person is told when an alert fires: the responses of an SLO, and standalone alerts."""

from slogen.readers.native.schema import pieces as p

SEVERITY_NAMES = ("page", "ticket", "info")

_NONE = p.text("Why there is no such alert. Stands alone.", "The queue has its own on-call.")
_TOLD: dict[str, p.Schema] = {
    "runbook": p.runbook("Runbook: name or name#heading-anchor; default: the inherited `runbook`.", "high-error-rate"),
    "impact": p.text("What the user feels. Required on a page.", "Customers see failed requests."),
    "next_action": p.text("What to do first.", "Roll back the last deploy if it is younger than 30 minutes."),
    "only_when": {
        "description": "A condition that must hold too: PromQL, joined with `and on()`; grouped SLOs name the labels to join on.",
        "anyOf": [
            p.expression("The condition.", "deriv(perception_queue_depth[15m]) > 0"),
            p.mapping(
                "`only_when`",
                "The condition and the labels to join on.",
                {
                    "expr": p.expression("The condition.", "deriv(perception_queue_depth[15m]) > 0"),
                    "on": p.items("Labels of `group_by` to join on.", p.label_name("A label of `group_by`.", "environment"), unique=True),
                },
                "expr",
                "on",
            ),
        ],
    },
    "sev": p.line("Value of the label `sev`; default: by severity.", "SEV-1"),
    "labels": p.ref("labels", "Extra labels of this alert."),
    "mutes": p.choice("`service`: the page says that the whole service is down, and mutes the service's other SLO alerts.", "service"),
}

RESPONSE = p.mapping(
    "a response",
    "Who is told what when the error budget burns, or the reason why nobody is.",
    {
        "none": _NONE,
        **_TOLD,
        "burn": p.flag(
            "Whether burn-rate pairs of this severity alert. Default: true; for `page` false where the gauge has a breach level."
        ),
    },
    **p.alone("none"),
)

LEVEL_RESPONSE = p.mapping(
    "a response",
    "Who is told what when the level is reached, or the reason why nobody is.",
    {
        "none": _NONE,
        "severity": p.choice("How loud.", *SEVERITY_NAMES),
        "for": p.duration("How long the level must hold.", default="0s"),
        "alert": p.alert_name("Alert name of the organisation's own.", "HighLatency"),
        **_TOLD,
    },
    **p.alone("none"),
)

RESPONSES = p.mapping(
    "`alerts`",
    "Who is told what. `page` is required: a response, or `{none: <why nobody is woken>}`.",
    {
        "page": p.ref("response", "What wakes somebody, or the reason why nothing does."),
        "ticket": p.ref("response", "What goes to working hours. What it does not say is taken from `page`, except `sev`, `only_when`."),
        "warning": p.ref("level_response", "At the gauge's `warning` level; default severity ticket, rest from `ticket`."),
        "breach": p.ref("level_response", "At the gauge's `breach` level; default severity page, rest from `page`."),
        "missing": p.ref("missing", "When there is no data at all, instead of the inherited `missing`."),
    },
    "page",
)

STANDALONE = p.mapping(
    "a standalone alert",
    "An alert on an expression of its own, beside the SLOs.",
    {
        "name": p.alert_name("The alert's name, CamelCase.", "KillSwitchEnabled"),
        "expr": p.expression("PromQL; the alert fires for every series that it returns.", "omnihub_kill_switch == 1"),
        "for": p.duration("How long the expression must hold.", "2m", default="0s"),
        "keep_firing_for": p.duration("How long the alert goes on after the expression has ended.", "5m", default="0s"),
        "severity": p.choice("How loud.", *SEVERITY_NAMES),
        "summary": p.line("What has happened, in one line.", "The kill switch is on."),
        "description": p.text("More about it."),
        "impact": p.text("What the user feels. Required on a page.", "All side effects are blocked."),
        "next_action": p.text("What to do first.", "Ask in #incidents who enabled it, then follow the runbook."),
        "runbook": p.runbook("Runbook: name or name#heading-anchor; default: the inherited `runbook`.", "kill-switch-active"),
        "sev": p.line("Value of the label `sev`; default: by severity.", "SEV-1"),
        "labels": p.ref("labels", "Extra labels of this alert."),
        "mutes": p.choice("`service`: the page says that the whole service is down, and mutes the service's SLO alerts.", "service"),
        "logs_url": p.ref("logs_url", "Where the logs of this alert are."),
        "owner": p.ref("owner", "Who answers this alert, instead of the service's owner."),
        "tests": p.items("Examples of when the alert fires and when not; `slogen test` runs them.", p.ref("alert_test"), at_least=1),
    },
    "name",
    "expr",
    "severity",
    "summary",
    "next_action",
)

ALERT_TEST = p.mapping(
    "a test",
    "Made-up series, and whether the alert fires on them at a time.",
    {
        "series": {
            "title": "series",
            "description": "Series and their samples, one a minute from time 0, in promtool's notation: `0x10`, `0+5x20`, `1 _x3 stale`.",
            "type": "object",
            "additionalProperties": p.line("The samples.", "1x10"),
            "examples": [{'omnihub_kill_switch{instance="a"}': "0x5 1x10"}],
        },
        "at": p.duration("When to look.", "10m"),
        "fires": p.flag("Whether the alert fires then."),
        "value": p.number("What the expression yields then, once: the alert is compared word by word. Only where it fires.", 0.6),
        "labels": {
            "title": "labels",
            "description": "The labels of what the expression yields then; default: none. Beside `value`.",
            "type": "object",
            "additionalProperties": p.line("The label's value.", "prod"),
            "examples": [{"environment": "prod"}],
        },
    },
    "series",
    "at",
    "fires",
)

DEFINITIONS: dict[str, p.Schema] = {"response": RESPONSE, "level_response": LEVEL_RESPONSE, "alert_test": ALERT_TEST}
