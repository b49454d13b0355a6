"""From each of libyaml's complaints to the code that finds out what the person did."""

import difflib
import re
from collections.abc import Callable

from slogen.diagnostics import codes
from slogen.source.compose import DEPTH, TOO_DEEP, Problem
from slogen.source.scalar import quoted
from slogen.source.syntax import brackets, colons, indentation, quotes
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.lines import excerpt, key_line
from slogen.source.text import SourceText

_ANCHORS = re.compile(r"(?:^|[\s\[{,:?-])&([\w-]+)")


def explain(text: SourceText, problem: Problem) -> Explanation:
    """What is wrong, where, and what would be right; a complaint that has no explanation is passed on in libyaml's words."""
    if (reason := indentation.strange_space(text, problem)) is not None:
        return reason
    found = _EXPLANATIONS.get(problem.what)
    if found is None:
        found = next((explanation for context, explanation in _CONTEXTS.items() if context in problem.context), _other)
    return found(text, problem)


def _other(text: SourceText, problem: Problem) -> Explanation:
    said = ", ".join(part for part in (problem.context, problem.what) if part)
    return Explanation(problem.offset, problem.offset + 1, f"this is not YAML: {said}", "put the text in quotes if it is meant as text")


def _bad_start(text: SourceText, problem: Problem) -> Explanation:
    """A character with which no value can begin."""
    character = text.content[problem.offset : problem.offset + 1]
    if character == "\t":
        return indentation.tab(text, problem)
    value = text.content[problem.offset : text.line_end(text.line_of(problem.offset))].rstrip()
    hint = f"put the text in quotes: {quoted(value)}" if len(value) <= 60 else "put the text in quotes"
    return Explanation(problem.offset, problem.offset + 1, f"an unquoted value cannot begin with {character}", hint)


def _colon_in_flow(text: SourceText, problem: Problem) -> Explanation:
    """`{a:}`, `[a:,b]`: inside brackets a colon belongs to the text before it unless a space follows."""
    message = f"inside brackets a colon cannot stand right before {text.content[problem.offset + 1 : problem.offset + 2]}"
    return Explanation(
        problem.offset, problem.offset + 1, message, "write a space behind the colon, or put the text in quotes if the colon belongs to it"
    )


def _block_header(text: SourceText, problem: Problem) -> Explanation:
    """Text on the line of `|` or `>`, which begins a block of lines."""
    start = problem.offset if problem.context_offset is None else problem.context_offset
    if (reason := quotes.closed_early(text, start)) is not None:
        return reason
    sign = text.content[start : start + 1]
    line = text.line_of(start)
    if problem.what == "found an indentation indicator equal to 0":
        return Explanation(start, problem.offset + 1, f"the indentation behind {sign} must be 1 to 9, got 0", f"write {sign} alone")
    rest = text.content[start : text.line_end(line)].rstrip()
    message = f"{sign} at the beginning of a value opens a block of lines; its text cannot stand on the same line"
    hint = "put the text on the next line, indented" + (f"; or in quotes: {quoted(rest)}" if len(rest) <= 60 else ", or in quotes")
    return Explanation(start, start + 1, message, hint)


def _anchor_name(text: SourceText, problem: Problem) -> Explanation:
    """`*` or `&` at the beginning of a value, without a name behind it."""
    start = problem.offset if problem.context_offset is None else problem.context_offset
    value = text.content[start : text.line_end(text.line_of(start))].rstrip()
    hint = f"put the text in quotes: {quoted(value)}" if len(value) <= 60 else "put the text in quotes"
    return Explanation(start, start + 1, f"an unquoted value cannot begin with {value[:1]} unless the name of an anchor follows", hint)


