"""Signs with which an unquoted value cannot begin, or that mean something else there than the person thought."""

import difflib
import re
from dataclasses import replace

from slogen.diagnostics import codes
from slogen.source.compose import Problem
from slogen.source.scalar import quoted
from slogen.source.syntax import quotes
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.indentation import tab
from slogen.source.syntax.lines import key_line
from slogen.source.text import SourceText

_ANCHORS = re.compile(r"(?:^|[\s\[{,:?-])&([\w-]+)")
_NAME = re.compile(r"[*&][\w-]+")


def bad_start(text: SourceText, problem: Problem) -> Explanation:
    """A character with which no value can begin."""
    if text.content.startswith("\t", problem.offset):
        return tab(text, problem)
    return _sign(text, problem.offset, "an unquoted value cannot begin with {}")


def question_mark(text: SourceText, problem: Problem) -> Explanation:
    """`key: ? value`."""
    return _sign(text, problem.offset, "an unquoted value cannot begin with {} and a space")


def nameless_anchor(text: SourceText, problem: Problem) -> Explanation:
    """`*` or `&` at the beginning of a value, without a name behind it."""
    return _sign(text, problem.start, "an unquoted value cannot begin with {} unless the name of an anchor follows")


def bad_tag(text: SourceText, problem: Problem) -> Explanation:
    """`!` at the beginning of a value, and behind it something that is no tag."""
    message = "an unquoted value that begins with {} is a YAML tag, and this one is not well-formed"
    return replace(_sign(text, problem.start, message), code=codes.YAML_TAG)


def _sign(text: SourceText, start: int, message: str) -> Explanation:
    """The sign at `start`, which is put into the message, and the whole text in quotes."""
    return Explanation(start, start + 1, message.format(text.content[start : start + 1]), _in_quotes(text, start))


def _in_quotes(text: SourceText, start: int) -> str:
    """The advice to quote what stands from `start` to the end of the line, written out if it is short and nothing is lost."""
    line = text.line_of(start)
    value = text.content[start : text.line_end(line)].rstrip()
    found = key_line(text, line)
    if len(value) > 60 or " #" in value or found is None or found.value_start != start:
        return "put the text in quotes"
    return f"put the text in quotes: {found.key}: {quoted(value)}"


def colon_in_brackets(text: SourceText, problem: Problem) -> Explanation:
    """`{a:}`, `[a:,b]`: inside brackets a colon belongs to the text before it unless a space follows."""
    start = problem.offset
    message = f"inside brackets a colon cannot stand right before {text.content[start + 1 : start + 2]}"
    hint = "write a space behind the colon, or put the text in quotes if the colon belongs to it"
    return Explanation(start, start + 1, message, hint)


def block_header(text: SourceText, problem: Problem) -> Explanation:
    """Text on the line of `|` or `>`, which begins a block of lines."""
    start = problem.start
    if (reason := quotes.closed_early(text, start)) is not None:
        return reason
    sign = text.content[start : start + 1]
    if problem.what == "found an indentation indicator equal to 0":
        return Explanation(start, problem.offset + 1, f"the indentation behind {sign} must be 1 to 9, got 0", f"write {sign} alone")
    message = f"{sign} at the beginning of a value opens a block of lines; its text cannot stand on the same line"
    return Explanation(start, start + 1, message, f"put the text on the next line, indented; or {_in_quotes(text, start)}")


def undefined_alias(text: SourceText, problem: Problem) -> Explanation:
    """`*name` without an `&name` before it."""
    match = _NAME.match(text.content, problem.offset)
    name = match[0][1:] if match else ""
    near = difflib.get_close_matches(name, _ANCHORS.findall(text.content[: problem.offset]), 1)
    hint = "put the text in quotes if no alias is meant"
    if near:
        hint = f"did you mean *{near[0]}? Or {hint}"
    message = f"*{name} names an anchor that is not set before this line"
    return Explanation(problem.offset, problem.offset + 1 + len(name), message, hint, codes.YAML_ALIAS)


def second_anchor(text: SourceText, problem: Problem) -> Explanation:
    """`&name` for the second time."""
    match = _NAME.match(text.content, problem.offset)
    end = match.end() if match else problem.offset + 1
    message = f"the anchor {text.content[problem.offset : end]} is already set on line {text.line_of(problem.start) + 1}"
    return Explanation(problem.offset, end, message, "give one of the two another name", codes.YAML_ALIAS)
