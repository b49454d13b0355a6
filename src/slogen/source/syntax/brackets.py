"""Flow style: brackets that are not closed, missing commas, PromQL selectors without quotes."""

import re

from slogen.source.compose import Problem
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.lines import excerpt, indentation, is_content, key_line
from slogen.source.syntax.quotes import closing_bracket, runaway
from slogen.source.text import SourceText

_ENTRY = re.compile(r"([\w-]+): +([^,\[\]{}:]+)$")
_REST = re.compile(r":[^,\[\]{}]*")
_CLOSES = {"[": "]", "{": "}"}
# `{channel: #shop, …}`: a value that is a comment to YAML, with a bracket in it that was meant to close something.
_CUT_OFF = re.compile(r"[:,\[{][ \t]+(?P<lost>(?P<word>#[^\s#!,\]}]+)[^\r\n]*[\]}][^\r\n]*)")


def no_comma(text: SourceText, problem: Problem) -> Explanation:
    """In brackets, something that is neither a comma nor the closing bracket."""
    offset = problem.offset
    opened = problem.start
    if (hash_ := _cut_off(text, opened, offset)) is not None:
        return hash_
    if (quote := runaway(text, offset)) is not None:
        return quote
    bracket = text.content[opened : opened + 1]
    closed = closing_bracket(text.content, opened, many_lines=True)
    through = closed or 0
    character = text.content[offset : offset + 1]
    if character in ("{", "[") and text.content[offset - 1 : offset] not in (" ", ",", "[", "{", "\n", ""):
        return _selector(text, offset, bracket, through)
    if closed is None or _swallows_keys(text, opened, closed):
        return _unclosed(text, opened, offset)
    if character in ("]", "}"):
        message = f"{character} closes nothing; the open bracket is {bracket}"
        return Explanation(offset, offset + 1, message, f"write {_CLOSES.get(bracket, ']')}", through=through)
    if character == ":":
        message = "a second colon in one entry: a comma is missing before its key, or the value needs quotes"
        hint = _in_quotes(text, offset) or f"write {bracket}a: 1, b: 2{_CLOSES.get(bracket, '')}"
        return Explanation(offset, offset + 1, message, hint, through=through)
    rest = excerpt(text.content[offset : text.line_end(text.line_of(offset))])
    message = f"a comma is missing before {rest}"
    return Explanation(
        offset, offset + 1, message, "separate the entries by commas, or put a text with quotes in it in other quotes", through=through
    )


def _cut_off(text: SourceText, opened: int, offset: int) -> Explanation | None:
    """A value behind the open bracket that begins with # and takes the closing bracket with it."""
    found = _CUT_OFF.search(text.content, opened, text.line_end(text.line_of(offset)))
    if found is None:
        return None
    message = f"{found['word']} and what follows on this line is a comment to YAML, the closing bracket too"
    return Explanation(found.start("lost"), found.end("lost"), message, f"write '{found['word']}', in quotes")


def _in_quotes(text: SourceText, offset: int) -> str:
    """`{none: Not needed: small}`: the entry around the second colon with its value in quotes, if the value has several words."""
    start = text.starts[text.line_of(offset)]
    match = _ENTRY.search(text.content, start, offset)
    rest = _REST.match(text.content, offset, text.line_end(text.line_of(offset)))
    if match is None or rest is None or " " not in match[2].strip() or match[2][0].isdigit() or '"' in match[2] + rest[0]:
        return ""
    last = match[2].split()[-1]
    return f'write {match[1]}: "{match[2]}{rest[0].rstrip()}" if this is one text, or a comma before `{last}` if that is a key'


def _last_open(content: str) -> int | None:
    """The last bracket that nothing closes."""
    positions = (position for position in range(len(content) - 1, -1, -1) if content[position] in "[{")
    return next((position for position in positions if closing_bracket(content, position, many_lines=True) is None), None)


def _selector(text: SourceText, offset: int, bracket: str, through: int) -> Explanation:
    """`{total: up{job="x"}}`: PromQL in brackets, without quotes."""
    start = offset
    while start > 0 and text.content[start - 1] not in " \t\r\n,[{":
        start -= 1
    closed = closing_bracket(text.content, offset)
    end = closed or offset + 1
    beginning = excerpt(text.content[start : offset + 1])
    pair = f"{bracket} {_CLOSES.get(bracket, '')}"
    message = f"inside {pair} the text `{beginning}…` needs quotes: to YAML its brackets and commas are those of {pair}"
    whole = text.content[start:end]
    is_whole = closed is not None and text.content[closed : closed + 1] in (",", " ", "]", "}", "\r", "\n", "")
    hint = f"write '{whole}'" if is_whole and "'" not in whole and len(whole) <= 60 else "put the whole expression in single quotes"
    return Explanation(start, end, message, hint, through=through)


def _swallows_keys(text: SourceText, opened: int, closed: int) -> bool:
    """Whether a line between the brackets is a `key:` no deeper than the line that opens them: the bracket belongs to another."""
    first = text.line_of(opened)
    indent = indentation(text.line(first))
    return any(
        (found := key_line(text, line)) is not None and found.indent <= indent
        for line in range(first + 1, text.line_of(closed) + 1)
        if is_content(text.line(line))
    )


def _unclosed(text: SourceText, opened: int, offset: int) -> Explanation:
    bracket = text.content[opened : opened + 1]
    inner = _innermost(text, opened, text.line_end(text.line_of(opened)))
    bracket = text.content[inner : inner + 1] or bracket
    message = f"the bracket {bracket} is never closed"
    end = text.line_end(text.line_of(opened))
    hint = f"put {_CLOSES.get(bracket, ']')} behind the last entry, or put the text in quotes if {bracket} belongs to it"
    return Explanation(inner, end if inner == opened else inner + 1, message, hint)


def _innermost(text: SourceText, opened: int, end: int) -> int:
    """The bracket that lacks its partner on the line: of `{a: {b: 1}` it is the first, of `[a, [b` the last."""
    stack: list[int] = []
    for position in range(opened, end):
        if text.content[position] in "[{":
            stack.append(position)
        elif text.content[position] in "]}" and stack:
            stack.pop()
    return stack[0] if len(stack) == 1 else opened


def no_content(text: SourceText, problem: Problem) -> Explanation:
    """A comma or a closing bracket where a value belongs."""
    offset = problem.offset
    character = text.content[offset : offset + 1]
    through = 0
    if character == ",":
        before = text.content[:offset].rstrip()[-1:]
        message = "a value is missing before this comma" if before in ("[", "{", ",") else "a value cannot begin with a comma"
        hint = "delete the comma, or write the value" if before in ("[", "{", ",") else "put the text in quotes if the comma belongs to it"
    elif character in ("]", "}"):
        message, hint = f"{character} closes nothing", f"delete it, or put the text in quotes if {character} belongs to it"
    elif not text.content[offset:].strip() and (opened := _last_open(text.content)) is not None:
        return _cut_off(text, problem.start, offset) or _unclosed(text, opened, offset)
    else:
        message, hint = "a value is missing here", "write the value, or put the text in quotes"
    return Explanation(offset, offset + 1, message, hint, through=through)
