"""Standalone alerts: the tests that a spec gives, and those that follow from a plain comparison of one selector with a number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import promql_parser

from slogen.model.duration import ONE_MINUTE, Duration
from slogen.model.slo import StandaloneAlert
from slogen.promql.selector import Selector, quote
from slogen.proof.matching import breaking, labels_for, named, parsed
from slogen.proof.notation import constant
from slogen.proof.scenario import Fires, Query, Scenario
from slogen.proof.subject import expected, minutes
from slogen.rules.values import Alert

_BEFORE = minutes(2)
_INSTANCE = "proof_twin"


@dataclass(frozen=True, slots=True)
class Comparison:
    """`aggregation by (by) (selector) op number`; without an aggregation `by` is None. `absent`: the selector must find nothing."""

    selector: Selector
    by: tuple[str, ...] | None
    op: str
    number: Decimal
    absent: bool = False
    aggregation: str = ""


def standalone_scenarios(alert: StandaloneAlert, rule: Alert) -> Iterator[Scenario]:
    """The spec's tests; without any, one just beyond the threshold and one just within; none if the expression is not that plain."""
    for number, test in enumerate(alert.tests, start=1):
        title = f"test {number}: {'fires' if test.fires else 'is silent'} at {test.at}"
        exact = [] if test.value is None else [Fires(test.at, rule.name, [expected(rule, test.labels, test.value, lambda _: None)])]
        yield Scenario(alert.name, title, ONE_MINUTE, test.series, [_state(test.at, rule, fires=test.fires)], exact)
    if alert.tests:
        return
    found = comparison(alert.expr)
    fixed = {matcher.name for matcher in found.selector.matchers} if found else set()
    labels = labels_for(found.selector, {name: "any" for name in found.by or () if name not in fixed}) if found else None
    if found is None or labels is None:
        return
    lasting = _BEFORE + alert.for_
    series = named(found.selector.metric, labels)
    # What one matcher keeps out must not be taken for it.
    decoys = [named(found.selector.metric, other) for other in breaking(found.selector.matchers, labels)]
    if found.absent:
        beside = dict.fromkeys(decoys, Decimal(1))
        yield _scenario(rule, "fires when nothing is there", lasting, beside, True, _absent_labels(found.selector), 1.0)
        yield _scenario(rule, "is silent when it is there", lasting, {series: Decimal(1)}, False)
        return
    beyond, within = _sides(found)
    kept = labels if found.by is None else {name: labels[name] for name in found.by if name in labels}
    twin = _twin(found, beyond, within)
    others = {} if twin is None else {named(found.selector.metric, {**labels, _INSTANCE: "another"}): twin}
    yield _scenario(rule, f"fires at {beyond}", lasting, {series: beyond, **others}, True, kept, float(beyond))
    yield _scenario(rule, f"is silent at {within}", lasting, {series: within, **dict.fromkeys(decoys, beyond)}, False)
    yield _up_and_down(rule, series, beyond, within)


def _twin(found: Comparison, beyond: Decimal, within: Decimal) -> Decimal | None:
    """What another series of the same group may say without changing anything: the highest or lowest counts; None where all count."""
    rising = found.op in (">", ">=")
    if found.aggregation == "max":
        return within if rising else beyond - 1
    if found.aggregation == "min":
        return beyond + 1 if rising else within
    return None


