"""What stands at both ends of the servers: an exporter that they scrape, and a webhook that gets the notifications."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(slots=True)
class Exporter:
    """Serves whatever `text` returns at the moment of a scrape, in Prometheus's text format."""

    address: str
    text: Callable[[], str] = lambda: ""


@dataclass(frozen=True, slots=True)
class Notification:
    """What the webhook was sent and when (Unix seconds). `alerts` as Alertmanager writes them: status, labels, annotations, startsAt …"""

    at: float
    status: str
    alerts: tuple[dict[str, Any], ...]

    def has(self, severity: str, status: str) -> bool:
        """Whether one of its alerts is of this severity and status."""
        return any(alert["status"] == status and alert["labels"]["severity"] == severity for alert in self.alerts)


@dataclass(slots=True)
class Inbox:
    """Everything that the webhook received, oldest first."""

    url: str
    notifications: list[Notification] = field(default_factory=list)

    def of(self, severity: str, status: str) -> list[Notification]:
        """Notifications with an alert of this severity (page, ticket) and status (firing, resolved)."""
        return [one for one in list(self.notifications) if one.has(severity, status)]


@contextmanager
def exporting() -> Iterator[Exporter]:
    """An exporter on a free port of loopback; it exports nothing yet."""
    exporter = Exporter("")

    def answer(handler: BaseHTTPRequestHandler) -> bytes:
        del handler
        return exporter.text().encode()

    with _serving(answer) as address:
        exporter.address = address
        yield exporter


@contextmanager
def receiving() -> Iterator[Inbox]:
    """A webhook on a free port of loopback."""
    inbox = Inbox("")

    def answer(handler: BaseHTTPRequestHandler) -> bytes:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        inbox.notifications.append(Notification(time.time(), body["status"], tuple(body["alerts"])))
        return b""

    with _serving(answer) as address:
        inbox.url = f"http://{address}/"
        yield inbox


@contextmanager
def _serving(answer: Callable[[BaseHTTPRequestHandler], bytes]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = answer(self)
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent: a line a second would bury a failure."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
