"""Findings as text: the place, the message, the line of the file with a caret, the hint."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from slogen.diagnostics import Diagnostic, Severity, Span, codes
from slogen.diagnostics.secrets import HIDDEN, hidden
from slogen.report.veil import lines_of, veiled

WIDTH: Final = 120
"""Columns that an excerpt may take, with its margin."""
_TAB: Final = "    "
_CUT: Final = "…"
_RESET = "\x1b[0m"
_BOLD = "\x1b[1m"
_BLUE = "\x1b[1;34m"
_TONE = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m"}


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str], *, color: bool, width: int = WIDTH) -> str:
    """Every finding once, ordered by place, each with the line it points at; `sources` maps a path to the text of the file.

    A finding in a file that `sources` does not hold, or behind its end, is shown without the line. Ends with a line break
    unless there is nothing to show. Excerpts take at most `width` columns, with their margin. What is a secret, or looks like
    one, is shown as dots, whatever the finding is about.
    """
    lines: dict[str, list[str]] = {}
    blocks: list[str] = []
    findings = veiled(sorted(dict.fromkeys(diagnostics), key=lambda finding: finding.order), sources)
    for finding in findings:
        path = finding.span.path
        if path not in lines:
            secrets = [other.span for other in findings if other.code is codes.SECRET and other.span.path == path]
            lines[path] = _without(secrets, lines_of(sources[path])) if path in sources else []
        blocks.append(_block(finding, lines[path], color, width))
    return "\n".join(blocks)


def _without(secrets: Iterable[Span], lines: list[str]) -> list[str]:
    """The lines of a file with dots in place of the secrets."""
    for span in secrets:
        if 0 < span.line <= len(lines):
            line, start = lines[span.line - 1], span.column - 1
            lines[span.line - 1] = line[:start] + HIDDEN * len(line[start : start + span.length]) + line[start + span.length :]
    return lines


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """How many findings in how many files: `3 errors and 1 warning in 2 files`."""
    findings = dict.fromkeys(diagnostics)
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = [_count(number, noun) for number, noun in ((errors, "error"), (len(findings) - errors, "warning")) if number]
    if not counts:
        return "no findings"
    return f"{' and '.join(counts)} in {_count(len({finding.span.path for finding in findings}), 'file')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _block(finding: Diagnostic, lines: list[str], color: bool, width: int) -> str:
    """The lines of one finding, the last one with its line break."""

    def paint(text: str, tone: str) -> str:
        return f"{tone}{text}{_RESET}" if color else text

    span, tone = finding.span, _TONE[finding.severity]
    message = visible(finding.message)
    head = f"{paint(visible(str(span)), _BOLD)}: {paint(finding.severity.value, tone)}: {message} [{finding.code.name}]"
    number = f"{span.line:>5}"
    margin = " " * len(number)
    rows = [head]
    if 0 < span.line <= len(lines):
        text, before, carets = excerpt(hidden(lines[span.line - 1]), span, width - len(number) - 3)
        rows.append(f"{paint(f'{number} |', _BLUE)} {text}".rstrip())
        rows.append(f"{paint(f'{margin} |', _BLUE)} {' ' * before}{paint('^' * carets, tone)}")
    if finding.hint:
        rows.append(f"{margin} {paint('=', _BLUE)} {visible(finding.hint)}")
    return "\n".join(rows) + "\n"


def excerpt(line: str, span: Span, width: int) -> tuple[str, int, int]:
    """The part of a line that shows the span in at most `width` columns; the columns before the carets; how many carets."""
    start = min(max(span.column - 1, 0), len(line))
    end = min(start + max(span.length, 1), len(line))
    cells = [visible(character) for character in line]
    sizes = [columns(cell) for cell in cells]
    first, last = _window(sizes, start, end, width)
    end = min(end, last)
    prefix = _CUT if first else ""
    suffix = _CUT if last < len(line) else ""
    before = len(prefix) + sum(sizes[first:start])
    return prefix + "".join(cells[first:last]) + suffix, before, max(sum(sizes[start:end]), 1)


def _window(sizes: list[int], start: int, end: int, width: int) -> tuple[int, int]:
    """Which characters to show: from the line's beginning if the span fits in there, else from a bit before the span."""
    if sum(sizes) <= width:
        return 0, len(sizes)
    room = width - 2 * len(_CUT)
    first, used = 0, sum(sizes[:end])
    if used > room:
        # A quarter of the width goes to what stands before the span; all that can be spared if the span is short.
        first = start
        spare = max(room // 4, room - sum(sizes[start:end]) - room // 4)
        while first > 0 and (spare := spare - sizes[first - 1]) >= 0:
            first -= 1
    last, used = first, 0
    while last < len(sizes) and used + sizes[last] <= room:
        used += sizes[last]
        last += 1
    return first, last


def visible(text: str) -> str:
    """The text with tabs as spaces and every control or invisible character as an escape."""
    return "".join(_TAB if character == "\t" else _escape(character) for character in text)


def _escape(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def columns(text: str) -> int:
    """Terminal columns that the text takes: two for wide characters, none for combining ones."""
    return sum(_character_columns(character) for character in text)


def _character_columns(character: str) -> int:
    if unicodedata.combining(character) or "\ufe00" <= character <= "\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
