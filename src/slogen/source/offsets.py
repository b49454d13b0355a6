"""From a character of a scalar's value back to the characters of the file that stand for it, in every style of YAML."""

import re
from collections.abc import Iterator
from itertools import islice

from yaml import ScalarNode

from slogen.source.node import content_start
from slogen.source.text import LINE_BREAK

Place = tuple[int, int]
"""The offset at which a piece of the file begins, and the offset behind it."""

_BLANKS = re.compile(r"(?=[ \t\r\n])[ \t]*((?:[\r\n][ \t\r\n]*)?)")
_ESCAPED_FOLD = re.compile(r"\\(?:\r\n|\r|\n)((?:[ \t]*(?:\r\n|\r|\n))*)[ \t]*")
_NUMBERED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_ESCAPES = {
    **{letter: letter for letter in ' "/\\'},
    **dict(zip("0abtnvfre\t", "\0\a\b\t\n\v\f\r\x1b\t", strict=True)),
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
_HEADER = re.compile(r"([|>])([-+]?)([1-9]?)([-+]?)[^\r\n]*(?:\r\n|\r|\n|$)")


def value_offsets(content: str, node: ScalarNode) -> list[Place] | None:
    """For each character of `node.value` the place in `content` that stands for it; None when the two do not agree."""
    return offsets(content, content_start(node, content), node.end_mark.index, node.style, node.value)


def offsets(content: str, start: int, end: int, style: str | None, value: str) -> list[Place] | None:
    """The same for a scalar of a style (`|`, `>`, a quote, None for none) that is written from `start` up to `end`."""
    match style:
        case "|" | ">":
            return _block(content, start, value)
        case "'" | '"':
            return _agreed(_flow(content, start + 1, end - 1, style), value)
        case _:
            return _agreed(_flow(content, start, end, ""), value)


def _agreed(characters: Iterator[tuple[str, Place]], value: str) -> list[Place] | None:
    """The places, if the characters are those of the value."""
    found = list(islice(characters, len(value) + 1))
    return [place for _, place in found] if "".join(character for character, _ in found) == value else None


def _flow(content: str, position: int, end: int, quote: str) -> Iterator[tuple[str, Place]]:
    """The characters of a plain or quoted scalar: lines are joined, quotes and escapes resolved."""
    while position < end:
        character = content[position]
        if blanks := _BLANKS.match(content, position, end):
            if blanks[1]:
                yield from _folded(content, blanks.start(1), blanks.end())
            else:
                yield from ((content[at], (at, at + 1)) for at in range(position, blanks.end()))
            position = blanks.end()
        elif character == "'" and quote == "'":
            yield "'", (position, position + 2)
            position += 2
        elif character == "\\" and quote == '"':
            if fold := _ESCAPED_FOLD.match(content, position, end):
                yield from (("\n", place) for place in _breaks(content, *fold.span(1)))
                position = fold.end()
            elif number := _NUMBERED.match(content, position, end):
                yield chr(int(number[number.lastindex or 0], 16)), number.span()
                position = number.end()
            else:
                yield _ESCAPES.get(content[position + 1 : position + 2], ""), (position, position + 2)
                position += 2
        else:
            yield character, (position, position + 1)
            position += 1


def _folded(content: str, start: int, end: int) -> Iterator[tuple[str, Place]]:
    """One line break reads as a space, each further one as a line break."""
    first, *others = _breaks(content, start, end)
    if others:
        yield from (("\n", place) for place in others)
    else:
        yield " ", first


def _breaks(content: str, start: int, end: int) -> list[Place]:
    return [match.span() for match in LINE_BREAK.finditer(content, start, end)]


def _block(content: str, start: int, value: str) -> list[Place] | None:
    """Try the indentations that the first lines leave open until one gives the value that libyaml read."""
    header = _HEADER.match(content, start)
    if header is None:
        return None
    head = content[header.end() : _first_text(content, header.end())]
    deepest = max((len(spaces) for spaces in re.findall(" +", head)), default=0)
    # One more than there is, for a block of empty lines alone: what follows it is indented less.
    for indent in range(deepest + 1, 0, -1):
        places = _agreed(_block_characters(content, header, indent), value)
        if places is not None:
            return places
    return None


def _first_text(content: str, start: int) -> int:
    """The offset of the first character that is neither space nor line break."""
    match = re.compile(r"[^ \r\n]").search(content, start)
    return match.start() if match else len(content)


def _block_characters(content: str, header: re.Match[str], indent: int) -> Iterator[tuple[str, Place]]:
    """The characters of a block scalar whose lines are indented by `indent` spaces.

    Between two lines that begin with text a folded scalar has a space, or the empty lines alone; otherwise the line break stays.
    """
    folded, keep, strip = header[1] == ">", "+" in header[2] + header[4], "-" in header[2] + header[4]
    last: list[Place] = []
    empty: list[Place] = []
    after_blank = True
    for line_start, line_end, line_break in _lines(content, header.end()):
        text_start = line_start + indent
        line = content[line_start:line_end]
        if len(line) <= indent and not line.strip(" "):
            empty += line_break
            continue
        if line[:indent].strip(" "):
            break
        blank = line[indent] in " \t"
        if last and folded and not after_blank and not blank:
            yield from ((" ", place) for place in last if not empty)
        else:
            yield from (("\n", place) for place in last)
        yield from (("\n", place) for place in empty)
        yield from ((content[at], (at, at + 1)) for at in range(text_start, line_end))
        last, empty, after_blank = line_break, [], blank
    if not strip:
        yield from (("\n", place) for place in last)
    if keep:
        yield from (("\n", place) for place in empty)


def _lines(content: str, start: int) -> Iterator[tuple[int, int, list[Place]]]:
    """Where each line begins and ends, and its line break: none at the end of the file."""
    while start < len(content):
        found = LINE_BREAK.search(content, start)
        yield start, found.start() if found else len(content), [found.span()] if found else []
        start = found.end() if found else len(content)
