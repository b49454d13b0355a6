"""Single numbers: stats, dials, bars."""

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from slogen.report.preview import scale
from slogen.report.preview.chart import sparkline
from slogen.report.preview.looks import Field, field, last, legend, quiet
from slogen.report.preview.values import Line, PanelData, drawable

_MOST = 24


def stat(panel: Mapping[str, Any], data: PanelData) -> str:
    """A number for every series, coloured by the thresholds."""
    looks, options = field(panel["fieldConfig"]["defaults"]), panel["options"]
    values = _values(panel, data)
    if not values:
        return '<div class="stats"><div class="num grey"><strong>no data</strong></div></div>'
    filled = options.get("colorMode") == "background"
    named = options.get("textMode") == "value_and_name" or len(values) > 1
    parts: list[str] = []
    for name, line, value in values[:_MOST]:
        color = looks.color(value)
        style = f"{color} filled" if filled and color else color
        back = sparkline(line, data.start, data.end, color or "blue") if options.get("graphMode") == "area" else ""
        label = f"<small>{escape(name)}</small>" if named and name else ""
        parts.append(f'<div class="num {style}">{back}{label}<strong>{escape(looks.text(value))}</strong></div>')
    return f'<div class="stats">{"".join(parts)}</div>'


def gauge(panel: Mapping[str, Any], data: PanelData) -> str:
    """A dial of three quarters of a circle for every series."""
    looks = field(panel["fieldConfig"]["defaults"])
    values = _values(panel, data)
    if not values:
        return quiet("no data")
    named = len(values) > 1
    return f'<div class="dials">{"".join(_dial(looks, name if named else "", value) for name, _, value in values[:6])}</div>'


def bars(panel: Mapping[str, Any], data: PanelData) -> str:
    """A bar for every series."""
    looks = field(panel["fieldConfig"]["defaults"])
    values = _values(panel, data)
    if not values:
        return quiet("no data")
    finite = [value for _, _, value in values if drawable(value)]
    low = looks.lowest if looks.lowest is not None else min([0.0, *finite])
    high = looks.highest if looks.highest is not None else max([*finite, low + 1e-9])
    rows: list[str] = []
    for name, _, value in values[:_MOST]:
        width = scale.share(value, low, high)
        color = looks.color(value).replace("text", "") or "blue"
        rows.append(
            f'<tr><th>{escape(name)}</th><td><div class="bar {color}" style="width:{width:.1%}"></div></td>'
            f'<td class="{color}">{escape(looks.text(value))}</td></tr>'
        )
    return f'<table class="bars">{"".join(rows)}</table>'


def _values(panel: Mapping[str, Any], data: PanelData) -> list[tuple[str, Line, float]]:
    targets = {target["refId"]: target for target in panel.get("targets", ())}
    return [
        (legend(targets[answer.ref].get("legendFormat", ""), line, answer.lines), line, last(line))
        for answer in data.answers
        for line in answer.lines
    ]


def _dial(looks: Field, name: str, value: float) -> str:
    low = looks.lowest if looks.lowest is not None else 0.0
    high = looks.highest if looks.highest is not None else 1.0
    ring = "".join(
        f'<path class="ring {color}" d="{_arc(scale.share(from_, low, high), scale.share(until, low, high), 46)}"/>'
        for (from_, color), until in zip(looks.steps, [*(step for step, _ in looks.steps[1:]), high], strict=True)
        if color and scale.share(until, low, high) > scale.share(from_, low, high)
    )
    color = looks.color(value) or "blue"
    label = f'<text class="name" x="60" y="98">{escape(name)}</text>' if name else ""
    words = looks.text(value)
    # Inside of the ring there is room for about 70 units.
    size = min(17, 92 // max(len(words), 1))
    parts = (
        f'<path class="back" d="{_arc(0, 1, 38)}"/>{ring}<path class="value {color}" d="{_arc(0, scale.share(value, low, high), 38)}"/>',
        f'<text class="{color}" x="60" y="68" style="font-size:{size}px">{escape(words)}</text>{label}',
    )
    return f'<svg class="dial" viewBox="0 0 120 104" role="img">{"".join(parts)}</svg>'


def _arc(from_: float, until: float, radius: float) -> str:
    """From 0, at the lower left, to 1, at the lower right, clockwise."""
    begin, end = (math.radians(150 + 240 * share) for share in (from_, until))
    x0, y0 = 60 + radius * math.cos(begin), 62 + radius * math.sin(begin)
    x1, y1 = 60 + radius * math.cos(end), 62 + radius * math.sin(end)
    return f"M{x0:.2f} {y0:.2f}A{radius} {radius} 0 {int(240 * (until - from_) > 180)} 1 {x1:.2f} {y1:.2f}"
