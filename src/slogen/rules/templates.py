"""Pieces of Go templates for labels and annotations. User text is printed as it stands, never interpreted."""

from collections.abc import Sequence
from decimal import Decimal

from slogen.conventions import names
from slogen.model.objective import plain
from slogen.promql.selector import quote


def literal(text: str) -> str:
    """User text for a place that Prometheus treats as a template."""
    return text.replace("{{", '{{ "{{" }}').strip()


def percent(ratio: Decimal) -> str:
    """A ratio as a percentage for a sentence: `1.44%`."""
    return f"{plain(ratio * 100)}%"


def label(name: str) -> str:
    """The value of a label of the firing alert."""
    return f"{{{{ $labels.{name} }}}}"


def value(unit: str) -> str:
    """The alert's value: `percent` (a ratio), `seconds` or `number`."""
    function = {"percent": "humanizePercentage", "seconds": "humanizeDuration", "number": "humanize"}[unit]
    return f"{{{{ $value | {function} }}}}"


def group_suffix(group_by: Sequence[str]) -> str:
    """` [environment=prod]` for the alert of a group, nothing without groups."""
    return " [" + ", ".join(f"{name}={label(name)}" for name in group_by) + "]" if group_by else ""


def query(expression: str, group_by: Sequence[str], unit: str, *, otherwise: str = "unknown", with_value: bool = False) -> str:
    """The result of an instant query when the alert fires; `otherwise` if it has none.

    `expression` has `%s` where the group's matchers belong (see `of`) and, with `with_value`, a last `%g` for the alert's own value.
    """
    arguments = "".join(f" $labels.{name}" for name in group_by) + (" $value" if with_value else "")
    function = {"percent": "humanizePercentage", "seconds": "humanizeDuration", "number": "humanize", "factor": 'printf "%.1f"'}[unit]
    source = f"printf {_go(expression)}{arguments}" if arguments else _go(expression)
    return f"{{{{ with {source} | query }}}}{{{{ . | first | value | {function} }}}}{{{{ else }}}}{otherwise}{{{{ end }}}}"


def of(metric: str, slo_id: str, group_by: Sequence[str]) -> str:
    """A selector of one group's recorded series for `query`: the group's values are filled in when the alert fires."""
    groups = "".join(f",{name}=%q" for name in group_by)
    return f"{metric}{{{names.SLO_ID}={quote(slo_id)}{groups}}}"


def _go(text: str) -> str:
    """A Go string literal; back quotes keep the PromQL readable."""
    assert "`" not in text
    return f"`{text}`"
