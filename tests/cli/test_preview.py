"""slogen preview, with a server in the place of Prometheus."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

from slogen.app.generate import generate
from slogen.app.preview import filled
from slogen.app.project import find_project
from slogen.cli.main import cli
from tests.app.project_files import SERVICE, SYSTEM, WORKSPACE, write

NOW = 1_773_327_600
BOARD = """\
apiVersion: slogen/v1
kind: Dashboard
dashboard: overview
title: Overview
range: 1h
variables: [{name: environment, of: up, default: prod}]
annotations: [{title: Deployments, query: 'changes(version[5m]) > 0', text: '{{version}}'}]
rows:
  - title: Up
    panels:
      - {title: Instances, type: stat, query: 'sum(up{environment=~"$environment"})'}
      - {title: Requests, type: timeseries, query: 'sum by (job) (rate(requests_total[$__rate_interval]))', legend: '{{job}}'}
      - {title: Nothing, type: table, query: absent_metric}
      - {title: Today, type: stat, range: today, query: 'sum(increase(requests_total[$__range]))'}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose boards are generated."""
    files = {
        "slos/slogen.yaml": WORKSPACE.replace(", boards: false", ""),
        "slos/shop/system.yaml": SYSTEM,
        "slos/shop/cart.yaml": SERVICE.replace("NAME", "cart"),
        "slos/shop/dashboards/overview.yaml": BOARD,
        "runbooks/shop/errors.md": "# Errors\n\n## Diagnosis\n",
    }
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert not generate(find_project([], "generated", tmp_path), lambda text: None).failed
    return tmp_path


def preview(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(cli, ["preview", *arguments], catch_exceptions=False)


@contextmanager
def prometheus(answers: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that answers queries by how they begin; its address, and what it was asked."""
    asked: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            query = {name: values[0] for name, values in form.items()}
            asked.append({"path": self.path, **query})
            found: Any = next((answer for begin, answer in answers.items() if query["query"].startswith(begin)), [])
            if isinstance(found, str):
                self._send(400, {"status": "error", "errorType": "bad_data", "error": found})
            else:
                kind = "matrix" if self.path.endswith("query_range") else "vector"
                self._send(200, {"status": "success", "data": {"resultType": kind, "result": found}})

        def _send(self, status: int, body: Any) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def test_every_generated_board_gets_a_page(project: Path) -> None:
    result = preview()
    boards = {
        path.with_suffix(".html").relative_to(project / "generated/grafana/dashboards")
        for path in project.rglob("grafana/dashboards/**/*.json")
    }
    assert result.exit_code == 0
    assert {path.relative_to(project / "previews") for path in (project / "previews").rglob("*.html")} == boards | {Path("index.html")}
    page = (project / "previews/shop/overview.html").read_text("utf-8")
    assert "sum(up{environment=~&quot;$environment&quot;})" in page
    assert 'href="../index.html"' in page
    index = (project / "previews/index.html").read_text("utf-8")
    assert '<a href="shop/overview.html">Overview</a>' in index


def test_boards_are_drawn_with_data(project: Path) -> None:
    values = [[at, "2"] for at in range(NOW - 3600, NOW + 1, 15)]
    answers = {
        "sum(up": [{"metric": {}, "value": [NOW, "3"]}],
        "sum by": [{"metric": {"job": "cart"}, "values": values}],
        "sum(increase": [{"metric": {}, "value": [NOW, "54321"]}],
        "changes": [{"metric": {"version": "1.2"}, "values": [[NOW - 600, "1"]]}],
    }
    with prometheus(answers) as (url, asked):
        result = preview("shop/overview", "--prometheus", url, "--at", "2026-03-12T15:00:00Z", "-o", "pages")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (0, "4 panels drawn, 1 without data")
    page = (project / "pages/shop/overview.html").read_text("utf-8")
    assert "<strong>3</strong>" in page
    assert "<strong>54.3 k</strong>" in page
    assert "cart" in page
    assert "Deployments: 1.2" in page
    assert "2026-03-12 14:00 to 2026-03-12 15:00 UTC" in page
    queries = {one["query"]: one for one in asked}
    assert float(queries['sum(up{environment=~"prod"})']["time"]) == NOW
    ranged = queries["sum by (job) (rate(requests_total[60s]))"]
    assert (float(ranged["start"]), float(ranged["end"]), ranged["step"]) == (NOW - 3600, NOW, "15")
    assert "sum(increase(requests_total[54000s]))" in queries


