"""A query in a runbook that gives an error, or nothing.

Queries are pasted at night. One that does not parse costs minutes; one that asks for an SLO that was renamed, or for a window that is
not recorded, returns nothing, and nothing looks like good news.

Blocks of code that are marked as `promql` are parsed: one query or several, below each other. Selectors of recorded series with a
`slo_id` are looked up wherever they stand. What has a place to be filled in (`<pod>`, `$pod`) is left alone.

Bad:

    # Errors

    ```promql
    sum by (pod) (rate(http_requests_total{status=~"5.."}[5m])
    ```

Bad, there is no such SLO:

    # Errors

    `slo:burn_rate:ratio_rate1h{slo_id="shop/webb/availability"}` says how fast the budget goes.

Good:

    # Errors

    ```promql
    sum by (pod) (rate(http_requests_total{status=~"5.."}[5m]))
    slo:burn_rate:ratio_rate1h{slo_id="shop/web/availability"}
    ```
"""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from slogen.diagnostics import Severity, Span
from slogen.lint.check import Check, Finding
from slogen.lint.runbook import RunbookSubject
from slogen.lint.settings import Settings
from slogen.promql.complaint import syntax
from slogen.promql.parse import parse
from slogen.source.markdown import Block

_TO_FILL = re.compile(r"<[A-Za-z][^<>=\n]*>|\$\w|\$\{|\{\{|…")
_COMMENT = re.compile(r"\s*#")


def find(runbook: RunbookSubject, settings: Settings) -> Iterator[Finding]:
    """Inside the query."""
    del settings
    for block in runbook.queries:
        for start, lines in _chunks(block):
            if not any(map(_TO_FILL.search, lines)):
                yield from _syntax(runbook.path, block.line + start, lines)
    yield from _series(runbook)


def _chunks(block: Block) -> Iterator[tuple[int, list[str]]]:
    """Lines that stand together, and how far below the block's first line they begin; comments part them, too."""
    chunk: list[str] = []
    for number, line in enumerate((*block.lines, "")):
        if line.strip() and not _COMMENT.match(line):
            chunk.append(line)
        elif chunk:
            yield number - len(chunk), chunk
            chunk = []


def _syntax(path: str, first: int, lines: Sequence[str]) -> Iterator[Finding]:
    """One query or several, each of one line or more: wrong only if there is no way to part the lines into queries."""
    reached = {0}
    for end in range(1, len(lines) + 1):
        if any(start in reached and _problem("\n".join(lines[start:end])) is None for start in range(end)):
            reached.add(end)
    if len(lines) in reached:
        return
    start = max(reached)
    text = "\n".join(lines[start:])
    complaint = _problem(text)
    assert complaint is not None  # the rest would have been reached
    problem = syntax(text, complaint)
    before = text[: problem.offset]
    line, column = before.count("\n"), problem.offset - (before.rfind("\n") + 1)
    length = min(problem.length, max(len(lines[start + line]) - column, 1))
    yield Finding(Span(path, first + start + line, column + 1, length), problem.message, problem.hint)


def _problem(text: str) -> str | None:
    try:
        parse(text)
    except ValueError as complaint:
        return str(complaint)
    return None


def _series(runbook: RunbookSubject) -> Iterator[Finding]:
    recorded = runbook.around.recorded
    if recorded is None:
        return
    for one in runbook.series:
        if _TO_FILL.search(one.slo_id):
            continue
        metrics = recorded.get(one.slo_id)
        if metrics is None:
            meant = get_close_matches(one.slo_id, recorded, n=1, cutoff=0.6)
            hint = f"did you mean {meant[0]}?" if meant else "slogen explain lists all SLOs"
            yield Finding(one.slo_span, f"there is no SLO {one.slo_id}", hint)
        elif one.metric not in metrics:
            meant = get_close_matches(one.metric, sorted(metrics), n=1, cutoff=0.6)
            hint = f"did you mean {meant[0]}?" if meant else f"slogen explain {one.slo_id} lists its series"
            yield Finding(one.metric_span, f"{one.metric} is not recorded for {one.slo_id}", hint)


CHECK = Check("SL608", "runbook-query", Severity.ERROR, RunbookSubject, find, __doc__)
