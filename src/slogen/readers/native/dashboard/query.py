"""PromQL in a board: with the board's variables, from metrics that exist, with labels that the legend can name."""

import re
from collections.abc import Iterator
from typing import Any

import promql_parser

from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Severity, codes
from slogen.promql import variables
from slogen.promql.expression import expression, lost_labels
from slogen.promql.parse import parse
from slogen.promql.problem import Problem
from slogen.promql.tokens import Token, tokenize
from slogen.readers.native.dashboard.scope import RecordedRead, Scope
from slogen.readers.native.placement import closest
from slogen.readers.native.shape import Node, Path

_LABEL = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def read_query(scope: Scope, node: Node, keys: Path, written: str) -> str | None:
    """The expression at the keys, without blanks around it; None where Prometheus could not evaluate it."""
    text = variables.plain(written)
    # A variable that does not exist explains whatever cannot be read around it.
    problems = [*variables.problems(written, scope.several)] or [*expression(text, scrape_milliseconds=scope.scrape.milliseconds)]
    readable = not any(problem.is_error for problem in problems)
    if readable:
        problems += _recorded(scope, node, keys, text)
    _tell(scope, node, keys, problems)
    return written.strip() if not any(problem.is_error for problem in problems) else None


def read_logql(scope: Scope, node: Node, keys: Path, written: str) -> str | None:
    """A query of logs. Loki's language has no reader here: only what every query has is checked."""
    problems = [*variables.problems(written, scope.several)]
    if not written.lstrip().startswith("{"):
        hint = 'such as {app="api"} |= "error"'
        problems.append(Problem(codes.PROMQL_SYNTAX, "a query of logs begins with the labels of their streams", hint, 0, len(written)))
    _tell(scope, node, keys, problems)
    return None if problems else written.strip()


def check_labels(scope: Scope, node: Node, keys: Path, wanted: str, expr: str) -> None:
    """Whether the results of an expression that can be read have the labels that a legend (`{{label}}`) names."""
    for match in _LABEL.finditer(wanted):
        if not has_label(expr, match[1]):
            message = f"the query's results have no label `{match[1]}`: its aggregation drops it"
            hint = f"aggregate by ({match[1]}), or leave {match[0]} out"
            problem = Problem(codes.BOARD_LEGEND, message, hint, match.start(), match.end() - match.start())
            _tell(scope, node, keys, [problem])


def has_label(expr: str, label: str) -> bool:
    """Whether the results of an expression may have a label; said to be true of whatever is not plainly false."""
    text = variables.plain(expr)
    if any(_brings(token, label) for token in tokenize(text)) or re.search(rf"group_(left|right)\s*\([^)]*\b{label}\b", text):
        return True
    return lost_labels(text, (label,)) is None


def _brings(token: Token, label: str) -> bool:
    """label_replace(), label_join() and count_values() name the label that they make in a string."""
    return token.kind == "string" and token.text[1:-1] == label


def _recorded(scope: Scope, node: Node, keys: Path, text: str) -> Iterator[Problem]:
    """Notes what is read of the recorded series, for the check with all specs; names that are never recorded are told at once."""
    tokens = tokenize(text)
    seen: dict[str, int] = {}
    for selector in _selectors(parse(text)):
        metric = selector.name or ""
        if not metric.startswith(("slo:", "v_")) or variables.is_stand_in(metric):
            continue
        places = [token for token in tokens if token.text == metric]
        place = places[min(seen.get(metric, 0), len(places) - 1)]
        seen[metric] = seen.get(metric, 0) + 1
        if not names.is_recorded(metric):
            meant = closest(metric, names.FIXED_NAMES)
            hint = f"did you mean {meant}?" if meant else "docs/rules.md lists what is recorded"
            yield Problem(codes.BOARD_SERIES, f"no rule records {metric}", hint, place.offset, len(place.text))
            continue
        span = node.inside(keys, place.offset, len(place.text))
        scope.reads.append(RecordedRead(metric, _slo_id(selector), span))


def _slo_id(selector: promql_parser.VectorSelector) -> str:
    found = (m.value for m in selector.matchers.matchers if m.name == names.SLO_ID and str(m.op).endswith(".Equal"))
    value = next(found, "")
    return value if "/" in value else ""


def _selectors(tree: Any) -> list[promql_parser.VectorSelector]:
    found: list[promql_parser.VectorSelector] = []

    def visit(node: object) -> bool:
        if isinstance(node, promql_parser.VectorSelector):
            found.append(node)
        return True

    promql_parser.walk(tree, visit)
    return found


def _tell(scope: Scope, node: Node, keys: Path, problems: list[Problem]) -> None:
    for problem in problems:
        severity = Severity.ERROR if problem.is_error else Severity.WARNING
        where = node.inside(keys, problem.offset, problem.length)
        scope.findings.append(Diagnostic(where, problem.code, problem.message, problem.hint, severity))
