"""Real Prometheus and Alertmanager on loopback: each finds a free port by itself and is stopped whatever happens."""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

PROMETHEUS = ("prometheus",)
ALERTMANAGER = ("prometheus-alertmanager", "alertmanager")
PROMTOOL = ("promtool",)

T = TypeVar("T")

# Port 0 lets the kernel choose; the log is where the server says what it got. Asking for a free port beforehand would be a race.
_LISTENING = re.compile(r'msg="Listening on".*?address=127\.0\.0\.1:(\d+)')
_START_SECONDS = 30
_STOP_SECONDS = 10
# A proxy that the environment names is not meant for loopback.
_OPENER = build_opener(ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `url` without a slash at the end."""

    process: subprocess.Popen[bytes]
    url: str

    @property
    def address(self) -> str:
        """host:port"""
        return self.url.removeprefix("http://")

    def get(self, path: str, **parameters: str) -> Any:
        """What the API answers, read as JSON. Raises OSError."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        with _OPENER.open(f"{self.url}{path}{query}", timeout=10) as answer:
            return json.load(answer)

    def post(self, path: str, body: object) -> None:
        """Send JSON to the API. Raises OSError."""
        request = Request(f"{self.url}{path}", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with _OPENER.open(request, timeout=10):
            pass

    def query(self, expression: str) -> list[tuple[Mapping[str, str], float]]:
        """Prometheus only: labels and value of every series of an instant query."""
        found = self.get("/api/v1/query", query=expression)["data"]["result"]
        return [(one["metric"], float(one["value"][1])) for one in found]

    def value(self, expression: str) -> float | None:
        """Prometheus only: the value of the one series that a query finds, None if there is none."""
        found = self.query(expression)
        assert len(found) < 2, found
        return found[0][1] if found else None

    def alerts(self) -> list[dict[str, Any]]:
        """Prometheus only: active alerts. The series ALERTS is no substitute, it is not written before the third evaluation."""
        found: list[dict[str, Any]] = self.get("/api/v1/alerts")["data"]["alerts"]
        return found


def program(names: tuple[str, ...]) -> str:
    """Path of the first of these programs on PATH; without any the test is skipped, but in CI it fails."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        message = f"{' or '.join(names)} is not on PATH (make setup installs it on apt systems)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def wait_until(what: str, look: Callable[[], T | None], seconds: float) -> T:
    """The first result that is true; fails with `what` when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            pytest.fail(f"not within {seconds:g} s: {what}")
        time.sleep(0.2)


@contextmanager
def running_prometheus(folder: Path, config: str, name: str = "prometheus", *, retention: str = "15d") -> Iterator[Server]:
    """Prometheus with its configuration and log below `folder`, called `name`; the data are in `data` and outlast a restart."""
    path = program(PROMETHEUS)
    arguments = [f"--config.file={folder}/{name}.yml", f"--storage.tsdb.path={folder}/data", "--web.listen-address=127.0.0.1:0"]
    arguments.append(f"--storage.tsdb.retention.time={retention}")
    (folder / f"{name}.yml").write_text(config, encoding="utf-8")
    with _running([path, *arguments], folder / f"{name}.log") as server:
        yield server


@contextmanager
def running_alertmanager(folder: Path, config: str) -> Iterator[Server]:
    """Alertmanager without peers, with its configuration, log and state below `folder`."""
    path = program(ALERTMANAGER)
    arguments = [f"--config.file={folder}/alertmanager.yml", f"--storage.path={folder}/alertmanager", "--cluster.listen-address="]
    (folder / "alertmanager.yml").write_text(config, encoding="utf-8")
    with _running([path, *arguments, "--web.listen-address=127.0.0.1:0"], folder / "alertmanager.log") as server:
        yield server


@contextmanager
def _running(command: list[str], log: Path) -> Iterator[Server]:
    # A test run that is killed cannot clean up; the kernel does it where util-linux's setpriv can ask for that.
    setpriv = shutil.which("setpriv")
    guard = [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
    with log.open("wb") as output:
        process = subprocess.Popen([*guard, *command], stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    try:
        name = Path(command[0]).name
        port = wait_until(f"{name} listens", lambda: _port(process, log), _START_SECONDS)
        server = Server(process, f"http://127.0.0.1:{port}")
        wait_until(f"{name} is ready", lambda: _is_ready(server), _START_SECONDS)
        yield server
    finally:
        _stop(process)


def _port(process: subprocess.Popen[bytes], log: Path) -> str | None:
    text = log.read_text(encoding="utf-8", errors="replace")
    if process.poll() is not None:
        pytest.fail(f"{process.args!r} ended with {process.returncode}:\n{text[-3000:]}")
    found = _LISTENING.search(text)
    return found[1] if found else None


def _is_ready(server: Server) -> bool:
    try:
        with _OPENER.open(f"{server.url}/-/ready", timeout=10):
            return True
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole process group: politely, then for certain."""
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(_STOP_SECONDS)
