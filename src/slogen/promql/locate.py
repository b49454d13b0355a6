"""Where in an expression the parser's complaint belongs."""

import re
from typing import NamedTuple

from slogen.promql.parse import parse
from slogen.promql.tokens import Token, tokenize

CLOSING = {"(": ")", "[": "]", "{": "}"}
_FILLERS = ("", " x", "(x)", "(x[5m])", "5m", ":1m", "a", '="v"', '"v"', " 5m", "1", ") (x", " (a) x")
_IN_CALL = re.compile(r"in call to (?:function )?'(\w+)'")
_NAMED = re.compile(r"unknown function with name '(\w+)'")
_QUOTED = re.compile(r"(?:unexpected identifier|bad number or duration syntax:) '?([^',]+)'?")
_SYNTAX = ("invalid promql", "unexpected", "unclosed", "bad number", "can not be at the end", "unterminated", "unknown escape", "illegal")


class Place(NamedTuple):
    """The stretch of text that must change; `unfinished`: nothing is wrong so far, something is missing behind it."""

    offset: int
    length: int
    unfinished: bool


def locate(text: str, complaint: str) -> Place:
    """The token that must change, for the parser's `complaint` about `text`."""
    tokens = tokenize(text)
    if not tokens:
        return Place(0, max(1, len(text)), True)
    found = _by_name(tokens, complaint) or _by_regex(tokens, complaint)
    token = found or _first_impossible(text, tokens)
    return Place((token or tokens[-1]).offset, len((token or tokens[-1]).text), token is None)


def _by_name(tokens: tuple[Token, ...], complaint: str) -> Token | None:
    """The function or lexeme that the complaint names."""
    match = _IN_CALL.search(complaint) or _NAMED.search(complaint) or _QUOTED.search(complaint)
    if match is None:
        return None
    named = [token for token in tokens if token.text == match.group(1)]
    return named[0] if len(named) == 1 or (named and "call to" in complaint) or (named and "unknown function" in complaint) else None


def _by_regex(tokens: tuple[Token, ...], complaint: str) -> Token | None:
    """The string whose regular expression cannot be read."""
    if "illegal regex" not in complaint:
        return None
    pattern = complaint.partition("regex for ")[2]
    return next((token for token in tokens if token.kind == "string" and token.text[1:-1] == pattern), None)


def _open(tokens: tuple[Token, ...]) -> list[Token]:
    stack: list[Token] = []
    for token in tokens:
        if token.text in CLOSING:
            stack.append(token)
        elif stack and token.text == CLOSING[stack[-1].text]:
            stack.pop()
    return stack


def _first_impossible(text: str, tokens: tuple[Token, ...]) -> Token | None:
    """The first token after which nothing could make the expression right; None if all is possible so far."""
    for count in range(1, len(tokens) + 1):
        if not _viable(text, tokens[:count]):
            return tokens[count - 1]
    return None


def _viable(text: str, tokens: tuple[Token, ...]) -> bool:
    prefix = text[: tokens[-1].end]
    closing = "".join(CLOSING[token.text] for token in reversed(_open(tokens)))
    # An alternative closing covers `sum by (a` whose aggregation is still to come, and `{a` whose matcher is not complete.
    return any(_parses(prefix + filler + end) for filler in _FILLERS for end in (closing, closing + " (x)"))


def _parses(text: str) -> bool:
    try:
        parse(text)
    except ValueError as problem:
        # A type or argument error is no syntax error: more text could still mend it.
        return not str(problem).startswith(_SYNTAX) and "unknown function" not in str(problem)
    return True
