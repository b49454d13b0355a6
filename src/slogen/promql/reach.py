"""Between which bounds the values of an expression lie, whatever the series are."""

import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, assert_never

from slogen.promql.labels import is_vector
from slogen.promql.share import is_share, scaled
from slogen.promql.tree import COMPARISONS, Aggregate, Binary, Call, Node, Number, Selector, String, Subquery, Unary


class Reach(NamedTuple):
    """The least and the greatest value; both can be reached."""

    low: float
    high: float

    def hull(self, other: "Reach") -> "Reach":
        """The values of both."""
        return Reach(min(self.low, other.low), max(self.high, other.high))


ANY: Final = Reach(-math.inf, math.inf)
NOT_NEGATIVE: Final = Reach(0, math.inf)
UNIT: Final = Reach(0, 1)
Known = Mapping[str, Reach]

_BOOLEANS: Final = frozenset(
    {"up", "probe_success", "kube_node_status_condition", "kube_pod_status_phase", "kube_pod_status_ready", "pg_up", "mysql_up", "redis_up"}
    | {"rabbitmq_up", "nginx_up", "memcached_up", "haproxy_up", "mongodb_up", "phpfpm_up", "apache_up"}
)
_COUNTER_SUFFIXES: Final = ("_total", "_bucket", "_count")
# A processor's seconds per second are at most 1; scrapes that come late make it a little more.
_PROCESSOR: Final = frozenset({"node_cpu_seconds_total", "windows_cpu_time_total"})
_BUSY: Final = Reach(0, 1.25)
_OF_FUNCTION: Final = {
    **dict.fromkeys(("rate", "increase", "irate", "changes", "resets", "count_over_time", "stddev_over_time"), NOT_NEGATIVE),
    **dict.fromkeys(("stdvar_over_time", "time", "timestamp", "exp", "sqrt", "abs", "histogram_count"), NOT_NEGATIVE),
    **dict.fromkeys(("absent", "absent_over_time", "present_over_time"), Reach(1, 1)),
    "sgn": Reach(-1, 1),
    "histogram_fraction": UNIT,
    "hour": Reach(0, 23),
    "minute": Reach(0, 59),
    "day_of_week": Reach(0, 6),
    "day_of_month": Reach(1, 31),
    "day_of_year": Reach(1, 366),
    "days_in_month": Reach(28, 31),
    "month": Reach(1, 12),
}
_SAME: Final = frozenset(
    {"avg_over_time", "min_over_time", "max_over_time", "last_over_time", "label_replace", "label_join", "sort", "sort_desc"}
    | {"vector", "scalar"}
)


def reach(node: Node, known: Known) -> Reach:
    """The bounds of an expression's values; `known`: those of recorded series by name. What is not known may be anything."""
    match node:
        case Number(value=value):
            return ANY if math.isnan(value) else Reach(value, value)
        case String():
            return ANY
        case Selector():
            return _series(node, known)
        case Subquery():
            return reach(node.operand, known)
        case Unary():
            inner = reach(node.operand, known)
            return Reach(-inner.high, -inner.low) if node.operator == "-" else inner
        case Aggregate():
            return _aggregate(node, known)
        case Call():
            return _call(node, known)
        case Binary():
            return _binary(node, known)
        case _:
            assert_never(node)


def _series(node: Selector, known: Known) -> Reach:
    if node.metric in known:
        return known[node.metric]
    if node.metric in _BOOLEANS:
        return UNIT
    return NOT_NEGATIVE if node.metric.endswith(_COUNTER_SUFFIXES) else ANY


def _aggregate(node: Aggregate, known: Known) -> Reach:
    inner = reach(node.operand, known)
    match node.operator:
        case "sum":
            return Reach(inner.low if inner.low >= 0 else -math.inf, inner.high if inner.high <= 0 else math.inf)
        case "avg" | "min" | "max" | "topk" | "bottomk" | "limitk" | "limit_ratio":
            return inner
        case "count" | "count_values":
            return Reach(1, math.inf)
        case "group":
            return Reach(1, 1)
        case "stddev" | "stdvar":
            return NOT_NEGATIVE
        case _:
            return ANY


