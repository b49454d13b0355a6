"""No bytes raise an exception: noise, and specs that were cut, mixed and mistyped. SLOGEN_FUZZ sets the number of inputs."""

import random
from pathlib import Path
from typing import Any

from slogen.report import render
from slogen.source import Document, read
from tests.fuzz import damage

SAMPLES = [path.read_text("utf-8") for path in sorted((Path(__file__).parent / "samples").glob("*.yaml"))]
PIECES = (
    *"abk019 :\n\t-[]{},'\"|>&*!#%@`?.~=<\\\r\0é😀\u00a0\u2028\ufeff",
    *("\n  ", "\n    ", ": ", "- ", "? ", "---\n", "...\n", "<<: ", "*a ", "&a ", "!!str ", "!x ", "|2-\n", ">+\n", "''", '\\"', "\\x4"),
    *("yes", "012", "1:30", "2024-01-01", "1e999", "a: b", "[a, ", "{a: ", "%YAML 1.2\n", "\r\n", "{{ x }}", "# c\n"),
)


def noise(chance: random.Random) -> bytes:
    return chance.randbytes(chance.randrange(60))


def pieces(chance: random.Random) -> bytes:
    return "".join(chance.choice(PIECES) for _ in range(chance.randrange(40))).encode()


def mistyped(chance: random.Random) -> bytes:
    """A spec with a few small changes."""
    return damage.mistyped(chance, SAMPLES, PIECES).encode()


def mixed(chance: random.Random) -> bytes:
    """Stretches of specs, one behind the other."""
    parts = []
    for _ in range(chance.randrange(1, 5)):
        text = chance.choice(SAMPLES)
        begin = chance.randrange(len(text))
        parts.append(text[begin : begin + chance.randrange(400)])
    return "".join(parts).encode()


def damaged(chance: random.Random) -> bytes:
    """A spec in which bytes were overwritten."""
    content = bytearray(chance.choice(SAMPLES).encode())
    for _ in range(chance.randrange(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def check(content: bytes) -> None:
    """Findings lie in the file and can be shown; documents have a place for everything in them."""
    documents, findings = read("a.yaml", content)
    assert documents or findings
    text = content.decode("utf-8", errors="replace")
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for finding in findings:
        assert 1 <= finding.span.line <= lines, finding
        assert finding.span.column >= 1, finding
        assert finding.span.length >= 1, finding
        assert finding.message, finding
        assert finding.hint, finding
    render(findings, {"a.yaml": text}, color=False)
    for document in documents:
        visit(document, document.data, ())


def visit(document: Document, data: Any, path: tuple[str | int, ...]) -> None:
    document.span(*path)
    document.key_span(*path)
    document.span(*path, "missing", 0)
    document.inside(path, 3, 2)
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in steps:
        visit(document, value, (*path, step))


def test_no_input_raises() -> None:
    makers = (noise, pieces, mistyped, mixed, damaged)
    for seed in range(damage.INPUTS):
        content = makers[seed % len(makers)](random.Random(seed))
        try:
            check(content)
        except Exception as trouble:
            raise AssertionError(f"seed {seed}: {content!r}") from trouble
