"""What specs say about boards: the Workspace's Grafana, logs in Loki, deployments."""

import pytest

from slogen.model.slo import LogSource
from slogen.readers.native import read_workspace
from slogen.readers.native.grafana import ConfigMaps
from tests.readers.specs import SERVICE, SYSTEM, WORKSPACE, document, marked, reading, system, workspace

BARE = WORKSPACE.replace("grafana: {url: https://grafana.example.com/}\n", "")
LOGS = """logs: {loki: loki-1, query: '{system="{system}", app="{service}"} != "{other}"'}\n"""


def test_where_nobody_speaks_of_grafana_there_is_none() -> None:
    assert workspace(BARE).grafana is None


def test_grafana() -> None:
    found = workspace(WORKSPACE).grafana
    assert found is not None
    assert (found.url, found.boards, found.prometheus, found.specs_url) == ("https://grafana.example.com", True, "", "")
    assert (found.path, found.configmaps) == ("/var/lib/grafana/dashboards", None)


def test_everything_about_grafana() -> None:
    text = """grafana:
  boards: false
  prometheus: prom-1
  specs_url: https://git.example.com/{path}?line={line}
  path: /boards/
  configmaps: {namespace: monitoring, label: boards, folder_annotation: folder}
"""
    found = workspace(BARE + text).grafana
    assert found is not None
    assert (found.boards, found.prometheus, found.specs_url) == (False, "prom-1", "https://git.example.com/{path}?line={line}")
    assert (found.path, found.configmaps) == ("/boards", ConfigMaps("monitoring", "boards", "folder"))
    plain = workspace(BARE + "grafana: {configmaps: {}}\n").grafana
    assert plain is not None
    assert plain.configmaps == ConfigMaps("", "grafana_dashboard", "grafana_folder")


@pytest.mark.parametrize(
    ("setting", "finding"),
    [
        pytest.param(
            "grafana: {specs_url: «https://git.example.com/»}",
            ("url", "`specs_url` has no {path}: every link would lead to the same page"),
            id="one page for all specs",
        ),
        pytest.param(
            "grafana: {specs_url: 'https://git.example.com/{path}/«{lines}»'}", ("url", "unknown placeholder {lines}"), id="a placeholder"
        ),
    ],
)
def test_what_is_wrong_with_grafana(setting: str, finding: tuple[str, str]) -> None:
    plain, (span,) = marked("slos/slogen.yaml", BARE + setting + "\n")
    found, findings = read_workspace(document("slos/slogen.yaml", plain))
    assert [(each.span, each.code.name, each.message) for each in findings] == [(span, *finding)]
    assert found.grafana is not None
    assert found.grafana.specs_url == ""


def test_logs_in_loki_fill_in_names_and_leave_logql_alone() -> None:
    place = reading(SERVICE, below=system(SYSTEM + LOGS)).slo().place
    assert place.logs == LogSource("loki-1", '{system="shop", app="api"} != "{other}"')
    assert place.logs_url.startswith("https://grafana.example.com/explore?schemaVersion=1&panes=%7B")
    assert "now-1h" in place.logs_url


def test_without_grafana_alerts_cannot_link_loki() -> None:
    place = reading(SERVICE, below=system(SYSTEM + LOGS), above=workspace(BARE)).slo().place
    assert place.logs is not None
    assert place.logs_url == ""


def test_a_url_for_logs_is_what_alerts_link_and_a_nearer_one_is_where_the_logs_are() -> None:
    both = reading(SERVICE, below=system(SYSTEM + LOGS + "logs_url: https://logs.example.com/\n")).slo().place
    assert both.logs is not None
    assert both.logs_url == "https://logs.example.com/"
    nearer = reading("logs_url: https://logs.example.com/\n" + SERVICE, below=system(SYSTEM + LOGS)).slo().place
    assert (nearer.logs, nearer.logs_url) == (None, "https://logs.example.com/")


def test_deployments() -> None:
    assert reading(SERVICE).slo().place.deployments == ""
    found = reading(SERVICE, below=system(SYSTEM + "deployments: changes(build_info[5m]) > 0\n")).slo().place
    assert found.deployments == "changes(build_info[5m]) > 0"


@pytest.mark.parametrize(
    ("setting", "finding"),
    [
        pytest.param(
            "logs: {loki: loki, query: «app»}",
            ("wrong-value", "`query` selects no lines: LogQL begins with a selector in braces"),
            id="no selector",
        ),
        pytest.param(
            "logs: {loki: loki, query: «'{service}'»}",
            ("wrong-value", "`query` selects no lines: LogQL begins with a selector in braces"),
            id="a placeholder is no selector",
        ),
        pytest.param(
            "deployments: «'5'»", ("wrong-value", "the expression is a plain number or text: it says nothing about any series"), id="5"
        ),
    ],
)
def test_what_is_wrong_is_reported_where_it_stands(setting: str, finding: tuple[str, str]) -> None:
    plain, (span,) = marked("slos/shop/api.yaml", SERVICE.replace("    objective", f"    {setting}\n    objective", 1))
    found = reading(plain)
    assert [(each.span, each.code.name, each.message) for each in found.findings] == [(span, *finding)]
