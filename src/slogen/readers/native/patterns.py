"""The schema's patterns as Python understands them, with `$` as the very end of the text, as in every other language."""

import re
from functools import cache


def matches(pattern: str, text: str) -> bool:
    """Whether a text satisfies a pattern of the schema."""
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Python's `$` also matches before a final line break.
    return re.compile(pattern[:-1] + r"\Z" if pattern.endswith("$") else pattern)
