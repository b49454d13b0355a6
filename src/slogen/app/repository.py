"""Where a folder lies in its repository: services that show findings beside the code name files from its top."""

from pathlib import Path


def prefix(folder: Path) -> str:
    """`monitoring/` for that folder of a repository; empty for its top, and where there is no repository."""
    resolved = folder.resolve()
    for top in (resolved, *resolved.parents):
        if (top / ".git").exists():
            relative = resolved.relative_to(top).as_posix()
            return "" if relative == "." else f"{relative}/"
    return ""
