r"""A whole bucket bound that Prometheus 3 spells differently.

Prometheus 3 stores bucket bounds and quantiles as floating-point numbers: what a client calls `le="1"` becomes `le="1.0"`, `le="1000000"`
becomes `le="1e+06"`. A matcher for `1` selects nothing from then on: the ratio of fast requests is gone, and its alert is silent. A
regular expression that takes both spellings works before the upgrade, after it, and over ranges that span it.

Bad:

    - record: job:requests_fast:rate5m
      expr: sum by (job) (rate(http_request_duration_seconds_bucket{le="1"}[5m]))

Good:

    - record: job:requests_fast:rate5m
      expr: sum by (job) (rate(http_request_duration_seconds_bucket{le=~"1|1\\.0"}[5m]))
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from slogen.diagnostics import Severity
from slogen.lint.check import Check, Finding
from slogen.lint.expression import tree_of
from slogen.lint.settings import Settings
from slogen.lint.subject import RuleSubject
from slogen.promql.bounds import le
from slogen.promql.selector import Matcher
from slogen.promql.tree import selectors

_WHOLE = re.compile(r"(?<![\d.])\d+(?!\d|\.\d|\\?\.\d)")


def find(rule: RuleSubject, settings: Settings) -> Iterator[Finding]:
    """At the matcher."""
    tree = tree_of(rule) if "le" in rule.expr.text else None  # also in "quantile"
    for selector in selectors(tree) if tree is not None else ():
        for found in selector.matchers:
            number = _changed(found.matcher) if found.matcher.name in ("le", "quantile") else None
            if number is not None:
                message = f'Prometheus 3 spells this bound "{_normalised(number)}", which the matcher misses'
                both = le(Decimal(number))._replace(name=found.matcher.name)
                hint = f"match both spellings, {both}"
                yield Finding(rule.inside(found.start, found.end - found.start), message, hint)


def _changed(matcher: Matcher) -> str | None:
    """The whole number that is matched in its old spelling and not in its new one."""
    if matcher.op in ("=", "!="):
        return matcher.value if matcher.value.isdecimal() and matcher.value.isascii() else None
    try:
        pattern = re.compile(matcher.value)
    except re.error:
        return None
    for number in _WHOLE.findall(matcher.value):
        if pattern.fullmatch(number) and not pattern.fullmatch(_normalised(number)):
            return str(number)
    return None


def _normalised(number: str) -> str:
    """How Prometheus 3 writes a whole number: `1.0`, `250000.0`, `1e+06`."""
    value = Decimal(number).normalize()
    if value.adjusted() < 6:
        return f"{value:f}.0"
    digits = "".join(map(str, value.as_tuple().digits))
    return f"{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e+{value.adjusted():02d}"


CHECK = Check("SL206", "integral-le", Severity.WARNING, RuleSubject, find, __doc__)
