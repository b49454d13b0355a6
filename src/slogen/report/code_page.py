"""The page of diagnostic codes, made from the registry of codes."""

from slogen.diagnostics import codes

_HEAD = """# Diagnostics

What stands in brackets behind a message. Every finding names file, line and column, says what is wrong with this value and what would be
right; `slogen validate` and `slogen generate` report all findings of all files in one run.

| code | meaning |
|---|---|
"""


def code_page() -> str:
    """Markdown: one row a code."""
    return _HEAD + "".join(f"| `{code.name}` | {code.meaning} |\n" for code in codes.ALL)
