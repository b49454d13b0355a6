"""Free expressions: can Prometheus evaluate the text, and will it mean what its writer meant?"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import promql_parser

from slogen.diagnostics import codes
from slogen.promql.analyse import or_between_matchers
from slogen.promql.complaint import syntax
from slogen.promql.parse import parse
from slogen.promql.problem import Problem
from slogen.promql.tokens import Token, tokenize

WINDOW = "$window"
# As long as the placeholder, so that offsets in the two texts are the same.
_STAND_IN = "000300s"
_EXTRAPOLATING = frozenset({"rate", "increase", "delta", "deriv", "irate", "idelta", "predict_linear"})


@lru_cache(maxsize=4096)
def expression(text: str, *, scrape_milliseconds: int, window: bool = False) -> tuple[Problem, ...]:
    """Problems of an expression; with `window` it must use `$window` as the range, without it must not."""
    windows = [offset for offset in range(len(text)) if text.startswith(WINDOW, offset)]
    if windows and not window:
        message, hint = "`$window` has a value only in the SLI kind ratio", "write the range itself, such as 5m"
        return (Problem(codes.PROMQL_WINDOW, message, hint, windows[0], len(WINDOW)),)
    try:
        tree = parse(text.replace(WINDOW, _STAND_IN))
    except ValueError as complaint:
        problem = syntax(text.replace(WINDOW, _STAND_IN), str(complaint))
        return (replace(problem, message=problem.message.replace(_STAND_IN, WINDOW)),)
    problems = list(_window(text, windows) if window else ())
    nodes = list(_nodes(tree))
    if any(isinstance(node, promql_parser.VectorSelector) and node.matchers.or_matchers for node in nodes):
        problems.append(or_between_matchers(text))
    problems += _ranges(text, nodes, scrape_milliseconds)
    problems += _quantiles(text, nodes)
    return tuple(problems)


def selectors(text: str) -> tuple[str, ...]:
    """Names of the metrics that a (valid) expression reads, in order of appearance."""
    tree = parse(text.replace(WINDOW, _STAND_IN))
    names = (_name(node) for node in _nodes(tree) if isinstance(node, promql_parser.VectorSelector))
    return tuple(dict.fromkeys(name for name in names if name))


def lost_labels(text: str, labels: tuple[str, ...]) -> Problem | None:
    """The aggregation at the top of a (valid) expression that drops one of the labels, which every result then lacks."""
    if not labels:
        return None
    tree = parse(text.replace(WINDOW, _STAND_IN))
    for node in _outermost(tree):
        lost = [label for label in labels if not _keeps(node, label)]
        if lost:
            alike = [part for part in _nodes(tree) if isinstance(part, promql_parser.AggregateExpr) and str(part.op) == str(node.op)]
            number = [part.prettify() for part in alike].index(node.prettify())
            token = [token for token in tokenize(text) if token.text == str(node.op)][number]
            hint = f"aggregate with `{node.op} by ({', '.join(labels)}) (…)`"
            message = f"this aggregation drops {', '.join(lost)}, by which the SLO is grouped"
            return Problem(codes.PROMQL_GROUPING, message, hint, token.offset, len(token.text))
    return None


def yields_series(text: str) -> bool:
    """Whether the (valid) expression is a vector, so that an alert can be made of it; scalars and strings are not."""
    return _is_vector(parse(text))


def _is_vector(tree: Any) -> bool:
    match tree:
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr():
            return _is_vector(tree.expr)
        case promql_parser.BinaryExpr():
            return _is_vector(tree.lhs) or _is_vector(tree.rhs)
        case promql_parser.Call():
            return bool(tree.func.return_type == promql_parser.ValueType.Vector)
        case _:
            return isinstance(tree, promql_parser.VectorSelector | promql_parser.AggregateExpr)


def _window(text: str, windows: list[int]) -> Iterator[Problem]:
    if not windows:
        hint = "write the range of every rate as [$window]; slogen fills in 5m, 30m, 1h …"
        yield Problem(
            codes.PROMQL_WINDOW, "the expression does not use `$window`, so it would be the same over every window", hint, 0, len(text)
        )
    for offset in windows:
        before = text[:offset].rstrip()
        if not before.endswith("["):
            yield Problem(codes.PROMQL_WINDOW, "`$window` stands outside of a range", "use it as [$window]", offset, len(WINDOW))


def _ranges(text: str, nodes: list[Any], scrape_milliseconds: int) -> Iterator[Problem]:
    tokens = tokenize(text)
    calls = [node for node in nodes if isinstance(node, promql_parser.Call) and node.func.name in _EXTRAPOLATING]
    seen: dict[str, int] = {}
    for node in calls:
        argument = node.args[0]
        name = node.func.name
        seen[name] = seen.get(name, 0) + 1
        if not isinstance(argument, promql_parser.MatrixSelector):
            continue
        milliseconds = round(argument.range.total_seconds() * 1000)
        if milliseconds >= 4 * scrape_milliseconds or (name in ("irate", "idelta") and milliseconds >= 2 * scrape_milliseconds):
            continue
        token = _range_of(tokens, name, seen[name])
        never = milliseconds < 2 * scrape_milliseconds
        scrapes = milliseconds / scrape_milliseconds
        message = (
            f"the range {token.text} holds {scrapes:.2g} scrapes; {name}() needs two"
            if never
            else (f"the range {token.text} holds fewer than four scrapes ({scrapes:.2g}): one missed scrape and {name}() is gone")
        )
        seconds = 4 * scrape_milliseconds // 1000
        least = f"{seconds // 60}m" if seconds % 60 == 0 else f"{seconds}s"
        hint = f"use at least {least}, or say scrape_interval if these targets are scraped more often"
        yield Problem(codes.PROMQL_RANGE, message, hint, token.offset, len(token.text), is_error=never)


def _range_of(tokens: tuple[Token, ...], function: str, occurrence: int) -> Token:
    """The duration in the first range behind the nth call of a function."""
    count = 0
    for index, token in enumerate(tokens):
        count += token.text == function and index + 1 < len(tokens) and tokens[index + 1].text == "("
        if count == occurrence and token.text == "[":
            return tokens[index + 1]
    return tokens[0]


def _quantiles(text: str, nodes: list[Any]) -> Iterator[Problem]:
    calls = [node for node in nodes if isinstance(node, promql_parser.Call) and node.func.name == "histogram_quantile"]
    for number, node in enumerate(calls):
        inner = node.args[1]
        while isinstance(inner, promql_parser.ParenExpr):
            inner = inner.expr
        classic = any((_name(part) or "").endswith("_bucket") for part in _nodes(inner) if isinstance(part, promql_parser.VectorSelector))
        if not (classic and isinstance(inner, promql_parser.AggregateExpr)) or _keeps(inner, "le"):
            continue
        tokens = tokenize(text)
        call = [index for index, token in enumerate(tokens) if token.text == "histogram_quantile"][number]
        token = next(token for token in tokens[call:] if token.text == str(inner.op))
        message = "histogram_quantile() needs the label `le`, which this aggregation drops"
        yield Problem(codes.PROMQL_LE, message, _keeping_le(inner), token.offset, len(token.text))


def _keeping_le(node: Any) -> str:
    """How the aggregation would be written so that it keeps `le`."""
    if node.modifier is None or node.modifier.type == promql_parser.AggModifierType.By:
        return f"write {node.op} by ({', '.join(['le', *(node.modifier.labels if node.modifier else ())])}) (…)"
    return f"take le out of {node.op} without (…)"


def _outermost(tree: Any) -> Iterator[Any]:
    """The aggregations that no other aggregation stands around; what is not PromQL's vector arithmetic is not looked into."""
    match tree:
        case promql_parser.AggregateExpr():
            yield tree
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr():
            yield from _outermost(tree.expr)
        case promql_parser.BinaryExpr():
            yield from _outermost(tree.lhs)
            if tree.modifier is None or not tree.modifier.matching:
                yield from _outermost(tree.rhs)
        case _:
            return


