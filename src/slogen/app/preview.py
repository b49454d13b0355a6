"""slogen preview: the boards that were generated, as pages that a browser shows without Grafana."""

import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from slogen.app import prometheus_api as api
from slogen.app.project import WORKSPACE, Progress, Project
from slogen.model.duration import Duration
from slogen.readers.native import read_workspace
from slogen.report.preview.page import board_page, index_page
from slogen.report.preview.values import Answer, BoardData, Line, Mark, PanelData, Site
from slogen.source import read

BOARDS = "grafana/dashboards"
_INDEX = "index.html"
_POINTS = 240
_SCRAPE_SECONDS = 15
_DAY = 86400
_AT_ONCE = 4
_VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::(\w+))?\})")
_MARKS = {"red": "red", "orange": "orange", "yellow": "yellow", "green": "green", "blue": "blue"}


class PreviewProblem(Exception):
    """There is no board to show; the message is one line for a person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask for data, and for which moment: Unix seconds."""

    url: str
    now: float
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Previewed:
    """The pages that were written; `refused` counts queries that Prometheus did not answer, `empty` panels without any data."""

    pages: list[Path] = field(default_factory=list)
    panels: int = 0
    refused: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def find_boards(project: Project, wanted: Sequence[str]) -> list[Path]:
    """The JSON files of the boards that are meant: files, or parts of their path such as `omnihub/slo`; without any all of them.

    Raises PreviewProblem.
    """
    folder = project.output / BOARDS
    everything = sorted(folder.rglob("*.json"))
    shown = project.relative(folder)
    if not everything and not wanted:
        raise PreviewProblem(f"no boards in {shown}: run slogen generate first")
    found: list[Path] = []
    names = {path: path.relative_to(folder).with_suffix("").as_posix() for path in everything}
    for one in wanted:
        exact = [path for path, name in names.items() if one.strip("/") in (name, name.rpartition("/")[2])]
        alike = [path for path, name in names.items() if one.strip("/") in name]
        files = [Path(one)] if one.endswith(".json") and Path(one).is_file() else exact or alike
        if not files:
            raise PreviewProblem(f"no board {one} in {shown}; run slogen generate if it is new")
        found += files
    return list(dict.fromkeys(found)) if wanted else everything


def preview(project: Project, boards: Sequence[Path], output: Path, asked: Asked | None, progress: Progress) -> Previewed:
    """Write a page for every board below `output`, and one that lists them. Raises PreviewProblem, PrometheusProblem, OSError."""
    result = Previewed()
    folder = project.output / BOARDS
    read_ = [(path, _board(path, project)) for path in boards]
    names = {path: (path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name)).with_suffix(".html") for path in boards}
    uids = {str(board.get("uid", path.stem)): names[path] for path, board in read_}
    style = resources.files("slogen.report.preview").joinpath("page.css").read_text("utf-8")
    grafana = _grafana(project)
    for path, board in read_:
        progress(f"board {board['title']}")
        data = _ask(board, asked, result) if asked is not None else None
        page = output / names[path]
        page.parent.mkdir(parents=True, exist_ok=True)
        pages = {uid: _from(page, output / other) for uid, other in uids.items()}
        page.write_text(board_page(board, data, Site(style, grafana, _from(page, output / _INDEX), pages)), encoding="utf-8")
        result.pages.append(page)
    listed = [(names[path].parent.as_posix().removeprefix("."), str(board["title"]), names[path].as_posix()) for path, board in read_]
    (output / _INDEX).write_text(index_page(listed, style), encoding="utf-8")
    progress("")
    return result


def _from(page: Path, other: Path) -> str:
    """A page as another one links it."""
    return Path(os.path.relpath(other, page.parent)).as_posix()


def _grafana(project: Project) -> str:
    """Where the workspace says that Grafana is."""
    path = project.specs / WORKSPACE
    documents, _ = read(project.relative(path), path.read_bytes())
    return read_workspace(documents[0])[0].grafana_url if documents else ""


def _board(path: Path, project: Project) -> dict[str, Any]:
    try:
        board = json.loads(path.read_bytes())
        if board["title"] and isinstance(board["panels"], list):
            return dict(board)
    except (ValueError, KeyError, TypeError) as problem:
        raise PreviewProblem(f"{project.relative(path)} is no board: {problem}") from problem
    raise PreviewProblem(f"{project.relative(path)} is no board")


def _ask(board: Mapping[str, Any], asked: Asked, result: Previewed) -> BoardData:
    """Everything that the board's panels ask for, a few queries at once."""
    start, end = _times(str(board.get("time", {}).get("from", "now-6h")), asked.now)
    chosen = _chosen(board, asked)
    panels = [one for spec in board["panels"] for one in (spec, *spec.get("panels", ())) if one.get("targets")]
    panels = [spec for spec in panels if spec.get("datasource", {}).get("type") != "loki"]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = list(pool.map(lambda spec: _panel(spec, asked, chosen, start, end), panels))
        marks = [mark for some in pool.map(lambda one: _marks(one, asked, chosen, start, end), _annotations(board)) for mark in some]
    for spec, data in zip(panels, found, strict=True):
        where = f"{board['title']}: {spec['title']}"
        result.panels += 1
        result.refused += [f"{where}: {answer.error}" for answer in data.answers if answer.error]
        if not any(answer.lines or answer.error for answer in data.answers):
            result.empty.append(where)
    return BoardData(asked.url, start, end, {spec["id"]: data for spec, data in zip(panels, found, strict=True)}, tuple(marks), chosen)


