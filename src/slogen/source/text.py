"""The text of a file, and the way from an offset in it to line and column."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from slogen.diagnostics import Span

LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded file; offsets count characters from 0, `starts` holds the offset at which each line begins."""

    path: str
    content: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, path: str, content: str) -> "SourceText":
        """Index the lines of `content`; a line ends with LF, CRLF or CR."""
        return cls(path, content, (0, *(match.end() for match in LINE_BREAK.finditer(content))))

    def line_of(self, offset: int) -> int:
        """The line, counted from 0, in which the character at `offset` stands."""
        return bisect_right(self.starts, offset) - 1

    def line_end(self, line: int) -> int:
        """The offset just behind the last character of a line (counted from 0), its line break not included."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.content)
        while end > self.starts[line] and self.content[end - 1] in "\r\n":
            end -= 1
        return end

    def line(self, line: int) -> str:
        """The text of a line, counted from 0, without its line break."""
        return self.content[self.starts[line] : self.line_end(line)]

    def span(self, start: int, end: int) -> Span:
        """The characters from `start` up to `end`, cut at the end of their first line; at least one long."""
        start = min(max(start, 0), len(self.content))
        line = self.line_of(start)
        length = min(end, self.line_end(line)) - start
        return Span(self.path, line + 1, start - self.starts[line] + 1, max(length, 1))
