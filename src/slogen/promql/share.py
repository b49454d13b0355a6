"""Is a division the share of a part in its whole, so that it lies between 0 and 1?"""

from collections.abc import Callable
from typing import Final

from slogen.promql.tree import COMPARISONS, Aggregate, Binary, Call, Node, Number, Selector, meaning

_COUNTS: Final = frozenset({"rate", "increase", "irate"})
_PARTS: Final = {
    "node_filesystem_avail_bytes": "node_filesystem_size_bytes",
    "node_filesystem_free_bytes": "node_filesystem_size_bytes",
    "node_filesystem_files_free": "node_filesystem_files",
    "node_memory_MemAvailable_bytes": "node_memory_MemTotal_bytes",
    "node_memory_MemFree_bytes": "node_memory_MemTotal_bytes",
    "node_memory_SwapFree_bytes": "node_memory_SwapTotal_bytes",
    "kubelet_volume_stats_available_bytes": "kubelet_volume_stats_capacity_bytes",
    "kubelet_volume_stats_used_bytes": "kubelet_volume_stats_capacity_bytes",
    "kubelet_volume_stats_inodes_free": "kubelet_volume_stats_inodes",
    "kubelet_volume_stats_inodes_used": "kubelet_volume_stats_inodes",
    "process_open_fds": "process_max_fds",
    "windows_logical_disk_free_bytes": "windows_logical_disk_size_bytes",
}
"""Gauges of well-known exporters of which the first is a part of the second."""


def is_share(part: Node, whole: Node, is_unit: Callable[[Node], bool]) -> bool:
    """Whether `part / whole` lies in 0…1 because the one is a part of the other; `is_unit` knows of gauges 0…1."""
    whole = _unfiltered(whole)
    return _is_part(part, whole) or _is_mean(part, whole, is_unit)


def scaled(node: Node) -> tuple[float, Node]:
    """A factor, and what is multiplied by it: `100 * x` is (100, x)."""
    factor = 1.0
    while isinstance(node, Binary) and node.operator == "*":
        if isinstance(node.left, Number):
            factor, node = factor * node.left.value, node.right
        elif isinstance(node.right, Number):
            factor, node = factor * node.right.value, node.left
        else:
            break
    return factor, node


def same(left: Node, right: Node) -> bool:
    """Whether two expressions mean the same, wherever they are written."""
    return meaning(left) == meaning(right)


def _is_part(part: Node, whole: Node) -> bool:
    if isinstance(part, Binary) and part.operator == "or":
        return _is_part(part.left, whole) and (_is_zero(part.right) or _is_part(part.right, whole))
    if isinstance(part, Binary) and part.operator == "-" and same(part.left, whole):
        return _is_part(part.right, whole)
    if isinstance(whole, Binary) and whole.operator == "+" and all(map(_is_count, (whole.left, whole.right))):
        return _is_part(part, whole.left) or _is_part(part, whole.right)
    if isinstance(part, Aggregate) and isinstance(whole, Aggregate):
        if part.operator != whole.operator or part.operator not in ("sum", "count") or not _as_fine(part, whole):
            return False
        inner = _unfiltered(part.operand) if part.operator == "count" else part.operand
        return _narrows(inner, whole.operand) and (part.operator == "count" or _is_count(inner) or _is_gauge(inner))
    return (_is_count(part) or _is_gauge(part)) and _narrows(part, whole)


def _is_mean(part: Node, whole: Node, is_unit: Callable[[Node], bool]) -> bool:
    """`sum(up) / count(up)`."""
    return (
        isinstance(part, Aggregate)
        and isinstance(whole, Aggregate)
        and (part.operator, whole.operator) == ("sum", "count")
        and _as_fine(part, whole)
        and same(part.operand, whole.operand)
        and is_unit(part.operand)
    )


def _as_fine(part: Aggregate, whole: Aggregate) -> bool:
    """Whether every group of the part lies within one group of the whole."""
    if "without" in (part.grouping, whole.grouping):
        return part.grouping == whole.grouping and set(part.labels) <= set(whole.labels)
    return set(part.labels) >= set(whole.labels)


def _narrows(part: Node, whole: Node) -> bool:
    """Whether the part's series are among those of the whole: the same but for more matchers."""
    if isinstance(part, Call) and isinstance(whole, Call):
        return (
            part.function == whole.function
            and len(part.arguments) == 1 == len(whole.arguments)
            and _narrows(part.arguments[0], whole.arguments[0])
        )
    if not (isinstance(part, Selector) and isinstance(whole, Selector)):
        return False
    times = [(one.range.milliseconds if one.range else None, one.offset, one.pinned) for one in (part, whole)]
    if times[0] != times[1] or not part.metric:
        return False
    if part.metric.endswith("_bucket") and whole.metric == part.metric.removesuffix("_bucket") + "_count":
        return {found.matcher for found in part.matchers if found.matcher.name != "le"} >= {found.matcher for found in whole.matchers}
    matchers = [{found.matcher for found in one.matchers} for one in (part, whole)]
    if part.metric == whole.metric:
        return matchers[0] >= matchers[1]
    return _PARTS.get(part.metric) == whole.metric and matchers[0] == matchers[1]


def _is_count(node: Node) -> bool:
    """Whether it is a rate, or a sum of them: never negative, and more series make it no smaller."""
    if isinstance(node, Aggregate):
        return node.operator == "sum" and _is_count(node.operand)
    return isinstance(node, Call) and node.function in _COUNTS


def _is_gauge(node: Node) -> bool:
    return isinstance(node, Selector) and node.metric in _PARTS


def _is_zero(node: Node) -> bool:
    match node:
        case Number(value=value):
            return value == 0
        case Call(function="vector", arguments=(Number(value=value),)):
            return value == 0
        case Binary(operator="*"):
            return _is_zero(node.left) or _is_zero(node.right)
        case _:
            return False


def _unfiltered(node: Node) -> Node:
    """Without comparisons with a number around it, which take values away and change none."""
    while isinstance(node, Binary) and node.operator in COMPARISONS and not node.is_bool and isinstance(node.right, Number):
        node = node.left
    return node
