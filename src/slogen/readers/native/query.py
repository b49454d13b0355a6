"""PromQL that users write, checked where it stands: selectors of the SLI kinds, and free expressions."""

from collections.abc import Callable, Iterable

from slogen.diagnostics import Diagnostic, Severity, codes, error
from slogen.model.duration import Duration
from slogen.promql.expression import expression, lost_labels, yields_series
from slogen.promql.problem import Problem
from slogen.promql.selector import Selector
from slogen.readers.native.shape import Node, Path

Check = Callable[[str], tuple[Selector | None, tuple[Problem, ...]]]


def selector(node: Node, key: str, check: Check, findings: list[Diagnostic]) -> Selector | None:
    """The selector below a key, if there is one and the check finds no fault in it."""
    written = node.data.get(key)
    if written is None:
        return None
    found, problems = check(written)
    if problems:
        findings.extend(_placed(node, (key,), problems))
    return found


def free(node: Node, keys: Path, written: str, scrape: Duration, findings: list[Diagnostic], *, window: bool = False) -> str | None:
    """A free expression, without blanks around it; None where it cannot be used.

    With `window` it is a ratio's part and uses `$window`; without, it is a condition or an alert and must yield series.
    """
    problems = expression(written, scrape_milliseconds=scrape.milliseconds, window=window)
    if problems:
        findings.extend(_placed(node, keys, problems))
        if any(problem.is_error for problem in problems):
            return None
    if not window and not yields_series(written):
        message = "the expression is a plain number or text: it says nothing about any series"
        findings.append(error(node.span(*keys), codes.WRONG_VALUE, message, "compare a metric, such as up == 0"))
        return None
    return written.strip()


def keeps(node: Node, keys: Path, written: str, labels: tuple[str, ...], findings: list[Diagnostic]) -> None:
    """Whether a free expression that can be used has the labels by which it is grouped or joined."""
    problem = lost_labels(written, labels)
    if problem is not None:
        findings.extend(_placed(node, keys, (problem,)))


def _placed(node: Node, keys: Path, problems: Iterable[Problem]) -> Iterable[Diagnostic]:
    for problem in problems:
        severity = Severity.ERROR if problem.is_error else Severity.WARNING
        where = node.inside(keys, problem.offset, problem.length)
        yield Diagnostic(where, problem.code, problem.message, problem.hint, severity)
