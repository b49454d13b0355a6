"""State timelines: a band for every series, coloured by what its value means."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from slogen.report.preview import scale
from slogen.report.preview.looks import PALETTE, field, legend, quiet
from slogen.report.preview.values import Line, PanelData

_MOST = 16


def timeline(panel: Mapping[str, Any], data: PanelData, width: int) -> str:
    """The view of a state-timeline panel `width` columns wide."""
    looks = field(panel["fieldConfig"]["defaults"])
    targets = {target["refId"]: target for target in panel.get("targets", ())}
    rows: list[str] = []
    for answer in data.answers:
        for line in answer.lines:
            name = legend(targets[answer.ref].get("legendFormat", ""), line, answer.lines)
            color = f"s{len(rows) % PALETTE}"
            runs = _runs(line, answer.step)
            bands = "".join(_band(begin, end, data, looks.color(value) or color, looks.text(value)) for begin, end, value in runs)
            rows.append(f'<div class="band"><span>{escape(name)}</span><div>{bands}</div></div>')
    if not rows:
        return quiet("nothing in this time")
    span = data.end - data.start
    ticks = "".join(
        f'<i class="x" style="left:{share:.2%}">{text}</i>'
        for moment, text in scale.time_ticks(data.start, data.end, max(3, width // 2))
        if 0.02 < (share := (moment - data.start) / span) < 0.98
    )
    return f'<div class="bands">{"".join(rows[:_MOST])}<div class="band"><span></span><div class="axis">{ticks}</div></div></div>'


def _runs(line: Line, step: float) -> list[tuple[float, float, float]]:
    """Begin, end and value of every stretch in which the value stays the same."""
    found: list[tuple[float, float, float]] = []
    for at, value in line.points:
        if math.isnan(value):
            continue
        if found and found[-1][2] == value and at - found[-1][1] <= step * 0.6:
            found[-1] = (found[-1][0], at + step, value)
        else:
            found.append((at, at + step, value))
    return found


def _band(begin: float, end: float, data: PanelData, color: str, text: str) -> str:
    span = data.end - data.start
    left, right = max(begin, data.start), min(end, data.end)
    width = max(right - left, 0.0) / span
    word = f"<em>{escape(text)}</em>" if width > 0.08 else ""
    title = f"{text}, {scale.clock(begin)} to {scale.clock(end)}"
    return f'<b class="{color}" style="left:{(left - data.start) / span:.2%};width:{width:.2%}" title="{escape(title)}">{word}</b>'
