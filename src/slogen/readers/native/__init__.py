"""The native dialect: documents with `apiVersion: slogen/v1`."""

from slogen.readers.native.dashboard.board import DashboardReading, read_dashboard
from slogen.readers.native.provenance import Provenance, provenance
from slogen.readers.native.routing import read_routing
from slogen.readers.native.service import read_service
from slogen.readers.native.workspace import BUILT_IN_WORKSPACE, System, Workspace, read_system, read_workspace

__all__ = [
    "BUILT_IN_WORKSPACE",
    "DashboardReading",
    "Provenance",
    "System",
    "Workspace",
    "provenance",
    "read_dashboard",
    "read_routing",
    "read_service",
    "read_system",
    "read_workspace",
]
