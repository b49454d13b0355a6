"""Kind Routing, and the Workspace's `alertmanager`: receivers, time intervals, who is told."""

from slogen.readers.native import defaults
from slogen.readers.native.schema import pieces as p
from slogen.readers.native.schema.responses import SEVERITY_NAMES

_FILE = "Absolute path, on Alertmanager's machine, of the file that holds {}. Secrets never stand in a spec."
_SECRETS = "/etc/alertmanager/secrets/"

RECEIVER_KINDS: dict[str, p.Schema] = {
    "slack": p.mapping(
        "`slack`",
        "A Slack channel.",
        {
            "channel": p.line("The channel, in quotes: '#alerts'.", "#alerts"),
            "api_url_file": p.secret_file(_FILE.format("the URL of the incoming webhook"), _SECRETS + "slack"),
        },
        "channel",
        "api_url_file",
    ),
    "pagerduty": p.mapping(
        "`pagerduty`",
        "A PagerDuty service.",
        {"routing_key_file": p.secret_file(_FILE.format("the integration key (Events API v2)"), _SECRETS + "pagerduty")},
        "routing_key_file",
    ),
    "email": p.mapping(
        "`email`",
        "Mail, through the Workspace's `smtp`.",
        {"to": p.addresses("One address, or several with commas between them.", "team@example.com")},
        "to",
    ),
    "webhook": p.mapping(
        "`webhook`",
        "A URL that Alertmanager posts to. One that carries a secret stands in a file (Alertmanager 0.26).",
        {
            "url": p.url("The URL, without any secret in it.", "https://bridge.example.com/alerts"),
            "url_file": p.secret_file(_FILE.format("the URL") + " Alertmanager 0.26 or newer.", _SECRETS + "webhook"),
        },
        **p.exactly_one("url", "url_file"),
    ),
    "opsgenie": p.mapping(
        "`opsgenie`",
        "An Opsgenie integration.",
        {
            "api_key_file": p.secret_file(_FILE.format("the API key"), _SECRETS + "opsgenie"),
            "api_url": p.url("Where its API is, if not in the usual place.", "https://api.eu.opsgenie.com/"),
        },
        "api_key_file",
    ),
    "msteams": p.mapping(
        "`msteams`",
        "A Microsoft Teams workflow. Alertmanager 0.28 or newer.",
        {"webhook_url_file": p.secret_file(_FILE.format("the workflow's URL"), _SECRETS + "teams")},
        "webhook_url_file",
    ),
}

RECEIVER = p.mapping(
    "a receiver",
    "Where messages go: one or more of slack, pagerduty, email, webhook, opsgenie, msteams.",
    RECEIVER_KINDS,
    minProperties=1,
)

_TARGET = {
    "description": "A receiver of the system or of the Workspace, alone or with how it is told.",
    "anyOf": [
        p.line("The receiver's name.", "oncall"),
        p.mapping(
            "a target",
            "A receiver, and how it is told.",
            {
                "receiver": p.line("The receiver's name.", "slack"),
                "after": p.duration("Only if the alert still fires after this time: the second notification.", "10m"),
                "digest": p.duration("Collected: at most one message in this time, counted from the first alert.", "24h"),
                "during": p.name("Only in this one of `time_intervals`; what still fires when it begins is told then.", "business-hours"),
            },
            "receiver",
        ),
    ],
}

_NOTIFY_KEYS = {
    "page": p.items("Who is told of pages. One of them at once, and at any time.", _TARGET),
    "ticket": p.items("Who is told of tickets.", _TARGET),
    "info": p.items("Who is told of infos.", _TARGET),
}

_DAYS = p.days("A day of the week, or the first and the last of several.", "monday-friday")
_TIMES = p.times("From and to on one day, in 24 hours.", "09:00-17:00")
_HOURS = p.mapping(
    "a time interval",
    "Times of a week.",
    {
        "days": {
            "description": "Days of the week; default: all.",
            "anyOf": [_DAYS, p.items("Days of the week.", _DAYS, at_least=1)],
        },
        "hours": {
            "description": "Times of these days; default: the whole day.",
            "anyOf": [_TIMES, p.items("Times of these days.", _TIMES, at_least=1)],
        },
        "time_zone": p.time_zone("A time zone by the name of a city in it, or UTC.", "Europe/Berlin", default=defaults.TIME_ZONE),
    },
    **p.at_least_one("days", "hours"),
)


