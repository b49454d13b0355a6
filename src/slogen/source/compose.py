"""From text to a tree of YAML nodes with positions, through libyaml."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yaml import MarkedYAMLError, Node
from yaml._yaml import CParser

UNTAGGED: Final = ""
"""The tag of every node without a tag of its own."""
STRING: Final = "tag:yaml.org,2002:str"
"""The tag of whatever is tagged `!!str`."""
DEPTH: Final = 50
"""Levels of nesting that are read; more would be a mistake, and a danger to everything recursive."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and why reading stopped: libyaml's words, and offsets in characters. `start` is where the thing that broke began."""

    what: str
    offset: int
    start: int
    context: str = ""


TOO_DEEP: Final = "nested too deep"
_KEPT: Final = 8


class _TooDeep(Exception):
    """Unwinds libyaml's recursion before it becomes dangerous."""


class _Composer(CParser):
    """CParser composes the nodes; the hooks that it calls for each of them watch the depth."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.depth = 0
        self.deepest = 0

    def resolve(self, kind: type[Node], value: str | None, implicit: object) -> str:
        """Called for each node without a tag. What its text means is not decided here."""
        return UNTAGGED

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Called before each node is composed."""
        self.depth += 1
        if self.depth > DEPTH:
            self.deepest = parent.start_mark.index if parent is not None else 0
            raise _TooDeep

    def ascend_resolver(self) -> None:
        """Called behind each node."""
        self.depth -= 1


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps Python's cycle collector from walking a growing tree of nodes over and over: four fifths of the time for a file of 5 MB."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@lru_cache(maxsize=_KEPT)
@collector_paused()
def compose(content: bytes) -> tuple[tuple[Node, ...], Problem | None]:
    """The root node of every document up to the first problem; `content` is UTF-8 without a byte-order mark.

    Nodes weigh thirty times what the file does, and most are never asked for: only the last few files' are kept, the others are
    composed again when a place in them is asked for.
    """
    composer = _Composer(content)
    roots: list[Node] = []
    try:
        while composer.check_node():
            root = composer.get_node()
            assert root is not None
            roots.append(root)
    except _TooDeep:
        return tuple(roots), Problem(TOO_DEEP, composer.deepest, composer.deepest)
    except MarkedYAMLError as trouble:
        return tuple(roots), _problem(trouble)
    finally:
        composer.dispose()
    return tuple(roots), None


def _problem(trouble: MarkedYAMLError) -> Problem:
    mark, context = trouble.problem_mark, trouble.context_mark
    # For a second anchor of the same name libyaml's own wording lies in the context.
    what = trouble.problem or "" if trouble.context is None or "duplicate anchor" not in trouble.context else "found duplicate anchor"
    offset = mark.index if mark else 0
    return Problem(what, offset, context.index if context else offset, trouble.context or "")
