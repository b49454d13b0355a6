"""docs/hard-data.md names tests; they exist, and no hard-data test is left out."""

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "hard-data.md"
NAMED = {(file, name) for file, name in re.findall(r"`([\w./]+\.py)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))}


def _tests(file: str) -> set[str]:
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_every_test_that_the_page_names_exists() -> None:
    assert [f"{file}::{name}" for file, name in sorted(NAMED) if name not in _tests(file)] == []
    assert len(NAMED) > 100


def test_every_case_that_is_tested_stands_on_the_page() -> None:
    files = [path.name for path in HERE.glob("test_*.py") if path.name != Path(__file__).name]
    assert {(file, name) for file in files for name in _tests(file)} - NAMED == set()


def test_every_line_of_a_table_names_a_test() -> None:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ") and not line.startswith("| case ")]
    assert [row for row in rows if "::test_" not in row] == []
