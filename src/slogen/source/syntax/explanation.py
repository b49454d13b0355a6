"""What is handed from the code that finds the reason of a syntax error to the code that reports it."""

from dataclasses import dataclass

from slogen.diagnostics import codes
from slogen.diagnostics.codes import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text from `start` to `end` is what must change. `through` is how far the damage goes, when it is further than that."""

    start: int
    end: int
    message: str
    hint: str
    code: Code = codes.YAML_SYNTAX
    through: int = 0
