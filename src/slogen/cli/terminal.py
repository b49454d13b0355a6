"""Findings, progress and colour on the terminal."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from slogen.app.project import Project
    from slogen.diagnostics import Diagnostic


def use_color(stream: TextIO) -> bool:
    """Colour only on a terminal, and never with NO_COLOR or TERM=dumb; FORCE_COLOR asks for it anywhere."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (stream.isatty() and os.environ.get("TERM") != "dumb")


def excerpt_width(stream: TextIO) -> int:
    """Columns for excerpts: no line of them is broken by a terminal of the usual sizes; logs and pipes get what reads best there."""
    from slogen.report.text import WIDTH

    try:
        columns = os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        columns = 0
    return max(60, min(WIDTH, columns)) if columns else WIDTH


def show(project: "Project", diagnostics: "Sequence[Diagnostic]") -> None:
    """Print findings with excerpts on standard error, and a line that counts them; nothing when there are none."""
    if not diagnostics:
        return
    from slogen.report.text import summary

    click.echo(as_text(project.root, diagnostics, {}, color=use_color(sys.stderr)), err=True, color=True)
    click.echo(summary(diagnostics), err=True)


def as_text(root: Path, diagnostics: "Sequence[Diagnostic]", sources: Mapping[str, str], *, color: bool) -> str:
    """Findings with excerpts, as they are printed. Paths are relative to `root`; `sources` are the texts of those that lie in no file."""
    from slogen.report.text import render

    return render(diagnostics, texts_of(root, diagnostics, sources), color=color, width=excerpt_width(sys.stderr))


def texts_of(root: Path, diagnostics: "Sequence[Diagnostic]", sources: Mapping[str, str]) -> dict[str, str]:
    """The text of every file that has a finding; empty where it cannot be read."""
    return {path: sources[path] if path in sources else _text(root / path) for path in {one.span.path for one in diagnostics}}


def progress(text: str) -> None:
    """One line that is written over, on a terminal only; an empty text clears it."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        click.echo(f"\r\033[K{text}", nl=False, err=True, color=True)


def stop(message: str, code: int) -> None:
    """Print one line and end."""
    click.echo(f"slogen: {message}", err=True)
    sys.exit(code)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
