"""Aliases that must not be followed: those that contain themselves, and those that unfold into far too much."""

import re
from dataclasses import dataclass, field

from yaml import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, Event, MarkedYAMLError, ScalarEvent
from yaml._yaml import CParser

from slogen.diagnostics import Diagnostic, codes, error
from slogen.source.compose import DEPTH
from slogen.source.text import SourceText

LARGEST_EXPANSION = 100_000
"""Nodes that all aliases of one document may stand for together."""
_ANCHOR = re.compile(r"(?:^|[\s\[{,:?-])&[^\s,\[\]{}]", re.MULTILINE)


@dataclass(slots=True)
class _Open:
    """A mapping or list that has begun: its anchor, the nodes in it so far, and the levels below it."""

    anchor: str | None
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class _Document:
    """What is known of a document while its events pass by."""

    index: int
    text: SourceText
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Open] = field(default_factory=dict)
    expanded: int = 0
    finding: Diagnostic | None = None


def refused_aliases(text: SourceText, content: bytes) -> dict[int, Diagnostic]:
    """The first alias of each document (by its number) that cannot be followed."""
    if not _ANCHOR.search(text.content):
        return {}
    parser = CParser(content)
    documents: list[_Document] = []
    try:
        while (event := parser.get_event()) is not None:
            if isinstance(event, DocumentStartEvent):
                documents.append(_Document(len(documents), text))
            elif documents and documents[-1].finding is None:
                _follow(documents[-1], event)
    except MarkedYAMLError:
        pass  # reported when the nodes were composed
    finally:
        parser.dispose()
    return {document.index: document.finding for document in documents if document.finding is not None}


def _follow(document: _Document, event: Event) -> None:
    match event:
        case CollectionStartEvent():
            opened = _Open(event.anchor)
            document.stack.append(opened)
            if event.anchor:
                document.anchors[event.anchor] = opened
        case CollectionEndEvent():
            closed = document.stack.pop()
            _add(document, closed.size, closed.height)
        case ScalarEvent():
            if event.anchor:
                document.anchors[event.anchor] = _Open(event.anchor, 1, 0)
            _add(document, 1, 0)
        case AliasEvent():
            _expand(document, event)
        case _:
            pass


def _add(document: _Document, size: int, height: int) -> None:
    if document.stack:
        parent = document.stack[-1]
        parent.size = min(parent.size + size, LARGEST_EXPANSION + 1)
        parent.height = max(parent.height, height + 1)


def _expand(document: _Document, event: AliasEvent) -> None:
    """Count what an alias stands for, and refuse it when that is itself, too much or too deep."""
    target = document.anchors.get(event.anchor or "")
    if target is None:
        return
    document.expanded += target.size
    if any(opened is target for opened in document.stack):
        message = f"the alias *{event.anchor} lies inside what it stands for, so it would never end"
        hint = f"move *{event.anchor} out of the value that is marked &{event.anchor}"
    elif document.expanded > LARGEST_EXPANSION:
        message = f"the aliases up to *{event.anchor} stand for more than {LARGEST_EXPANSION:,} values"
        hint = "write fewer aliases of aliases"
    elif len(document.stack) + target.height > DEPTH:
        message = f"with the alias *{event.anchor} the values are nested deeper than {DEPTH} levels"
        hint = "write fewer aliases of aliases"
    else:
        _add(document, target.size, target.height)
        return
    assert event.start_mark is not None
    start = event.start_mark.index
    span = document.text.span(start, start + 1 + len(event.anchor or ""))
    document.finding = error(span, codes.YAML_ALIAS, message, hint)