def _panel(spec: Mapping[str, Any], asked: Asked, chosen: Mapping[str, str], start: float, end: float) -> PanelData:
    if spec.get("timeFrom"):
        start, end = _times(f"now-{spec['timeFrom']}" if spec["timeFrom"] != "now/d" else "now/d", asked.now)
    step = _step(end - start, spec.get("interval", ""))
    return PanelData(start, end, tuple(_target(target, asked, chosen, start, end, step) for target in spec["targets"]))


def _target(target: Mapping[str, Any], asked: Asked, chosen: Mapping[str, str], start: float, end: float, step: float) -> Answer:
    expr = filled(str(target["expr"]), chosen, end - start, step)
    try:
        if target.get("instant"):
            return Answer(target["refId"], tuple(_line(one["metric"], [one["value"]]) for one in api.query(asked.url, expr, end)))
        first = math.ceil(start / step) * step
        lines = tuple(_line(one["metric"], one["values"]) for one in api.query_range(asked.url, expr, first, end, step))
        return Answer(target["refId"], lines, step=step)
    except api.QueryRefused as refused:
        return Answer(target["refId"], error=str(refused))


def _line(labels: Mapping[str, str], values: Sequence[Sequence[Any]]) -> Line:
    return Line(labels, tuple((float(at), float(value)) for at, value in values))


def filled(expr: str, chosen: Mapping[str, str], span: float, step: float) -> str:
    """An expression with what Grafana would fill in for its variables; what is no variable of the board stays."""
    rate = max(step + _SCRAPE_SECONDS, 4 * _SCRAPE_SECONDS)
    own = {
        "__rate_interval": f"{rate:.0f}s",
        "__interval": f"{step:.0f}s",
        "__interval_ms": f"{step * 1000:.0f}",
        "__range": f"{span:.0f}s",
        "__range_s": f"{span:.0f}",
        "__range_ms": f"{span * 1000:.0f}",
    }
    return _VARIABLE.sub(lambda match: own.get(match[1] or match[2]) or chosen.get(match[1] or match[2], match[0]), expr)


def _chosen(board: Mapping[str, Any], asked: Asked) -> dict[str, str]:
    """What the board's variables have at first, or what the caller wants of them."""
    found: dict[str, str] = {}
    for variable in board.get("templating", {}).get("list", ()):
        if variable["type"] == "datasource":
            continue
        value = variable.get("current", {}).get("value", variable.get("query", "") if variable["type"] == "textbox" else "")
        values = value if isinstance(value, list) else [value]
        plain = variable.get("allValue", ".*") if "$__all" in values else "|".join(values)
        found[variable["name"]] = asked.variables.get(variable["name"], plain)
    return found


def _annotations(board: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [one for one in board.get("annotations", {}).get("list", ()) if one.get("expr")]


def _marks(one: Mapping[str, Any], asked: Asked, chosen: Mapping[str, str], start: float, end: float) -> list[Mark]:
    """Where an annotation's query begins to have a value."""
    step = _step(end - start, str(one.get("step", "")))
    try:
        series = api.query_range(asked.url, filled(str(one["expr"]), chosen, end - start, step), math.ceil(start / step) * step, end, step)
    except api.QueryRefused:
        return []
    found: list[Mark] = []
    for line in series:
        before = -math.inf
        words = _named(str(one.get("titleFormat", "")), line["metric"])
        for at, _ in line["values"]:
            # What began before the time that is shown began at another time than its left end.
            if at - before > 1.5 * step and at - step > start:
                found.append(Mark(float(at), _MARKS.get(str(one.get("iconColor")), "blue"), f"{one['name']}: {words}"))
            before = float(at)
    return found


def _named(template: str, labels: Mapping[str, str]) -> str:
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: str(labels.get(match[1], "")), template)


def _step(span: float, least: str) -> float:
    """Seconds between two points: a round number, and at least one scrape."""
    wanted = max(span / _POINTS, _seconds(least), _SCRAPE_SECONDS)
    return float(next((step for step in (15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200) if step >= wanted), _DAY))


def _times(written: str, now: float) -> tuple[float, float]:
    """The range that begins at Grafana's `now-6h` or `now/d`."""
    if written.startswith("now/d"):
        return now - now % _DAY if now % _DAY >= 60 else now - 60, now
    return now - (_seconds(written.removeprefix("now-")) or 6 * 3600), now


def _seconds(written: str) -> float:
    try:
        return float(Duration.parse(written).seconds)
    except ValueError:
        return 0.0
