"""What a line of YAML looks like to the eye: its indentation, its dashes, its key and where its value begins."""

import re
from dataclasses import dataclass

from slogen.source.text import SourceText

_KEY = re.compile(
    r"""(?P<lead>[ ]*(?:-[ ]+)*)
        (?P<key>"[^"\r\n]*"|'[^'\r\n]*'|[^\s\-?:,\[\]{}#&*!|>'"%@`](?:[^:#\r\n]|:(?=\S)|(?<=\S)\#)*?)
        [ ]*(?P<colon>:)(?:[ \t]+|$)(?P<value>.*)""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(?P<lead>[ ]*(?:-[ ]+)*)(?P<key>[A-Za-z_][\w.-]*):(?P<value>[^\s:/].*)")
_LOOKED_AT = 2000
"""Characters of a line in which a key is looked for: a key may have 1024."""
WORD = re.compile(r"[\w.$/-]+")


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A line `key: value`; the offsets count from the start of the file. `indent` is the column of the key, from 0."""

    indent: int
    key: str
    start: int
    colon: int
    value: str
    value_start: int


def key_line(text: SourceText, line: int) -> KeyLine | None:
    """The key of a line, with the value as far as it stands on the same line."""
    match = _KEY.match(text.line(line)[:_LOOKED_AT])
    return _key_line(text, line, match, match.start("colon")) if match else None


def glued_key_line(text: SourceText, line: int) -> KeyLine | None:
    """A line such as `key:value`, where the space behind the colon is missing."""
    match = _GLUED.match(text.line(line)[:_LOOKED_AT])
    return _key_line(text, line, match, match.end("key")) if match else None


def _key_line(text: SourceText, line: int, match: re.Match[str], colon: int) -> KeyLine:
    start = text.starts[line]
    lead = len(match["lead"])
    return KeyLine(lead, match["key"], start + lead, start + colon, match["value"].strip(), start + match.start("value"))


def indentation(line: str) -> int:
    """The number of spaces before the first other character."""
    return len(line) - len(line.lstrip(" "))


def is_content(line: str) -> bool:
    """Whether a line holds more than space and a comment."""
    stripped = line.strip()
    return bool(stripped) and not stripped.startswith("#")


def is_marker(line: str) -> bool:
    """Whether a line begins or ends a document."""
    return line.startswith(("---", "...")) and not line[3:4].strip()


def content_before(text: SourceText, line: int) -> int | None:
    """The nearest earlier line with content in the same document."""
    for earlier in range(line - 1, -1, -1):
        if is_marker(text.line(earlier)):
            return None
        if is_content(text.line(earlier)):
            return earlier
    return None


def content_columns(line: str) -> list[int]:
    """The columns at which structure begins on a line: that of each dash, and that of what follows it."""
    columns = [indentation(line)]
    while line[columns[-1] : columns[-1] + 2] in ("- ", "-"):
        rest = line[columns[-1] + 1 :]
        if not rest.strip():
            break
        columns.append(columns[-1] + 1 + indentation(rest))
    return columns


def open_levels(text: SourceText, line: int) -> list[int]:
    """The columns of the mappings and lists that are open before a line, outermost first."""
    levels: list[int] = []
    limit: int | None = None
    for earlier in range(line - 1, -1, -1):
        content = text.line(earlier)
        if is_marker(content):
            break
        if not is_content(content):
            continue
        for column in reversed(content_columns(content)):
            if limit is None or column < limit:
                levels.append(column)
                limit = column
        if limit == 0:
            break
    return levels[::-1]


def at_line_start(text: SourceText, offset: int) -> bool:
    """Whether only spaces stand before the offset on its line."""
    return not text.content[text.starts[text.line_of(offset)] : offset].strip(" ")


def excerpt(text: str) -> str:
    """A piece of the user's text, short enough for a message."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:37] + "..."


def word_at(text: SourceText, offset: int) -> tuple[str, int]:
    """The word at an offset, or the single character there, and the offset behind it."""
    match = WORD.match(text.content, offset)
    end = match.end() if match else min(offset + 1, len(text.content))
    return text.content[offset:end], end
