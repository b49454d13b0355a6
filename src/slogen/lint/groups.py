"""Reads rule groups and their rules, with the place of every value and everything that Prometheus would refuse."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.lint.duration import read_duration
from slogen.lint.scope import last_line
from slogen.lint.subject import RuleSubject, Text
from slogen.model.duration import ZERO, Duration
from slogen.promql.complaint import syntax
from slogen.promql.parse import parse
from slogen.promql.problem import Problem
from slogen.source.tree import Item, Listing, Mapping, Scalar, Tree

_GROUP_KEYS: Final = (
    *("name", "interval", "limit", "query_offset", "labels", "rules"),
    *("partial_response_strategy",),  # Thanos
    *("source_tenants", "evaluation_delay", "align_evaluation_time_on_interval"),  # Mimir
    *("type", "concurrency", "params", "headers", "notifier_headers", "tenant", "extra_filter_labels"),  # vmalert
    *("eval_offset", "eval_delay", "eval_alignment", "debug", "update_entries_limit"),
)
_RULE_KEYS: Final = (
    *("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"),
    *("debug", "update_entries_limit"),  # vmalert
)
_KINDS: Final = {Mapping: "a mapping", Listing: "a list", Scalar: "a text"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The file whose groups are read; findings are added to its list."""

    path: str
    tree: Tree
    generated: bool
    findings: list[Diagnostic]

    def complain(self, item: Item, code: codes.Code, message: str, hint: str = "") -> None:
        """Add an error at an item."""
        self.findings.append(error(self.tree.span(item), code, message, hint))

    def text(self, scalar: Scalar) -> Text:
        """A value with its place; a null is an empty text to Prometheus."""
        return Text("" if scalar.null else scalar.text, self.tree, scalar)


@dataclass(frozen=True, slots=True)
class _Group:
    name: str
    interval: Duration | None
    labels: dict[str, Text]


def read_groups(origin: Origin, groups: Item) -> Iterator[RuleSubject]:
    """The rules of all groups, in the order of the file; a rule that lacks its name or its expression is reported and left out."""
    seen: dict[str, int] = {}
    for item in _list(origin, groups, "groups"):
        if not isinstance(item, Mapping):
            origin.complain(item, codes.WRONG_TYPE, f"a group is a mapping with name and rules, not {_KINDS[type(item)]}")
            continue
        _unknown_keys(origin, item, _GROUP_KEYS, "a group")
        name = _scalar(origin, item, "name")
        if name is None:
            origin.complain(item, codes.MISSING_KEY, "the group has no name", "every group of a file needs a name of its own")
        elif name.text in seen:
            message = f"the group {name.text} was already given on line {seen[name.text]}"
            origin.complain(name, codes.DUPLICATE, message, "Prometheus loads no file that has a group twice: rename one")
        else:
            seen[name.text] = origin.tree.span(name).line
        interval = _scalar(origin, item, "interval")
        length = None if interval is None else _duration(origin, interval, "interval")
        group = _Group(name.text if name else "", length, _texts(origin, item, "labels"))
        rules = item.get("rules")
        for number, rule in enumerate(_list(origin, rules, "rules") if rules is not None else (), start=1):
            subject = _rule(origin, group, number, rule)
            if subject is not None:
                yield subject


