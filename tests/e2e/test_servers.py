"""The servers that the other tests start are really gone afterwards, and a missing one is no green test in CI."""

from pathlib import Path

import pytest

from tests.e2e.servers import ALERTMANAGER, Server, program, running_alertmanager

_CONFIG = "{route: {receiver: nobody}, receivers: [{name: nobody}]}"


@pytest.mark.parametrize(
    ("ci", "outcome"),
    [pytest.param("", pytest.skip.Exception, id="skipped for users"), pytest.param("true", pytest.fail.Exception, id="a failure in CI")],
)
def test_a_missing_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ci: str, outcome: type[BaseException]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="prometheus-alertmanager or alertmanager is not on PATH"):
        program(ALERTMANAGER)


def test_a_server_is_stopped_when_its_test_fails(tmp_path: Path) -> None:
    seen: list[Server] = []

    def failing() -> None:
        with running_alertmanager(tmp_path, _CONFIG) as server:
            assert server.get("/api/v2/alerts") == []
            seen.append(server)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert seen[0].process.returncode == 0
    with pytest.raises(OSError, match="refused"):
        seen[0].get("/api/v2/alerts")
