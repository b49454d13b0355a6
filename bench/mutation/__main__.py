"""`make mutation`: breaks the generated rules one change at a time and counts how many changes the generated tests notice.

By default one SLO of every likeness is broken, in MUTATION_EACH (default 2) places a kind of mutation. MUTATION=all takes everything,
MUTATION=omnihub/api-gateway everything of a service; MUTATION_JOBS says how many promtool processes run at a time (default: one per
processor).
"""

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.mutation.equivalent import indistinguishable
from bench.mutation.kinds import Mutant, mutants
from bench.mutation.sample import alike, thinned
from bench.mutation.slices import STANDALONE, Slice, all_tests, runnable, slices, whole
from bench.mutation.table import Verdict, by_subject, equivalents, kill_rate, survivors, table
from bench.mutation.trial import Experience, first_failing, measure, write_rules, write_tests
from slogen.app.compile import Job, read_services
from slogen.app.context import read_context
from slogen.app.project import Project, ProjectProblem, find_project
from slogen.proof.scenario import ProofFile
from slogen.proof.service import proof_files
from slogen.rules.service import rule_file
from slogen.rules.values import RuleFile
from slogen.targets.promtool_tests import title
from slogen.verify.tool import ToolProblem, ask_version, find_promtool

FLOORS = {"rules of SLOs": 97.0, "standalone alerts": 75.0}
"""Percent of the mutants of the default run that must be noticed: what is reached, less two or three mutants. Of standalone alerts the
tests know what the examples in the specs show.
"""

_CHUNK = 25
_IDENTITY = frozenset({"matcher dropped", "label lost", "group label dropped"})
"""Changes by which a rule may reach beyond its SLO: what the SLO's own tests let pass, the whole service's are asked about, too."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A slice to be broken, with the whole service that it belongs to."""

    part: Slice
    file: RuleFile
    tests: tuple[ProofFile, ...]
    mutants: tuple[Mutant, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked first: what all tests have noticed so far, and how long those of this slice take."""

    experience: Experience
    seconds: Mapping[str, float]


def main() -> int:
    """Run everything and print the tables. 0 if the floor is reached, 1 if not, 2 if it cannot be run."""
    started = time.perf_counter()
    wanted = os.environ.get("MUTATION", "")
    jobs = int(os.environ.get("MUTATION_JOBS", "0")) or os.cpu_count() or 1
    try:
        patients = _patients(find_project((), "generated", Path.cwd()), wanted, int(os.environ.get("MUTATION_EACH", "2")))
        program = find_promtool()
        version = ask_version(program).version
        with tempfile.TemporaryDirectory(prefix="slogen-mutation-") as scratch:
            verdicts = _verdicts(program, Path(scratch), patients, jobs)
    except (ProjectProblem, ToolProblem) as problem:
        print(f"mutation: {problem}", file=sys.stderr)
        return 2
    print(f"{len(verdicts):,} mutants of {len(patients)} SLOs, promtool {version}, {time.perf_counter() - started:.0f} s\n")
    print(*table(verdicts), "", *by_subject(verdicts), sep="\n")
    for name, own in (
        ("SLOs", [v for v in verdicts if v.subject != STANDALONE]),
        (STANDALONE, [v for v in verdicts if v.subject == STANDALONE]),
    ):
        print(f"\nOf {name} only:", *table(own), sep="\n")
    print("\nSurvivors:", *survivors(verdicts), sep="\n")
    print("\nEquivalent, and not run:", *equivalents(verdicts), sep="\n")
    if wanted:
        return 0
    weak = False
    for name, floor in FLOORS.items():
        rate = kill_rate([verdict for verdict in verdicts if (verdict.subject == STANDALONE) == (name == STANDALONE)])
        weak |= rate < floor
        print(f"\n{name}: {rate:.2f} % killed; at least {floor} % must be")
    return 1 if weak else 0


def _patients(project: Project, wanted: str, each: int) -> list[Patient]:
    context = read_context(project)
    found: list[tuple[Slice, RuleFile, tuple[ProofFile, ...]]] = []
    for path in context.services:
        for service in read_services(context, Job(path, project.relative(path)))[0]:
            file = rule_file(service)
            proofs = proof_files(service, file)
            tests = all_tests(proofs)
            found += [(part, file, tests) for part in slices(service, file, proofs)]
    if wanted not in ("", "all"):
        found = [entry for entry in found if f"{entry[0].service}/".startswith(f"{wanted.rstrip('/')}/")]
    chosen = [part for part, _, _ in found] if wanted else alike([part for part, _, _ in found])
    return [Patient(part, file, tests, tuple(_mutants(part, 0 if wanted else each))) for part, file, tests in found if part in chosen]


def _mutants(part: Slice, each: int) -> Sequence[Mutant]:
    """Every mutant, or a sample of `each` of every kind if that is not 0."""
    found = mutants(part.file, part.windows)
    return thinned(found, each, f"{part.service}/{part.subject}") if each else list(found)


def _verdicts(program: str, scratch: Path, patients: Sequence[Patient], jobs: int) -> list[Verdict]:
    with ThreadPoolExecutor(jobs) as pool:
        folders = [scratch / f"healthy-{number}" for number, _ in enumerate(patients)]
        measured = list(pool.map(lambda pair: _healthy(program, *pair), zip(folders, patients, strict=True)))
        experience = Experience()
        chunks = [
            (scratch / f"broken-{number}-{start}", patient, Asked(experience, seconds), patient.mutants[start : start + _CHUNK])
            for number, (patient, seconds) in enumerate(zip(patients, measured, strict=True))
            for start in range(0, len(patient.mutants), _CHUNK)
        ]
        found: list[Verdict] = []
        for done, verdicts in enumerate(pool.map(lambda chunk: _chunk(program, *chunk), chunks), start=1):
            found += verdicts
            print(
                *survivors(verdicts),
                f"{done} of {len(chunks)} parts, {kill_rate(found):.1f} % killed",
                sep="\n",
                file=sys.stderr,
                flush=True,
            )
    return found


def _healthy(program: str, folder: Path, patient: Patient) -> dict[str, float]:
    """Without mutations every test passes, and takes so long."""
    write_tests(folder, patient.part.tests)
    write_rules(folder, runnable(patient.part, patient.part.file))
    return measure(program, folder, patient.part.tests)


def _chunk(program: str, folder: Path, patient: Patient, asked: Asked, chunk: Sequence[Mutant]) -> list[Verdict]:
    write_tests(folder, patient.part.tests)
    write_tests(folder / "whole", patient.tests)
    found: list[Verdict] = []
    for mutant in chunk:
        reason = indistinguishable(mutant)
        test = None if reason else _noticed(program, folder, patient, asked, mutant)
        killed_by = title(test.scenarios[0]) if test else ""
        found.append(Verdict(patient.part.service, patient.part.subject, mutant, killed_by, reason))
    return found


def _noticed(program: str, folder: Path, patient: Patient, asked: Asked, mutant: Mutant) -> ProofFile | None:
    """The test that notices the mutant."""
    write_rules(folder, runnable(patient.part, mutant.file))
    test = first_failing(program, folder, asked.experience.order(patient.part.tests, mutant, asked.seconds))
    if test is not None:
        asked.experience.learn(mutant, test)
    elif mutant.kind in _IDENTITY and len(patient.tests) > len(patient.part.tests):
        write_rules(folder / "whole", whole(patient.file, mutant.file))
        test = first_failing(program, folder / "whole", patient.tests)
    return test


if __name__ == "__main__":
    sys.exit(main())
