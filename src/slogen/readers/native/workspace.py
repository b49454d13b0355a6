"""Workspace and System: what Services inherit from, and what holds for the whole installation."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.model.duration import Duration
from slogen.model.routing import Alertmanager
from slogen.readers.native import defaults, validate
from slogen.readers.native.alertmanager import read_alertmanager
from slogen.readers.native.grafana import Grafana, read_grafana
from slogen.readers.native.lint import NOTHING_SAID, LintWords, read_lint
from slogen.readers.native.scalar import duration, text
from slogen.readers.native.secrets import told_of, without_secrets
from slogen.readers.native.settings import BUILT_IN, Settings, refine
from slogen.readers.native.shape import Node
from slogen.source import Document

_INTERVALS = tuple(Duration.parse(interval) for interval in ("15s", "20s", "30s", "1m"))
_DAY = Duration.parse("1d")
_FLOOR = (2, 42)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The installation. `prometheus` is the oldest version that must load the rules; `origin` where the spec begins, if there is one.

    `tests`: promtool tests are generated beside the rules. `runbook_max_age`: how long the review of a runbook holds. `lint`: what
    slogen lint is told. `grafana`: None where nobody speaks of one.
    """

    settings: Settings
    evaluation_interval: Duration
    prometheus: tuple[int, int]
    grafana_url: str
    runbooks_directory: str
    runbook_max_age: Duration
    tests: bool
    origin: Span | None
    alertmanager: Alertmanager | None = None
    lint: LintWords = NOTHING_SAID
    grafana: Grafana | None = None


@dataclass(frozen=True, slots=True)
class System:
    """Services that belong together. `environments` are the values of the label `environment` that exist.

    `runbook_max_age`: how long the review of a runbook holds.
    """

    name: str
    title: str
    description: str
    environments: tuple[str, ...]
    runbook_max_age: Duration
    settings: Settings
    origin: Span


BUILT_IN_WORKSPACE: Final = Workspace(
    BUILT_IN,
    Duration.parse(defaults.EVALUATION_INTERVAL),
    _FLOOR,
    "",
    defaults.RUNBOOK_DIRECTORY,
    Duration.parse(defaults.RUNBOOK_MAX_AGE),
    defaults.TESTS,
    None,
)
"""The workspace of a project that declares none."""


def read_workspace(document: Document) -> tuple[Workspace, tuple[Diagnostic, ...]]:
    """Read a Workspace; what is wrong in it is reported and keeps its default, so that the other specs can be checked all the same."""
    clean, secrets = without_secrets(document, "alertmanager", "grafana")
    shape = validate.shape("workspace", clean)
    findings = told_of(secrets, shape.findings)
    node = Node(shape, (), shape.data)
    built_in = BUILT_IN_WORKSPACE
    workspace = Workspace(
        refine(BUILT_IN, "workspace", node, findings),
        _evaluation_interval(node, findings) or built_in.evaluation_interval,
        _version(node.child("prometheus"), findings) or built_in.prometheus,
        text(node.child("grafana").data, "url").rstrip("/"),
        node.child("runbooks").data.get("directory", built_in.runbooks_directory),
        _max_age(node.child("runbooks"), findings) or built_in.runbook_max_age,
        node.data.get("tests", built_in.tests),
        document.span(),
        read_alertmanager(node, findings),
        read_lint(node.child("lint")),
        read_grafana(node.child("grafana"), findings) if node.data.get("grafana") is not None else None,
    )
    return workspace, tuple(findings)


def read_system(document: Document, workspace: Workspace | None) -> tuple[System | None, tuple[Diagnostic, ...]]:
    """Read a System below its workspace, if there is one; None when not even its name can be read."""
    shape = validate.shape("system", document)
    findings = list(shape.findings)
    node = Node(shape, (), shape.data)
    above = workspace or BUILT_IN_WORKSPACE
    settings = refine(above.settings, "system", node, findings)
    max_age = _max_age(node.child("runbooks"), findings) or above.runbook_max_age
    name = node.data.get("system")
    if name is None:
        return None, tuple(findings)
    folder = PurePosixPath(document.path).parent.name
    if folder and folder != name:
        message = f"the system `{name}` lies in the folder `{folder}`"
        findings.append(error(node.span("system"), codes.NAME, message, f"name the folder {name}, or write system: {folder}"))
    environments = tuple(item.strip() for item in node.data.get("environments", ()) if item is not None)
    title, description = text(node.data, "title") or name, text(node.data, "description")
    return System(name, title, description, environments, max_age, settings, node.span("system")), tuple(findings)


def _evaluation_interval(node: Node, findings: list[Diagnostic]) -> Duration | None:
    found = duration(node, "evaluation_interval")
    if found is None or found in _INTERVALS:
        return found
    message = f"`evaluation_interval` must be 15s, 20s, 30s or 1m, got {found}"
    findings.append(error(node.span("evaluation_interval"), codes.DURATION, message, "it must divide 1m, and hold at least one scrape"))
    return None


def _max_age(node: Node, findings: list[Diagnostic]) -> Duration | None:
    """Whole days: dates have no hours."""
    found = duration(node, "max_age")
    if found is None or (found.milliseconds and not found.milliseconds % _DAY.milliseconds):
        return found
    message = f"`max_age` must be whole days, at least one, got {node.data['max_age']}"
    findings.append(error(node.span("max_age"), codes.DURATION, message, "a review is dated by the day: 180d"))
    return None


def _version(node: Node, findings: list[Diagnostic]) -> tuple[int, int] | None:
    written = node.data.get("version")
    if written is None:
        return None
    major, minor = (int(part) for part in written.split(".")[:2])
    if (major, minor) >= _FLOOR:
        return major, minor
    message = f"Prometheus {written} cannot load the rules"
    hint = "2.42 is the oldest that can (keep_firing_for)"
    findings.append(error(node.span("version"), codes.WRONG_VALUE, message, hint))
    return None
