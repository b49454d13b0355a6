"""The core reads no files and asks for no time. Imports of os, time … are import-linter's business; this is what imports cannot show."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "slogen"
IMPURE = {"cli", "app", "verify"}
PURE_PATHS = {"PurePath", "PurePosixPath"}
FILE_METHODS = {"read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink", "rglob", "iterdir"}
CLOCK_METHODS = {"now", "today", "utcnow"}


def _touches_the_world(tree: ast.Module) -> list[str]:
    """What in a module reads or writes files or asks for the time, as `line: name`. Package data (importlib.resources) is not meant."""
    resources = any(isinstance(node, ast.ImportFrom) and node.module == "importlib" for node in tree.body)
    methods = CLOCK_METHODS if resources else CLOCK_METHODS | FILE_METHODS
    found: list[str] = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(alias.name == "pathlib" for alias in names):
                found.append(f"{node.lineno}: import pathlib")
            case ast.ImportFrom(module="pathlib", names=names):
                found += (f"{node.lineno}: {alias.name}" for alias in names if alias.name not in PURE_PATHS)
            case ast.Call(func=ast.Name(id="open" | "print" | "input" as name)):
                found.append(f"{node.lineno}: {name}()")
            case ast.Call(func=ast.Attribute(attr=name)) if name in methods:
                found.append(f"{node.lineno}: .{name}()")
    return found


def test_no_module_of_the_core_touches_files_or_the_clock() -> None:
    core = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in IMPURE]
    found = {path.relative_to(PACKAGE).as_posix(): _touches_the_world(ast.parse(path.read_text(encoding="utf-8"))) for path in core}
    assert {name: places for name, places in found.items() if places} == {}
    assert len(core) > 5


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("from pathlib import Path", ["1: Path"], id="real paths"),
        pytest.param("from pathlib import PurePosixPath", [], id="pure paths"),
        pytest.param("import pathlib", ["1: import pathlib"], id="all of pathlib"),
        pytest.param("text = open('x').read()", ["1: open()"], id="open"),
        pytest.param("text = path.read_text()", ["1: .read_text()"], id="a file is read"),
        pytest.param("from importlib import resources\ntext = resources.files('slogen').read_text()", [], id="package data"),
        pytest.param("import datetime\nnow = datetime.datetime.now()", ["2: .now()"], id="the clock"),
    ],
)
def test_what_touches_the_world_is_seen(source: str, found: list[str]) -> None:
    assert _touches_the_world(ast.parse(source)) == found
