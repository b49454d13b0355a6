"""Findings as the user wants them: text on the terminal, a report for a CI service, or both."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from slogen.cli.terminal import as_text, texts_of

if TYPE_CHECKING:
    from slogen.report.formats import Findings

F = TypeVar("F", bound=Callable[..., Any])

TEXT = "text"
NAMES = (TEXT, "json", "github", "gitlab", "sarif", "junit")


def report_options(command: F) -> F:
    """`--format` and `--report`, as `format_` and `report`."""
    to_file = click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write the report into FILE; the terminal shows text all the same.",
    )
    chosen = click.option(
        "--format", "format_", type=click.Choice(NAMES), default=TEXT, show_default=True, help="What the report looks like."
    )
    return chosen(to_file(command))


def shows_text(format_: str, report: Path | None) -> bool:
    """Whether the terminal shows findings as text: unless a report for machines takes their place."""
    return format_ == TEXT or report is not None


def write_report(root: Path, findings: "Findings", format_: str, report: Path | None, sources: dict[str, str] | None = None) -> None:
    """Print the report, or write it into its file; text for people only into a file, the terminal has it already.

    Paths of findings are relative to `root`, `sources` are texts that lie in no file.
    """
    if format_ == TEXT:
        text = "" if report is None else as_text(root, findings.diagnostics, sources or {}, color=False)
    else:
        from slogen.report.formats import report as made

        text = made(format_, findings, texts_of(root, findings.diagnostics, sources or {}))
    if report is None:
        click.echo(text, nl=False)
    else:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(text, encoding="utf-8")
