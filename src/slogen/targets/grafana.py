"""How Grafana gets its boards: provisioning for its file provider, ConfigMaps for the sidecar on Kubernetes."""

import json
import re
from collections.abc import Mapping

from slogen.targets.yaml_text import inline

PROVISIONING = "grafana/provisioning/dashboards/slogen.yaml"
MAX_CONFIGMAP = 1_000_000
"""Bytes of a board in a ConfigMap; Kubernetes allows 1 MiB for all that is in one."""


def provisioning(folders: Mapping[str, tuple[str, str]], path: str) -> str:
    """The file provider's configuration: folder on disk → (title, uid) of the folder in Grafana; `path` is where Grafana sees them."""
    lines = [
        "# Made by slogen. Mount it as a file in Grafana's provisioning/dashboards, and grafana/dashboards at the paths below.",
        "apiVersion: 1",
        "providers:",
    ]
    for folder, (title, uid) in folders.items():
        lines += [
            f"  - name: {inline('slogen ' + folder.strip('_'))}",
            "    orgId: 1",
            f"    folder: {inline(title)}",
            f"    folderUid: {inline(uid)}",
            "    type: file",
            "    disableDeletion: false",
            "    allowUiUpdates: false",
            "    updateIntervalSeconds: 30",
            f"    options: {{path: {inline(f'{path}/{folder}')}}}",
        ]
    return "\n".join(lines) + "\n"


def configmap_path(board: str) -> str:
    """Where the ConfigMap of a board (its path below the output folder) lies."""
    return board.replace("grafana/dashboards/", "grafana/configmaps/").removesuffix(".json") + ".yaml"


def configmap(board: str, *, uid: str, folder: str, namespace: str, label: str, folder_annotation: str) -> str:
    """A ConfigMap with one board (its JSON text), on one line: half the bytes, and nobody edits it there."""
    name = re.sub(r"[^a-z0-9-]", "-", uid.lower()).strip("-")
    flat = json.dumps(json.loads(board), ensure_ascii=False, separators=(",", ":"))
    lines = [
        "# Made by slogen. Apply with: kubectl apply --server-side (client-side apply stops at 256 KiB).",
        "apiVersion: v1",
        "kind: ConfigMap",
        "metadata:",
        f"  name: {name}",
        *([f"  namespace: {inline(namespace)}"] if namespace else []),
        "  labels:",
        f'    {label}: "1"',
        "    app.kubernetes.io/managed-by: slogen",
        "  annotations:",
        f"    {folder_annotation}: {inline(folder)}",
        "data:",
        f"  {name}.json: |-",
        f"    {flat}",
    ]
    return "\n".join(lines) + "\n"
