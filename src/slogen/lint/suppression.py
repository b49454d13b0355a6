"""Findings that somebody wants not to see, with a reason: comments in any file, and annotations of rules that others manage."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from slogen.diagnostics import Diagnostic, Span, codes, error, warning
from slogen.lint.scope import WHOLE_FILE, Scope, scopes, smallest
from slogen.lint.subject import FileSubject, RuleSubject
from slogen.source.text import SourceText
from slogen.source.tree import Tree

ANNOTATION = "slogen_ignore"
"""The annotation that stands for a comment: `missing-runbook: the reason; no-owner: another`."""
_WORD = re.compile(rb"slogen(:|[ \t]+ignore)")
# Without its colon a comment is prose, unless `ignore` and the name of a check come next.
_DIRECTIVE = re.compile(
    r"(?:#|<!--)[ \t]*(?P<word>slogen(?::|(?=[ \t]+ignore(?:-file)?[ \t]+(?:[a-z]+-[a-z]|SL[0-9]))))"
    r"[ \t]*(?P<verb>[\w-]+)(?P<rest>[^\r\n]*)"
)
_END = re.compile(r"[ \t]*(?:-->.*)?$")
_NAME = re.compile(r"[^\s,]+")
_COLON = re.compile(r"(?P<name>[\w-]+):[ \t]+(?P<reason>\S.*)")
_PART = re.compile(r"(?:^|;)\s*(?P<name>[A-Za-z][\w-]*)\s*:\s*(?P<reason>(?:(?!;\s*[A-Za-z][\w-]*\s*:)[\s\S])*)")
_HOW = "write: # slogen: ignore {name} -- why it is right here"


@dataclass(frozen=True, slots=True)
class Suppression:
    """`name` of a check that must say nothing within `scope` of a file; `span` is where that is written."""

    path: str
    name: str
    reason: str
    scope: Scope
    span: Span

    def covers(self, finding: Diagnostic) -> bool:
        """Whether a finding is meant: of this check, and with its place within the scope."""
        return (
            self.name in (finding.code.name, finding.code.number) and self.path == finding.span.path and self.scope.holds(finding.span.line)
        )


@dataclass(frozen=True, slots=True)
class Suppressed:
    """`kept` are the findings that nobody suppressed; `unused` the suppressions that suppressed none, each once."""

    kept: tuple[Diagnostic, ...]
    unused: tuple[Suppression, ...]


def has_directives(content: bytes) -> bool:
    """Whether a file is worth searching for comments."""
    return _WORD.search(content) is not None


def suppress(findings: Iterable[Diagnostic], suppressions: Sequence[Suppression]) -> Suppressed:
    """Take away what is suppressed. Only findings of checks can be: what Prometheus refuses cannot be wished away."""
    by_path: dict[str, list[Suppression]] = {}
    for one in suppressions:
        by_path.setdefault(one.path, []).append(one)
    used: set[tuple[Span, str]] = set()
    kept: list[Diagnostic] = []
    for finding in findings:
        covering = [one for one in by_path.get(finding.span.path, ()) if finding.code.number and one.covers(finding)]
        used.update((one.span, one.name) for one in covering)
        if not covering:
            kept.append(finding)
    unused = {(one.span, one.name): one for one in suppressions if (one.span, one.name) not in used}
    return Suppressed(tuple(kept), tuple(unused.values()))


def unused_suppression(suppression: Suppression) -> Diagnostic:
    """What is said of a suppression without anything to suppress."""
    message = f"nothing to ignore here: {suppression.name} finds nothing"
    return warning(suppression.span, codes.UNUSED_SUPPRESSION, message, "remove it, so that it hides nothing later on")


def in_comments(tree: Tree, known: Mapping[str, str]) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """The suppressions in the comments of a YAML file; `known` maps names and codes of checks to names."""
    around: tuple[Scope, ...] | None = None
    found: list[Suppression] = []
    findings: list[Diagnostic] = []
    for match, line in _directives(tree.text):
        if match["verb"] == "ignore-file":
            scope = WHOLE_FILE
        else:
            around = scopes(tree) if around is None else around
            scope = _meant(tree.text, around, match, line)
        _read(tree.text, match, scope, known, found, findings)
    return tuple(found), tuple(findings)


def in_markdown(text: SourceText, known: Mapping[str, str]) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """The suppressions in `<!-- … -->` of a runbook: `ignore` means the next line that holds something, `ignore-file` all of it."""
    found: list[Suppression] = []
    findings: list[Diagnostic] = []
    for match, line in _directives(text):
        following = next((number for number in range(line, len(text.starts)) if text.line(number).strip()), line)
        scope = WHOLE_FILE if match["verb"] == "ignore-file" else Scope(line, following + 1)
        _read(text, match, scope, known, found, findings)
    return tuple(found), tuple(findings)


def in_annotations(file: FileSubject, known: Mapping[str, str]) -> tuple[tuple[Suppression, ...], tuple[Diagnostic, ...]]:
    """The suppressions in the annotations of a file's rules."""
    found: list[Suppression] = []
    findings: list[Diagnostic] = []
    for rule in file.rules:
        if ANNOTATION in rule.annotations:
            _annotation(rule, known, found, findings)
    return tuple(found), tuple(findings)


