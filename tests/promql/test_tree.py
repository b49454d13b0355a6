"""The tree with places has the shape that the parser library finds, and its places are those of the text."""

from typing import Any

import promql_parser
import pytest
from hypothesis import given, reject

from slogen.promql.labels import labels
from slogen.promql.parse import parse
from slogen.promql.reach import reach
from slogen.promql.tree import Aggregate, Binary, Call, Node, Number, Selector, String, Subquery, Unary, meaning, walk
from slogen.promql.tree_reader import placed
from tests.promql.expressions import EXPRESSIONS as RANDOM

EXPRESSIONS = [
    "up == 0",
    "-1 + x",
    "-x ^ 2 * 3",
    "-2 ^ 2 * x",
    "2 ^ 3 ^ x",
    "a + b * c - d % 2 atan2 e",
    "a / on (b) group_left (c) d offset 5m",
    "a * on(b) group_right () (c + d)",
    "sum(x) by (a)",
    "SUM BY (a, b,) (x)",
    "sum without() (x)",
    "topk(3, x) > 5",
    'count_values("v", x)',
    "quantile(0.9, x)",
    "x > bool on (a) y",
    "x < -1",
    "a and on() b or c unless ignoring (z) d",
    "rate(x[5m] offset 1h)",
    "rate(x[1d12h] @ end())",
    "x @ 1609746000",
    "x offset -5m",
    "avg_over_time(rate(x[5m])[1h:] offset 1d)",
    "max_over_time((a - b)[1h:5m])",
    "max_over_time(a[1h : 5m])",
    "0x1F > x",
    "1e3 * x > .5",
    "x > 5m",
    "Inf > x",
    "x != NaN",
    '{__name__="x", a=~"b|c"}',
    '{"x"}',
    'x{a=\'b\\\'c\', d!=`\\d "f" g`, e!~"f\\\\.g\\t",}',
    'x # a comment with ) and "\n > 1',
    "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m]))) > 0.5",
    'label_replace(x, "a", "$1", "b", "(.*)")',
    "time() - x > 3600",
    "a > b > c",
    "(a > 1) / (b > 2)",
    "sum(sum by (a) (x)) / scalar(count(y))",
    "avg + count",
]


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_the_shape_is_the_library_s(text: str) -> None:
    node = placed(text)
    try:
        tree = parse(text)
    except ValueError:
        pytest.fail(f"no expression: {text}")
    assert node is not None
    assert _shape(node) == _library(tree)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_place_is_that_of_its_text(text: str) -> None:
    node = placed(text)
    assert node is not None
    for part in walk(node):
        assert 0 <= part.start < part.end <= len(text)
        match part:
            case Binary():
                assert text[part.sign :].lower().startswith(part.operator)
            case Call():
                assert text[part.start :].lower().startswith(part.function)
                assert text[part.end - 1] == ")"
            case Aggregate():
                assert text[part.start :].lower().startswith(part.operator)
                assert text[part.end - 1] == ")"
            case Selector():
                assert text[part.start] == "{" or text[part.start :].startswith(part.metric)
                for found in part.matchers:
                    assert text[found.start : found.end].startswith(found.matcher.name)
                    assert text[found.end - 1] in "\"'`"
                if part.range:
                    assert text[part.range.start - 1] == "["
            case _:
                continue


@given(RANDOM)
def test_the_shape_of_random_expressions_is_the_library_s(text: str) -> None:
    try:
        tree = parse(text)
    except ValueError:
        reject()
    node = placed(text)
    assert node is not None
    assert _shape(node) == _library(tree)
    # What is computed of a tree can be computed of every tree.
    assert labels(node).may_have("a") in (True, False)
    assert len(reach(node, {})) == 2
    assert meaning(node) == meaning(node)


@pytest.mark.parametrize("text", ["sum(", "x[5m", "a b", "", "x{a}", "x{a=1}", "5 5", "sum(a, b, c)"])
def test_what_is_not_understood_has_no_tree(text: str) -> None:
    assert placed(text) is None


def _shape(node: Node) -> object:
    match node:
        case Number(value=value):
            return repr(value)
        case String(value=value):
            return ("text", value)
        case Selector():
            named = [found.matcher for found in node.matchers if found.matcher.name != "__name__"]
            matchers = sorted((one.name, one.op, one.value) for one in named)
            return ("series", node.metric, matchers, node.range.milliseconds if node.range else None, node.offset, node.pinned)
        case Call():
            return (node.function, *map(_shape, node.arguments))
        case Aggregate():
            parameter = None if node.parameter is None else _shape(node.parameter)
            return (node.operator, node.grouping, sorted(node.labels), parameter, _shape(node.operand))
        case Unary():
            return (node.operator, _shape(node.operand))
        case Binary():
            how = (node.is_bool, node.matching, sorted(node.labels), node.group, sorted(node.include))
            return (node.operator, how, _shape(node.left), _shape(node.right))
        case Subquery():
            return ("subquery", _shape(node.operand), node.range.milliseconds, node.step, node.offset, node.pinned)


def _milliseconds(time: Any) -> int | None:
    return None if time is None else round(time.total_seconds() * 1000)


def _library(tree: Any) -> object:
    match tree:
        case promql_parser.ParenExpr():
            return _library(tree.expr)
        case promql_parser.NumberLiteral():
            return repr(float(tree.val))
        case promql_parser.StringLiteral():
            return ("text", tree.val)
        case promql_parser.VectorSelector():
            return _library_selector(tree, None)
        case promql_parser.MatrixSelector():
            return _library_selector(tree.vector_selector, _milliseconds(tree.range))
        case promql_parser.Call():
            return (tree.func.name, *map(_library, tree.args))
        case promql_parser.AggregateExpr():
            grouping = None if tree.modifier is None else "by" if tree.modifier.type == promql_parser.AggModifierType.By else "without"
            labels = sorted(tree.modifier.labels) if tree.modifier else []
            return (str(tree.op), grouping, labels, None if tree.param is None else _library(tree.param), _library(tree.expr))
        case promql_parser.UnaryExpr():
            return ("-", _library(tree.expr))
        case promql_parser.SubqueryExpr():
            times = (_milliseconds(tree.range), _milliseconds(tree.step), _milliseconds(tree.offset) or 0)
            return ("subquery", _library(tree.expr), *times, tree.at is not None)
        case promql_parser.BinaryExpr():
            return (str(tree.op), _library_matching(tree.modifier), _library(tree.lhs), _library(tree.rhs))
        case _:
            raise AssertionError(type(tree))


def _library_selector(tree: Any, milliseconds: int | None) -> object:
    symbols = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
    every = [(one.name, symbols[str(one.op).rpartition(".")[2]], one.value) for one in tree.matchers.matchers]
    name = tree.name or next((value for label, _, value in every if label == "__name__"), "")
    matchers = sorted(one for one in every if one[0] != "__name__")
    return ("series", name, matchers, milliseconds, _milliseconds(tree.offset) or 0, tree.at is not None)


def _library_matching(modifier: Any) -> object:
    if modifier is None:
        return (False, None, [], None, [])
    kinds = promql_parser.LabelModifierType
    cards = promql_parser.VectorMatchCardinality
    matching = None if modifier.matching is None else "on" if modifier.matching.type == kinds.Include else "ignoring"
    labels = sorted(modifier.matching.labels) if modifier.matching else []
    group = "left" if modifier.card == cards.ManyToOne else "right" if modifier.card == cards.OneToMany else None
    return (modifier.return_bool, matching, labels, group, sorted(modifier.group_labels or []))
