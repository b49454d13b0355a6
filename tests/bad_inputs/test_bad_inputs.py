"""Folders of specs with mistakes, and the text with which `slogen validate` answers them: file, line, column, what and how.

A case is laid over `base/`, a small project without a mistake. SLOGEN_UPDATE_GOLDENS=1 writes `expected.txt` anew.
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from slogen.cli.main import cli
from slogen.diagnostics import codes

FOLDER = Path(__file__).parent
CASES = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name not in ("base", "__pycache__"))
EXPECTED = "expected.txt"
# What only `slogen generate` and `slogen lint` can find.
_NOT_HERE = {codes.PROMTOOL, codes.AMTOOL, codes.STALE_OUTPUT, codes.SUPPRESSION, codes.UNUSED_SUPPRESSION}
# What a person who writes specs does not know: the innards of Python, JSON Schema, regular expressions and the parsers.
_JARGON = re.compile(
    r"Traceback|NoneType|\bdict\b|\bstr\b|\bint\b|\bDecimal\b|\bregex\b|given schemas|additionalProperties|does not match|"
    r"JSON|schema|libyaml|scalar|\bnode\b|\bnull\b|invalid promql|expected type|\(\?[:=!]|\[\^|\\s|\\Z",
    re.IGNORECASE,
)


def _project(case: str, folder: Path) -> Path:
    shutil.copytree(FOLDER / "base", folder)
    shutil.copytree(FOLDER / case, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(EXPECTED))
    return folder


def _expected(case: str) -> str:
    return (FOLDER / case / EXPECTED).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_answered(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(_project(case, tmp_path / "project"))
    result = CliRunner().invoke(cli, ["validate"], catch_exceptions=False)
    golden = FOLDER / case / EXPECTED
    if os.environ.get("SLOGEN_UPDATE_GOLDENS"):
        golden.write_text(result.stderr, encoding="utf-8")
    assert result.stderr == _expected(case)
    assert result.stdout == ""
    assert result.exit_code == (1 if ": error: " in result.stderr else 0)


@pytest.mark.parametrize("case", CASES)
def test_a_message_speaks_to_the_writer_of_the_spec(case: str) -> None:
    # Excerpts and quoted values may hold anything: they are the user's own words.
    lines = [line for line in _expected(case).splitlines() if not re.match(r" +\d+ \|", line)]
    assert _JARGON.findall(re.sub(r'`[^`]*`|"[^"\n]*"|!!\S+', "…", "\n".join(lines))) == []


def test_every_mistake_that_has_a_code_is_among_the_cases() -> None:
    shown = {code for case in CASES for code in re.findall(r": (?:error|warning): .* \[([a-z-]+)\]$", _expected(case), re.MULTILINE)}
    assert {code.name for code in codes.ALL} - shown == {code.name for code in _NOT_HERE}


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 70


def test_the_base_has_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER / "base", tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    result = CliRunner().invoke(cli, ["validate"], catch_exceptions=False)
    assert (result.exit_code, result.output) == (0, "1 SLO in 1 file: no errors\n")
