"""The native dialect: documents with `apiVersion: slogen/v1`."""

from slogen.readers.native.provenance import Provenance, provenance
from slogen.readers.native.routing import read_routing
from slogen.readers.native.service import read_service
from slogen.readers.native.workspace import BUILT_IN_WORKSPACE, System, Workspace, read_system, read_workspace

__all__ = [
    "BUILT_IN_WORKSPACE",
    "Provenance",
    "System",
    "Workspace",
    "provenance",
    "read_routing",
    "read_service",
    "read_system",
    "read_workspace",
]