def _call(node: Call, known: Known) -> Reach:
    arguments = node.arguments
    first = arguments[0] if arguments else None
    if node.function in ("rate", "irate") and isinstance(first, Selector) and first.metric in _PROCESSOR:
        return _BUSY
    if node.function in _OF_FUNCTION:
        return _OF_FUNCTION[node.function]
    if first is None:
        return ANY
    inner = reach(first, known)
    others = [argument.value for argument in arguments[1:] if isinstance(argument, Number)]
    match node.function:
        case "clamp_min" if others:
            return Reach(max(inner.low, others[0]), max(inner.high, others[0]))
        case "clamp_max" if others:
            return Reach(min(inner.low, others[0]), min(inner.high, others[0]))
        case "clamp" if len(others) == 2 and others[0] <= others[1]:
            return Reach(*(min(max(bound, others[0]), others[1]) for bound in inner))
        case "sum_over_time":
            return NOT_NEGATIVE if inner.low >= 0 else ANY
        case name if name in _SAME:
            return inner
        case _:
            return ANY


def _binary(node: Binary, known: Known) -> Reach:
    left, right = reach(node.left, known), reach(node.right, known)
    operator = node.operator
    if operator in COMPARISONS:
        return UNIT if node.is_bool else _filtered(node, left, right)
    if operator in ("and", "unless"):
        return left
    if operator == "or":
        return left.hull(right)
    if operator == "/":
        factor, part = scaled(node.left)
        if is_share(part, node.right, lambda one: reach(one, known) == UNIT):
            return _product(Reach(factor, factor), UNIT)
    combine = _ARITHMETIC.get(operator)
    # Infinity as an operand, and not as "without a bound": what comes out may be no number at all.
    return ANY if combine is None or _is_infinity(left) or _is_infinity(right) else combine(left, right)


def _is_infinity(found: Reach) -> bool:
    return found.low == found.high and math.isinf(found.low)


def _filtered(node: Binary, left: Reach, right: Reach) -> Reach:
    """A comparison yields the values of its series: of the left side, unless that is a number."""
    operator = node.operator
    if not is_vector(node.left):
        left, right = right, left
        operator = {">": "<", "<": ">", ">=": "<=", "<=": ">="}.get(operator, operator)
    match operator:
        case ">" | ">=":
            return Reach(max(left.low, right.low), max(left.high, right.low))
        case "<" | "<=":
            return Reach(min(left.low, right.high), min(left.high, right.high))
        case "==":
            return Reach(max(left.low, right.low), max(min(left.high, right.high), max(left.low, right.low)))
        case _:
            return left


def _product(left: Reach, right: Reach) -> Reach:
    # The limit of nothing times a huge number is nothing, where IEEE says NaN.
    corners = [0.0 if 0 in (one, other) else one * other for one in left for other in right]
    return Reach(min(corners), max(corners))


def _quotient(left: Reach, right: Reach) -> Reach:
    if right.low > 0 or right.high < 0:
        corners = [0.0 if math.isinf(other) else one / other for one in left for other in right]
        return Reach(min(corners), max(corners))
    return NOT_NEGATIVE if left.low >= 0 and right.low >= 0 else ANY


_ARITHMETIC: Final[Mapping[str, Callable[[Reach, Reach], Reach]]] = {
    "+": lambda left, right: Reach(left.low + right.low, left.high + right.high),
    "-": lambda left, right: Reach(left.low - right.high, left.high - right.low),
    "*": _product,
    "/": _quotient,
    "%": lambda left, right: NOT_NEGATIVE if left.low >= 0 and right.low >= 0 else ANY,
    "^": lambda left, right: NOT_NEGATIVE if left.low >= 0 else ANY,
}
