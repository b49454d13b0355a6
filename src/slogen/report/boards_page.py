"""The page that lists every board of a project with its rows and panels, made from the boards themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

_INTRO = """# The boards of this repository

Made from `generated/grafana/dashboards/`; [dashboards.md](dashboards.md) says what each panel is for. A row is followed by its panels.
Boards of services have the same panels for every SLO, so only their rows are named.
"""


def boards_page(boards: Mapping[str, Any], systems: Sequence[str]) -> str:
    """`boards`: path below the boards' folder (`omnihub/api-gateway.json`) → JSON; `systems` in the order of the page."""
    parts = [_INTRO]
    folders = {"_fleet": "All systems"} | {name: name for name in systems}
    for folder, heading in folders.items():
        mine = {path: board for path, board in sorted(boards.items()) if path.startswith(f"{folder}/")}
        if not mine:
            continue
        panels = sum(len(_panels(board)) for board in mine.values())
        parts.append(f"## {heading}\n")
        parts.append(f"{len(mine)} board{'s' if len(mine) > 1 else ''}, {panels} panels.\n")
        parts += ["| board | panels | queries | rows |", "|---|---|---|---|"]
        for path, board in mine.items():
            link = f"[{_cell(board['title'])}](../generated/grafana/dashboards/{path})"
            inside = [*_panels(board)]
            queries = sum(len(panel.get("targets", ())) for panel in inside)
            parts.append(f"| {link} | {len(inside)} | {queries} | {_rows(board)} |")
        parts.append("")
    return "\n".join(parts)


def _panels(board: Any) -> list[Any]:
    return [one for panel in board["panels"] for one in (panel, *panel.get("panels", ())) if one["type"] != "row"]


def _rows(board: Any) -> str:
    """Rows with their panels; of a service's board the rows only."""
    rows: list[tuple[str, list[str]]] = [("", [])]
    for panel in board["panels"]:
        if panel["type"] == "row":
            rows.append((panel["title"], [inner["title"] for inner in panel["panels"]]))
        else:
            rows[-1][1].append(panel["title"])
    if "slo-service" in board["tags"]:
        return "; ".join(_cell(title) for title, _ in rows if title)
    return "<br>".join((f"**{_cell(title)}:** " if title else "") + _cell(" · ".join(inside)) for title, inside in rows if inside)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
