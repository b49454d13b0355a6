"""Quotes that are not closed, closed too early, or hold escapes that do not exist."""

import re

from yaml import MarkedYAMLError, ScalarToken
from yaml._yaml import CParser

from slogen.source.compose import Problem
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.lines import excerpt, key_line
from slogen.source.text import SourceText

_LOOKS_LIKE_KEY = re.compile(r"[ \t]*(?:- +)*[A-Za-z_][\w.-]*:(?:[ \t\r\n]|$)")
_CLOSED_DOUBLE = re.compile(r'"(?:[^"\\\r\n]|\\.)*"')
_CLOSED_SINGLE = re.compile(r"'(?:[^'\r\n]|'')*'")


def unclosed(text: SourceText, problem: Problem) -> Explanation:
    """The file or the document ends inside quotes."""
    start = problem.start
    return _unclosed(text, start, problem.offset)


def runaway(text: SourceText, offset: int) -> Explanation | None:
    """A quote that swallowed the lines between its line and that of `offset`, because it is closed by a later one's opening."""
    parser = CParser(text.content.encode("utf-8"))
    found: tuple[int, int] | None = None
    try:
        while (token := parser.get_token()) is not None and token.start_mark.index <= offset:
            if isinstance(token, ScalarToken) and token.style in ("'", '"') and token.start_mark.line != token.end_mark.line:
                found = token.start_mark.index, token.end_mark.index
    except MarkedYAMLError:
        pass
    finally:
        parser.dispose()
    if found is None or text.line_of(offset) - text.line_of(found[1]) > 1:
        return None
    first, last = text.line_of(found[0]), text.line_of(found[1])
    if any(_LOOKS_LIKE_KEY.match(text.line(line)) for line in range(first + 1, last + 1)):
        return _unclosed(text, *found)
    return None


def _unclosed(text: SourceText, start: int, end: int) -> Explanation:
    quote = text.content[start : start + 1]
    line_end = text.line_end(text.line_of(start))
    message = f"the quote {quote} is never closed"
    if text.line_of(end) != text.line_of(start) and end < len(text.content):
        message = f"the quote {quote} is not closed on this line"
    other = "'" if quote == '"' else '"'
    hint = f"put {quote} at the end of the text, or put the whole text in {other} if the {quote} belongs to it"
    if quote == "'":
        hint = "put ' at the end of the text; an apostrophe inside single quotes is written ''"
    return Explanation(start, line_end, message, hint)


def closed_early(text: SourceText, offset: int) -> Explanation | None:
    """Text behind a closed quote or bracket: `name: "a" b`, `expr: 'it's'`, `expr: {a="b"} > 1`."""
    line = text.line_of(offset)
    found = key_line(text, line)
    start = found.value_start if found else _first_character(text, line)
    end = closing_offset(text.content, start)
    if end is None or not end <= offset <= text.line_end(line):
        return None
    rest = text.content[offset : text.line_end(line)]
    if not rest:
        return None
    opening = text.content[start]
    message = f"{excerpt(rest)} stands behind the closing {text.content[end - 1]}, where the value has already ended"
    if rest[0] in "]}":
        return Explanation(
            offset, offset + 1, f"{rest[0]} closes nothing", f"delete it, or put the text in quotes if {rest[0]} belongs to it"
        )
    if opening == "'" and text.content[end : end + 1].isalnum():
        hint = "an apostrophe inside single quotes is written ''; or put the text in double quotes"
    elif opening in "[{":
        hint = "put the whole text in single quotes if it is one text, such as an expression"
    else:
        other = "single" if opening == '"' else "double"
        hint = f"put the whole text in {other} quotes, or write it as a block behind |"
    return Explanation(offset, text.line_end(line), message, hint)


def _first_character(text: SourceText, line: int) -> int:
    content = text.line(line)
    return text.starts[line] + len(content) - len(content.lstrip(" -"))


def closing_offset(content: str, start: int) -> int | None:
    """The offset behind the quote or bracket that closes the one at `start`, if it is on the same line."""
    opening = content[start : start + 1]
    if opening == '"':
        match = _CLOSED_DOUBLE.match(content, start)
    elif opening == "'":
        match = _CLOSED_SINGLE.match(content, start)
    elif opening and opening in "[{":
        return closing_bracket(content, start)
    else:
        return None
    return match.end() if match else None


def closing_bracket(content: str, start: int, many_lines: bool = False) -> int | None:
    """The offset behind the bracket that closes the one at `start`; None when there is none, or one of the other kind."""
    stack: list[str] = []
    position = start
    while position < len(content):
        character = content[position]
        if character in "[{":
            stack.append("]" if character == "[" else "}")
        elif character in "]}":
            if stack.pop() != character:
                return None
            if not stack:
                return position + 1
        elif character in "\"'" and (quoted := (_CLOSED_DOUBLE if character == '"' else _CLOSED_SINGLE).match(content, position)):
            position = quoted.end()
            continue
        elif character in "\r\n" and not many_lines:
            return None
        position += 1
    return None


def bad_escape(text: SourceText, problem: Problem) -> Explanation:
    r"""`\\d` and its like in double quotes, where every backslash begins an escape."""
    start = text.content.rfind("\\", 0, problem.offset + 1)
    start = problem.offset if start < 0 else start
    end = start + 2
    if text.content[start + 1 : start + 2] in ("x", "u", "U"):
        digits = {"x": 2, "u": 4, "U": 8}[text.content[start + 1]]
        message = f"{text.content[start:end]} must be followed by {digits} hexadecimal digits of a character"
        hint = f"write \\{text.content[start:end]} for a backslash, or use single quotes"
        return Explanation(start, end, message, hint)
    message = f"{text.content[start:end]} is no escape that double quotes know"
    return Explanation(start, end, message, f"write \\{text.content[start:end]}, or use single quotes, where a backslash is itself")