def _directives(text: SourceText) -> Iterator[tuple[re.Match[str], int]]:
    """Every comment that is meant for slogen, and its line, counted from 1."""
    for match in _DIRECTIVE.finditer(text.content):
        yield match, text.line_of(match.start()) + 1


def _meant(text: SourceText, around: tuple[Scope, ...], match: re.Match[str], line: int) -> Scope:
    """What a comment speaks of: the item that begins below it if it stands alone, else the item around it."""
    alone = not text.content[text.starts[line - 1] : match.start()].strip()
    if alone:
        following = line
        while following < len(text.starts) and (not text.line(following).strip() or text.line(following).lstrip().startswith("#")):
            following += 1
        below = [scope for scope in around if scope.first == following + 1]
        starts_item = following < len(text.starts) and text.line(following).lstrip().startswith("- ")
        if below and (starts_item or not any(scope.item and scope.holds(line) for scope in around)):
            return below[0]
    return smallest(around, line)


def _read(
    text: SourceText, match: re.Match[str], scope: Scope, known: Mapping[str, str], found: list[Suppression], findings: list[Diagnostic]
) -> None:
    said = _END.sub("", match["rest"])
    names, _, reason = (part.strip() for part in said.partition("--"))
    whole = text.span(match.start("word"), match.start("rest") + len(said))
    if match["word"] == "slogen":
        message = "this comment silences nothing: a colon is missing behind slogen"
        findings.append(error(whole, codes.SUPPRESSION, message, f"write: # slogen: {match['verb']} {said.strip()}"))
        return
    if match["verb"] not in ("ignore", "ignore-file"):
        message = f"slogen has no comment `{match['verb']}`"
        findings.append(error(whole, codes.SUPPRESSION, message, "write ignore for what follows, or ignore-file"))
        return
    if not reason and (colon := _COLON.fullmatch(names)) is not None:
        message = "in a comment the reason stands behind two hyphens, not behind a colon"
        hint = f"write: # slogen: {match['verb']} {colon['name']} -- {colon['reason']}"
        findings.append(error(whole, codes.SUPPRESSION, message, hint))
        return
    start = match.start("rest") + len(said) - len(said.lstrip())
    written = [(name[0], text.span(start + name.start(), start + name.end())) for name in _NAME.finditer(names)]
    if not written:
        findings.append(error(whole, codes.SUPPRESSION, "no check is named that is to be ignored", _HOW.format(name="missing-runbook")))
    elif not reason:
        named = ", ".join(name for name, _ in written)
        findings.append(error(whole, codes.SUPPRESSION, f"nothing says why {named} is to be ignored", _HOW.format(name=named)))
    for name, span in written:
        if name not in known:
            findings.append(_unknown(name, span, known))
        elif reason:
            found.append(Suppression(text.path, known[name], reason, scope, span))


def _annotation(rule: RuleSubject, known: Mapping[str, str], found: list[Suppression], findings: list[Diagnostic]) -> None:
    written = rule.annotations[ANNOTATION]
    scope = Scope(rule.span.line, rule.last_line, rule.name.text)
    parts = list(_PART.finditer(written.text))
    if not parts or any(not part["reason"].strip() for part in parts):
        hint = f'write {ANNOTATION}: "missing-runbook: why it is right here"'
        findings.append(error(written.span, codes.SUPPRESSION, f"{ANNOTATION} must name a check and say why it is to be ignored", hint))
    for part in parts:
        span = written.inside(part.start("name"), len(part["name"]))
        if part["name"] not in known:
            findings.append(_unknown(part["name"], span, known))
        elif part["reason"].strip():
            found.append(Suppression(rule.path, known[part["name"]], part["reason"].strip(), scope, span))


def _unknown(name: str, span: Span, known: Mapping[str, str]) -> Diagnostic:
    meant = get_close_matches(name, known, n=1, cutoff=0.6)
    hint = f"did you mean {meant[0]}?" if meant else "slogen lint --list shows all of them"
    return error(span, codes.SUPPRESSION, f"there is no check {name}", hint)
