"""A template that prints a label which the expression has dropped.

`sum by (job) (…)` leaves `job` and nothing else, so `{{ $labels.instance }}` is empty in every notification: "Instance  is down". The
labels that an expression can yield follow from its aggregations and joins alone. Where they do not (a plain selector may have any),
nothing is said. Labels that the rule itself sets are not among `$labels` either.

Bad:

    - alert: CheckoutErrors
      expr: sum by (job) (rate(checkout_failed_total[5m])) > 5
      annotations:
        summary: "{{ $labels.instance }} fails"

Good:

    - alert: CheckoutErrors
      expr: sum by (job, instance) (rate(checkout_failed_total[5m])) > 5
      annotations:
        summary: "{{ $labels.instance }} fails"
"""

from collections.abc import Iterator

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.lint.template import used_labels
from slogen.promql.labels import labels


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the label in the template; each label once in a text."""
    tree = tree_of(rule) if rule.alert else None
    if tree is None:
        return
    can = labels(tree)
    for text in (*rule.labels.values(), *rule.annotations.values()):
        told: set[str] = set()
        for use in used_labels(text.text):
            if not can.may_have(use.label) and use.label not in told:
                told.add(use.label)
                left = (
                    f"it has {', '.join(sorted(can.only))}"
                    if can.only
                    else "it has no labels"
                    if can.only is not None
                    else "they are dropped"
                )
                hint = f"keep it in the expression (by, without, group_left), or leave it out here; {left}"
                yield Finding(
                    text.inside(use.offset, len(use.label)), f"the expression has no label `{use.label}`: it is always empty here", hint
                )


CHECK = Check("SL111", "lost-label", Severity.ERROR, RuleSubject, find, __doc__)
