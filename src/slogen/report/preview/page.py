"""The page of a board, and the list of all boards: self-contained HTML, without anything from elsewhere."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from slogen.report.preview import scale
from slogen.report.preview.panel import panel
from slogen.report.preview.values import BoardData, Site


def board_page(board: Mapping[str, Any], data: BoardData | None, site: Site) -> str:
    """A board's JSON as a page; without data its queries stand in the panels."""
    title = str(board["title"])
    panels = "".join(_rows(board, data, site))
    about = f'<p class="about">{escape(board.get("description", ""))}</p>' if board.get("description") else ""
    back = f'<a class="back" href="{escape(site.index)}">Boards</a>' if site.index else ""
    body = f"""<header class="board">{back}<h1>{escape(title)}</h1>{about}{_chosen(board, data)}</header>
<main>{panels}</main>
<footer>{escape(_source(data))}</footer>"""
    return _page(title, body, site.style)


def index_page(boards: Sequence[tuple[str, str, str]], style: str) -> str:
    """The list of all boards: (folder, title, address of the page)."""
    parts: list[str] = []
    for folder in dict.fromkeys(folder for folder, _, _ in boards):
        items = "".join(f'<li><a href="{escape(link)}">{escape(title)}</a></li>' for mine, title, link in boards if mine == folder)
        parts.append(f"<section><h2>{escape(folder) or 'All systems'}</h2><ul>{items}</ul></section>")
    return _page("Boards", f'<header class="board"><h1>Boards</h1></header><div class="index">{"".join(parts)}</div>', style)


def _page(title: str, body: str, style: str) -> str:
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _rows(board: Mapping[str, Any], data: BoardData | None, site: Site) -> list[str]:
    """Headings and panels. What a collapsed row hides is shown, and moves down what comes after it."""
    parts: list[str] = []
    down = 0
    for spec in board["panels"]:
        if spec["type"] != "row":
            parts.append(panel(spec, down, data, site))
            continue
        place = spec["gridPos"]
        note = f" <small>once for every {escape(spec['repeat'])}</small>" if spec.get("repeat") else ""
        parts.append(f'<h2 style="grid-row:{place["y"] + down + 1}">{escape(spec["title"])}{note}</h2>')
        hidden = spec.get("panels", ())
        parts += [panel(one, down, data, site) for one in hidden]
        down += max((one["gridPos"]["y"] + one["gridPos"]["h"] for one in hidden), default=place["y"] + 1) - place["y"] - 1
    return parts


def _chosen(board: Mapping[str, Any], data: BoardData | None) -> str:
    """The variables with what is chosen."""
    items: list[str] = []
    for variable in board.get("templating", {}).get("list", ()):
        if variable["type"] == "datasource":
            continue
        value = data.chosen.get(variable["name"], "") if data is not None else str(variable.get("current", {}).get("text", ""))
        value = "All" if value in (".*", "['All']") else value
        items.append(f"<li>{escape(variable.get('label') or variable['name'])} <b>{escape(value) or '…'}</b></li>")
    return f'<ul class="chosen">{"".join(items)}</ul>' if items else ""


def _source(data: BoardData | None) -> str:
    if data is None:
        return "Panels and queries as Grafana gets them; with --prometheus they are drawn with data."
    return f"{scale.clock(data.start)} to {scale.clock(data.end)} UTC, from {data.source}"
