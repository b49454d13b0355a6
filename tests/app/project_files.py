"""A small project for tests of the application: one system, one service, one runbook."""

from pathlib import Path

WORKSPACE = """\
apiVersion: slogen/v1
kind: Workspace
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: https://grafana.example.com, boards: false}
"""

SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
owner: {primary: web, secondary: sre}
runbooks: {sections: [Diagnosis]}
"""

SERVICE = """\
apiVersion: slogen/v1
kind: Service
service: NAME
slos:
  - name: availability
    description: Requests answered without a 5xx.
    objective: 99.9
    sli:
      availability:
        total: http_requests_total{job="NAME"}
        errors: http_requests_total{job="NAME",status=~"5.."}
    alerts:
      page:
        runbook: errors
        impact: Customers see failed requests.
        next_action: Roll back the last deploy.
"""


def service(name: str) -> str:
    """The spec of a service with one SLO."""
    return SERVICE.replace("NAME", name)


def write(root: Path, files: dict[str, str]) -> None:
    """Write texts below a folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def project(root: Path, *services: str) -> Path:
    """A project that compiles without a finding; its root."""
    write(
        root,
        {
            "slos/slogen.yaml": WORKSPACE,
            "slos/shop/system.yaml": SYSTEM,
            "runbooks/shop/errors.md": "# Errors\n\n## Diagnosis\n\nLook.\n",
            **{f"slos/shop/{name}.yaml": service(name) for name in services},
        },
    )
    return root


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def outputs(name: str, system: str = "shop") -> list[str]:
    """What a service made by `service` compiles to, below the output folder: its rules, and its tests at three paces."""
    tests = (f"prometheus/tests/{system}/{name}{part}_test.yaml" for part in ("_rolled", "_slow", ""))
    return [f"prometheus/rules/{system}/{name}.yaml", *tests]
