"""Every check's manual: its bad examples are found, its good ones are not."""

from typing import Any

import pytest

from slogen.lint.check import Check
from slogen.lint.engine import run
from slogen.lint.manual import Example, manual
from slogen.lint.registry import CHECKS
from slogen.lint.rule_file import read_rule_file
from slogen.lint.subject import FileSubject, RuleSubject

EXAMPLES = [
    pytest.param(check, example, id=f"{check.name}, {example.title}, {number}")
    for check in CHECKS
    for number, example in enumerate(manual(check).examples, start=1)
    if check.subject in (RuleSubject, FileSubject)
]


@pytest.mark.parametrize(("check", "example"), EXAMPLES)
def test_an_example_is_found_if_and_only_if_it_is_bad(check: Check[Any], example: Example) -> None:
    file = read_rule_file("example.yaml", _as_rule_file(example.text))
    assert file.subject is not None
    assert file.findings == ()
    assert bool(run([check], [file.subject, *file.subject.rules], check.examples)) is example.bad


@pytest.mark.parametrize("check", [pytest.param(check, id=check.name) for check in CHECKS])
def test_a_manual_says_why_and_shows_both(check: Check[Any]) -> None:
    page = manual(check)
    assert len(page.title) <= 80
    assert len(page.text) > 100
    assert {example.bad for example in page.examples} == {True, False}


def test_codes_and_names_are_unique_and_in_order() -> None:
    codes = [check.code for check in CHECKS]
    assert codes == sorted(set(codes))
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def _as_rule_file(text: str) -> bytes:
    """An example that is a bare list of rules, as a file with one group; any other stays as it is."""
    if not text.startswith("- "):
        return text.encode()
    rules = "".join(f"      {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
    return f"groups:\n  - name: example\n    rules:\n{rules}".encode()