def _up_and_down(rule: Alert, series: str, beyond: Decimal, within: Decimal) -> Scenario:
    """Beyond, for as long as the alert's patience and two minutes more, then within: it waits, fires, and goes when it should."""
    waits, kept = (length.milliseconds // ONE_MINUTE.milliseconds for length in (rule.for_, rule.keep_firing_for))
    told = f"{constant(beyond, waits + 3)} {constant(within, kept + 3)}"
    queries = [_state(minutes(waits - 1), rule, fires=False)] if waits else []
    queries += [_state(minutes(waits + 2 + kept), rule, fires=True), _state(minutes(waits + kept + 4), rule, fires=False)]
    return Scenario(rule.name, "waits, fires and goes", ONE_MINUTE, {series: told}, queries)


def comparison(expr: str) -> Comparison | None:
    """The expression as a comparison of one selector with a number; None if it is anything else."""
    tree = _bare(promql_parser.parse(expr))
    if isinstance(tree, promql_parser.Call) and tree.func.name == "absent" and isinstance(tree.args[0], promql_parser.VectorSelector):
        return _compared(tree.args[0], None, "==", Decimal(1), absent=True)
    if not isinstance(tree, promql_parser.BinaryExpr) or str(tree.op) not in (">", ">=", "<", "<=", "==", "!="):
        return None
    left, right = _bare(tree.lhs), _bare(tree.rhs)
    if not isinstance(right, promql_parser.NumberLiteral) or (tree.modifier is not None and tree.modifier.return_bool):
        return None
    number = Decimal(repr(right.val))
    if isinstance(left, promql_parser.AggregateExpr) and str(left.op) in ("max", "min", "sum", "avg") and _by(left) is not None:
        found = _compared(_bare(left.expr), _by(left), str(tree.op), number)
        return replace(found, aggregation=str(left.op)) if found else None
    return _compared(left, None, str(tree.op), number)


def _compared(node: Any, by: tuple[str, ...] | None, op: str, number: Decimal, *, absent: bool = False) -> Comparison | None:
    if not isinstance(node, promql_parser.VectorSelector) or node.offset is not None or node.at is not None:
        return None
    selector = parsed(node.prettify())
    # What alerts and rules make is there only if they make it.
    if selector.metric == "ALERTS" or ":" in selector.metric or not selector.metric:
        return None
    return Comparison(selector, by, op, number, absent)


def _by(node: Any) -> tuple[str, ...] | None:
    """The labels an aggregation keeps; None for `without`, which keeps what nobody knows."""
    if node.modifier is None:
        return ()
    return tuple(node.modifier.labels) if node.modifier.type == promql_parser.AggModifierType.By else None


def _bare(node: Any) -> Any:
    while isinstance(node, promql_parser.ParenExpr):
        node = node.expr
    return node


def _sides(found: Comparison) -> tuple[Decimal, Decimal]:
    """A number just beyond the threshold and one just within; at it where the comparison allows."""
    number = found.number
    step = abs(number) * Decimal("0.05") or Decimal(1)
    up, down = number + step, number - step
    return {
        ">": (up, number),
        ">=": (number, down),
        "<": (down, number),
        "<=": (number, up),
        "==": (number, number + 1),
        "!=": (number + 1, number),
    }[found.op]


def _scenario(
    rule: Alert,
    title: str,
    lasting: Duration,
    series: Mapping[str, Decimal],
    fires: bool,
    labels: Mapping[str, str] | None = None,
    value: float = 0.0,
) -> Scenario:
    count = lasting.milliseconds // ONE_MINUTE.milliseconds + 1
    told = {name: constant(number, count) for name, number in series.items()}
    wanted = [expected(rule, labels or {}, value, lambda _: None)] if fires else []
    return Scenario(rule.name, title, ONE_MINUTE, told, (), [Fires(lasting, rule.name, wanted)])


def _absent_labels(selector: Selector) -> dict[str, str]:
    """`absent()` takes over what is certain: labels with one equality matcher and no other."""
    names_ = [matcher.name for matcher in selector.matchers]
    return {m.name: m.value for m in selector.matchers if m.op == "=" and names_.count(m.name) == 1 and m.name != "__name__"}


def _state(at: Duration, rule: Alert, *, fires: bool) -> Query:
    selector = f'ALERTS{{alertname={quote(rule.name)},alertstate="firing"'
    if not fires:
        return Query(at, selector + "}")
    plain = "".join(f",{name}={quote(text)}" for name, text in rule.labels.items() if "{{" not in text)
    return Query(at, f"count({selector}{plain}}}) > bool 0", (({}, 1.0),))
