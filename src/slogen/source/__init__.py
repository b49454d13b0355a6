"""L1: YAML with positions. `read` turns the bytes of a file into documents and findings."""

from slogen.source.document import Document
from slogen.source.file import read

__all__ = ["Document", "read"]
