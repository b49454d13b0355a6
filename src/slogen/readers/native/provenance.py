"""Where each effective setting of an SLO comes from; computed only when somebody asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from slogen.diagnostics import Span
from slogen.model.objective import plain
from slogen.readers.native import validate
from slogen.readers.native.settings import refine, with_missing
from slogen.readers.native.shape import Node
from slogen.readers.native.workspace import System
from slogen.source import Document


@dataclass(frozen=True, slots=True)
class Provenance:
    """A setting's value as text, the level that set it (default, workspace, system, service, slo), and where; None: built in."""

    value: str
    level: str
    span: Span | None


def provenance(document: Document, name: str, system: System) -> dict[str, Provenance]:
    """The settings of the SLO `name` in a Service document by dotted name (`guard.min_failures`); KeyError if there is no such SLO."""
    shape = validate.shape("service", document)
    root = Node(shape, (), shape.data)
    for index, data in enumerate(root.data.get("slos", ())):
        if data is not None and data.get("name") == name:
            node = Node(shape, ("slos", index), data)
            break
    else:
        raise KeyError(name)
    settings = refine(refine(system.settings, "service", root, []), "slo", node, [])
    if "missing" in node.child("alerts").data:
        settings = with_missing(settings, node.child("alerts"))
    return {key: Provenance(_say(source.value), source.level, source.span()) for key, source in sorted(settings.sources.items())}


def _say(value: Any) -> str:
    """A value as it would be written in one line of YAML."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            return plain(value)
        case Mapping():
            return f"{{{', '.join(f'{key}: {_say(inner)}' for key, inner in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(_say, value))}]"
        case _:
            return " ".join(str(value).split())
