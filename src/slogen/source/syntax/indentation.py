"""Lines at a wrong depth: keys among list items, items among keys, tabs, columns that fit no level."""

import re
from dataclasses import replace

from slogen.diagnostics import codes
from slogen.source.compose import Problem
from slogen.source.syntax.explanation import Explanation
from slogen.source.syntax.lines import (
    at_line_start,
    content_before,
    excerpt,
    indentation,
    is_content,
    is_marker,
    key_line,
    open_levels,
    word_at,
)
from slogen.source.syntax.quotes import closed_early, runaway
from slogen.source.text import SourceText

_TAB_LINE = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_STRANGE_SPACE = re.compile("[ \t]*([\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]+)")
_DASH_GLUED = re.compile(r"-[^\s-]")


def no_key(text: SourceText, problem: Problem) -> Explanation:
    """Something that is no key where the next key of a mapping belongs."""
    return _misfit(text, problem, "among the keys of a mapping")


def no_dash(text: SourceText, problem: Problem) -> Explanation:
    """Something that is no item where the next item of a list belongs."""
    return _misfit(text, problem, "among the items of a list")


def after_end(text: SourceText, problem: Problem) -> Explanation:
    """Something behind the end of the document's one value."""
    if (reason := runaway(text, problem.offset) or closed_early(text, problem.offset)) is not None:
        return reason
    if at_line_start(text, problem.offset) and content_before(text, text.line_of(problem.offset)) is not None:
        levels = open_levels(text, text.line_of(problem.offset))
        if levels and levels[0] > indentation(text.line(text.line_of(problem.offset))):
            return _first_line_too_deep(text, problem.offset)
    before = content_before(text, text.line_of(problem.offset))
    if before is not None and text.line(before).startswith("%"):
        return directive(text, replace(problem, start=text.starts[before]))
    word, end = word_at(text, problem.offset)
    message = f"{excerpt(word)} stands behind the end of the document"
    return Explanation(problem.offset, end, message, "a new document begins with a line ---")


def directive(text: SourceText, problem: Problem) -> Explanation:
    """A line that begins with %, which speaks to the YAML reader and is no part of the document."""
    line = text.line_of(problem.start)
    message = f"the line {excerpt(text.line(line))} is no directive that this reader knows, or stands at a wrong place"
    return Explanation(text.starts[line], text.line_end(line), message, "delete it, or put the text in quotes")


def _misfit(text: SourceText, problem: Problem, where: str) -> Explanation:
    offset = problem.offset
    if (reason := runaway(text, offset) or closed_early(text, offset)) is not None:
        return reason
    line = text.line_of(offset)
    word, end = word_at(text, offset)
    until = problem.start - text.starts[text.line_of(problem.start)]
    if not at_line_start(text, offset):
        if word in "]}":
            return Explanation(offset, end, f"{word} closes nothing", f"delete it, or put the text in quotes if {word} belongs to it")
        message = f"{excerpt(text.content[offset : text.line_end(line)])} cannot stand behind what comes before it on this line"
        return Explanation(offset, text.line_end(line), message, "put the whole text in quotes")
    if _DASH_GLUED.match(text.content, offset) and "list" in where:
        return Explanation(
            offset, offset + 1, "a space is missing behind the dash of a list item", f"write - {text.line(line).strip()[1:]}"
        )
    if indentation(text.line(line)) in open_levels(text, line):
        what = "a list item" if text.content.startswith("-", offset) else f"`{_name(text, line)}`"
        hint = "put it deeper if it belongs to the item above, or less deep if the list has ended"
        if "keys" in where:
            hint = "a list stands below a key of its own; put the item where the other items are"
        return Explanation(offset, _end_of_name(text, line, end), f"{what} cannot stand {where}", hint, until=until)
    return replace(misplaced_line(text, offset), until=until)


def misplaced_line(text: SourceText, offset: int) -> Explanation:
    """A line whose indentation is that of no level above it."""
    line = text.line_of(offset)
    indent = indentation(text.line(line))
    levels = open_levels(text, line)
    message = f"`{_name(text, line)}` is indented by {spaces(indent)}, and nothing above it is"
    fitting = [level for level in levels if level < indent][-1:] + [level for level in levels if level > indent][:1]
    hint = f"indent it by {' or '.join(map(str, fitting))} space{'' if fitting == [1] else 's'}, like the line that it belongs with"
    if not fitting:
        hint = "indent it like the line that it belongs with"
    return Explanation(
        text.starts[line] + indent, _end_of_name(text, line, offset + 1), message, hint, through=_next_fit(text, line, levels)
    )


