"""A panel in its place: title, links, view, and the queries behind it."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from slogen.report.preview.chart import chart
from slogen.report.preview.looks import quiet
from slogen.report.preview.markdown import markdown
from slogen.report.preview.meters import bars, gauge, stat
from slogen.report.preview.table import table
from slogen.report.preview.timeline import timeline
from slogen.report.preview.values import BoardData, Mark, PanelData, Site

_VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::(\w+))?\})")
# Letters of a title that a 24th of the page has room for, at the width of a laptop's screen and beside the marks.
_LETTERS = 5
_NAMES = {"timeseries": "time series", "state-timeline": "state timeline", "bargauge": "bar gauge"}


def panel(spec: Mapping[str, Any], down: int, data: BoardData | None, site: Site) -> str:
    """The HTML of a panel, moved `down` by so many units; without data its queries stand in the place of the view."""
    place = spec["gridPos"]
    style = f"grid-column:{place['x'] + 1}/span {place['w']};grid-row:{place['y'] + down + 1}/span {place['h']}"
    kind = spec["type"]
    targets: Sequence[Mapping[str, Any]] = spec.get("targets", ())
    mine = data.panels.get(spec["id"]) if data is not None else None
    queries = "".join(_query(target) for target in targets)
    if kind == "text":
        view, behind = f'<div class="words">{markdown(spec["options"].get("content", ""), site.address)}</div>', ""
    elif mine is None or kind == "logs":
        what = "Lines of logs are drawn by Grafana only." if kind == "logs" and data is not None else ""
        view, behind = f'<div class="asked">{quiet(what) if what else ""}{queries}</div>', ""
    else:
        view = _view(spec, mine, data.marks if data is not None else ())
        behind = f"<details><summary title='Queries'>{{ }}</summary><div class='asked'>{queries}</div></details>"
    about = f' title="{escape(spec["description"])}"' if spec.get("description") else ""
    mark = "<sup>i</sup>" if about else ""
    when = f'<span class="when">{escape(_when(spec["timeFrom"]))}</span>' if spec.get("timeFrom") else ""
    chip = f'<span class="kind">{_NAMES.get(kind, kind)}</span>' if mine is None and kind != "text" else ""
    links = _links(spec, data, site)
    head = f"<header><h3{about}>{escape(spec['title'])}{mark}</h3>{when}{chip}{links}{behind}</header>"
    return f'<section class="panel {kind}" style="{style}">{head}<div class="view">{view}</div></section>'


def _view(spec: Mapping[str, Any], data: PanelData, marks: Sequence[Mark]) -> str:
    errors = [answer.error for answer in data.answers if answer.error]
    if errors:
        return "".join(f'<p class="error">{escape(error)}</p>' for error in errors)
    match spec["type"]:
        case "stat":
            return stat(spec, data)
        case "timeseries":
            return chart(spec, data, marks, spec["gridPos"]["w"])
        case "gauge":
            return gauge(spec, data)
        case "bargauge":
            return bars(spec, data)
        case "table":
            return table(spec, data)
        case "state-timeline":
            return timeline(spec, data, spec["gridPos"]["w"])
        case kind:
            return quiet(f"panels of the type {kind} are drawn by Grafana only")


def _query(target: Mapping[str, Any]) -> str:
    legend = target.get("legendFormat", "")
    name = f"<dt>{escape(legend)}</dt>" if legend and legend != "__auto" else ""
    return f"<dl>{name}<dd><code>{escape(str(target.get('expr', '')))}</code></dd></dl>"


def _links(spec: Mapping[str, Any], data: BoardData | None, site: Site) -> str:
    """The links beside the title where there is room for both, else behind an arrow: the title must be readable."""
    links = spec.get("links", ())
    if not links:
        return ""
    nav = f"<nav>{''.join(_link(link, data, site) for link in links)}</nav>"
    room = spec["gridPos"]["w"] * _LETTERS - len(spec["title"]) - len(spec.get("timeFrom") or "")
    if sum(len(link["title"]) + 1 for link in links) <= room:
        return nav
    return f'<details class="links"><summary title="Links">↗</summary>{nav}</details>'


def _link(link: Mapping[str, Any], data: BoardData | None, site: Site) -> str:
    """A link as far as it leads somewhere from here."""
    url = site.address(_VARIABLE.sub(lambda match: _filled(match, data), str(link["url"])))
    title = escape(link["title"])
    return f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if url else f"<span>{title}</span>"


def _filled(match: re.Match[str], data: BoardData | None) -> str:
    name = match[1] or match[2]
    if name in ("__from", "__to") and data is not None:
        return str(round((data.start if name == "__from" else data.end) * 1000))
    value = data.chosen.get(name, "") if data is not None else ""
    return "" if value == ".*" else value


def _when(written: str) -> str:
    return "today" if written == "now/d" else f"last {written}"
