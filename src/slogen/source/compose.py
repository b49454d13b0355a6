"""From text to a tree of YAML nodes with positions, through libyaml."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yaml import MarkedYAMLError, Node, ScalarNode
from yaml._yaml import CParser

PLAIN: Final = ""
"""The tag of a scalar without quotes and of every collection without a tag of its own."""
STRING: Final = "tag:yaml.org,2002:str"
"""The tag of a quoted scalar, of a block scalar, and of whatever is tagged `!!str`."""
DEPTH: Final = 50
"""Levels of nesting that are read; more would be a mistake, and a danger to everything recursive."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and why reading stopped. Offsets count characters; `context_offset` is where the broken thing began."""

    what: str
    offset: int
    context: str = ""
    context_offset: int | None = None


TOO_DEEP: Final = "nested too deep"
_KEPT: Final = 8


class _TooDeep(Exception):
    """Unwinds libyaml's recursion before it becomes dangerous."""


class _Composer(CParser):
    """CParser composes the nodes; the hooks that it calls for each of them decide tags and watch the depth."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.depth = 0
        self.parents: list[Node] = []

    def resolve(self, kind: type[Node], value: str | None, implicit: bool | tuple[bool, bool]) -> str:
        """Tags are decided here as little as possible: plain or not. What plain text means is decided once per word elsewhere."""
        return STRING if kind is ScalarNode and not implicit[0] else PLAIN  # type: ignore[index]

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Called before each node is composed."""
        self.depth += 1
        if self.depth > DEPTH:
            assert parent is not None
            self.parents.append(parent)
            raise _TooDeep

    def ascend_resolver(self) -> None:
        """Called behind each node."""
        self.depth -= 1


@lru_cache(maxsize=_KEPT)
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
        return tuple(roots), Problem(TOO_DEEP, composer.parents[0].start_mark.index)
    except MarkedYAMLError as trouble:
        return tuple(roots), _problem(trouble)
    finally:
        composer.dispose()
    return tuple(roots), None


def _problem(trouble: MarkedYAMLError) -> Problem:
    mark, context = trouble.problem_mark, trouble.context_mark
    # For a second anchor of the same name libyaml's own wording lies in the context.
    what = trouble.problem or "" if trouble.context is None or "duplicate anchor" not in trouble.context else "found duplicate anchor"
    return Problem(what, mark.index if mark else 0, trouble.context or "", context.index if context else None)
