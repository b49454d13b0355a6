"""The docstring of a check taken apart: what it says, and its examples."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import dedent
from typing import Any

from slogen.lint.check import Check

_PART = re.compile(r"^(Bad|Good)[^\n]*:\n\n((?:(?: {4}[^\n]*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """`bad`: the check finds something in it. `text` is YAML: a list of rules, a whole file, or what the check's subject asks for."""

    bad: bool
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Manual:
    """`title` is one line without its full stop, `text` Markdown."""

    title: str
    text: str
    examples: tuple[Example, ...]


def manual(check: Check[Any]) -> Manual:
    """Taken from the docstring: title, text, then `Bad:` and `Good:` (words may stand before the colon) with indented YAML."""
    title, _, rest = dedent(check.manual or "").partition("\n")
    first = _PART.search(rest + "\n")
    text = rest[: first.start()] if first else rest
    return Manual(title.rstrip("."), text.strip(), tuple(_examples(rest + "\n")))


def _examples(text: str) -> Iterator[Example]:
    for match in _PART.finditer(text):
        yield Example(match[1] == "Bad", match[0].partition(":\n")[0], dedent(match[2]).strip("\n") + "\n")
