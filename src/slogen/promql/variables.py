"""Variables of a Grafana board in PromQL: where they stand, and the same text as Prometheus would be able to read it."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from itertools import pairwise
from typing import Final, NamedTuple

from slogen.diagnostics import codes
from slogen.promql.problem import Problem
from slogen.promql.tokens import tokenize

RANGES: Final = ("__rate_interval", "__interval", "__range")
"""What Grafana fills in as a duration."""
NUMBERS: Final = ("__range_s", "__range_ms", "__interval_ms", "__from", "__to")
# `$1` belongs to label_replace(); an anchor of a regular expression has no name behind it.
_VARIABLE = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::\w+)?\})")
_DURATION = "5m"


class Use(NamedTuple):
    """A variable and the stretch of text that stands for it."""

    name: str
    offset: int
    length: int


def uses(text: str) -> tuple[Use, ...]:
    """The variables of a text (`$name`, `${name}`, `${name:regex}`), in order."""
    return tuple(Use(match[1] or match[2], match.start(), match.end() - match.start()) for match in _VARIABLE.finditer(text))


def plain(text: str) -> str:
    """The text with something of the same length that PromQL allows in the place of every variable."""
    found = list(text)
    quoted = _quoted(text)
    for use in uses(text):
        if use.name in RANGES:
            stand_in = _DURATION.rjust(use.length, "0")
        elif use.name in NUMBERS:
            stand_in = "1".rjust(use.length, "0")
        else:
            stand_in = "x" * use.length if quoted[use.offset] else "v".ljust(use.length, "_")
        found[use.offset : use.offset + use.length] = stand_in
    return "".join(found)


def is_stand_in(name: str) -> bool:
    """Whether a metric of a plain text is a variable that the user wrote there."""
    return re.fullmatch("v_*", name) is not None


def problems(text: str, several: Mapping[str, bool]) -> Iterator[Problem]:
    """Variables that the board does not have, or whose several values do not fit where they stand.

    `several` says of every variable of the board whether it may have more than one value.
    """
    for use in uses(text):
        if use.name in RANGES or use.name in NUMBERS or use.name in several:
            continue
        meant = get_close_matches(use.name, (*several, *RANGES), n=1, cutoff=0.7)
        hint = f"did you mean ${meant[0]}?" if meant else f"add it to the board: variables: [{{name: {use.name}, …}}]"
        yield Problem(codes.BOARD_VARIABLE, f"the board has no variable `{use.name}`", hint, use.offset, use.length)
    yield from _several_as_one(text, several)


def _several_as_one(text: str, several: Mapping[str, bool]) -> Iterator[Problem]:
    tokens = tokenize(text)
    for operator, value in pairwise(tokens):
        if value.kind != "string" or operator.text not in ("=", "!="):
            continue
        for use in uses(value.text):
            if several.get(use.name):
                message = f"`{use.name}` may have several values, and {operator.text} takes one"
                hint = f'write {"=~" if operator.text == "=" else "!~"}"${use.name}", or several: false for the variable'
                yield Problem(codes.BOARD_VARIABLE, message, hint, operator.offset, value.end - operator.offset)


def _quoted(text: str) -> list[bool]:
    """For every character whether it stands in a string."""
    found = [False] * len(text)
    quote, escaped, comment = "", False, False
    for index, character in enumerate(text):
        if comment:
            comment = character != "\n"
        elif not quote:
            quote = character if character in "\"'`" else ""
            comment = character == "#"
        else:
            found[index] = True
            if escaped:
                escaped = False
            elif character == "\\" and quote != "`":
                escaped = True
            elif character == quote:
                quote, found[index] = "", False
    return found
