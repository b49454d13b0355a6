"""Questions to a Prometheus over HTTP."""

import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

_SECONDS = 30


class PrometheusProblem(Exception):
    """Nobody answers there, or no Prometheus does; the message is one line for a person."""


class QueryRefused(Exception):
    """The Prometheus refused or could not answer a single query; the message is its own."""


def query(url: str, expr: str, at: float) -> list[dict[str, Any]]:
    """An instant query: its series as the API writes them (`metric`, `value`); a number is a series without labels."""
    return _result(_ask(url, "query", {"query": expr, "time": f"{at:.3f}"}), "value")


def query_range(url: str, expr: str, start: float, end: float, step: float) -> list[dict[str, Any]]:
    """A range query (`metric`, `values`)."""
    times = {"start": f"{start:.3f}", "end": f"{end:.3f}", "step": f"{step:g}"}
    return _result(_ask(url, "query_range", {"query": expr, **times}), "values")


def _result(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    if data["resultType"] in ("scalar", "string"):
        return [{"metric": {}, key: data["result"]}]
    found: list[dict[str, Any]] = data["result"]
    return found


def _ask(url: str, path: str, parameters: dict[str, str]) -> dict[str, Any]:
    """Raises PrometheusProblem, QueryRefused."""
    body = urllib.parse.urlencode(parameters).encode()
    try:
        with urllib.request.urlopen(f"{url.rstrip('/')}/api/v1/{path}", body, timeout=_SECONDS) as answer:
            content = answer.read()
    except urllib.error.HTTPError as refused:
        content = refused.read()
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "reason", problem)
        raise PrometheusProblem(f"no Prometheus answers at {url}: {reason}") from problem
    try:
        found = json.loads(content)
        if found["status"] == "success":
            data: dict[str, Any] = found["data"]
            return data
        message = str(found["error"])
    except (ValueError, KeyError, TypeError) as problem:
        raise PrometheusProblem(f"what answers at {url} is no Prometheus") from problem
    raise QueryRefused(message)
