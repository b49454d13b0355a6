"""The corpus of hand-written rules, what is found in it, and what is to be found.

Beside each file of `corpus/` lies what is to be found in it, a line each: `<line> <check>: <why that is right>`. The files of `plain/`
are linted without a Workspace, those of `workspace/` with one that says all that checks can know.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from slogen.diagnostics import Diagnostic
from slogen.lint.engine import run
from slogen.lint.registry import CHECKS
from slogen.lint.rule_file import read_rule_file
from slogen.lint.settings import DEFAULT, RunbookFile, Settings
from slogen.lint.subject import FileSubject
from slogen.model.duration import Duration

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("*/*.yaml"))
_EXPECTED = re.compile(r"(?P<line>\d+) (?P<check>[a-z-]+): (?P<why>\S.+)")
_RUNBOOKS = "https://runbooks.shop.example"
SETTINGS = {
    "plain": DEFAULT,
    "workspace": Settings(
        scrape_interval=Duration.parse("30s"),
        retention=Duration.parse("15d"),
        runbook_hosts=("runbooks.shop.example",),
        runbooks={
            f"{_RUNBOOKS}/shop/down": RunbookFile("runbooks/shop/down.md", frozenset()),
            f"{_RUNBOOKS}/shop/errors": RunbookFile("runbooks/shop/errors.md", frozenset({"rollback", "diagnosis"})),
            f"{_RUNBOOKS}/warehouse/robots": RunbookFile("runbooks/warehouse/robots.md", frozenset({"controller"})),
        },
        runbook_prefixes=(f"{_RUNBOOKS}/shop/", f"{_RUNBOOKS}/warehouse/"),
        severities=("page", "ticket", "info"),
        pages=("page",),
        quiet=("info",),
        owner_labels=("team",),
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A file of the corpus; `expected` are lines and names of checks."""

    path: Path
    subject: FileSubject
    found: tuple[Diagnostic, ...]
    expected: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        """`plain/node`."""
        return f"{self.path.parent.name}/{self.path.stem}"


@cache
def case(path: Path) -> Case:
    """Lint a file of the corpus. AssertionError if it, or what is beside it, cannot be read."""
    file = read_rule_file(path.name, path.read_bytes())
    assert file.findings == ()
    assert file.subject is not None
    found = run(CHECKS, [file.subject, *file.subject.rules], SETTINGS[path.parent.name])
    return Case(path, file.subject, tuple(found), tuple(_expected(path)))


def _expected(path: Path) -> list[tuple[int, str]]:
    expected: list[tuple[int, str]] = []
    for line in path.with_suffix(".findings").read_text(encoding="utf-8").splitlines():
        match = _EXPECTED.fullmatch(line)
        assert match is not None, line
        expected.append((int(match["line"]), match["check"]))
    return expected
