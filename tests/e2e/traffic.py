"""Requests of a service as counters over time, from long before the test until now, so that windows are as full as in production."""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.servers import PROMTOOL, program

_LABELS = '{job="web",instance="web-1",status="%s"}'


@dataclass(slots=True)
class Traffic:
    """Counters of `http_requests_total`, as a function of the time: each phase adds at a constant rate. Times are Unix seconds."""

    start: float
    per_second: float
    _phases: list[tuple[float, float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._phases.append((self.start, self.per_second, 0.0))

    def change(self, *, served: float, failed: float) -> float:
        """From now on so many requests a second are served and fail; the time of the change."""
        now = time.time()
        self._phases.append((now, served, failed))
        return now

    def counts(self, at: float) -> tuple[float, float]:
        """Requests served and failed since the start."""
        ends = [begin for begin, _, _ in self._phases[1:]] + [at]
        spans = [(max(min(end, at) - begin, 0), served, failed) for (begin, served, failed), end in zip(self._phases, ends, strict=True)]
        return sum(span * served for span, served, _ in spans), sum(span * failed for span, _, failed in spans)

    def exposition(self) -> str:
        """What the exporter shows now."""
        return "# TYPE http_requests_total counter\n" + "".join(f"{name} {value}\n" for name, value in self._samples(time.time()))

    def backfill(self, data: Path, until: float, recorded: Mapping[str, tuple[float, int]]) -> None:
        """Write the history until then into Prometheus's data folder, a sample a second.

        `recorded` are series that the rules would have recorded by then: value and seconds between two samples.
        """
        lines = ["# TYPE http_requests counter"]
        for at in range(int(self.start) + 1, int(until)):
            lines += (f"{name} {value} {at}" for name, value in self._samples(at))
        for name, (value, step) in recorded.items():
            lines.append(f"# TYPE {name.partition('{')[0]} gauge")
            lines += (f"{name} {value} {at}" for at in range(int(self.start) + 1, int(until), step))
        source = data.with_suffix(".openmetrics")
        source.write_text("\n".join([*lines, "# EOF", ""]), encoding="utf-8")
        command = [program(PROMTOOL), "tsdb", "create-blocks-from", "openmetrics", str(source), str(data)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr

    def _samples(self, at: float) -> list[tuple[str, float]]:
        served, failed = self.counts(at)
        return [("http_requests_total" + _LABELS % "200", served), ("http_requests_total" + _LABELS % "500", failed)]
