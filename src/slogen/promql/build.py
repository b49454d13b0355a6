"""Small constructors of PromQL. All text that slogen emits as an expression is composed here.

Operands are passed as text that binds at least as tightly as the operator needs; `paren` makes any text bind tightly. Where a line
would become long, binary operators stand on a line of their own, as reviewers like to read them.
"""

from collections.abc import Sequence

WIDTH = 110


def paren(expr: str) -> str:
    """`(expr)`; several lines are indented inside, and so is a comment, which would swallow the bracket."""
    if "\n" not in expr and "#" not in expr:
        return f"({expr})"
    return "(\n" + indent(expr) + "\n)"


def indent(expr: str) -> str:
    """Every line moved right by two."""
    return "\n".join("  " + line if line else line for line in expr.split("\n"))


def binary(left: str, operator: str, right: str) -> str:
    """`left operator right`, on three lines if it would be long."""
    if "\n" not in left and "\n" not in right and len(left) + len(operator) + len(right) + 2 <= WIDTH:
        return f"{left} {operator} {right}"
    return f"{left}\n{operator}\n{right}"


def call(function: str, *arguments: str) -> str:
    """`function(a, b)`; arguments of several lines are set on lines of their own."""
    if any("\n" in argument for argument in arguments) or sum(map(len, arguments)) + len(function) > WIDTH:
        return f"{function}(\n" + ",\n".join(indent(argument) for argument in arguments) + "\n)"
    return f"{function}({', '.join(arguments)})"


def ranged(selector: str, window: str) -> str:
    """`selector[window]`."""
    return f"{selector}[{window}]"


def rate(selector: str, window: str) -> str:
    """Per-second rate of counters over a range."""
    return f"rate({selector}[{window}])"


def over_time(function: str, selector: str, window: str) -> str:
    """`avg_over_time(selector[window])` and its kin; `function` without `_over_time`."""
    return f"{function}_over_time({selector}[{window}])"


def aggregate(operator: str, labels: Sequence[str], expr: str) -> str:
    """`sum by (a, b) (expr)`; without labels `sum(expr)`."""
    by = f" by ({', '.join(labels)}) " if labels else ""
    return f"{operator}{by}{paren(expr)}"


def on(labels: Sequence[str]) -> str:
    """The matching clause for the labels of a group; `on ()` joins single series."""
    return f"on ({', '.join(labels)})"


def matched(operator: str, labels: Sequence[str]) -> str:
    """An operator that matches on the labels of a group: `or on (environment)`."""
    return f"{operator} {on(labels)}"
