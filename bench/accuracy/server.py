"""A Prometheus of our own on loopback: started on a free port with its data in a given folder, stopped by itself."""

import http.client
import json
import os
import socket
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.accuracy.wire import encode_series, encode_times, frame

Point = tuple[float, float]
"""Seconds since the epoch, value."""
LONG_BLOCKS, PRODUCTION_BLOCKS = "4d", "2h"
"""How much the head holds: long to be filled (samples may be half a block older than the newest), Prometheus's default to be measured."""
_LONGEST_BLOCK = "4d"


class ServerProblem(Exception):
    """Prometheus does not start, answers with an error, or was stopped because the time was up."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series of an answer."""

    labels: dict[str, str]
    points: list[Point]


@dataclass(frozen=True, slots=True)
class Answer:
    """An instant query's series (one point each) and the samples that it read."""

    lines: list[Line]
    samples: int

    @property
    def value(self) -> float:
        """The value of the only series. Raises ServerProblem if there is not exactly one."""
        if len(self.lines) != 1:
            raise ServerProblem(f"one series was expected, {len(self.lines)} came: {[line.labels for line in self.lines][:3]}")
        return self.lines[0].points[0][1]


class Server:
    """Talks to a running Prometheus. Every thread has a connection of its own."""

    def __init__(self, port: int, pid: int) -> None:
        self._port = port
        self._pid = pid
        self._of_thread = threading.local()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def query(self, expr: str, moment: int) -> Answer:
        """An instant query."""
        data = self._ask("/api/v1/query", {"query": expr, "time": str(moment), "stats": "all"})
        if data["resultType"] == "scalar":
            raise ServerProblem(f"a scalar: {expr}")
        lines = [Line(each["metric"], [_point(each["value"])]) for each in data["result"]]
        return Answer(lines, data["stats"]["samples"]["totalQueryableSamples"])

    def query_range(self, expr: str, times: range) -> list[Line]:
        """The expression at each of `times` (seconds since the epoch; at most 11,000)."""
        parameters = {"query": expr, "start": str(times[0]), "end": str(times[-1]), "step": str(times.step)}
        data = self._ask("/api/v1/query_range", parameters)
        return [Line(each["metric"], [_point(point) for point in each["values"]]) for each in data["result"]]

    def write(self, body: bytes) -> None:
        """Send a remote-write request (see `wire.frame`)."""
        self._post("/api/v1/write", body, {"Content-Type": "application/x-protobuf", "Content-Encoding": "snappy"})

    def settle(self, newest: int) -> None:
        """Wait until the head holds a few hours only and older blocks are merged, as on a server that has run for long.

        `newest` is the time of the newest sample. Raises ServerProblem if that takes more than five minutes.
        """
        # A write makes Prometheus look at once whether the head is due; otherwise it does every minute.
        self.write(frame([encode_series({"__name__": "settling"}, encode_times([newest * 1000]), [1])]))
        before = -1.0
        for _ in range(100):
            compactions, head = self._metric("prometheus_tsdb_compactions_total"), self._metric("prometheus_tsdb_head_min_time_seconds")
            if compactions == before and newest - head < 4 * 3600:
                return
            before = compactions
            time.sleep(3)
        raise ServerProblem("Prometheus does not compact its head")

    def cpu_seconds(self) -> float:
        """CPU that the process has used since it was started, in all its threads."""
        used = 0
        for thread in Path(f"/proc/{self._pid}/task").iterdir():
            used += int((thread / "schedstat").read_text(encoding="ascii").split()[0])
        return used / 1e9

    def _metric(self, name: str) -> float:
        """One of the server's own metrics."""
        for line in self._request("GET", "/metrics", None, {}).decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        raise ServerProblem(f"Prometheus has no metric {name}")

    def _ask(self, path: str, parameters: dict[str, str]) -> Any:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = json.loads(self._post(path, urllib.parse.urlencode(parameters).encode(), form))
        if answer["status"] != "success":
            raise ServerProblem(f"{answer.get('error')}: {parameters['query']}")
        return answer["data"]

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> bytes:
        return self._request("POST", path, body, headers)

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> bytes:
        connection: http.client.HTTPConnection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise ServerProblem(f"Prometheus does not answer, or its time was up: {error}") from error
        if response.status >= 300:
            raise ServerProblem(f"{path} answered {response.status}: {content[:500].decode(errors='replace')}")
        return content


@contextmanager
def running(program: str, folder: Path, blocks: str, limit_seconds: float) -> Iterator[Server]:
    """A Prometheus that stores below `folder` and is killed after `limit_seconds` at the latest. Raises ServerProblem.

    `blocks` is LONG_BLOCKS or PRODUCTION_BLOCKS; the same folder may be opened again with the other.
    """
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "prometheus.yml"
    config.write_text("global: {}\n", encoding="utf-8")
    port = _free_port()
    log = folder / "log"
    with log.open("wb") as stderr:
        try:
            process = subprocess.Popen(_command(program, config, folder / "data", port, blocks), cwd=folder, stderr=stderr, stdout=stderr)
        except OSError as error:
            raise ServerProblem(f"{program} cannot be started: {error}") from error
    watchdog = threading.Timer(limit_seconds, process.kill)
    watchdog.daemon = True
    watchdog.start()
    try:
        _wait(process, port, log)
        yield Server(port, process.pid)
    finally:
        watchdog.cancel()
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(program: str, config: Path, data: Path, port: int, blocks: str) -> Sequence[str | os.PathLike[str]]:
    return [
        program,
        f"--config.file={config}",
        f"--storage.tsdb.path={data}",
        "--storage.tsdb.retention.time=100y",
        f"--storage.tsdb.min-block-duration={blocks}",
        f"--storage.tsdb.max-block-duration={_LONGEST_BLOCK}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--web.enable-remote-write-receiver",
        "--query.timeout=10m",
        "--log.level=warn",
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/-/ready")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise ServerProblem("Prometheus does not get ready: " + log.read_text(encoding="utf-8", errors="replace")[-1000:])


def _point(pair: Sequence[float | str]) -> Point:
    return float(pair[0]), float(pair[1])
