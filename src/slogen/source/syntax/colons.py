"""Colons: one too many in a line, none at all, or one without the space behind it."""

import re
from dataclasses import replace

from slogen.source.compose import Problem
from slogen.source.scalar import quoted
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.indentation import spaces
from slogen.source.syntax.lines import (
    KeyLine,
    content_before,
    content_columns,
    excerpt,
    glued_key_line,
    indentation,
    is_content,
    is_marker,
    key_line,
)
from slogen.source.syntax.quotes import closed_early, runaway
from slogen.source.text import SourceText

_NAME = re.compile(r"[\w.$/-]+|\"[^\"]*\"|'[^']*'")
_LONGEST_KEY = 1024
_WORDS_OF_A_SETTING = 2
_LIKE_A_COLON = re.compile("[\uff1a\ufe55\ua789]|:[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def second_colon(text: SourceText, problem: Problem) -> Explanation:
    """A colon where no key can stand: a second one in a line, or the first in a line that continues the text above it."""
    if (quote := runaway(text, problem.offset)) is not None:
        return quote
    line = text.line_of(problem.offset)
    found = key_line(text, line)
    if found is not None and found.colon < problem.offset:
        return closed_early(text, problem.offset) or _two_colons(text, found, problem.offset)
    before = content_before(text, line)
    return _continued(text, line, before, problem.offset) if before is not None else _lone(text, problem.offset)


def _two_colons(text: SourceText, found: KeyLine, colon: int) -> Explanation:
    value = text.content[found.value_start : text.line_end(text.line_of(colon))].rstrip()
    message = f"the unquoted value of `{found.key}` holds a second colon followed by a space"
    if text.content[colon + 1 : colon + 2] not in (" ", "\t"):
        message = f"the unquoted value of `{found.key}` ends with a colon"
    hint = (
        f"put the value in quotes: {found.key}: {quoted(value)}"
        if len(value) <= 60
        else "put the value in quotes, or write it below, behind >-"
    )
    return Explanation(colon, colon + 1, message, hint)


def _continued(text: SourceText, line: int, before: int, colon: int) -> Explanation:
    """The line with the colon continues a text that began above; the mistake is there, or in this line's indentation."""
    own = key_line(text, line)
    above_it = text.line(before).strip()
    if is_marker(above_it) and above_it != text.line(before):
        start = text.starts[before] + indentation(text.line(before))
        message = f"the document marker {above_it[:3]} must stand at the beginning of its line"
        return Explanation(start, start + 3, message, "delete the spaces before it", until=0)
    if own is None:
        return _lone(text, colon)
    run = _lines_without_key(text, before, indentation(text.line(line)))
    for above in run:
        if (glued := glued_key_line(text, above)) is not None:
            return missing_space(glued)
    if run and _NAME.fullmatch(own.key) and len(text.line(run[0]).lstrip(" -").split()) <= _WORDS_OF_A_SETTING:
        return missing_colon(text, run[0])
    owner_line: int | None = before
    while owner_line is not None and ((owner := key_line(text, owner_line)) is None or owner.indent >= own.indent):
        owner_line = content_before(text, owner_line)
    if owner_line is None or owner is None:
        return replace(missing_colon(text, _first_of_document(text, before)), until=0)
    begins = owner_line if owner.value else next(row for row in range(owner_line + 1, line) if is_content(text.line(row)))
    if run or not _NAME.fullmatch(own.key):
        message = f"the unquoted text that begins on line {begins + 1} holds a colon followed by a space"
        hint = f"write the text of `{owner.key}` below it, behind >-, or in quotes"
        return Explanation(colon, colon + 1, message, hint, until=owner.indent + 1)
    if not owner.value and len(text.line(begins).split()) <= _WORDS_OF_A_SETTING:
        return missing_colon(text, begins)
    message = f"`{own.key}` is indented deeper than `{owner.key}`, which already has a value on line {begins + 1}"
    hint = f"indent it by {spaces(owner.indent)}, as `{owner.key}`; or delete the value if `{own.key}` belongs inside `{owner.key}`"
    return Explanation(own.start, own.start + len(own.key), message, hint, until=owner.indent + 1)


def _lines_without_key(text: SourceText, line: int | None, indent: int) -> list[int]:
    """The lines that end with `line`, begin in the column `indent` or with a dash before it, and hold no `key: value`."""
    run: list[int] = []
    while line is not None and key_line(text, line) is None and content_columns(text.line(line))[-1] == indent:
        run.append(line)
        line = content_before(text, line)
    return run[::-1]


def _first_of_document(text: SourceText, line: int) -> int:
    """The first line with content of the document that holds `line`."""
    while (above := content_before(text, line)) is not None:
        line = above
    return line


def _lone(text: SourceText, colon: int) -> Explanation:
    hint = "put the text in quotes if the colon belongs to it"
    return Explanation(colon, colon + 1, "a colon cannot stand here", hint, until=0)


def no_colon(text: SourceText, problem: Problem) -> Explanation:
    """A line among the keys of a mapping that is no `key: value`."""
    start = problem.start
    line = text.line_of(start)
    if (quote := runaway(text, start)) is not None:
        return quote
    if (glued := glued_key_line(text, line)) is not None:
        return missing_space(glued)
    if problem.offset - start > _LONGEST_KEY and text.content.find(":", start, text.line_end(line)) > 0:
        message = f"a key is longer than the {_LONGEST_KEY} characters that YAML allows"
        return Explanation(start, text.line_end(line), message, "put the text in quotes if it is no key")
    before = content_before(text, line)
    if before is not None and (owner := _block_owner(text, before, indentation(text.line(line)))) is not None:
        message = f"the text of `{owner.key}` must be indented deeper than `{owner.key}`"
        below = line
        while below + 1 < len(text.starts) and key_line(text, below + 1) is None:
            below += 1
        hint = f"indent it by at least {spaces(owner.indent + 1)}"
        return Explanation(start, text.line_end(line), message, hint, through=text.line_end(below))
    return missing_colon(text, line, start)


def _block_owner(text: SourceText, line: int, indent: int) -> KeyLine | None:
    """The key `key: |` whose text the line behind `line` was meant to be."""
    while (found := key_line(text, line)) is None or not re.match(r"[|>][-+1-9]*(\s|$)", found.value):
        before = content_before(text, line)
        if before is None or indentation(text.line(line)) < indent or (found is not None and not is_content(found.value)):
            return None
        line = before
    return found if found.indent >= indent else None


def missing_space(glued: KeyLine) -> Explanation:
    """`key:value` is one word to YAML."""
    written = f"{glued.key}:{glued.value}"
    message = f"a space is missing behind the colon in `{excerpt(written)}`"
    meant = excerpt(f"{glued.key}: {glued.value}")
    return Explanation(glued.colon, glued.colon + 1, message, f"write `{meant}`")


def _strange_colon(text: SourceText, like: re.Match[str], start: int, end: int) -> Explanation:
    """A colon of another script, or one with a space behind it that YAML does not take for one."""
    strange = like[0][-1]
    what = "looks like a colon" if like[0] == strange else "stands behind the colon; it looks like a space"
    message = f"U+{ord(strange):04X} {what}, and is none to YAML"
    hint = f"write `{excerpt(text.content[start : like.start()] + ': ' + text.content[like.end() : end].strip())}`"
    return Explanation(like.end() - 1, like.end(), message, hint)


def missing_colon(text: SourceText, line: int, start: int | None = None) -> Explanation:
    """A line without a colon where a key belongs."""
    content = text.line(line)
    if start is None:
        start = text.starts[line] + len(content) - len(content.lstrip(" -"))
    end = text.line_end(line)
    words = text.content[start:end].split(" #")[0].split()
    if len(words) == 1 and set(words[0]) == {"-"}:
        return Explanation(start, end, f"a line {words[0]} means nothing in YAML", "write --- to begin a new document", until=0)
    if like := _LIKE_A_COLON.search(text.content, start, end):
        return _strange_colon(text, like, start, end)
    message = f"`{excerpt(' '.join(words))}` has no colon, and stands where a key belongs"
    below = line + 1
    while below < len(text.starts) and (
        indentation(text.line(below)) > indentation(content) or text.line(below).startswith("-", indentation(content))
    ):
        below += 1
    through = text.line_end(below - 1)
    if len(words) > 1 and _NAME.fullmatch(words[0]):
        meant = excerpt(f"{words[0]}: {' '.join(words[1:])}")
        return Explanation(start, end, message, f"write `{meant}`, or indent it if it continues the line above", through=through)
    meant = f"{words[0]}:" if len(words) == 1 and _NAME.fullmatch(words[0]) else "key: value"
    return Explanation(start, end, message, f"write `{meant}`, or indent it if it continues the line above", through=through)
