"""Workspace and System: what they say for everybody below them."""

import pytest

from slogen.model.duration import Duration
from slogen.readers.native import BUILT_IN_WORKSPACE, read_system, read_workspace
from tests.readers.specs import FULL_SYSTEM, SYSTEM, WORKSPACE, document, marked, reading, system, workspace


def test_a_workspace() -> None:
    text = 'evaluation_interval: 60s\nprometheus: {version: "2.53.1"}\nwindow: 28d\n'
    found = workspace(WORKSPACE.replace("{name}'", "{name}', directory: docs/runbooks") + text)
    assert found.evaluation_interval == Duration.parse("1m")
    assert (found.prometheus, found.grafana_url, found.runbooks_directory) == ((2, 53), "https://grafana.example.com", "docs/runbooks")
    assert str(found.settings.window) == "28d"
    assert found.origin == document("slos/slogen.yaml", WORKSPACE).span()


def test_an_empty_workspace_is_the_built_in_one() -> None:
    found = workspace("apiVersion: slogen/v1\nkind: Workspace\n")
    assert (found.evaluation_interval, found.prometheus) == (BUILT_IN_WORKSPACE.evaluation_interval, (2, 42))
    assert (found.grafana_url, found.runbooks_directory) == ("", "runbooks")
    assert found.settings is BUILT_IN_WORKSPACE.settings


@pytest.mark.parametrize(
    ("setting", "finding"),
    [
        pytest.param(
            "evaluation_interval: «45s»", ("duration", "`evaluation_interval` must be 15s, 20s, 30s or 1m, got 45s"), id="no divisor of 1m"
        ),
        pytest.param('prometheus: {version: «"2.41"»}', ("wrong-value", "Prometheus 2.41 cannot load the rules"), id="too old"),
        pytest.param('prometheus: {version: «"2"»}', ("wrong-value", '`version` must be a version, got "2"'), id="half a version"),
        pytest.param("scrape_interval: «2m»", ("duration", "`scrape_interval` must be between 1s and 75s, got 2m"), id="a setting"),
    ],
)
def test_what_is_wrong_in_a_workspace_keeps_its_default(setting: str, finding: tuple[str, str]) -> None:
    plain, (span,) = marked("slos/slogen.yaml", WORKSPACE + setting + "\n")
    found, findings = read_workspace(document("slos/slogen.yaml", plain))
    assert [(each.span, each.code.name, each.message) for each in findings] == [(span, *finding)]
    assert reading("apiVersion: slogen/v1\nkind: Service\nservice: a\nalerts: []\n".replace("[]", "[5]"), above=found).service is None
    assert (found.evaluation_interval, found.prometheus) == (BUILT_IN_WORKSPACE.evaluation_interval, (2, 42))
    assert found.settings.scrape_interval == BUILT_IN_WORKSPACE.settings.scrape_interval


def test_what_a_workspace_says_to_lint() -> None:
    text = """\
lint:
  paths: [rules, deploy/rules.yaml]
  retention: 30d
  runbook_hosts: [Runbooks.Example.com]
  severities: [page, ticket]
  pages: []
  owner_labels: [squad]
  disable: {missing-owner: "the gateway knows"}
"""
    found = workspace(WORKSPACE + text).lint
    assert (found.paths, found.retention) == (("rules", "deploy/rules.yaml"), Duration.parse("30d"))
    assert (found.runbook_hosts, found.severities, found.pages, found.quiet) == (("runbooks.example.com",), ("page", "ticket"), (), None)
    assert found.owner_labels == ("squad",)
    assert [(name, one.reason, one.span.line) for name, one in found.disabled.items()] == [
        ("missing-owner", "the gateway knows", len(WORKSPACE.splitlines()) + 8)
    ]


def test_a_system() -> None:
    found = system(FULL_SYSTEM)
    assert (found.name, found.title, found.description, found.environments) == ("shop", "The shop", "Sells things.", ("prod", "stage"))
    assert str(found.origin) == "slos/shop/system.yaml:3:9"
    assert system(SYSTEM).title == "shop"


def test_a_system_without_a_workspace_has_the_built_in_settings() -> None:
    found, findings = read_system(document("slos/shop/system.yaml", "apiVersion: slogen/v1\nkind: System\nsystem: shop\n"), None)
    assert findings == ()
    assert found is not None
    assert found.settings is BUILT_IN_WORKSPACE.settings


def test_a_system_lies_in_the_folder_of_its_name() -> None:
    found, (finding,) = read_system(document("slos/store/system.yaml", SYSTEM), workspace())
    assert found is not None
    assert (str(finding.span), finding.span.length, finding.code.name) == ("slos/store/system.yaml:3:9", 4, "name")
    assert finding.message == "the system `shop` lies in the folder `store`"


def test_a_system_without_a_name_is_none() -> None:
    found, findings = read_system(document("slos/shop/system.yaml", SYSTEM.replace("system: shop\n", "")), workspace())
    assert found is None
    assert [(str(each.span), each.message) for each in findings] == [("slos/shop/system.yaml:1:1", "a System needs `system`")]


def test_a_broken_setting_above_is_not_missed_below() -> None:
    """The owner is there, though it cannot be read: that has been said where it stands."""
    broken = document("slos/shop/system.yaml", SYSTEM.replace("owner: {primary: platform, secondary: sre}", "owner: platform"))
    below, findings = read_system(broken, workspace())
    assert [each.code.name for each in findings] == ["wrong-type"]
    assert below is not None
    from tests.readers.specs import SERVICE

    assert reading(SERVICE, below=below).findings == ()
