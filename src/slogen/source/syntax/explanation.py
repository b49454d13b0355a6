"""What is handed from the code that finds the reason of a syntax error to the code that reports it."""

from dataclasses import dataclass

from slogen.diagnostics import codes
from slogen.diagnostics.codes import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """The text from `start` to `end` is what must change.

    The damage goes at least to the offset `through`, and on to the next line that is indented by fewer than `until` spaces;
    None stands for one more than the line at `start` has.
    """

    start: int
    end: int
    message: str
    hint: str
    code: Code = codes.YAML_SYNTAX
    through: int = 0
    until: int | None = None
