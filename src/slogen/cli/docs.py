"""Pages made from the code: schemas, spec reference, diagnostics, commands, checks. `python -m slogen.cli.docs [--check]`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from slogen.app.explain import every_service
from slogen.app.project import find_project
from slogen.cli.main import cli
from slogen.lint.check import Check
from slogen.lint.manual import manual
from slogen.lint.registry import CHECKS
from slogen.readers.native.schema import KINDS, schema, text
from slogen.report.boards_page import boards_page
from slogen.report.code_page import code_page
from slogen.report.detection_page import detection_page
from slogen.report.lint_page import CheckManual, lint_page
from slogen.report.spec_page import spec_page


def pages() -> dict[str, str]:
    """Path below `docs/` → the page's text."""
    found = {f"schema/{kind}.json": text(kind) for kind in KINDS}
    found["spec.md"] = spec_page({kind: schema(kind) for kind in KINDS})
    found["diagnostics.md"] = code_page()
    found["commands.md"] = _commands()
    found["lint.md"] = lint_page([_manual(check) for check in CHECKS])
    services, _ = every_service(find_project([], "generated", Path.cwd()))
    found["detection.md"] = detection_page(services)
    found["boards.md"] = boards_page(_boards(Path("generated/grafana/dashboards")), sorted({service.system for service in services}))
    return found


def _manual(check: Check[Any]) -> CheckManual:
    page = manual(check)
    examples = tuple((example.title, example.text) for example in page.examples)
    return CheckManual(check.code, check.name, check.severity.value, page.title, page.text, examples)


def _boards(folder: Path) -> dict[str, Any]:
    return {path.relative_to(folder).as_posix(): json.loads(path.read_text("utf-8")) for path in sorted(folder.rglob("*.json"))}


def main(folder: Path, *, check: bool) -> int:
    """Write the pages, or with `check` name the stale ones; the exit code."""
    stale = [path for path, page in pages().items() if not (folder / path).is_file() or (folder / path).read_text("utf-8") != page]
    for path in stale:
        if check:
            print(f"stale: {folder / path}; run: make docs")
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(pages()[path], encoding="utf-8")
            print(folder / path)
    return 1 if check and stale else 0


def _commands() -> str:
    """Every command's help as it is printed on a terminal of 110 columns."""
    parts = ["# Commands", ""]
    for names, command in _with_subcommands(("slogen",), cli):
        context = click.Context(
            command, info_name=" ".join(names), terminal_width=110, max_content_width=110, help_option_names=["-h", "--help"]
        )
        parts += [f"## {' '.join(names)}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    return "\n".join(parts)


def _with_subcommands(names: tuple[str, ...], command: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            if not inner.hidden:
                yield from _with_subcommands((*names, name), inner)


if __name__ == "__main__":
    sys.exit(main(Path("docs"), check="--check" in sys.argv))
