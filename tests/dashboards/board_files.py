"""The boards of this repository as they were generated, and what stands in them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BOARDS = ROOT / "generated/grafana/dashboards"
PATHS = sorted(BOARDS.rglob("*.json"))

# `$1` is label_replace's.
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)(?::\w+)?\}|([A-Za-z_]\w*))")


@dataclass(frozen=True, slots=True)
class Query:
    """A query of a panel (or annotation) with All chosen everywhere; `lookback` in seconds where the panel has its own."""

    board: str
    panel: str
    kind: str
    expr: str
    instant: bool
    lookback: int | None = None


def name_of(path: Path) -> str:
    """`omnihub/api-gateway`."""
    return path.relative_to(BOARDS).with_suffix("").as_posix()


def is_of_service(path: Path) -> bool:
    """Whether it is the board of a service: rules of that name were generated, too."""
    return (ROOT / "generated/prometheus/rules" / path.relative_to(BOARDS).with_suffix(".yaml")).is_file()


def board(path: Path) -> dict[str, Any]:
    """A board's JSON."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def panels(made: dict[str, Any]) -> list[dict[str, Any]]:
    """All panels but the headings of rows, also those in closed rows."""
    return [one for panel in made["panels"] for one in (panel, *panel.get("panels", ())) if one["type"] != "row"]


def queries(path: Path) -> Iterator[Query]:
    """Every PromQL query of a board's panels."""
    made = board(path)
    for panel in panels(made):
        for target in panel.get("targets", ()):
            if target["datasource"]["type"] == "prometheus":
                instant = target["instant"]
                yield Query(name_of(path), panel["title"], panel["type"], chosen(made, target["expr"]), instant, _seconds(panel))


def annotations(path: Path) -> Iterator[Query]:
    """The PromQL of a board's annotations."""
    made = board(path)
    for one in made["annotations"]["list"]:
        if "expr" in one:
            yield Query(name_of(path), one["name"], "annotation", chosen(made, one["expr"]), instant=False)


def chosen(made: dict[str, Any], expr: str) -> str:
    """The expression as Grafana would send it when a board is opened."""
    values = {one["name"]: _value(one) for one in made["templating"]["list"]}

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return {"__rate_interval": "5m", "__interval": "1m", "__range": "1h", "__range_s": "3600"}.get(name) or values[name]

    return _VARIABLE.sub(value, expr)


def _value(variable: dict[str, Any]) -> str:
    current = variable.get("current", {}).get("value", "")
    if current == ["$__all"]:
        return str(variable["allValue"])
    return current if isinstance(current, str) else "|".join(current)


def _seconds(panel: dict[str, Any]) -> int | None:
    look = re.fullmatch(r"(\d+)([dhm])", panel.get("timeFrom", ""))
    return int(look[1]) * {"d": 86_400, "h": 3600, "m": 60}[look[2]] if look else None
