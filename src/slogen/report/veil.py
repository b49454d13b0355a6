"""Findings without what their files hide: a message may quote a part of a secret, or spell it differently."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from slogen.diagnostics import Diagnostic
from slogen.diagnostics.secrets import HIDDEN, hidden

_BREAK = re.compile(r"\r\n|\r|\n")
_WORD = re.compile(r"[A-Za-z0-9]{6,}")
_RANDOM = re.compile(r"[A-Za-z]+[0-9]|[0-9]+[A-Za-z]")


def lines_of(text: str) -> list[str]:
    """The lines of a file, as findings number them."""
    return _BREAK.split(text.removeprefix("\ufeff"))


def veiled(findings: Iterable[Diagnostic], sources: Mapping[str, str]) -> list[Diagnostic]:
    """The findings with dots for what is a secret, and for words of secrets of their files; `sources` maps a path to its text.

    Those are the words of the finding's own line, and from anywhere those that nobody uses otherwise (with letters and digits).
    """
    files: dict[str, tuple[list[str], frozenset[str]]] = {}
    safe: list[Diagnostic] = []
    for finding in findings:
        path = finding.span.path
        if path not in files:
            lines = lines_of(sources.get(path, ""))
            files[path] = lines, frozenset(word for word in _secret_words("\n".join(lines)) if _RANDOM.match(word))
        lines, anywhere = files[path]
        line = lines[finding.span.line - 1] if 0 < finding.span.line <= len(lines) else ""
        words = sorted(anywhere | _secret_words(line), key=lambda word: (-len(word), word))
        safe.append(replace(finding, message=_veiled(finding.message, words), hint=_veiled(finding.hint, words)))
    return safe


def _secret_words(text: str) -> frozenset[str]:
    shown = hidden(text)
    if shown == text:
        return frozenset()
    secrets = "".join(character if character != other else " " for character, other in zip(text, shown, strict=True))
    return frozenset(word.lower() for word in _WORD.findall(secrets))


def _veiled(text: str, words: list[str]) -> str:
    text = hidden(text)
    return re.sub("|".join(words), lambda match: HIDDEN * len(match[0]), text, flags=re.IGNORECASE) if words else text
