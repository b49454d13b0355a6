"""Which findings of slogen lint are told: those that nobody silenced with a reason, and where asked only those about recent changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from slogen.app.lint_files import Found, Request
from slogen.diagnostics import Diagnostic
from slogen.lint.check import Check
from slogen.lint.generated import carried_over, made_from
from slogen.lint.rule_file import RuleFile
from slogen.lint.scope import Scope, scopes, smallest
from slogen.lint.settings import Settings
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.lint.suppression import (
    Suppression,
    has_directives,
    in_annotations,
    in_comments,
    in_markdown,
    suppress,
    unused_suppression,
)
from slogen.source.text import SourceText
from slogen.source.tree import read_tree
from slogen.verify.git import Changes

Files = Sequence[tuple[Found, RuleFile]]
_MARKDOWN = ".md"


def silenced(
    request: Request, checks: Sequence[Check[Any]], settings: Settings, others: Iterable[str], files: Files, findings: Sequence[Diagnostic]
) -> list[Diagnostic]:
    """The findings of checks without those that are silenced, and what is wrong with the comments that silence.

    `others` are the specs and runbooks that are linted beside the rule files.
    """
    known = {word: check.name for check in checks for word in (check.name, check.code)}
    found: list[Suppression] = []
    wrong: list[Diagnostic] = []
    of_specs: dict[str, tuple[Suppression, ...]] = {}
    for path in others:
        content = (request.root / path).read_bytes()
        if has_directives(content):
            of_specs[path], mistakes = _in_file(path, content, known)
            found += of_specs[path]
            wrong += mistakes
    for file, read in files:
        for more, mistakes in _in_rules(file, read, known):
            found += more
            wrong += mistakes
        if read.subject is not None and (spec := made_from(file.content)) in of_specs:
            found += carried_over(read.subject, of_specs[spec])
    result = suppress(findings, found)
    unused = (unused_suppression(one) for one in result.unused if _can_tell(request, checks, settings, one))
    return [*result.kept, *wrong, *unused]


def only_changed(request: Request, files: Files, findings: Iterable[Diagnostic], changes: Mapping[str, Changes]) -> list[Diagnostic]:
    """The findings about rules, SLOs and other items of which a line is new, altered or gone; in a runbook that has changed at all."""
    trees = {found.path: read.tree for found, read in files}
    known: dict[str, tuple[Scope, ...]] = {}
    kept: list[Diagnostic] = []
    for finding in findings:
        path = finding.span.path
        change = changes.get(path)
        if change is None:
            continue
        if not change.added and PurePosixPath(path).suffix != _MARKDOWN:
            if path not in known:
                tree = trees[path] if path in trees else read_tree(path, (request.root / path).read_bytes())[0]
                known[path] = scopes(tree)
            if not smallest(known[path], finding.span.line).touched(change.lines, change.gaps):
                continue
        kept.append(finding)
    return kept


def _in_file(path: str, content: bytes, known: Mapping[str, str]) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    if PurePosixPath(path).suffix == _MARKDOWN:
        return in_markdown(SourceText.of(path, content.decode("utf-8", "replace")), known)
    return in_comments(read_tree(path, content)[0], known)


def _in_rules(file: Found, read: RuleFile, known: Mapping[str, str]) -> Iterator[tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]]:
    if has_directives(file.content):
        yield in_comments(read.tree, known)
    if read.subject is not None:
        yield in_annotations(read.subject, known)


def _can_tell(request: Request, checks: Sequence[Check[Any]], settings: Settings, one: Suppression) -> bool:
    """Whether a run has seen all that a suppression could be for: what is in a spec may be for a generated file."""
    if one.name in settings.disabled:
        return False
    local = any(check.name == one.name and check.subject in (RuleSubject, FileSubject) for check in checks)
    spec = request.project is not None and one.span.path.startswith(request.project.relative(request.project.specs) + "/")
    return request.whole or (local and not spec)
