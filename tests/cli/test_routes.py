"""slogen routes, and the configuration that slogen generate writes and slogen test proves."""

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from slogen.cli.main import cli
from tests.app.project_files import WORKSPACE, project, service, write
from tests.cli.command import program

ALERTMANAGER = """\
alertmanager:
  receivers: {everyone: {slack: {channel: '#alerts', api_url_file: /etc/am/slack}}}
  default: everyone
"""
ROUTING = """\
apiVersion: slogen/v1
kind: Routing
receivers:
  oncall: {pagerduty: {routing_key_file: /etc/am/pagerduty}}
  chat: {slack: {channel: '#shop', api_url_file: /etc/am/slack}}
notify:
  page: [oncall, {receiver: chat, after: 10m}]
  ticket: [chat]
  info: [{receiver: chat, digest: 24h}]
environments: {dev: {page: never}}
"""
SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
owner: {primary: web, secondary: sre}
environments: [prod, dev]
group_by: [environment]
"""


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a Routing, and a cache that knows nothing."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("AMTOOL", raising=False)
    root = project(tmp_path / "shop", "cart")
    write(root, {"slos/slogen.yaml": WORKSPACE + ALERTMANAGER, "slos/shop/system.yaml": SYSTEM, "slos/shop/routing.yaml": ROUTING})
    monkeypatch.chdir(root)
    return root


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_who_gets_what() -> None:
    done = _run("routes")
    assert done.exit_code == 0
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[:5] == [
        "shop/cart",
        "alert severity environment reaches",
        "CartAvailabilityBurnPageFast page prod, others oncall, chat (after 10m)",
        "CartAvailabilityBurnPageFast page dev chat",
        "CartAvailabilityBurnPageSlow page prod, others oncall, chat (after 10m)",
    ]
    assert "CartAvailabilityBurnTicketFast ticket all chat" in lines


def test_the_summary_counts_alerts() -> None:
    done = _run("routes", "--summary")
    assert [" ".join(line.split()) for line in done.stdout.splitlines()] == [
        "shop",
        "severity environment team alerts reaches",
        "page prod, others all 2 oncall, chat (after 10m)",
        "page dev all 2 chat",
        "ticket all all 3 chat",
    ]


def test_as_json() -> None:
    rows = json.loads(_run("routes", "--json").stdout)
    assert rows[0] == {
        "system": "shop",
        "service": "cart",
        "slo": "availability",
        "alert": "CartAvailabilityBurnPageFast",
        "severity": "page",
        "team": "web",
        "environments": ["prod"],
        "other_environments": True,
        "receivers": [
            {
                "receiver": "shop/oncall",
                "after": None,
                "digest": None,
                "during": None,
                "group_by": ["slo_id", "environment"],
                "repeat": 14400.0,
            },
            {
                "receiver": "shop/chat",
                "after": 600.0,
                "digest": None,
                "during": None,
                "group_by": ["slo_id", "environment"],
                "repeat": 14400.0,
            },
        ],
    }


def test_of_some_specs_only(shop: Path) -> None:
    write(shop, {"slos/shop/web.yaml": service("web")})
    assert "shop/web" in _run("routes").stdout
    assert "shop/web" not in _run("routes", "slos/shop/cart.yaml").stdout


def test_without_an_alertmanager(shop: Path) -> None:
    write(shop, {"slos/slogen.yaml": WORKSPACE})
    (shop / "slos/shop/routing.yaml").unlink()
    done = _run("routes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("slogen: the Workspace configures no Alertmanager")


def test_a_system_without_a_routing_reaches_the_default_receiver(shop: Path) -> None:
    (shop / "slos/shop/routing.yaml").unlink()
    assert "everyone (default)" in _run("routes", "--summary").stdout


def test_a_mistake_is_shown(shop: Path) -> None:
    _edit(shop / "slos/shop/routing.yaml", "ticket: [chat]", "ticket: [chatt]")
    done = _run("routes")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "there is no receiver `chatt`" in done.stderr


def test_the_configuration_and_its_proof(shop: Path) -> None:
    done = _run("generate")
    assert done.exit_code == 0, done.stderr
    made = sorted(path.relative_to(shop / "generated").as_posix() for path in (shop / "generated/alertmanager").rglob("*.*"))
    assert made == [
        "alertmanager/alertmanager.yml",
        "alertmanager/fragments/shop.yml",
        "alertmanager/templates/slogen.tmpl",
        "alertmanager/tests/routes.yaml",
    ]
    tests = yaml.safe_load((shop / "generated/alertmanager/tests/routes.yaml").read_text())
    found = {tuple(row["labels"].get(name) for name in ("severity", "environment", "slo_id")): row["receivers"] for row in tests}
    assert found == {
        ("page", None, "an/slo"): ["shop/oncall", "shop/chat"],
        ("page", "dev", "an/slo"): ["shop/chat"],
        ("ticket", None, "an/slo"): ["shop/chat"],
        ("ticket", "dev", "an/slo"): ["shop/chat"],
    }
    done = _run("test", "--filter", "shop")
    assert "ok     alertmanager/tests/routes.yaml: 4 tests" in done.stdout
    assert done.exit_code == 0


def test_a_wrong_configuration_fails_its_tests(shop: Path) -> None:
    assert _run("generate").exit_code == 0
    _edit(shop / "generated/alertmanager/alertmanager.yml", 'environment="dev"', 'environment="lab"')
    done = _run("test", "--filter", "shop")
    assert done.exit_code == 1
    assert "FAILED alertmanager/tests/routes.yaml" in done.stdout
    assert "expected shop/chat\n    got      everyone" in done.stdout


def test_routes_that_passed_are_not_asked_again(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run("generate").exit_code == 0
    calls = tmp_path / "calls.txt"
    counting = program(tmp_path / "amtool", f'#!/bin/sh\necho x >> {calls}\nexec amtool "$@"\n')
    monkeypatch.setenv("AMTOOL", str(counting))
    write(shop, {"slos/slogen.yaml": WORKSPACE + "tests: false\n" + ALERTMANAGER})
    assert _run("generate").exit_code == 0
    for times in (4, 0):
        calls.write_text("")
        assert _run("test").exit_code == 0
        assert len(calls.read_text().split()) == times
    calls.write_text("")
    assert _run("generate").exit_code == 0
    assert calls.read_text() == ""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param(
            'echo "amtool, version 0.24.0 (branch: HEAD)"', "is version 0.24, too old to check a configuration for 0.25", id="too old"
        ),
        pytest.param("echo hello", "is not amtool (it does not tell its version)", id="another program"),
        pytest.param('case $1 in --version) echo "amtool, version 0.31.1";; esac', "failed (exit code 0)", id="one that says nothing"),
    ],
)
def test_an_amtool_that_cannot_be_used(script: str, said: str, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMTOOL", str(program(tmp_path / "amtool", f"#!/bin/sh\n{script}\n")))
    done = _run("generate")
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (shop / "generated").exists()


def test_no_amtool(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMTOOL", "no-such-program")
    done = _run("generate")
    assert done.exit_code == 2
    assert done.stderr.startswith("slogen: AMTOOL=no-such-program is not a program: install Alertmanager 0.25 or newer")
    assert not (shop / "generated").exists()


def test_a_project_without_alertmanager_needs_no_amtool(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMTOOL", "no-such-program")
    write(shop, {"slos/slogen.yaml": WORKSPACE})
    (shop / "slos/shop/routing.yaml").unlink()
    assert _run("generate").exit_code == 0
    assert not (shop / "generated/alertmanager").exists()


def test_what_amtool_refuses_is_said_at_the_routing(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing = (
        '#!/bin/sh\nif [ "$1" = --version ]; then echo "amtool, version 0.25.0"; exit; fi\nshift\n'
        "for file; do echo \"Checking '$file'  FAILED: no such thing\"; done\nexit 1\n"
    )
    monkeypatch.setenv("AMTOOL", str(program(tmp_path / "amtool", refusing)))
    done = _run("generate")
    assert done.exit_code == 1
    assert "slos/shop/routing.yaml:6:1: error: amtool refuses alertmanager/fragments/shop.yml: no such thing [amtool]" in done.stderr
    assert "1 error in 1 file" in done.stderr
    assert not (shop / "generated").exists()


def test_what_only_all_specs_together_show(shop: Path) -> None:
    with (shop / "slos/shop/routing.yaml").open("a") as file:
        file.write("teams: {weeb: {page: [chat]}}\n")
    write(shop, {"slos/shop/web.yaml": service("web") + "group_by: []\nlabels: {environment: prd}\n"})
    done = _run("generate")
    assert done.exit_code == 0
    assert "slos/shop/routing.yaml:11:9: warning: no alert of shop is owned by a team `weeb` [unused]" in done.stderr
    assert "did you mean web?" in done.stderr
    said = "alerts from here have the fixed label environment: prd, which shop does not declare [unknown-name]"
    assert done.stderr.count(said) == 1
    assert "did you mean prod?" in done.stderr


def test_a_run_over_some_specs_leaves_the_configuration_alone(shop: Path) -> None:
    assert _run("generate").exit_code == 0
    before = (shop / "generated/alertmanager/alertmanager.yml").read_bytes()
    _edit(shop / "slos/shop/routing.yaml", "after: 10m", "after: 20m")
    assert _run("generate", "slos/shop/cart.yaml").exit_code == 0
    assert (shop / "generated/alertmanager/alertmanager.yml").read_bytes() == before
    assert _run("generate", "--check").exit_code == 1
    assert _run("generate").exit_code == 0
    assert b"group_wait: 20m" in (shop / "generated/alertmanager/alertmanager.yml").read_bytes()


def test_dependencies_and_dead_services_are_in_the_configuration(shop: Path) -> None:
    down = """\
alerts:
  - name: CartDown
    expr: up{job="cart"} == 0
    severity: page
    mutes: service
    summary: Down.
    impact: No cart.
    next_action: Look.
    runbook: errors
"""
    write(shop, {"slos/shop/cart.yaml": service("cart") + down, "slos/shop/web.yaml": service("web") + "depends_on: [cart]\n"})
    assert _run("generate").exit_code == 0
    rules = yaml.safe_load((shop / "generated/alertmanager/alertmanager.yml").read_text())["inhibit_rules"]
    assert [rule["equal"] for rule in rules] == [["slo_id", "environment"], ["service", "environment"], ["environment"]]
    assert rules[2]["source_matchers"] == ['system="shop"', 'service="cart"', 'severity="page"']
    assert rules[2]["target_matchers"] == ['system="shop"', 'service="web"', 'slo_id=~".+"']
    alerts = yaml.safe_load((shop / "generated/prometheus/rules/shop/cart.yaml").read_text())["groups"][-1]["rules"]
    assert alerts[0]["labels"]["inhibits"] == "service"
    assert re.search(r'inhibits="?service', (shop / "generated/alertmanager/alertmanager.yml").read_text())
