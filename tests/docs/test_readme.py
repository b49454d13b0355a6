"""README's example is run, and what it shows is what comes out."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli
from tests.app.project_files import write

PAGE = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CHECKOUT, ROUTING = re.findall(r"```yaml\n(apiVersion.*?)```", PAGE, re.DOTALL)
WORKSPACE = """\
apiVersion: slogen/v1
kind: Workspace
runbooks: {url: 'https://runbooks.example.com/{system}/{name}'}
grafana: {url: 'https://grafana.example.com'}
alertmanager:
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: /etc/alertmanager/secrets/slack}}}
  default: everyone
"""
SYSTEM = "apiVersion: slogen/v1\nkind: System\nsystem: shop\nowner: {primary: web, secondary: sre}\n"
ERRORS = """\
groups:
  - name: api
    rules:
      - alert: ApiErrors
        expr: sum(rate(http_requests_total{job="api",status=~"5.."}[5m])) / sum(rate(http_requests_total{job="api"}[5m])) > 1.5
        labels: {severity: page, team: api}
        annotations: {summary: The API fails, runbook_url: https://runbooks.example.com/api, next_action: Roll back.}
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project of the example."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / "shop"
    write(
        root,
        {
            "slos/slogen.yaml": WORKSPACE,
            "slos/shop/system.yaml": SYSTEM,
            "slos/shop/checkout.yaml": CHECKOUT,
            "slos/shop/routing.yaml": ROUTING,
            "runbooks/shop/errors.md": "# Errors\n",
            "rules/api.yml": ERRORS,
        },
    )
    monkeypatch.chdir(root)
    return root


def _shown(command: str) -> list[str]:
    """The lines below a command, up to the next one; `…` stands for what is left out."""
    found = re.search(rf"^\$ {re.escape(command)}\n(.*?)(?=^\$ |^```)", PAGE, re.DOTALL | re.MULTILINE)
    assert found is not None, command
    return [line for line in found[1].splitlines() if line.strip("… ")]


def _printed(*arguments: str) -> list[str]:
    return CliRunner().invoke(cli, arguments, catch_exceptions=False).output.splitlines()


@pytest.mark.parametrize(
    "command",
    ["slogen explain checkout/availability", "slogen routes --summary", "slogen lint rules/"],
)
def test_commands_print_what_is_shown(command: str) -> None:
    printed = _printed(*command.split()[1:])
    for line in _shown(command):
        assert any(line == one or (line.endswith("…") and one.startswith(line[:-1])) for one in printed), line


def test_generate_and_the_rule_that_is_shown(shop: Path) -> None:
    assert _printed("generate") == _shown("slogen generate")
    [rule] = re.findall(r"```yaml\n( +- alert.*?)```", PAGE, re.DOTALL)
    text = (shop / "generated/prometheus/rules/shop/checkout.yaml").read_text()
    expr, _, annotations = rule.partition("        labels:")
    assert expr in text
    assert all(line in text for line in annotations.splitlines()[2:])


def test_mistakes_are_answered_as_shown(shop: Path) -> None:
    write(
        shop, {"slos/shop/checkout.yaml": CHECKOUT.replace("99.9", "199"), "slos/shop/routing.yaml": ROUTING.replace("[oncall", "[oncal")}
    )
    assert [line for line in _printed("validate") if line] == _shown("slogen validate")
