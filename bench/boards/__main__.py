"""`make bench-boards`: OmniHub's boards with data, as pages and as the pictures of docs/. Takes about two minutes.

The data are made up, but the rules that read them are the generated ones and the server that evaluates them is a real Prometheus.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bench.accuracy.server import LONG_BLOCKS, Server, ServerProblem, running
from bench.accuracy.wire import encode_series, encode_times, frame
from bench.boards.omnihub import HOUR, MINUTE, Labels, Shape, counters, gauges

ROOT = Path(__file__).parents[2]
END = 1_773_327_600
"""2026-03-12 15:00 UTC."""
HOURS = 46
"""The server takes no samples that are two days older than the newest."""
_RULES = ROOT / "generated/prometheus/rules/omnihub"
_PICTURES = {"slo": "preview"}
_LIMIT_SECONDS = 900
_TIMES = range(END - HOURS * HOUR, END + 1, MINUTE)


def main() -> int:
    """Fill a Prometheus, write the pages into `previews/`, and the pictures into `docs/`."""
    try:
        with tempfile.TemporaryDirectory(prefix="slogen-boards-") as scratch:
            program = os.environ.get("PROMETHEUS", "prometheus")
            with running(program, Path(scratch), LONG_BLOCKS, _LIMIT_SECONDS) as server:
                _fill(server)
                for file in sorted(_RULES.glob("*.yaml")):
                    _evaluate(server, yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["groups"])
                _pages(server)
    except ServerProblem as problem:
        print(f"bench-boards: {problem}", file=sys.stderr)
        return 1
    _pictures()
    return 0


def _fill(server: Server) -> None:
    """What the exporters showed, one sample a minute."""
    times = encode_times([at * 1000 for at in _TIMES])
    ago = [(END - at) / HOUR for at in _TIMES]
    for name, labels, values in _series(ago):
        server.write(frame([encode_series({"__name__": name, **labels}, times, values)]))


def _series(ago: list[float]) -> Iterator[tuple[str, Labels, list[float]]]:
    for name, labels, shape in counters():
        yield name, labels, _summed(shape, ago)
    for name, labels, shape in gauges(END):
        yield name, labels, [float(shape(hours)) for hours in ago]


def _summed(shape: Shape, ago: list[float]) -> list[float]:
    """A counter that grows at the rate."""
    total, found = 1000.0, list[float]()
    for hours in ago:
        total += max(shape(hours), 0.0) * MINUTE
        found.append(total)
    return found


def _evaluate(server: Server, groups: list[dict[str, Any]]) -> None:
    """Every rule over the whole time, each after those that it reads."""
    for group in groups:
        for rule in group["rules"]:
            # Scrapes are a minute apart here, not 15 s: the raw windows would hold too few.
            expr = rule["expr"].replace("[5m15s]", "[6m]").replace("[1m15s]", "[2m]")
            metric = rule.get("record", "ALERTS")
            extra = {} if "record" in rule else {"alertname": rule["alert"], "alertstate": "firing"}
            found = []
            for line in server.query_range(expr, _TIMES):
                labels = {"__name__": metric, **{k: v for k, v in line.labels.items() if k != "__name__"}, **rule["labels"], **extra}
                values = [value if "record" in rule else 1.0 for _, value in line.points]
                found.append(encode_series(labels, encode_times([int(at) * 1000 for at, _ in line.points]), values))
            if found:
                server.write(frame(found))


def _pages(server: Server) -> None:
    command = [sys.executable, "-m", "slogen", "preview", "omnihub", "--prometheus", server.url, "--at", str(END)]
    subprocess.run(command, cwd=ROOT, check=True)


def _pictures() -> None:
    """In light and in dark."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        print("bench-boards: no chromium on PATH, no pictures", file=sys.stderr)
        return
    for board, name in _PICTURES.items():
        for theme, number in (("light", 1), ("dark", 0)):
            picture = ROOT / "docs" / f"{name}-{theme}.png"
            options = [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--blink-settings=preferredColorScheme={number}",
            ]
            page = (ROOT / f"previews/omnihub/{board}.html").as_uri()
            command = [browser, *options, "--window-size=1400,1330", f"--screenshot={picture}", page]
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            print(picture.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
