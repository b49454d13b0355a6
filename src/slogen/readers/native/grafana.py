"""Reading the Workspace's `grafana`."""

from dataclasses import dataclass

from slogen.diagnostics import Diagnostic
from slogen.readers.native import defaults, template
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node


@dataclass(frozen=True, slots=True)
class ConfigMaps:
    """How ConfigMaps with boards are labelled for the sidecar; `namespace` may be empty."""

    namespace: str
    label: str
    folder_annotation: str


@dataclass(frozen=True, slots=True)
class Grafana:
    """`url` without a slash at the end, `prometheus` a data source's uid, `specs_url` with `{path}` and `{line}`; each may be empty.

    `path`: the folder of the boards as Grafana sees it. `configmaps`: None where nobody asks for them.
    """

    url: str
    boards: bool
    prometheus: str
    specs_url: str
    path: str
    configmaps: ConfigMaps | None


def read_grafana(node: Node, findings: list[Diagnostic]) -> Grafana:
    """Read `grafana`; a wrong template is reported and left out."""
    data = node.data
    specs = "specs_url" in data and template.check(node, "specs_url", ("path", "line"), findings, needed="path")
    return Grafana(
        text(data, "url").rstrip("/"),
        data.get("boards", defaults.BOARDS),
        text(data, "prometheus"),
        text(data, "specs_url") if specs else "",
        text(data, "path").rstrip("/") or defaults.BOARDS_PATH,
        _configmaps(node.child("configmaps")) if data.get("configmaps") is not None else None,
    )


def _configmaps(node: Node) -> ConfigMaps:
    return ConfigMaps(
        text(node.data, "namespace"),
        text(node.data, "label") or defaults.SIDECAR_LABEL,
        text(node.data, "folder_annotation") or defaults.SIDECAR_FOLDER_ANNOTATION,
    )