def _rule(origin: Origin, group: _Group, number: int, item: Item) -> RuleSubject | None:
    if not isinstance(item, Mapping):
        origin.complain(item, codes.WRONG_TYPE, f"a rule is a mapping, not {_KINDS[type(item)]}")
        return None
    _unknown_keys(origin, item, _RULE_KEYS, "a rule")
    alert, record, expr = (_scalar(origin, item, key) for key in ("alert", "record", "expr"))
    name = alert or record
    if alert and record:
        origin.complain(item, codes.CONFLICT, "the rule has both alert and record", "make two rules of it")
    if name is None:
        origin.complain(item, codes.MISSING_KEY, "the rule has neither alert nor record", "write alert: or record: with its name")
    elif expr is None or not expr.text.strip():
        place = item.key("expr") or name
        origin.complain(place, codes.MISSING_KEY, f"the rule {name.text} has no expression", "write expr: with the query")
    if name is None or expr is None or not expr.text.strip():
        return None
    if record and not alert:
        for key in ("for", "keep_firing_for", "annotations"):
            if (extra := item.key(key)) is not None:
                origin.complain(extra, codes.CONFLICT, f"a recording rule cannot have `{key}`", "only alerts have it: remove it")
    expression, for_, keep = origin.text(expr), _scalar(origin, item, "for"), _scalar(origin, item, "keep_firing_for")
    if keep:
        _duration(origin, keep, "keep_firing_for")
    return RuleSubject(
        path=origin.path,
        group=group.name,
        interval=group.interval,
        number=number,
        alert=alert is not None,
        name=origin.text(name),
        expr=expression,
        is_promql=_is_promql(origin, expression),
        for_=origin.text(for_) if for_ else None,
        for_duration=(_duration(origin, for_, "for") if for_ else None) or ZERO,
        keep_firing_for=origin.text(keep) if keep else None,
        labels=group.labels | _texts(origin, item, "labels"),
        annotations=_texts(origin, item, "annotations"),
        span=origin.tree.span(item),
        last_line=last_line(origin.tree, item),
        generated=origin.generated,
    )


def _is_promql(origin: Origin, expr: Text) -> bool:
    try:
        parse(expr.text)
    except ValueError as complaint:
        problem: Problem = syntax(expr.text, str(complaint))
        span: Span = expr.inside(problem.offset, problem.length)
        origin.findings.append(error(span, problem.code, problem.message, problem.hint))
        return False
    return True


def _duration(origin: Origin, scalar: Scalar, key: str) -> Duration | None:
    found = read_duration(scalar.text)
    if found is None:
        hint = "write it as 30s, 5m, 1h30m or 7d: whole numbers, the largest unit first"
        origin.complain(scalar, codes.DURATION, f"`{key}: {scalar.text}` is no duration of Prometheus", hint)
    return found


def _scalar(origin: Origin, mapping: Mapping, key: str) -> Scalar | None:
    """The text below a key; None where there is none, or something else, which is reported."""
    item = mapping.get(key)
    if item is None or isinstance(item, Scalar):
        return None if item is None or item.null else item
    origin.complain(item, codes.WRONG_TYPE, f"`{key}` is a text, not {_KINDS[type(item)]}")
    return None


def _texts(origin: Origin, mapping: Mapping, key: str) -> dict[str, Text]:
    """Labels or annotations."""
    item = mapping.get(key)
    if item is None or (isinstance(item, Scalar) and item.null):
        return {}
    if not isinstance(item, Mapping):
        origin.complain(item, codes.WRONG_TYPE, f"`{key}` is a mapping of names to texts, not {_KINDS[type(item)]}")
        return {}
    found: dict[str, Text] = {}
    for name, value in item.pairs:
        if isinstance(value, Scalar):
            found[name.text] = origin.text(value)
        else:
            message = f"`{key}.{name.text}` is a text, not {_KINDS[type(value)]}"
            origin.complain(value, codes.WRONG_TYPE, message, "put it in quotes if the braces belong to it")
    return found


def _list(origin: Origin, item: Item, key: str) -> tuple[Item, ...]:
    if isinstance(item, Listing):
        return item.items
    if not (isinstance(item, Scalar) and item.null):
        origin.complain(item, codes.WRONG_TYPE, f"`{key}` is a list, not {_KINDS[type(item)]}")
    return ()


def _unknown_keys(origin: Origin, mapping: Mapping, known: tuple[str, ...], what: str) -> None:
    for key, _ in mapping.pairs:
        if key.text not in known:
            meant = get_close_matches(key.text, known, n=1, cutoff=0.7)
            hint = f"did you mean `{meant[0]}`?" if meant else f"Prometheus refuses the whole file; {what} has {', '.join(known[:7])}"
            origin.complain(key, codes.UNKNOWN_KEY, f"{what} has no key `{key.text}`", hint)
