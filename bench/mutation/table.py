"""What came of the mutants: the table of kinds, and the survivors by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.mutation.kinds import KINDS, Mutant


@dataclass(frozen=True, slots=True)
class Verdict:
    """`killed_by` is the title of the test that noticed; empty: none did. `equivalent`: why none could, and so none was asked."""

    service: str
    subject: str
    mutant: Mutant
    killed_by: str = ""
    equivalent: str = ""


def kill_rate(verdicts: Sequence[Verdict]) -> float:
    """Killed mutants in percent of those that somebody could notice; 100 without any."""
    run = [verdict for verdict in verdicts if not verdict.equivalent]
    return 100 * sum(bool(verdict.killed_by) for verdict in run) / len(run) if run else 100.0


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A Markdown table: a line for every kind, and one for all."""
    yield "| mutation | mutants | killed | survived | equivalent | killed |"
    yield "|---|---:|---:|---:|---:|---:|"
    for kind in KINDS:
        own = [verdict for verdict in verdicts if verdict.mutant.kind == kind]
        if own:
            yield _line(kind, own)
    yield _line("**all**", verdicts)


def by_subject(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """A Markdown table: a line for every SLO."""
    yield "| service | SLO | mutants | killed | survived | equivalent | killed |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for service, subject in dict.fromkeys((verdict.service, verdict.subject) for verdict in verdicts):
        own = [verdict for verdict in verdicts if (verdict.service, verdict.subject) == (service, subject)]
        yield _line(f"{service} | {subject}", own)


def survivors(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Who lived, by kind and rule."""
    for verdict in sorted(
        (one for one in verdicts if not one.killed_by and not one.equivalent), key=lambda one: KINDS.index(one.mutant.kind)
    ):
        mutant = verdict.mutant
        yield f"{mutant.kind:<26} {verdict.service} {verdict.subject}: {mutant.rule}: {mutant.what}"


def equivalents(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Why mutants were left out, and how many."""
    reasons = dict.fromkeys((verdict.mutant.kind, verdict.equivalent) for verdict in verdicts if verdict.equivalent)
    for kind, reason in reasons:
        count = sum((verdict.mutant.kind, verdict.equivalent) == (kind, reason) for verdict in verdicts)
        yield f"{count:>5}  {kind}: {reason}"


def _line(name: str, own: Sequence[Verdict]) -> str:
    killed = sum(bool(verdict.killed_by) for verdict in own)
    equivalent = sum(bool(verdict.equivalent) for verdict in own)
    rate = f"{kill_rate(own):.1f} %" if equivalent < len(own) else "–"
    return f"| {name} | {len(own)} | {killed} | {len(own) - killed - equivalent} | {equivalent} | {rate} |"
