"""The rules of the house that no linter knows: sizes, names, places, and documents that match what is there."""

import ast
import fnmatch
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import slogen

ROOT = Path(__file__).parents[2]
FOLDERS = {"slos", "src", "generated", "tests", "runbooks", "docs", "bench", "templates", ".ci"}
FOLDERS_OF_TOOLS = {".git", ".github", ".idea", ".vscode", ".claude"}
CODE = ("src", "tests", "bench")
MACHINE_PATH = re.compile(r"(?<![\w.$}/])/(?:home|Users|root|work|tmp)/[\w.-]+")


def _ignored() -> list[str]:
    return [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines() if line]


def _files(*folders: str) -> list[Path]:
    """Every file in these folders that git would not ignore."""
    ignored = _ignored()
    found: list[Path] = []
    for folder in folders:
        for parent, names, files in os.walk(ROOT / folder):
            names[:] = sorted(name for name in names if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored))
            found += (Path(parent, name) for name in sorted(files) if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored))
    return found


def _modules() -> list[Path]:
    return [path for path in _files(*CODE) if path.suffix == ".py"]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _targets() -> set[str]:
    phony = re.search(r"^\.PHONY: (.*)$", _text("Makefile"), re.MULTILINE)
    assert phony is not None
    return set(phony[1].split()) - {"FORCE"}


def test_no_source_file_is_longer_than_400_lines() -> None:
    lines = {_name(path): path.read_text(encoding="utf-8").count("\n") for path in [*_modules(), *_files(".ci")]}
    assert {name: count for name, count in lines.items() if count > 400} == {}
    assert len(lines) > 10


def test_every_module_opens_with_a_line_that_says_what_lives_there() -> None:
    openings = {_name(path): ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "" for path in _modules()}
    assert [name for name, text in openings.items() if not re.match(r"\S.*[.:?]$", text.partition("\n")[0])] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    named: list[str] = []
    top = [path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name not in FOLDERS_OF_TOOLS]
    for path in [*_files(*CODE, ".ci", "docs", "slos", "generated"), *top]:
        text = path.read_bytes().decode("utf-8", errors="replace")
        named += (f"{_name(path)}: {match[0]}" for match in MACHINE_PATH.finditer(text))
    assert named == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("see |home|ada|slogen", True, id="a home folder"),
        pytest.param("open('|tmp|out.yaml')", True, id="a temporary file"),
        pytest.param("https:||example.com|home|page", False, id="part of a URL"),
        pytest.param("$HOME|tmp|out", False, id="relative to a variable"),
    ],
)
def test_a_path_of_a_machine_is_told_from_a_url(text: str, found: bool) -> None:
    """The slashes are written as bars: this file is searched too."""
    assert bool(MACHINE_PATH.search(text.replace("|", "/"))) is found


def test_every_top_level_folder_is_one_that_the_layout_knows() -> None:
    present = {path.name for path in ROOT.iterdir() if path.is_dir()}
    assert present - FOLDERS - FOLDERS_OF_TOOLS - set(_ignored()) == set()


def test_the_changelog_begins_with_what_is_not_released_yet_or_with_this_version() -> None:
    sections = re.findall(r"^## \[?([^\]\s]+)", _text("CHANGELOG.md"), re.MULTILINE)
    assert sections[0] in {"Unreleased", slogen.__version__}


def test_make_help_lists_every_command() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in shown.splitlines() if line.startswith("  make ")} == _targets()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", ".ci/run"])
def test_a_make_command_that_a_document_names_exists(document: str) -> None:
    if not (ROOT / document).exists():
        pytest.skip(f"there is no {document} yet")
    named = set(re.findall(r"(?:^|`|&& )make ([a-z][a-z0-9-]*)", _text(document), re.MULTILINE))
    assert named - _targets() == set()


def test_ci_runs_the_tests_last() -> None:
    commands = [line for line in _text(".ci/run").splitlines() if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-2:] == ["make check", "make test"]


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_scripts_can_be_executed(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)


def test_the_lock_holds_a_version_that_fits_of_everything_asked_for() -> None:
    project = tomllib.loads(_text("pyproject.toml"))["project"]
    pins = {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", _text("requirements.lock"), re.MULTILINE)
    }
    asked = [Requirement(text) for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]]
    unmet = [str(each) for each in asked if not each.specifier.contains(pins.get(canonicalize_name(each.name), "0"), prereleases=True)]
    assert unmet == [], "run `make lock`"
    assert len(asked) > 10
