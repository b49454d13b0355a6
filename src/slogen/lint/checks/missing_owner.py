"""An alert that belongs to nobody, among alerts that belong to somebody.

Routes send an alert to the team in its label `team` or `owner`. One that lacks the label ends in the default channel, where everybody
thinks that it is somebody else's. Judged are files in which other alerts have the label, so that a forgotten one stands out, and
everything where the Workspace says which labels name an owner (`lint: {owner_labels: […]}`). An alert whose expression aggregates or
joins by such a label takes it from the series, and is left alone.

Bad:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[5m])) > 5
      labels: {severity: ticket, team: payments}
    - alert: CheckoutSlow
      expr: histogram_quantile(0.95, sum by (le) (rate(checkout_seconds_bucket[5m]))) > 2
      labels: {severity: ticket}

Good:

    - alert: CheckoutErrors
      expr: sum(rate(checkout_failed_total[5m])) > 5
      labels: {severity: ticket, team: payments}
    - alert: CheckoutSlow
      expr: histogram_quantile(0.95, sum by (le) (rate(checkout_seconds_bucket[5m]))) > 2
      labels: {severity: ticket, team: payments}
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import tree_of
from slogen.lint.paging import is_quiet
from slogen.lint.settings import DEFAULT, Settings
from slogen.lint.subject import FileSubject
from slogen.promql.tree import Aggregate, Binary, Call, Node, String, selectors, walk


def find(file: FileSubject, settings: Settings) -> Iterator[Finding]:
    """At the name of every alert that lacks the label which others have, or which the Workspace asks for."""
    used = [name for name in settings.owner_labels if any(rule.alert and name in rule.labels for rule in file.rules)]
    wanted = used or (settings.owner_labels if settings.owner_labels != DEFAULT.owner_labels else ())
    for rule in file.rules:
        if not wanted or is_quiet(rule, settings) or any(name in rule.labels or name in rule.annotations for name in settings.owner_labels):
            continue
        tree = tree_of(rule)
        if tree is None or any(_carries(tree, name) for name in settings.owner_labels):
            continue
        hint = f"add labels: {{{wanted[0]}: …}}, as " + ("the other alerts of this file have it" if used else "the Workspace asks")
        yield Finding(rule.name.span, f"nobody owns the alert {rule.name.text}", hint)


def _carries(tree: Node, label: str) -> bool:
    """Whether the expression speaks of the label, so that its series may well have it."""
    if any(found.matcher.name == label for selector in selectors(tree) for found in selector.matchers):
        return True
    for node in walk(tree):
        match node:
            case Aggregate(grouping="by", labels=labels) if label in labels:
                return True
            case Binary() if label in node.include or label in node.labels:
                return True
            case Call(arguments=arguments) if any(isinstance(one, String) and one.value == label for one in arguments):
                return True
            case _:
                continue
    return False


CHECK = Check("SL107", "missing-owner", Severity.WARNING, FileSubject, find, __doc__)
