"""Every query of every board, asked of a real Prometheus that has data: none is in error, and no panel is empty that should not be."""

import json
import os
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from tests.dashboards.board_files import PATHS, Query, annotations, board, chosen, name_of, queries
from tests.e2e.loopback import exporting
from tests.e2e.plausible import exposition, series_for
from tests.e2e.project import prometheus_config
from tests.e2e.servers import Server, running_prometheus, wait_until

RULES = Path(__file__).parents[2] / "generated/prometheus/rules"
INTERVAL_SECONDS = 4
SECONDS_OF_DATA = 32
PATIENCE_SECONDS = 60
# Native histograms are not scraped in the text format, so there are none of these services' data.
NATIVE = {f"{file.parent.name}/{file.stem}" for file in RULES.glob("*/*.yaml") if "histogram_count(" in file.read_text(encoding="utf-8")}

# A share of time between 0 and 1; everything else may grow and grow.
_SHARE = re.compile(r"avg_over_time\((\w+)\{")
# Adds up tiles in steps that half a minute of data has not reached; test_burn_down.py is about it alone.
_BURN_DOWN = "Budget burn-down"

_DEFINITION = re.compile(r"label_values\((.*), (\w+)\)")


def test_queries_choices_and_annotations_of_every_board_have_answers(tmp_path: Path) -> None:
    """One test, because each would wait for half a minute of data of its own."""
    with _with_data(tmp_path) as prometheus:
        _queries_have_answers(prometheus)
        assert _choices_without_values(prometheus) == []
        wrong = {query: found for path in PATHS for query in annotations(path) if isinstance(found := _answer(prometheus, query), str)}
        assert wrong == {}


@contextmanager
def _with_data(folder: Path) -> Iterator[Server]:
    """A Prometheus with half a minute of data for whatever the rules and the boards read."""
    expressions = [query.expr for path in PATHS for query in (*queries(path), *annotations(path))]
    for file in sorted(RULES.glob("*/*.yaml")):
        text = re.sub(r"^( +interval): \w+$", rf"\1: {INTERVAL_SECONDS}s", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        (folder / f"{file.parent.name}-{file.name}").write_text(text, encoding="utf-8")
    began = time.time()
    with exporting() as exporter:
        config = prometheus_config(f"{folder}/*.yaml", job="everything", target=exporter.address)
        with running_prometheus(folder, config) as server:
            groups = server.get("/api/v1/rules")["data"]["groups"]
            series = series_for([*(rule["query"] for group in groups for rule in group["rules"]), *expressions])
            shares = {metric for group in groups for rule in group["rules"] for metric in _SHARE.findall(rule["query"])}
            of_shares, others = (tuple(one for one in series if (one[0] in shares) is wanted) for wanted in (True, False))
            exporter.text = lambda: exposition(others, 1000 * (time.time() - began)) + exposition(of_shares, 0.5)
            wait_until("there is an alert on missing history", lambda: time.time() - began > SECONDS_OF_DATA, 2 * SECONDS_OF_DATA)
            wait_until("the policies have been evaluated", lambda: server.query("slo:error_budget_policy:level > 0"), 60)
            wait_until("alerts have been written", lambda: server.query('ALERTS{severity="page"}'), 60)
            yield server


def _queries_have_answers(prometheus: Server) -> None:
    answers = {query: _answer(prometheus, query) for path in PATHS for query in queries(path)}
    asked_again_until = time.monotonic() + PATIENCE_SECONDS
    while (lacking := _lacking(answers)) and time.monotonic() < asked_again_until:
        # On a busy machine an evaluation or two come late; what has no answer in a minute more has none.
        time.sleep(INTERVAL_SECONDS)
        answers |= {query: _answer(prometheus, query) for query in lacking}
    _tell(answers)
    assert _lacking(answers) == {}


def _lacking(answers: Mapping[Query, int | str]) -> dict[Query, int | str]:
    """Queries in error, and those that found nothing though there are data for them."""
    return {
        query: found
        for query, found in answers.items()
        if isinstance(found, str) or not (found or query.board in NATIVE or query.panel.startswith(_BURN_DOWN))
    }


def _choices_without_values(prometheus: Server) -> list[tuple[str, str]]:
    lacking: list[tuple[str, str]] = []
    for path in PATHS:
        made = board(path)
        for variable in made["templating"]["list"]:
            if variable["type"] != "query" or name_of(path) in NATIVE:
                continue
            definition = _DEFINITION.fullmatch(chosen(made, variable["query"]))
            assert definition, variable["query"]
            found = prometheus.get("/api/v1/series", **{"match[]": definition[1]})["data"]
            if not any(definition[2] in one for one in found):
                lacking.append((name_of(path), variable["name"]))
    return lacking


def _answer(prometheus: Server, query: Query) -> int | str:
    """How many series with a number in them a query finds, or what Prometheus says against it."""
    try:
        if query.instant:
            answer = prometheus.get("/api/v1/query", query=query.expr)
            values = [[one["value"]] for one in answer["data"]["result"]]
        else:
            answer = prometheus.get("/api/v1/query_range", query=query.expr, **_range(query))
            values = [one["values"] for one in answer["data"]["result"]]
    except HTTPError as problem:
        return str(json.load(problem).get("error", problem))
    if answer.get("warnings"):
        return str(answer["warnings"])
    return sum(any(number != "NaN" for _, number in one) for one in values)


def _range(query: Query) -> dict[str, str]:
    """The last half a minute, or the panel's own time; the last step is now, where the data are."""
    seconds, steps = query.lookback or SECONDS_OF_DATA, 50 if query.lookback else SECONDS_OF_DATA // 2
    end = int(time.time()) - 1
    step = seconds // steps
    return {"start": str(end - steps * step), "end": str(end), "step": str(step)}


def _tell(answers: dict[Query, Any]) -> None:
    """For whoever wants to read it: every query and what it found, as a table in the file that BOARD_QUERIES names."""
    if path := os.environ.get("BOARD_QUERIES"):
        lines = [f"{query.board}\t{query.panel}\t{query.kind}\t{found}\t{query.expr!r}" for query, found in answers.items()]
        Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
