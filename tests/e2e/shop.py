"""The project that these tests compile: one system, `shop`, with one runbook."""

from collections.abc import Mapping
from pathlib import Path

from slogen.app.generate import generate
from slogen.app.project import find_project

_WORKSPACE = """\
apiVersion: slogen/v1
kind: Workspace
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: https://grafana.example.com}
alertmanager:
  version: "0.25"
  default: everyone
"""
_SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
owner: {primary: web, secondary: sre}
runbooks: {sections: [Diagnosis]}
"""


def shop(alertmanager: str, more: str, system: str, routing: str, services: Mapping[str, str]) -> dict[str, str]:
    """Its files by their path. The texts continue the heads above: what else Alertmanager, the Workspace, the System and the Routing say;
    `services` are whole specs by name.
    """
    return {
        "slos/slogen.yaml": _WORKSPACE + alertmanager + more,
        "slos/shop/system.yaml": _SYSTEM + system,
        "slos/shop/routing.yaml": f"apiVersion: slogen/v1\nkind: Routing\n{routing}",
        **{f"slos/shop/{name}.yaml": spec for name, spec in services.items()},
        "runbooks/shop/first-steps.md": "# First steps\n\n## Diagnosis\n\nLook.\n",
    }


def compiled(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files below `root` and compile them; the folder of everything that is generated."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    report = generate(find_project([], "generated", root), lambda text: None)
    assert not report.failed, report.diagnostics
    return root / "generated"
