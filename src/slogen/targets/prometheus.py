"""Prometheus rule files, written to be read in a review."""

from collections.abc import Mapping
from typing import assert_never

from slogen.model.duration import ZERO
from slogen.rules.values import Alert, Group, Record, Rule, RuleFile
from slogen.targets.yaml_text import comment, inline, scalar

_VALUE = 12
"""Column of the lines of a block scalar that is a rule's field."""


def text(file: RuleFile) -> str:
    """The file's whole text. The header names the spec and no line of it: an edit elsewhere in the spec changes no other rule."""
    lines = [
        comment(f"Made by slogen from {file.source}; edit that file, not this one."),
        comment(file.title),
        "groups:",
    ]
    for group in file.groups:
        lines += _group(group)
    return "\n".join(lines) + "\n"


def _group(group: Group) -> list[str]:
    lines = [f"  {comment(group.comment)}"] if group.comment else []
    lines += [f"  - name: {inline(group.name)}", f"    interval: {group.interval}", "    rules:"]
    for rule in group.rules:
        lines += _rule(rule)
    return lines


def _rule(rule: Rule) -> list[str]:
    match rule:
        case Record(metric=metric, expr=expr, labels=labels):
            return [f"      - record: {metric}", f"        expr: {scalar(expr, _VALUE - 2)}", *_mapping("labels", labels)]
        case Alert():
            lines = [f"      - alert: {inline(rule.name)}", f"        expr: {scalar(rule.expr, _VALUE - 2)}"]
            if rule.for_ != ZERO:
                lines.append(f"        for: {rule.for_}")
            if rule.keep_firing_for != ZERO:
                lines.append(f"        keep_firing_for: {rule.keep_firing_for}")
            return [*lines, *_mapping("labels", rule.labels), *_mapping("annotations", rule.annotations)]
        case _:
            assert_never(rule)


def _mapping(name: str, values: Mapping[str, str]) -> list[str]:
    return [f"        {name}:", *(f"          {inline(key)}: {scalar(value, _VALUE)}" for key, value in values.items())] if values else []
