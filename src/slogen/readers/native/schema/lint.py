"""The Workspace's `lint`."""

from collections.abc import Sequence

from slogen.conventions import alerting
from slogen.readers.native.schema import pieces as p


def _words(description: str, item: p.Schema, default: Sequence[str]) -> p.Schema:
    return p.items(description, item, unique=True, default=list(default))


LINT = p.mapping(
    "`lint`",
    "What `slogen lint` has to know of the installation, for specs, runbooks and hand-written rules.",
    {
        "paths": _words(
            "Files and folders with hand-written rules, which `slogen lint` reads with the project.",
            {"description": "A file or folder.", "type": "string", "pattern": p.FOLDER, "examples": ["rules"]},
            [],
        ),
        "retention": p.duration("How long Prometheus keeps samples: no query may look back farther.", "30d"),
        "runbook_hosts": _words(
            "Hosts that a `runbook_url` may lead to; default: any.",
            p.host("A host.", "runbooks.example.com"),
            [],
        ),
        "severities": _words(
            "Values that the label `severity` may have.",
            p.line("A value.", "page"),
            alerting.SEVERITIES,
        ),
        "pages": _words("Those of them that wake somebody.", p.line("A value.", "page"), alerting.PAGES),
        "quiet": _words("Those of them that tell nobody.", p.line("A value.", "info"), alerting.QUIET),
        "owner_labels": _words(
            "Labels that say who answers; one of them is enough.", p.label_name("A label.", "team"), alerting.OWNER_LABELS
        ),
        "disable": {
            "title": "`disable`",
            "description": "Checks that nobody here wants, each with the reason.",
            "type": "object",
            "additionalProperties": p.line("The reason.", "our Alertmanager knows the owner of every service"),
            "default": {},
            "examples": [{"missing-owner": "our Alertmanager knows the owner of every service"}],
        },
    },
)
