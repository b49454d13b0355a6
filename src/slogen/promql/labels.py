"""Which labels the results of an expression can carry."""

from dataclasses import dataclass
from typing import Final, assert_never

from slogen.promql.tree import SETS, Aggregate, Binary, Call, Node, Number, Selector, String, Subquery, Unary

_KEEPING: Final = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
_LABELLING: Final = frozenset({"label_replace", "label_join"})
_WITHOUT_LABELS: Final = frozenset({"scalar", "time", "pi"})
_OF_NOW: Final = frozenset({"year", "month", "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute"})
_UNKNOWN: Final = frozenset({"info"})


@dataclass(frozen=True, slots=True)
class Labels:
    """`only`: no other labels can be there; None: whatever the series have, but for `never`."""

    only: frozenset[str] | None
    never: frozenset[str] = frozenset()

    def may_have(self, label: str) -> bool:
        """Whether a result could carry the label."""
        return label in self.only if self.only is not None else label not in self.never

    def plus(self, *labels: str) -> "Labels":
        """With labels that are set from somewhere else."""
        added = frozenset(labels)
        return Labels(self.only | added) if self.only is not None else Labels(None, self.never - added)

    def minus(self, *labels: str) -> "Labels":
        """Without some of them."""
        lost = frozenset(labels)
        return Labels(self.only - lost) if self.only is not None else Labels(None, self.never | lost)

    def kept(self, *labels: str) -> "Labels":
        """Reduced to some of them; what cannot be there is not added."""
        return Labels(frozenset(label for label in labels if self.may_have(label)))

    def either(self, other: "Labels") -> "Labels":
        """What results of two kinds side by side may have."""
        if self.only is not None and other.only is not None:
            return Labels(self.only | other.only)
        return Labels(None, frozenset(label for label in self.never | other.never if not (self.may_have(label) or other.may_have(label))))


_NONE: Final = Labels(frozenset())
_ANY: Final = Labels(None)


def labels(node: Node) -> Labels:
    """The labels of an expression's results; what is not known of a function is that they may be any."""
    match node:
        case Number() | String():
            return _NONE
        case Selector():
            # A matcher for the empty value asks for series without the label.
            return Labels(
                None, frozenset(name for name, op, value in (found.matcher for found in node.matchers) if op == "=" and not value)
            )
        case Subquery() | Unary():
            return labels(node.operand)
        case Aggregate():
            return _aggregate(node)
        case Call():
            return _call(node)
        case Binary():
            return _binary(node)
        case _:
            assert_never(node)


def _aggregate(node: Aggregate) -> Labels:
    inner = labels(node.operand)
    if node.operator in _KEEPING:
        return inner
    match node.grouping:
        case "by":
            found = inner.kept(*node.labels)
        case "without":
            found = inner.minus(*node.labels)
        case None:
            found = _NONE
        case _:
            assert_never(node.grouping)
    return found.plus(node.parameter.value) if node.operator == "count_values" and isinstance(node.parameter, String) else found


def _call(node: Call) -> Labels:
    arguments = node.arguments
    if node.function in _UNKNOWN:
        return _ANY
    if node.function in _WITHOUT_LABELS or not arguments or node.function == "vector":
        return _NONE
    if node.function in ("absent", "absent_over_time"):
        inner = arguments[0]
        if not isinstance(inner, Selector):
            return _NONE
        return Labels(frozenset(found.matcher.name for found in inner.matchers if found.matcher.op == "=") - {"__name__"})
    if node.function in ("histogram_quantile", "histogram_fraction"):
        return labels(arguments[-1]).minus("le")
    if node.function in _LABELLING and len(arguments) > 1:
        return labels(arguments[0]).plus(arguments[1].value) if isinstance(arguments[1], String) else _ANY
    return labels(arguments[0]) if len(arguments) == 1 or node.function in _OF_NOW else _widest(arguments)


def _widest(arguments: tuple[Node, ...]) -> Labels:
    """Of a function with parameters only one argument has labels: `quantile_over_time(0.9, x[5m])`, `round(x, 5)`."""
    found = _NONE
    for argument in arguments:
        found = found.either(labels(argument))
    return found


def _binary(node: Binary) -> Labels:
    left, right = labels(node.left), labels(node.right)
    if node.operator in SETS:
        return left.either(right) if node.operator == "or" else left
    if not is_vector(node.right):
        return left
    if not is_vector(node.left):
        return right
    if node.group == "left":
        return left.plus(*node.include)
    if node.group == "right":
        return right.plus(*node.include)
    match node.matching:
        case "on":
            return left.kept(*node.labels)
        case "ignoring":
            return left.minus(*node.labels)
        case None:
            # Both sides have the same labels, so whichever is known better tells.
            return left if left.only is not None or right.only is None else right
        case _:
            assert_never(node.matching)


def is_vector(node: Node) -> bool:
    """Whether an expression yields series: not numbers, not texts."""
    match node:
        case Number() | String():
            return False
        case Selector() | Subquery() | Aggregate():
            return True
        case Unary():
            return is_vector(node.operand)
        case Binary():
            return is_vector(node.left) or is_vector(node.right)
        case Call():
            return node.function not in _WITHOUT_LABELS
        case _:
            assert_never(node)
