"""No Workspace, Routing or Dashboard raises an exception, whatever is in it, and none has its secrets printed."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from slogen.app.context import read_context
from slogen.app.dashboards import check_dashboards, dashboard_files, read_dashboards
from slogen.app.lint_settings import settings_of
from slogen.app.project import Project, find_project
from slogen.app.routing import routing_files
from slogen.diagnostics import Diagnostic, Severity
from slogen.lint.registry import CHECKS
from slogen.rules.facts import ServiceFacts, service_facts
from slogen.rules.service import rule_file
from tests.app.project_files import write
from tests.fuzz.damage import PIECES, each, mistyped, presentable, with_secret
from tests.readers.specs import FULL_SYSTEM, RUNBOOK, SERVICE, edited, reading
from tests.readers.test_damaged_dashboards import EVERYTHING
from tests.readers.test_routing import ALERTMANAGER, ROUTING

WORKSPACE = f"""\
apiVersion: slogen/v1
kind: Workspace
runbooks: {{url: 'https://runbooks.example.com/{{system}}/{{name}}', max_age: 180d}}
grafana:
  url: https://grafana.example.com/
  prometheus: metrics
  specs_url: 'https://git.example.com/{{path}}#L{{line}}'
  configmaps: {{namespace: monitoring}}
lint:
  paths: [rules]
  retention: 30d
  runbook_hosts: [runbooks.example.com]
  severities: [page, ticket]
  disable: {{missing-owner: the file says it}}
{ALERTMANAGER}"""
FILES = {
    "slos/slogen.yaml": WORKSPACE,
    "slos/shop/system.yaml": edited(FULL_SYSTEM, ("[prod, stage]", "[prod, stage, dev]"))
    + "logs: {loki: loki, query: '{app=\"{service}\"}'}\n",
    "slos/shop/routing.yaml": ROUTING,
    "slos/shop/dashboards/everything.yaml": EVERYTHING,
}
_DAMAGED = [path for path in FILES if not path.endswith("system.yaml")]
_WORDS = (
    *("receivers:", "notify:", "page: ", "slack: {channel: a}", "pagerduty:", "api_url: ", "url: ", "routing_key: ", "_file", "after: 5m"),
    *("digest: 24h", "during: ", "monday-friday", "24:00-00:00", "Europe/Nowhere", "never", "teams:", "environments:", "default: "),
    *(
        "type: gauge",
        "query: ",
        "slo: a/b/c",
        "show: budget",
        "thresholds: ",
        "repeat: ",
        "${",
        "$__range",
        "unit: ",
        "queries: ",
        "width: 99",
    ),
    *("https://", "http://[", "{system}", "{nobody}", "0s", "99999999999999999999d", "-1", "~", "lint:", "disable: ", "configmaps:"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("project")
    write(root, {**FILES, "runbooks/shop/errors.md": RUNBOOK})
    return find_project([], "generated", root)


@pytest.fixture(scope="module")
def facts() -> tuple[ServiceFacts, ...]:
    service = reading(SERVICE).service
    assert service is not None
    return (service_facts(service, rule_file(service)),)


def _findings(project: Project, facts: Sequence[ServiceFacts]) -> list[Diagnostic]:
    """Everything that is said of a project, which is made into files in memory unless something is wrong with it."""
    context = read_context(project)
    boards, of_boards = read_dashboards(context)
    found = [*context.diagnostics, *of_boards, *check_dashboards(context, boards, (), whole=False), *settings_of(context, CHECKS, ())[1]]
    if not any(finding.severity is Severity.ERROR for finding in found):
        found += routing_files(context, facts)[1]
        found += dashboard_files(context, boards)[1]
    return found


def test_nothing_is_wrong_with_the_samples(project: Project, facts: tuple[ServiceFacts, ...]) -> None:
    assert [finding for finding in _findings(project, facts) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", _DAMAGED, ids=lambda path: Path(path).stem)
def test_no_spec_raises(path: str, project: Project, facts: tuple[ServiceFacts, ...]) -> None:
    file = project.root / path

    def check(chance: random.Random) -> None:
        text, secret = mistyped(chance, [FILES[path]], (*PIECES, *_WORDS)), ""
        if chance.random() < 0.5:
            text, secret = with_secret(chance, text)
        file.write_text(text, encoding="utf-8", newline="")
        presentable(_findings(project, facts), path, text, secret)

    try:
        each(check, share=len(_DAMAGED))
    finally:
        file.write_text(FILES[path], encoding="utf-8")
