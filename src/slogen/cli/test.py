"""slogen test."""

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from slogen.cli.exits import Exit
from slogen.cli.terminal import progress, stop

if TYPE_CHECKING:
    from slogen.app.prove import Proof
    from slogen.verify.promtool_tests import Failure

_SHOWN = 160
_FAILURES = 20


@click.command(short_help="Run the generated tests of rules and routes.")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("-o", "--output", metavar="DIRECTORY", default="generated", show_default=True, help="The folder that slogen generate wrote.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="promtool processes at a time.  [default: one per processor]")
@click.option("--filter", "wanted", default="", metavar="TEXT", help="Only tests whose name contains the text.")
@click.option("--all", "every", is_flag=True, help="Run also what passed before with the same rules and the same promtool.")
@click.option("-v", "--verbose", is_flag=True, help="Say also what is not tested, and why.")
def test(paths: tuple[str, ...], output: str, jobs: int | None, wanted: str, every: bool, verbose: bool) -> None:
    """Run the generated tests: promtool plays made-up series through the generated rules and compares what fires; amtool says which
    receivers every sort of alert reaches.

    PATHS are spec files or folders; without any, everything is tested. Files that passed before are not run again while neither they,
    their rules nor promtool have changed.
    """
    from slogen.app.project import ProjectProblem, find_project
    from slogen.app.prove import prove
    from slogen.app.prove_routes import prove_routes
    from slogen.verify.tool import ToolProblem

    start = time.perf_counter()

    def done(proof: "Proof") -> None:
        if proof.failures:
            progress("")
            click.echo(f"FAILED {proof.path} ({len(proof.failures)} checks)")
            for failure in proof.failures[:_FAILURES]:
                click.echo(_text(failure))
            if len(proof.failures) > _FAILURES:
                click.echo(f"  … and {len(proof.failures) - _FAILURES} more")
        elif not proof.known:
            progress("")
            click.echo(f"ok     {proof.path}: {proof.tests} tests, {proof.seconds:.1f} s")

    try:
        project = find_project(paths, output, Path.cwd())
        proofs = prove_routes(project, done, jobs=jobs or os.cpu_count() or 1, every=every, wanted=wanted)
        proofs += prove(project, done, jobs=jobs or os.cpu_count() or 1, every=every, wanted=wanted)
    except (ProjectProblem, ToolProblem) as problem:
        stop(str(problem), Exit.ENVIRONMENT)
        return
    if not proofs:
        click.echo("no tests to run: nothing is generated for these specs, or slos/slogen.yaml says tests: false")
        sys.exit(Exit.OK)
    failed = [proof for proof in proofs if proof.failures]
    notes = [note for proof in proofs for note in proof.notes]
    if verbose:
        for proof in proofs:
            for note in proof.notes:
                click.echo(f"not tested: {proof.service}: {note}")
    known = sum(proof.tests for proof in proofs if proof.known)
    services = len({proof.service for proof in proofs} - {"alertmanager"})
    of = f" of {services} service{'' if services == 1 else 's'}" if services else ""
    parts = [f"{sum(proof.tests for proof in proofs)} tests{of}"]
    parts += [f"{known} known to pass"] if known else []
    parts += [f"{len(notes)} alerts without a test (-v names them)"] if notes and not verbose else []
    verdict = f"{len(failed)} of {len(proofs)} files FAILED" if failed else "all passed"
    click.echo(f"{verdict}: {', '.join(parts)}, {time.perf_counter() - start:.1f} s")
    sys.exit(Exit.FAULT if failed else Exit.OK)


def _text(failure: "Failure") -> str:
    """Expected and got from a little before the place at which they begin to differ."""
    pairs = enumerate(zip(failure.expected, failure.got, strict=False))
    start = next((index for index, (one, other) in pairs if one != other), 0)
    start = max(0, start - 40) if max(len(failure.expected), len(failure.got)) > _SHOWN else 0
    expected, got = (_cut(text, start) for text in (failure.expected, failure.got))
    return f"  {failure.test}\n    at {failure.at}: {failure.what}\n    expected {expected}\n    got      {got}"


def _cut(text: str, start: int) -> str:
    shown = text[start : start + _SHOWN]
    return ("…" if start else "") + shown + ("…" if start + _SHOWN < len(text) else "") if text else "nothing"