def test_a_variable_can_be_chosen(project: Path) -> None:
    with prometheus({}) as (url, asked):
        preview("overview", "--prometheus", url, "--set", "environment=stage")
    assert 'sum(up{environment=~"stage"})' in {one["query"] for one in asked}
    assert "Environment" not in (project / "previews/shop/overview.html").read_text("utf-8")
    assert "environment <b>stage</b>" in (project / "previews/shop/overview.html").read_text("utf-8")


def test_a_refused_query_is_told_and_shown(project: Path) -> None:
    with prometheus({"sum(up": "1:5: parse error: unexpected end"}) as (url, _):
        result = preview("overview", "--prometheus", url)
    assert result.exit_code == 1
    assert "slogen: refused: Overview: Instances: 1:5: parse error: unexpected end" in result.stderr
    assert "parse error: unexpected end" in (project / "previews/shop/overview.html").read_text("utf-8")


def test_nobody_answers(project: Path) -> None:
    result = preview("--prometheus", "http://127.0.0.1:1")
    assert result.exit_code == 2
    assert "no Prometheus answers at http://127.0.0.1:1" in result.stderr
    assert not (project / "previews/shop/overview.html").exists()


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("shop/unheard",), "no board shop/unheard in generated/grafana/dashboards", id="no such board"),
        pytest.param(("--at", "12"), "--at and --set are for data: they need --prometheus", id="a moment without data"),
        pytest.param(("--prometheus", "http://x", "--at", "noon"), "--at noon: neither Unix seconds nor a time", id="no moment"),
        pytest.param(("--prometheus", "http://x", "--set", "a"), "--set a: write NAME=VALUE", id="no value"),
        pytest.param(("--prometheus", "localhost:9090"), "no Prometheus answers at localhost:9090", id="no URL"),
        pytest.param(("slos/shop/not-a-board.json",), "slos/shop/not-a-board.json is no board", id="a file that is no board"),
        pytest.param(
            ("--generated", "elsewhere"), "no boards in elsewhere/grafana/dashboards: run slogen generate first", id="not generated"
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(arguments: tuple[str, ...], said: str) -> None:
    Path("slos/shop/not-a-board.json").write_text("{}")
    result = preview(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_board_of_somebody_else_can_be_shown(project: Path) -> None:
    (project / "other.json").write_text((project / "generated/grafana/dashboards/shop/cart.json").read_text("utf-8"))
    assert preview("other.json").exit_code == 0
    assert (project / "previews/other.html").is_file()


@pytest.mark.parametrize(
    ("expr", "sent"),
    [
        ("rate(x[$__rate_interval])", "rate(x[75s])"),
        ("x[${__interval}]", "x[60s]"),
        ("$__range_s / $__range_ms + $__interval_ms", "3600 / 3600000 + 60000"),
        ('x{a=~"$a",b=~"${a:regex}"}', 'x{a=~"one",b=~"one"}'),
        ('label_replace(x, "a", "$1", "b", "$unknown")', 'label_replace(x, "a", "$1", "b", "$unknown")'),
        ('x{a=~"$empty"}', 'x{a=~""}'),
    ],
)
def test_what_grafana_would_fill_in(expr: str, sent: str) -> None:
    assert filled(expr, {"a": "one", "empty": ""}, 3600, 60) == sent