def _keeps(node: Any, label: str) -> bool:
    """Whether an aggregation's results carry a label that its operands have; topk and its like keep all."""
    if str(node.op) in ("topk", "bottomk", "limitk", "limit_ratio"):
        return True
    if node.modifier is None:
        return False
    kept: bool = (label in node.modifier.labels) == (node.modifier.type == promql_parser.AggModifierType.By)
    return kept


def _name(node: Any) -> str | None:
    if node.name:
        return str(node.name)
    return next((m.value for m in node.matchers.matchers if m.name == "__name__" and str(m.op).endswith(".Equal")), None)


def _nodes(tree: Any) -> Iterator[Any]:
    """The tree and everything below it, in order of the text."""
    yield tree
    children: tuple[Any, ...]
    match tree:
        case promql_parser.BinaryExpr():
            children = (tree.lhs, tree.rhs)
        case promql_parser.Call():
            children = tuple(tree.args)
        case promql_parser.AggregateExpr():
            children = (tree.param, tree.expr) if tree.param is not None else (tree.expr,)
        case promql_parser.MatrixSelector():
            children = (tree.vector_selector,)
        case promql_parser.ParenExpr() | promql_parser.UnaryExpr() | promql_parser.SubqueryExpr():
            children = (tree.expr,)
        case _:
            children = ()
    for child in children:
        yield from _nodes(child)
