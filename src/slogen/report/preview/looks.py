"""What a panel's configuration says about values: their colour, their words, and the names of their series."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from slogen.report.preview.units import shown
from slogen.report.preview.values import Line

PALETTE = 8
_NAMED = {"green": "green", "yellow": "yellow", "orange": "orange", "red": "red", "blue": "blue", "#808080": "grey", "text": "text"}
_LEGEND = re.compile(r"\{\{\s*([^}]+?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Field:
    """How values are shown: unit, decimals, axis, thresholds (value, colour) from the base up, and words for single values."""

    unit: str
    decimals: int | None
    lowest: float | None
    highest: float | None
    steps: tuple[tuple[float, str], ...]
    words: Mapping[str, tuple[str, str]]

    def text(self, value: float) -> str:
        """The value as it is read."""
        word = self.words.get(_key(value))
        return word[0] if word else shown(value, self.unit, self.decimals)

    def tick(self, value: float) -> str:
        """The same at an axis, where round numbers stand."""
        return shown(value, self.unit)

    def color(self, value: float) -> str:
        """The colour of a value; empty where none is said."""
        if math.isnan(value):
            return "grey"
        word = self.words.get(_key(value))
        if word and word[1]:
            return word[1]
        return next((color for from_, color in reversed(self.steps) if value >= from_), "")


def field(defaults: Mapping[str, Any]) -> Field:
    """From Grafana's field configuration."""
    steps = defaults.get("thresholds", {}).get("steps", ())
    words = {
        value: (str(word.get("text", value)), css(word.get("color", "")))
        for mapping in defaults.get("mappings", ())
        if mapping.get("type") == "value"
        for value, word in mapping["options"].items()
    }
    return Field(
        str(defaults.get("unit", "short")),
        defaults.get("decimals"),
        defaults.get("min"),
        defaults.get("max"),
        tuple((-math.inf if step["value"] is None else float(step["value"]), css(step["color"])) for step in steps),
        words,
    )


def overridden(config: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The properties that a panel's overrides set for one series or column."""
    found: dict[str, Any] = {}
    for one in config.get("overrides", ()):
        matcher = one["matcher"]
        fits = matcher["options"] == name if matcher["id"] == "byName" else re.search(matcher["options"].strip("/"), name) is not None
        found |= {prop["id"]: prop["value"] for prop in one["properties"]} if fits else {}
    return found


def css(color: str) -> str:
    """Grafana's colour as one of the page's; empty for none."""
    return _NAMED.get(color.removeprefix("dark-").removeprefix("light-").removeprefix("semi-dark-"), "")


def legend(template: str, line: Line, all_: Sequence[Line]) -> str:
    """The name of a series. Without a template: the labels by which it differs from the others."""
    if template and template != "__auto":
        filled = _LEGEND.sub(lambda match: line.labels.get(match[1], ""), template).strip(" ,")
        return filled or template
    differing = [name for name in sorted(line.labels) if len({other.labels.get(name) for other in all_}) > 1]
    if differing:
        return ", ".join(line.labels[name] for name in differing)
    return line.labels.get("__name__", "") or ", ".join(value for name, value in sorted(line.labels.items()) if name != "__name__")


def last(line: Line) -> float:
    """The newest value that is a number, or NaN."""
    return next((value for _, value in reversed(line.points) if not math.isnan(value)), math.nan)


def quiet(text: str) -> str:
    """A remark in the middle of a panel."""
    return f'<p class="quiet">{escape(text)}</p>'


def _key(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) else repr(value)
