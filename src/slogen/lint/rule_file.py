"""Reads rule files of every shape: plain groups, Mimir namespaces, PrometheusRule manifests and lists of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from slogen.diagnostics import Diagnostic, Severity, Span, codes, error
from slogen.lint.groups import Origin, read_groups
from slogen.lint.subject import FileKind, FileSubject, RuleSubject
from slogen.source.tree import Item, Listing, Mapping, Scalar, Tree, read_tree

GENERATED = re.compile(rb"\A# Made by slogen from ")
_LIKE_RULES = re.compile(
    rb"^[ \t-]*[\"']?(?:groups[\"']?[ \t]*:|kind[\"']?[ \t]*:[ \t]*[\"']?PrometheusRule)|\{[ \t]*\"?groups\"?[ \t]*:", re.MULTILINE
)
_HELM = re.compile(r"^[ \t]*\{\{", re.MULTILINE)


def looks_like_rules(content: bytes) -> bool:
    """Whether it is worth reading a file that was found in a folder, and may be anything; one search over its bytes."""
    return _LIKE_RULES.search(content) is not None


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as it was read; `subject` is None when it holds no rules at all. `tree` has its text and comments."""

    subject: FileSubject | None
    tree: Tree
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Found:
    kinds: list[FileKind] = field(default_factory=list)
    rules: list[RuleSubject] = field(default_factory=list)
    ignored: list[Span] = field(default_factory=list)


def read_rule_file(path: str, content: bytes) -> RuleFile:
    """Read a file; what Prometheus would refuse is a finding, and reading goes on behind it."""
    tree, of_yaml = read_tree(path, content)
    findings = list(of_yaml)
    if findings and _HELM.search(tree.text.content):
        findings = [_template(tree)]
    generated = GENERATED.match(content) is not None
    found = _Found()
    for root in tree.roots:
        for kind, groups in _documents(root):
            if kind is not FileKind.PROMETHEUS_RULE and found.kinds and found.kinds[0] is FileKind.GROUPS:
                found.ignored.append(tree.span(root))
            found.kinds.append(kind)
            found.rules += read_groups(Origin(path, tree, generated, findings), groups)
    subject = None
    if found.kinds:
        subject = FileSubject(path, found.kinds[0], tuple(found.rules), generated, tuple(found.ignored))
    return RuleFile(subject, tree, tuple(findings))


def no_rules(path: str) -> Diagnostic:
    """What is said of a file that somebody named, and in which there are none."""
    hint = "a rule file begins with groups:, a manifest has kind: PrometheusRule, a spec lies below slos/"
    return error(Span(path), codes.UNKNOWN_KIND, "the file holds neither a spec nor Prometheus rules", hint)


def _documents(root: Item) -> Iterator[tuple[FileKind, Item]]:
    """What a document holds in the way of `groups`, with its kind."""
    if not isinstance(root, Mapping):
        return
    match root.get("kind"):
        case Scalar(text="PrometheusRule"):
            spec = root.get("spec")
            if isinstance(spec, Mapping) and (groups := spec.get("groups")) is not None:
                yield FileKind.PROMETHEUS_RULE, groups
            return
        case Scalar(text="List" | "PrometheusRuleList"):
            items = root.get("items")
            for item in items.items if isinstance(items, Listing) else ():
                yield from _documents(item)
            return
        case _:
            groups = root.get("groups")
    if groups is None or isinstance(root.get("apiVersion"), Scalar):
        return
    # Other programs have `groups` too: a list of mappings with `rules` is meant.
    if isinstance(groups, Listing) and all(isinstance(group, Mapping) for group in groups.items):
        yield FileKind.MIMIR if root.get("namespace") is not None else FileKind.GROUPS, groups


def _template(tree: Tree) -> Diagnostic:
    match = _HELM.search(tree.text.content)
    assert match is not None
    place = tree.text.span(match.end() - 2, match.end())
    hint = "lint what it renders to: helm template … | slogen lint -"
    return Diagnostic(place, codes.YAML_SYNTAX, "a template of Helm is no YAML before it is rendered", hint, Severity.WARNING)
