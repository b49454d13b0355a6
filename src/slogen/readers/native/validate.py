"""Does a document have the shape that the schema of its kind asks for? A fast answer first, an explanation only when it is no."""

from functools import cache
from typing import Any, Protocol

from slogen.readers.native.schema import schema
from slogen.readers.native.shape import Shape, without
from slogen.source import Document


class _Gate(Protocol):
    def is_valid(self, instance: Any) -> bool: ...


def shape(kind: str, document: Document) -> Shape:
    """Check a document of a kind (`workspace`, `system` …); wrong values are reported and taken out of the data."""
    if passes(kind, document.data):
        return Shape(document, document.data)
    # The explaining library takes longer to import than most specs take to compile.
    from slogen.readers.native.explain import explain

    mistakes = explain(kind, document)
    spoilt = frozenset(path for mistake in mistakes for path in mistake.spoilt)
    data = without(document.data, spoilt)
    return Shape(document, data if isinstance(data, dict) else {}, spoilt, tuple(mistake.diagnostic for mistake in mistakes))


def passes(kind: str, data: Any) -> bool:
    """Whether the data are valid, without a reason."""
    return _gate(kind).is_valid(data)


@cache
def _gate(kind: str) -> _Gate:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(schema(kind))
