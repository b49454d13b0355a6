"""What git leaves in a file that two people have changed."""

import re

from slogen.diagnostics import Diagnostic, codes, error
from slogen.source.text import SourceText

_BEGIN = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_END = re.compile(r"^>{7}(?: .*)?$", re.MULTILINE)


def merge_conflicts(text: SourceText) -> list[Diagnostic]:
    """A finding for each conflict that nobody has resolved; all else about such a file would be noise."""
    findings = []
    for begin in _BEGIN.finditer(text.content):
        end = _END.search(text.content, begin.end())
        if end is not None:
            message = f"an unresolved merge conflict begins here and ends on line {text.line_of(end.start()) + 1}"
            hint = "keep one side, or join the two, and delete the three lines with <<<<<<<, ======= and >>>>>>>"
            findings.append(error(text.span(begin.start(), begin.end()), codes.YAML_SYNTAX, message, hint))
    return findings
