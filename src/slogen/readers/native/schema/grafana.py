"""The Workspace's `grafana`: where it is, and how it gets its boards."""

from slogen.readers.native import defaults
from slogen.readers.native.schema import pieces as p

GRAFANA = p.mapping(
    "`grafana`",
    "The Grafana that shows the boards. Boards are generated where there is such a key.",
    {
        "url": p.url("Where it is; alerts link to it.", "https://grafana.example.com"),
        "boards": p.flag(
            "Whether boards are generated. A service with one SLO has one of about 40 KB: set it to false for thousands of SLOs.",
            default=defaults.BOARDS,
        ),
        "prometheus": p.line("uid of the Prometheus data source that boards begin with; default: Grafana's default one.", "prometheus"),
        "specs_url": p.url(
            "Where the specs can be read; {path} (from the project's root) and {line} are filled in.",
            "https://git.example.com/slos/blob/main/{path}#L{line}",
        ),
        "path": p.line("The folder of the boards as Grafana sees it, for its provisioning.", default=defaults.BOARDS_PATH),
        "configmaps": p.mapping(
            "`configmaps`",
            "ConfigMaps with the boards for Grafana's sidecar on Kubernetes; generated where there is such a key.",
            {
                "namespace": p.line("Their namespace; default: none is written.", "monitoring"),
                "label": p.line("The label by which the sidecar finds them.", default=defaults.SIDECAR_LABEL),
                "folder_annotation": p.line(
                    "The annotation from which the sidecar reads the folder.", default=defaults.SIDECAR_FOLDER_ANNOTATION
                ),
            },
        ),
    },
)
