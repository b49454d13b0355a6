"""What stands at both ends of the servers: an exporter that they scrape, and those that get the notifications: webhooks, a mail server."""

import email
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, TCPServer, ThreadingTCPServer
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
    receiver: str

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


@dataclass(frozen=True, slots=True)
class Services:
    """Stands in for Slack, PagerDuty and their like: the JSON that was posted to each path, oldest first."""

    url: str
    posted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A mail server's address, host:port, and the mail it took, oldest first."""

    address: str
    mails: list[EmailMessage] = field(default_factory=list)


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
        inbox.notifications.append(Notification(time.time(), body["status"], tuple(body["alerts"]), body["receiver"]))
        return b""

    with _serving(answer) as address:
        inbox.url = f"http://{address}/"
        yield inbox


@contextmanager
def posted_to() -> Iterator[Services]:
    """A server on a free port of loopback that takes whatever is posted."""
    posted: dict[str, list[dict[str, Any]]] = {}

    def answer(handler: BaseHTTPRequestHandler) -> bytes:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        posted.setdefault(handler.path, []).append(body)
        return b"ok"

    with _serving(answer) as address:
        yield Services(f"http://{address}", posted)


@contextmanager
def mailed_to() -> Iterator[Mailbox]:
    """A mail server on a free port of loopback; it believes everything."""
    mails: list[EmailMessage] = []

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 loopback")
            while line := self.rfile.readline().strip().upper():
                if line == b"DATA":
                    self._say("354 go on")
                    mails.append(email.message_from_bytes(b"".join(self._lines()), policy=default))
                self._say("221 bye" if line == b"QUIT" else "250 ok")

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def _lines(self) -> Iterator[bytes]:
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                # A dot at the beginning of a line was doubled on its way.
                yield line[1:] if line.startswith(b"..") else line

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        with _running(server):
            yield Mailbox(f"127.0.0.1:{server.server_address[1]}", mails)


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

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, _running(server):
        yield f"127.0.0.1:{server.server_address[1]}"


@contextmanager
def _running(server: TCPServer) -> Iterator[None]:
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
