"""Which lines belong together: a rule, an SLO, a group: the items of a file's lists, and its top-level keys."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from slogen.source.tree import Item, Listing, Mapping, Scalar, Tree

_NOTHING = re.compile(r"[ \t]*(?:#.*)?")


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Lines `first` to `last`, counted from 1; `name` is what the key `name`, `alert` or `record` says there.

    `item`: it is one of a list.
    """

    first: int
    last: int
    name: str = ""
    item: bool = True

    def holds(self, line: int) -> bool:
        """Whether a line belongs to it."""
        return self.first <= line <= self.last

    def touched(self, lines: Iterable[tuple[int, int]], gaps: Iterable[int]) -> bool:
        """Whether one of the ranges of lines reaches into it, or a gap (the line before what was deleted) lies within."""
        return any(first <= self.last and last >= self.first for first, last in lines) or any(self.first <= gap < self.last for gap in gaps)


WHOLE_FILE = Scope(1, 1 << 30, item=False)


def scopes(tree: Tree) -> tuple[Scope, ...]:
    """Every item of a list that is a mapping, and every top-level key with its value; larger ones before those inside them."""
    found = (scope for root in tree.roots for scope in _top(tree, root))
    return tuple(sorted(found, key=lambda scope: (scope.first, -scope.last)))


def smallest(found: tuple[Scope, ...], line: int) -> Scope:
    """The item around a line; else the top-level key, else the whole file."""
    around = [scope for scope in found if scope.holds(line)]
    items = [scope for scope in around if scope.item]
    return min(items or around or [WHOLE_FILE], key=lambda scope: scope.last - scope.first)


def last_line(tree: Tree, item: Item) -> int:
    """The line, counted from 1, with the item's last words: to libyaml a mapping ends where the next thing begins."""
    text = tree.text
    line, first = text.line_of(item.end), text.line_of(item.start)
    if line > first and not text.content[text.starts[line] : item.end].strip():
        line -= 1
    while line > first and _NOTHING.fullmatch(text.line(line)):
        line -= 1
    return line + 1


def _top(tree: Tree, root: Item) -> Iterator[Scope]:
    if isinstance(root, Mapping):
        for key, value in root.pairs:
            yield Scope(tree.text.line_of(key.start) + 1, last_line(tree, value), key.text, item=False)
    yield from _items(tree, root)


def _items(tree: Tree, item: Item) -> Iterator[Scope]:
    match item:
        case Mapping(pairs=pairs):
            for _, value in pairs:
                yield from _items(tree, value)
        case Listing(items=items):
            for one in items:
                if isinstance(one, Mapping):
                    yield Scope(tree.text.line_of(one.start) + 1, last_line(tree, one), _name(one))
                yield from _items(tree, one)
        case _:
            pass


def _name(item: Mapping) -> str:
    for key in ("name", "alert", "record"):
        if isinstance(found := item.get(key), Scalar):
            return found.text
    return ""