def _next_fit(text: SourceText, line: int, levels: list[int]) -> int:
    """Where the next key or item stands that fits a level which was open before the misplaced line: what lies between goes with it."""
    indent = indentation(text.line(line))
    dashed: dict[int, bool] = {}
    for above in range(line - 1, -1, -1):
        content = text.line(above)
        if is_content(content) and indentation(content) in levels:
            dashed.setdefault(indentation(content), content.lstrip().startswith("-"))
        if is_marker(content) or 0 in dashed:
            break
    for below in range(line + 1, len(text.starts)):
        content = text.line(below)
        if is_marker(content):
            return text.starts[below]
        if is_content(content) and indentation(content) < indent and dashed.get(indentation(content)) is content.lstrip().startswith("-"):
            return text.starts[below]
    return len(text.content)


def _first_line_too_deep(text: SourceText, offset: int) -> Explanation:
    """The document began with indentation, and this line has less."""
    line = text.line_of(offset)
    first = content_before(text, line)
    while first is not None and (above := content_before(text, first)) is not None:
        first = above
    indent = indentation(text.line(line))
    message = f"`{_name(text, line)}` is indented by {spaces(indent)}, less than the document's beginning on line {(first or 0) + 1}"
    hint = f"indent line {(first or 0) + 1} by {spaces(indent)}, too"
    return Explanation(offset, _end_of_name(text, line, offset + 1), message, hint, until=0)


def spaces(count: int) -> str:
    """A number of spaces, in words for a message."""
    return "1 space" if count == 1 else f"{count} spaces"


def _name(text: SourceText, line: int) -> str:
    found = key_line(text, line)
    return found.key if found else excerpt(text.line(line))


def _end_of_name(text: SourceText, line: int, otherwise: int) -> int:
    found = key_line(text, line)
    return found.start + len(found.key) if found else otherwise


def tab(text: SourceText, problem: Problem) -> Explanation:
    """A tab in the indentation; all lines of the file that have one are named at once."""
    line = text.line_of(problem.offset)
    start = text.content.find("\t", text.starts[line], text.line_end(line))
    start = problem.offset if start < 0 else start
    matches = list(_TAB_LINE.finditer(text.content))
    others = [text.line_of(match.start()) + 1 for match in matches if text.line_of(match.start()) > line]
    message = "a tab is used for indentation, and YAML allows only spaces"
    if others:
        listed = ", ".join(str(number) for number in others[:5]) + (" …" if len(others) > 5 else "")
        message += f"; so in {len(others)} more line{'s' if len(others) > 1 else ''} ({listed})"
    end = start
    while text.content[end : end + 1] == "\t":
        end += 1
    through = matches[-1].end() if others else 0
    return Explanation(start, max(end, start + 1), message, "replace each tab by spaces", codes.YAML_TAB, through)


def strange_space(text: SourceText, problem: Problem) -> Explanation | None:
    """A no-break space or another wide relative in the indentation, on the line of the problem or the one above."""
    line = text.line_of(problem.offset)
    for near in (line, content_before(text, line)):
        if near is not None and (match := _STRANGE_SPACE.match(text.line(near))):
            start, end = text.starts[near] + match.start(1), text.starts[near] + match.end(1)
            message = f"U+{ord(match[1][0]):04X} is used for indentation; it looks like a space, and YAML allows only spaces"
            return Explanation(start, end, message, "replace it by ordinary spaces")
    return None


def item_in_value(text: SourceText, problem: Problem) -> Explanation:
    """`key: - item`."""
    found = key_line(text, text.line_of(problem.offset))
    if found is None or found.colon > problem.offset:
        return no_dash(text, problem)
    message = f"a list item cannot stand on the line of its key `{found.key}`"
    hint = "put the item on the next line, write [a, b], or quote the value if the - belongs to it"
    return Explanation(problem.offset, problem.offset + 1, message, hint)
