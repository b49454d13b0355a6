"""What is wrong with an expression, and where in it."""

from dataclasses import dataclass

from slogen.diagnostics.codes import Code


@dataclass(frozen=True, slots=True)
class Problem:
    """`offset` and `length` count characters of the expression; a reader leads them back to the file."""

    code: Code
    message: str
    hint: str = ""
    offset: int = 0
    length: int = 1
    is_error: bool = True