def _undefined_alias(text: SourceText, problem: Problem) -> Explanation:
    match = re.compile(r"\*([\w-]+)").match(text.content, problem.offset)
    end = match.end() if match else problem.offset + 1
    name = match[1] if match else ""
    near = difflib.get_close_matches(name, _ANCHORS.findall(text.content[: problem.offset]), 1)
    meant = f"did you mean *{near[0]}? Or " if near else ""
    hint = f"{meant}put the text in quotes if no alias is meant".replace("? Or", "? or")
    return Explanation(problem.offset, end, f"*{name} names an anchor that is not set before this line", hint, codes.YAML_ALIAS)


def _second_anchor(text: SourceText, problem: Problem) -> Explanation:
    match = re.compile(r"&([\w-]+)").match(text.content, problem.offset)
    end = match.end() if match else problem.offset + 1
    line = text.line_of(problem.context_offset or 0) + 1
    name = text.content[problem.offset : end]
    return Explanation(
        problem.offset, end, f"the anchor {name} is already set on line {line}", "give one of the two another name", codes.YAML_ALIAS
    )


def _too_deep(text: SourceText, problem: Problem) -> Explanation:
    message = f"the values are nested deeper than {DEPTH} levels"
    return Explanation(problem.offset, problem.offset + 1, message, "no spec needs that; look for brackets that are not closed")


def _question_mark(text: SourceText, problem: Problem) -> Explanation:
    found = key_line(text, text.line_of(problem.offset))
    rest = excerpt(text.content[problem.offset : text.line_end(text.line_of(problem.offset))])
    hint = f"put the text in quotes: {found.key}: {quoted(rest)}" if found else "put the text in quotes"
    return Explanation(problem.offset, problem.offset + 1, "an unquoted value cannot begin with ? and a space", hint)


def _tag(text: SourceText, problem: Problem) -> Explanation:
    start = problem.offset if problem.context_offset is None else problem.context_offset
    start = text.content.find("!", start, start + 1) if text.content[start : start + 1] == "!" else start
    rest = text.content[start : text.line_end(text.line_of(start))].rstrip()
    hint = f"put the text in quotes: {quoted(rest)}" if len(rest) <= 60 else "put the text in quotes"
    return Explanation(
        start, start + 1, "an unquoted value that begins with ! is a YAML tag, and this one is not well-formed", hint, codes.YAML_TAG
    )


_Explain = Callable[[SourceText, Problem], Explanation]
_EXPLANATIONS: dict[str, _Explain] = {
    TOO_DEEP: _too_deep,
    "mapping values are not allowed in this context": colons.second_colon,
    "could not find expected ':'": colons.no_colon,
    "did not find expected key": indentation.no_key,
    "did not find expected '-' indicator": indentation.no_dash,
    "did not find expected <document start>": indentation.after_end,
    "did not find expected ',' or ']'": brackets.no_comma,
    "did not find expected ',' or '}'": brackets.no_comma,
    "did not find expected node content": brackets.no_content,
    "found unexpected ':'": _colon_in_flow,
    "found character that cannot start any token": _bad_start,
    "found a tab character that violates indentation": indentation.tab,
    "found a tab character where an indentation space is expected": indentation.tab,
    "found an indentation indicator equal to 0": _block_header,
    "found unexpected end of stream": quotes.unclosed,
    "found unexpected document indicator": quotes.unclosed,
    "found unknown escape character": quotes.bad_escape,
    "did not find expected hexdecimal number": quotes.bad_escape,
    "found invalid Unicode character escape code": quotes.bad_escape,
    "did not find expected alphabetic or numeric character": _anchor_name,
    "found undefined alias": _undefined_alias,
    "found duplicate anchor": _second_anchor,
    "block sequence entries are not allowed in this context": indentation.item_in_value,
    "mapping keys are not allowed in this context": _question_mark,
    "found undefined tag handle": _tag,
    "found incompatible YAML document": indentation.directive,
    "found duplicate %YAML directive": indentation.directive,
    "found duplicate %TAG directive": indentation.directive,
}
_CONTEXTS: dict[str, _Explain] = {"block scalar": _block_header, "tag": _tag, "directive": indentation.directive}
