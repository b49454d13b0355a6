"""Labels that users give: to their alerts, and to group an SLO by."""

from collections.abc import Iterable, Mapping

from slogen.conventions.names import RESERVED_LABELS
from slogen.diagnostics import Diagnostic, codes, error
from slogen.readers.native.shape import Node


def read_labels(node: Node, key: str, findings: list[Diagnostic]) -> dict[str, str]:
    """The labels below a key, without those whose names slogen needs itself."""
    labels: dict[str, str] = {}
    for name, value in node.data[key].items():
        if name in RESERVED_LABELS:
            findings.append(error(node.key_span(key, name), codes.RESERVED_LABEL, *_reserved(name)))
        else:
            labels[name] = value.strip()
    return labels


def check_apart(labels: Mapping[str, str], group_by: Iterable[str], node: Node, key: str, findings: list[Diagnostic]) -> None:
    """A static label must not cover the label by which the SLO is grouped: all groups would look the same."""
    for name in group_by:
        if name in labels and name in node.data.get(key, ()):
            message = f"the SLO is grouped by `{name}`: a fixed label would make all groups look the same"
            findings.append(error(node.key_span(key, name), codes.CONFLICT, message, "delete the label, or take it out of group_by"))


def read_group_by(node: Node, findings: list[Diagnostic]) -> tuple[str, ...]:
    """The labels of `group_by`, without those whose names slogen needs itself."""
    labels: list[str] = []
    for index, name in enumerate(node.data["group_by"]):
        if name in RESERVED_LABELS:
            findings.append(error(node.span("group_by", index), codes.RESERVED_LABEL, *_reserved(name)))
        elif name is not None and name not in labels:
            labels.append(name)
    return tuple(labels)


def _reserved(name: str) -> tuple[str, str]:
    hint = {
        "severity": "say `severity: page | ticket | info` in the alert itself",
        "sev": "say `sev` in the alert itself, or set `severities`",
        "team": "set `owner`",
    }.get(name, "choose another name")
    return f"slogen sets the label `{name}` itself", hint