def _by_severity(title: str, description: str, of: str, given: dict[str, str]) -> p.Schema:
    return p.mapping(title, description, {name: p.duration(of.format(name), default=given[name]) for name in SEVERITY_NAMES})


_LABELS = p.items("Label names.", p.label_name("A label of the alerts.", "service"), at_least=1, unique=True)

PROPERTIES: dict[str, p.Schema] = {
    "receivers": p.named("`receivers`", "The system's receivers, by name.", p.ref("receiver")),
    "time_intervals": p.named(
        "`time_intervals`",
        "Intervals by name: one, or several that are joined.",
        {
            "description": "An interval, or several that are joined.",
            "anyOf": [_HOURS, p.items("Intervals that are joined.", _HOURS, at_least=1)],
        },
    ),
    "notify": p.mapping("`notify`", "Who is told of what.", _NOTIFY_KEYS, *SEVERITY_NAMES),
    "wait": _by_severity(
        "`wait`",
        "How long the first alert of a group waits for others, and for the page that mutes it.",
        "How long a {} waits.",
        defaults.ROUTING["wait"],
    ),
    "repeat": _by_severity(
        "`repeat`",
        "How often what still fires is told again.",
        "How often a {} is told again.",
        defaults.ROUTING["repeat"],
    ),
    "group_by": p.mapping(
        "`group_by`",
        "Alerts that share these labels are one message. Default: pages by slo_id, environment and the SLO's groups (others by alertname, "
        "service and environment), tickets and infos by team, service and environment.",
        {name: {**_LABELS, "description": f"Labels by which {name}s are put together."} for name in SEVERITY_NAMES},
    ),
    "environments": p.free(
        "`environments`",
        "Environments in which pages do not ring day and night. What is not named here, and an alert without the label `environment`, "
        "counts as production.",
        p.mapping(
            "an environment",
            "What becomes of its pages.",
            {
                "page": p.name(
                    "`never`: a page is treated as a ticket. Or a time interval: those who are paged hear of it only then, "
                    "those who get tickets at once.",
                    "business-hours",
                )
            },
            "page",
        ),
    ),
    "teams": p.free(
        "`teams`",
        "What is told to others where a team owns the alert (its label `team`); what is missing is as in `notify`.",
        p.mapping("a team", "Who is told of this team's alerts.", _NOTIFY_KEYS, **p.at_least_one(*SEVERITY_NAMES)),
    ),
}

ALERTMANAGER = p.mapping(
    "`alertmanager`",
    "The Alertmanager that gets the alerts. Without it, no configuration is generated.",
    {
        "version": p.version(
            "The oldest version that must load the configuration: 0.25 or newer, in quotes.", default=defaults.ALERTMANAGER_VERSION
        ),
        "smtp": p.mapping(
            "`smtp`",
            "The mail server, needed by receivers of mail.",
            {
                "smarthost": p.smarthost("Host and port.", "mail.example.com:587"),
                "from": p.addresses("The sender.", "slogen@example.com"),
                "username": p.line("Name to log in with.", "slogen"),
                "password_file": p.secret_file(_FILE.format("the password"), _SECRETS + "smtp"),
                "require_tls": p.flag("Whether the connection must be encrypted.", default=True),
            },
            "smarthost",
            "from",
            dependentRequired={"username": ["password_file"], "password_file": ["username"]},
        ),
        "receivers": p.named("`receivers`", "Receivers that every system may name.", p.ref("receiver")),
        "default": p.line("The receiver of whatever no system's route takes. Needed as soon as a system has a Routing.", "everyone"),
    },
)

DEFINITIONS: dict[str, p.Schema] = {"receiver": RECEIVER, "alertmanager": ALERTMANAGER}
