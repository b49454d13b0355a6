"""Preview pages in a real browser: nothing lies upon something else or beyond the edge, on a wide and on a narrow screen."""

import json
import re
import shutil
import subprocess
from html import unescape
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from slogen.report.preview.page import board_page
from slogen.report.preview.values import Answer, BoardData, Line, PanelData, Site
from tests.dashboards.board_files import BOARDS, board, panels

START, END = 1_700_000_000.0, 1_700_021_600.0
_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_LOOK = """
<script>
const box = element => { const r = element.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom].map(Math.round) };
document.documentElement.dataset.seen = JSON.stringify({
  width: innerWidth, page: document.documentElement.scrollWidth, panels: [...document.querySelectorAll(".panel, h2")].map(box),
  empty: [...document.querySelectorAll(".plot svg, .num, .bar, .dial")].map(box).filter(([l, t, r, b]) => r - l < 1 || b - t < 1).length,
});
</script>
"""


@pytest.mark.skipif(_BROWSER is None, reason="no chromium on PATH")
@pytest.mark.parametrize("width", [1400, 600])
@pytest.mark.parametrize("name", ["omnihub/slo", "omnihub/operator", "talon/platform-health", "omnihub/api-gateway"])
def test_panels_stand_beside_and_below_each_other(name: str, width: int, tmp_path: Path) -> None:
    made = board(BOARDS / f"{name}.json")
    seen = _seen(
        board_page(made, _data(made), Site(resources.files("slogen.report.preview").joinpath("page.css").read_text("utf-8"))),
        width,
        tmp_path,
    )
    assert seen["page"] <= seen["width"]
    assert seen["empty"] == 0
    boxes = seen["panels"]
    assert len(boxes) >= len(panels(made))
    overlapping = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlapping == []


def _data(made: dict[str, Any]) -> BoardData:
    """Two series for every query of every panel."""
    found: dict[int, PanelData] = {}
    for panel in panels(made):
        points = tuple((START + 300 * number, number % 7 / 7) for number in range(72))
        lines = tuple(Line({"job": job, "slo_id": f"a/b/{job}"}, points) for job in ("a", "b"))
        answers = tuple(Answer(target["refId"], lines, step=300) for target in panel.get("targets", ()))
        found[panel["id"]] = PanelData(START, END, answers)
    return BoardData("http://prometheus", START, END, found)


def _seen(page: str, width: int, folder: Path) -> dict[str, Any]:
    """What a browser of this width says of the page."""
    assert _BROWSER is not None
    (folder / "page.html").write_text(page.replace("</body>", _LOOK + "</body>"), encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder}/profile",
        f"--window-size={width},1200",
        "--dump-dom",
    ]
    done = subprocess.run([_BROWSER, *options, (folder / "page.html").as_uri()], capture_output=True, text=True, timeout=60, check=True)
    found = re.search(r'data-seen="([^"]*)"', done.stdout)
    assert found is not None, done.stderr[-1000:]
    seen: dict[str, Any] = json.loads(unescape(found[1]))
    return seen
