"""Lines over time, as SVG that stretches to its panel; the words beside it are HTML, so that they do not stretch."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from slogen.report.preview import scale
from slogen.report.preview.looks import PALETTE, Field, css, field, last, legend, overridden, quiet
from slogen.report.preview.values import Line, Mark, PanelData, Point, drawable

_WIDTH, _HEIGHT = 1000, 300
"""Of the drawing's own coordinates."""
_MOST = 12
"""Series that are named below a graph; more are only drawn."""


@dataclass(frozen=True, slots=True)
class _Series:
    """One line with its name and looks. `floor` are the points on which it stands, where lines are stacked."""

    name: str
    color: str
    dashed: bool
    points: tuple[Point, ...]
    floor: tuple[Point, ...] = ()
    newest: float = math.nan


def chart(panel: Mapping[str, Any], data: PanelData, marks: Sequence[Mark], width: int) -> str:
    """The view of a timeseries panel `width` columns wide."""
    series = _series(panel, data)
    if not series:
        return quiet("no data")
    looks = field(panel["fieldConfig"]["defaults"])
    custom = panel["fieldConfig"]["defaults"].get("custom", {})
    stacked = custom.get("stacking", {}).get("mode") == "normal"
    lined = custom.get("thresholdsStyle", {}).get("mode", "off") != "off"
    series = _stacked(series) if stacked else series
    low, high = _range(series, looks, custom, lined=lined)
    gap = 1.6 * max((answer.step for answer in data.answers), default=0.0)

    def place(point: Point) -> tuple[float, float]:
        x = (point[0] - data.start) / (data.end - data.start) * _WIDTH
        return x, _HEIGHT - scale.share(point[1], low, high) * _HEIGHT

    y_ticks = scale.ticks(low, high, 4)
    x_ticks = list(scale.time_ticks(data.start, data.end, max(3, width // 2)))
    parts = [f'<path class="grid" d="M0 {place((data.start, tick))[1]:.1f}H{_WIDTH}"/>' for tick in y_ticks]
    parts += [f'<path class="grid" d="M{place((moment, low))[0]:.1f} 0V{_HEIGHT}"/>' for moment, _ in x_ticks]
    opacity = custom.get("fillOpacity", 0) / 100
    for one in series:
        parts += _areas(one, place, gap, low, opacity) if opacity else ()
    parts += [
        f'<path class="mark {mark.color}" d="M{place((mark.time, low))[0]:.1f} 0V{_HEIGHT}"><title>{escape(mark.text)}</title></path>'
        for mark in marks
        if data.start <= mark.time <= data.end
    ]
    if lined:
        parts += [
            f'<path class="limit {color}" d="M0 {place((0, value))[1]:.1f}H{_WIDTH}"/>'
            for value, color in _limits(looks)
            if low <= value <= high
        ]
    parts += [f'<path class="line {one.color}{" dashed" if one.dashed else ""}" d="{_path(one.points, place, gap)}"/>' for one in series]
    drawing = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    axes = _axes(looks, y_ticks, x_ticks, low, high, data)
    return f'<div class="chart"><div class="plot">{drawing}{axes}</div>{_legend(series, looks)}</div>'


def sparkline(line: Line, start: float, end: float, color: str) -> str:
    """A single line without axes, behind a stat's value."""
    values = [value for _, value in line.points if drawable(value)]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    span = high - low or 1.0
    points = [((at - start) / (end - start) * _WIDTH, 100 - (value - low) / span * 90) for at, value in line.points if drawable(value)]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    area = f'<path class="area {color}" d="M{points[0][0]:.1f} 100L{path}L{points[-1][0]:.1f} 100Z"/>'
    drawn = f'<path class="line {color}" d="M{path}"/>'
    return f'<svg class="spark" viewBox="0 0 {_WIDTH} 100" preserveAspectRatio="none" aria-hidden="true">{area}{drawn}</svg>'


def _series(panel: Mapping[str, Any], data: PanelData) -> list[_Series]:
    targets = {target["refId"]: target for target in panel.get("targets", ())}
    found: list[_Series] = []
    for answer in data.answers:
        for line in answer.lines:
            name = legend(targets[answer.ref].get("legendFormat", ""), line, answer.lines)
            looks = overridden(panel["fieldConfig"], name)
            color = css(str(looks.get("color", {}).get("fixedColor", ""))) or f"s{len(found) % PALETTE}"
            found.append(_Series(name, color, "custom.lineStyle" in looks, line.points, newest=last(line)))
    return found


def _stacked(series: Sequence[_Series]) -> list[_Series]:
    """Every line on top of those before it."""
    sums: dict[float, float] = {}
    found: list[_Series] = []
    for one in series:
        floor = tuple((at, sums.get(at, 0.0)) for at, _ in one.points)
        for at, value in one.points:
            sums[at] = sums.get(at, 0.0) + (value if drawable(value) else 0.0)
        found.append(_Series(one.name, one.color, one.dashed, tuple((at, sums[at]) for at, _ in one.points), floor, one.newest))
    return found


def _range(series: Sequence[_Series], looks: Field, custom: Mapping[str, Any], *, lined: bool) -> tuple[float, float]:
    values = [value for one in series for _, value in one.points if drawable(value)]
    soft = [float(custom[key]) for key in ("axisSoftMin", "axisSoftMax") if custom.get(key) is not None]
    if lined:
        # The lowest limit is worth seeing before it is reached, unless the values would be squeezed to a line.
        top = max(values, default=0.0)
        soft += [value for value, _ in _limits(looks)[:1] if value <= 4 * top or not values]
    everything = [*values, *soft] or [0.0, 1.0]
    return scale.bounds(min(everything), max(everything), lowest=looks.lowest, highest=looks.highest)


def _limits(looks: Field) -> list[tuple[float, str]]:
    """Where thresholds are drawn, each in the colour of its worse side."""
    return [(value, max(below, above, key=_badness)) for (_, below), (value, above) in pairwise(looks.steps)]


def _badness(color: str) -> int:
    return ("yellow", "orange", "red").index(color) if color in ("yellow", "orange", "red") else -1


def _runs(points: Sequence[Point], gap: float) -> list[list[Point]]:
    """Stretches without a hole."""
    runs: list[list[Point]] = []
    for point in points:
        if not drawable(point[1]):
            continue
        if not runs or point[0] - runs[-1][-1][0] > gap:
            runs.append([])
        runs[-1].append(point)
    return runs


def _path(points: Sequence[Point], place: Any, gap: float) -> str:
    parts: list[str] = []
    for run in _runs(points, gap):
        placed = [place(point) for point in run]
        # A single point would be invisible.
        placed += [(placed[0][0] + 1.5, placed[0][1])] if len(placed) == 1 else []
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in placed))
    return "".join(parts)


def _areas(one: _Series, place: Any, gap: float, low: float, opacity: float) -> list[str]:
    floors = dict(one.floor)
    found: list[str] = []
    for run in _runs(one.points, gap):
        above = [place(point) for point in run]
        below = [place((at, floors.get(at, max(low, 0.0)))) for at, _ in reversed(run)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in (*above, *below))
        found.append(f'<path class="area {one.color}" style="opacity:{opacity:g}" d="M{path}Z"/>')
    return found


def _axes(looks: Field, y_ticks: Sequence[float], x_ticks: Sequence[tuple[float, str]], low: float, high: float, data: PanelData) -> str:
    upright = "".join(f'<i class="y" style="bottom:{(tick - low) / (high - low):.2%}">{escape(looks.tick(tick))}</i>' for tick in y_ticks)
    span = data.end - data.start
    shares = [((moment - data.start) / span, text) for moment, text in x_ticks]
    level = "".join(f'<i class="x" style="left:{share:.2%}">{text}</i>' for share, text in shares if 0.01 < share < 0.98)
    return upright + level


def _legend(series: Sequence[_Series], looks: Field) -> str:
    items = [
        f'<li><b class="{one.color}"></b>{escape(one.name)}<span>{escape(looks.text(one.newest))}</span></li>'
        for one in series[:_MOST]
        if one.name
    ]
    more = f"<li>and {len(series) - _MOST} more</li>" if len(series) > _MOST else ""
    return f'<ul class="legend">{"".join(items)}{more}</ul>'
