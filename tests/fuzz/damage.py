"""Texts with damage, some with a secret in them, and what every answer to such a text owes its reader."""

import os
import random
import re
from collections.abc import Callable, Iterable, Sequence

from slogen.diagnostics import Diagnostic
from slogen.report import render
from slogen.report.formats import FORMATS, Findings, report
from slogen.report.veil import veiled

INPUTS = int(os.environ.get("SLOGEN_FUZZ", "2000"))
"""How many inputs each test tries."""

PIECES = (
    *"abk019 :\n\t-[]{},'\"|>&*!#%@`?.~=<\\\ré😀\u2028\ufeff",
    *("\n  ", "\n    ", "\n      - ", ": ", "- ", "? ", "---\n", "...\n", "<<: ", "*a ", "&a ", "!!str ", "|2-\n", ">+\n", "''", "\\x4"),
    *("yes", "012", "1:30", "2024-01-01", "1e999", "[a, ", "{a: ", "[", "{", "null", "\r\n", "{{ x }}", "# c\n"),
)
# In halves, so that no scanner takes this file for a leak. Of each the end is what nobody may be shown.
_SECRETS = (
    ("https://hooks.slack.com/serv" + "ices/T01ABCDEF/B02GHIJKL/", "q8Zk2mVt5RwX1nPd7LsYc3Ba"),
    ("https://discord.com/api/web" + "hooks/112233445566/", "aZ8kQm2Vt5RwLs9"),
    ("xox" + "b-2041-", "fghijKq81mZpQ7"),
    ("https://logs.example.com/a?token=", "b7Qx93kdPz1LwV0T"),
    ("https://slogen:", "tiramisu4217@db.example.com/shop"),
    ("\nrouting_key: ", "5f0c9b7e2a4d41c8b6e3f1a09d8c7b65"),
    ("\npassword: ", "tiramisu4217"),
)
_VALUE = re.compile(r"(?<=: )[^\s{\[&|>,}\]][^\n,}\]]*")


def mistyped(chance: random.Random, samples: Sequence[str], pieces: Sequence[str] = PIECES) -> str:
    """One of the samples with a few small changes."""
    text = chance.choice(samples)
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice((*pieces, "")) + text[at + chance.choice((0, 0, 1, 1, 2, 30)) :]
    return text


def with_secret(chance: random.Random, text: str, *, named: bool = True) -> tuple[str, str]:
    """The text with a secret in place of a value, or anywhere; and what of it must not be shown.

    `named`: maybe one that is known by its key only.
    """
    begin, secret = chance.choice(_SECRETS if named else _SECRETS[:-2])
    values = [match.span() for match in _VALUE.finditer(text)]
    anywhere = chance.randrange(len(text) + 1)
    start, end = chance.choice(values) if values and chance.random() < 0.7 else (anywhere, anywhere)
    if begin.startswith("\n"):
        line = text[text.rfind("\n", 0, start) + 1 : start]
        begin = "\n" + " " * (len(line) - len(line.lstrip())) + begin[1:]
        start = end
    return f"{text[:start]} {begin}{secret}{chance.choice((' ', chr(10)))}{text[end:]}", secret[:12]


def each(check: Callable[[random.Random], object], share: int = 1) -> None:
    """Call the check with as many different sources of chance as are asked for, or that share of them; what fails says with which."""
    for seed in range(INPUTS // share):
        try:
            check(random.Random(seed))
        except Exception as trouble:
            raise AssertionError(f"seed {seed}") from trouble


def presentable(findings: Iterable[Diagnostic], path: str, text: str, secret: str = "", *, excerpts: bool = True) -> None:
    """Every finding of this file lies in its lines and says something, and nothing that is printed of them shows the secret."""
    findings = list(findings)
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    for finding in findings:
        assert finding.message, finding
        assert min(finding.span.column, finding.span.length) >= 1, finding
        if finding.span.path == path:
            assert 1 <= finding.span.line <= len(lines), finding
            assert finding.span.column <= len(lines[finding.span.line - 1]) + 1, finding
    sources = {path: text}
    if not excerpts:
        findings, sources = veiled(findings, sources), {}
    printed = [render(findings, sources, color=False)]
    # All formats are given the same findings: one of them stands for all.
    name = sorted(FORMATS)[len(text) % len(FORMATS)]
    printed.append(report(name, Findings("test", "1", findings, [path]), sources))
    told = next((one for one in printed if secret and secret.lower() in one.lower()), "")
    assert not told, told
