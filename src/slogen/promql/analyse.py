"""Selector fields: is the text a plain selector, and of the right sort of metric?"""

from functools import lru_cache

import promql_parser

from slogen.diagnostics import codes
from slogen.promql.complaint import syntax
from slogen.promql.parse import parse
from slogen.promql.problem import Problem
from slogen.promql.selector import Matcher, Selector
from slogen.promql.tokens import Token, tokenize

Checked = tuple[Selector | None, tuple[Problem, ...]]

_OPERATORS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
# Names by which exporters mark a metric as no counter; deliberately few, since a wrong refusal cannot be silenced.
_GAUGE_SUFFIXES = ("_timestamp_seconds", "_info", "_ratio", "_celsius", "_timestamp")
_COUNTER_SUFFIXES = ("_total", "_bucket")


@lru_cache(maxsize=4096)
def selector(text: str) -> Checked:
    """Read an instant-vector selector. A Problem's offsets count characters of `text`."""
    try:
        tree = parse(text)
    except ValueError as complaint:
        return None, (syntax(text, str(complaint)),)
    if not isinstance(tree, promql_parser.VectorSelector):
        return None, (_no_selector(text, tree),)
    if tree.matchers.or_matchers:
        return None, (or_between_matchers(text),)
    if tree.offset is not None or tree.at is not None:
        token = next((token for token in tokenize(text) if token.text in ("offset", "@")), tokenize(text)[-1])
        hint = "leave out `offset` and `@`; slogen chooses the times"
        return None, (Problem(codes.PROMQL_SELECTOR, f"a selector field cannot look at another time (`{token.text}`)", hint, *_at(token)),)
    matchers = tuple(Matcher(m.name, _OPERATORS[str(m.op).rpartition(".")[2]], m.value) for m in tree.matchers.matchers)
    return Selector(tree.name or "", matchers), ()


@lru_cache(maxsize=4096)
def counter(text: str) -> Checked:
    """Read a selector of counters: refuses gauges by name, and histogram buckets without `le`."""
    found, problems = selector(text)
    if found is None:
        return found, problems
    if found.metric == "up" or found.metric.endswith(_GAUGE_SUFFIXES):
        return None, (
            Problem(
                codes.PROMQL_METRIC_TYPE,
                f"{found.metric} is a gauge; a counter belongs here, because slogen takes its rate",
                "for a gauge use the SLI kinds uptime, queue_depth, freshness, or ratio with error_ratio",
                *_metric(text, found),
            ),
        )
    if found.metric.endswith("_bucket") and not any(matcher.name == "le" for matcher in found.matchers):
        return None, (
            Problem(
                codes.PROMQL_LE,
                f"{found.metric} counts every event once per bucket unless `le` picks one",
                'add a matcher such as le="0.5", or use the SLI kind latency',
                *_metric(text, found),
            ),
        )
    return found, ()


@lru_cache(maxsize=4096)
def gauge(text: str) -> Checked:
    """Read a selector of gauges: refuses counters by name."""
    found, problems = selector(text)
    if found is not None and found.metric.endswith(_COUNTER_SUFFIXES):
        return None, (
            Problem(
                codes.PROMQL_METRIC_TYPE,
                f"{found.metric} is a counter by its name; a gauge belongs here",
                "name the gauge, or count events with the SLI kinds availability, events or ratio",
                *_metric(text, found),
            ),
        )
    return found, problems


@lru_cache(maxsize=4096)
def histogram(text: str, native: bool) -> Checked:
    """Read the base name of a histogram, without `_bucket` and without `le`: slogen adds both."""
    found, problems = selector(text)
    if found is None:
        return found, problems
    if not found.metric:
        hint = "begin with the histogram's name, such as http_request_duration_seconds"
        return None, (Problem(codes.PROMQL_SELECTOR, "the histogram has no metric name", hint, 0, len(text)),)
    suffix = next((s for s in ("_bucket", "_count", "_sum") if found.metric.endswith(s)), "")
    if suffix:
        base = found.metric.removesuffix(suffix)
        message = f"name the histogram itself, without {suffix}"
        return None, (Problem(codes.PROMQL_SELECTOR, message, f"write {base}; slogen adds _bucket and _count", *_metric(text, found)),)
    if any(matcher.name == "le" for matcher in found.matchers):
        token = next((token for token in tokenize(text) if token.text == "le"), tokenize(text)[0])
        reason = "a native histogram has no `le`" if native else "slogen sets `le` from the threshold, in every spelling"
        return None, (Problem(codes.PROMQL_LE, f"leave out `le`: {reason}", "remove the matcher", *_at(token)),)
    return found, ()


def or_between_matchers(text: str) -> Problem:
    """`{a="b" or c="d"}` passes the parser library; Prometheus refuses it."""
    depth = 0
    place = tokenize(text)[0]
    for token in tokenize(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth and token.text == "or":
            place = token
            break
    hint = 'match several values with a regular expression, a=~"b|c", or use two selectors'
    return Problem(codes.PROMQL_SELECTOR, "Prometheus has no `or` between matchers", hint, *_at(place))


def _no_selector(text: str, tree: object) -> Problem:
    token = tokenize(text)[0]
    offset, length = _at(token)
    if isinstance(tree, promql_parser.AggregateExpr):
        what = f"the aggregation {token.text}(…)"
        hint = "write the bare selector; slogen aggregates by `group_by`. For free PromQL use the SLI kind ratio"
    elif isinstance(tree, promql_parser.Call):
        what = f"the function {token.text}()"
        hint = "write the bare selector, slogen adds the function. For free PromQL use the SLI kind ratio"
    elif isinstance(tree, promql_parser.MatrixSelector | promql_parser.SubqueryExpr):
        offset = next(token.offset for token in tokenize(text) if token.text == "[")
        length = len(text.rstrip()) - offset
        what, hint = "a range", "leave it out; slogen sets the ranges"
    else:
        offset, length = 0, len(text)
        what, hint = "a calculation", 'write the bare selector, metric{label="value"}. For free PromQL use the SLI kind ratio'
        if isinstance(tree, promql_parser.NumberLiteral | promql_parser.StringLiteral):
            what = "a number" if isinstance(tree, promql_parser.NumberLiteral) else "a text"
    return Problem(codes.PROMQL_SELECTOR, f"a selector belongs here, not {what}", hint, offset, length)


def _metric(text: str, found: Selector) -> tuple[int, int]:
    token = next((token for token in tokenize(text) if token.text == found.metric), None)
    return _at(token) if token else (0, len(text))


def _at(token: Token) -> tuple[int, int]:
    return token.offset, len(token.text)
