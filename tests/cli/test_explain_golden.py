"""What `slogen explain` prints for an SLO of every kind. SLOGEN_UPDATE_GOLDENS=1 writes the expected texts anew; read their diff."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli

PROJECT = Path(__file__).parent / "explained"
EXPECTED = PROJECT / "expected"
UPDATE = bool(os.environ.get("SLOGEN_UPDATE_GOLDENS"))
SLOS = (
    "shop/jobs/database",
    "shop/jobs/queue",
    "shop/jobs/sales-view",
    "shop/jobs/success",
    "shop/search/index-lag",
    "shop/search/results",
    "shop/web/availability",
    "shop/web/latency",
    "shop/web/satisfaction",
)


def _printed(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    monkeypatch.chdir(PROJECT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    result = CliRunner().invoke(cli, ["explain", *arguments])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def _compare(name: str, printed: str) -> None:
    path = EXPECTED / name
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(printed, encoding="utf-8")
    assert printed == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("slo", SLOS)
def test_golden_text_of_every_kind(slo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _compare(slo.removeprefix("shop/").replace("/", "-") + ".txt", _printed(monkeypatch, slo))


def test_golden_data(monkeypatch: pytest.MonkeyPatch) -> None:
    _compare("web-availability.json", _printed(monkeypatch, "--json", "shop/web/availability"))


def test_golden_list_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    _compare("all.txt", _printed(monkeypatch))


def test_every_slo_of_the_project_has_a_golden_text(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [row["id"] for row in json.loads(_printed(monkeypatch, "--json"))] == list(SLOS)


@pytest.mark.parametrize("slo", SLOS)
def test_no_line_is_wider_than_110_columns(slo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [line for line in _printed(monkeypatch, slo).splitlines() if len(line) > 110] == []
