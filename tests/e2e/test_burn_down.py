"""The burn-down of a budget over a month of tiles on a real Prometheus: it begins full, falls where errors were, ends at today's budget."""

import subprocess
import time
from collections.abc import Iterator
from decimal import Decimal

import pytest

from slogen.dashboards.expressions import burn_down, ideal, slo_scope, steps
from slogen.model.duration import Duration
from tests.e2e.servers import PROMTOOL, Server, program, running_prometheus

WINDOW = Duration.parse("28d")
BUDGET = Decimal("0.001")
DAY, TILE = 86_400, 300
EVENTS, ERRORS = 'slo:sli_events:tile5m{slo_id="shop/web/availability"}', 'slo:sli_errors:tile5m{slo_id="shop/web/availability"}'
STEP, SUMS = (int(length.seconds) for length in (steps(WINDOW).graph, steps(WINDOW).sums))
NOW = int(time.time()) // TILE * TILE - TILE + 37
"""The newest tile; groups are evaluated at an offset of their own, not at full minutes."""


def events(at: int) -> float:
    """Per second: busy half of the day, quiet the other half."""
    return 100.0 if at % DAY < DAY / 2 else 10.0


def errors(at: int) -> float:
    """A trickle; two hours of outage ten days ago (3 % of the budget at night, 27 % by day); a worse one before the window, forgotten."""
    for days, hours, share in ((10, 2, 0.05), (35, 6, 0.5)):
        if 0 <= at - (NOW - days * DAY) < hours * 3600:
            return share * events(at)
    return 0.0002 * events(at)


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("tiles")
    times = range(NOW - 57 * DAY, NOW + 1, TILE)
    lines: list[str] = []
    for series, value in ((EVENTS, events), (ERRORS, errors)):
        lines.append(f"# TYPE {series.partition('{')[0]} gauge")
        lines += (f"{series} {value(at)} {at}" for at in times)
    (folder / "tiles.txt").write_text("\n".join([*lines, "# EOF", ""]), encoding="utf-8")
    command = [program(PROMTOOL), "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h"]
    done = subprocess.run([*command, f"{folder}/tiles.txt", f"{folder}/data"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    with running_prometheus(folder, "global: {scrape_interval: 1m}\n", retention="90d") as server:
        yield server


def test_the_burn_down_tells_where_the_budget_went(prometheus: Server) -> None:
    shown = _graph(prometheus, burn_down(slo_scope("shop/web/availability", ()), BUDGET, WINDOW))
    begin = (NOW - 28 * DAY) // SUMS * SUMS
    whole = float(BUDGET) * sum(map(events, range(NOW - 28 * DAY + TILE, NOW + 1, TILE)))
    for at, left in shown:
        # Partial sums end at full half hours.
        spent = sum(errors(tile) for tile in range(NOW - 29 * DAY, at + 1, TILE) if begin < tile <= at // SUMS * SUMS) / whole
        assert left == pytest.approx(1 - spent, abs=0.0005), (NOW - at) / DAY
    assert shown[0][1] > 0.99
    before, after = (next(left for at, left in shown if at >= NOW - days * DAY) for days in (10.1, 9.8))
    assert before - after > 0.02
    # What the rules record is the same number by another way.
    recorded = prometheus.get(
        "/api/v1/query", query=f"1 - avg_over_time({ERRORS}[28d]) / avg_over_time({EVENTS}[28d]) / {BUDGET}", time=str(NOW)
    )
    assert shown[-1][1] == pytest.approx(float(recorded["data"]["result"][0]["value"][1]), abs=0.005)


def test_the_ideal_line_falls_from_all_to_nothing(prometheus: Server) -> None:
    shown = [left for _, left in _graph(prometheus, ideal(WINDOW))]
    assert [shown[0], shown[-1]] == pytest.approx([1, 0], abs=1e-9)
    assert shown == sorted(shown, reverse=True)


def _graph(prometheus: Server, expression: str) -> list[tuple[int, float]]:
    """As Grafana asks for a panel that looks back 28 days."""
    answer = prometheus.get("/api/v1/query_range", query=expression, start=str(NOW - 28 * DAY), end=str(NOW), step=str(STEP))
    (series,) = answer["data"]["result"]
    return [(int(at), float(value)) for at, value in series["values"]]
