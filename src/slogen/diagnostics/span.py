"""A stretch of text in a file that the user wrote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`length` characters of one line; `line` and `column` count from 1, `column` in characters.

    `path` is the file as the user would name it: relative to the project's root, with forward slashes.
    """

    path: str
    line: int = 1
    column: int = 1
    length: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
