"""Mutants before promtool: one call a mutant, over at the first test that fails."""

import re
import subprocess
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.mutation.kinds import Mutant
from slogen.proof.scenario import ProofFile
from slogen.rules.values import RuleFile
from slogen.targets import prometheus, promtool_tests
from slogen.verify.tool import ToolProblem

_FILE = "Unit Testing:  "
_SUCCESS, _FAILED = "  SUCCESS", "  FAILED:"
_START = 0.05
"""Seconds before a test begins; a very short one is not worth ten times as much as a short one."""
_UNREADABLE = "could not parse expression"


@dataclass(slots=True)
class Experience:
    """Which tests, of whatever SLO, noticed mutants of a kind or a rule: who notices soon is asked first. That changes nothing but the
    time it takes. Tests are known by what they are called, without their numbers; so are rules.
    """

    noticed: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def order(self, tests: Sequence[ProofFile], mutant: Mutant, seconds: Mapping[str, float]) -> list[ProofFile]:
        """The tests, the most promising per second first; `seconds`: what each takes, by its path."""

        def promise(test: ProofFile) -> float:
            name, rule = _nameless(test.scenarios[0].title), _nameless(mutant.rule)
            known = self.noticed[mutant.kind, "", name] + 3 * self.noticed["", rule, name] + 20 * self.noticed[mutant.kind, rule, name]
            return (0.2 + known) / (_START + seconds[test.path])

        return sorted(tests, key=promise, reverse=True)

    def learn(self, mutant: Mutant, test: ProofFile) -> None:
        """The test has noticed the mutant."""
        name, rule = _nameless(test.scenarios[0].title), _nameless(mutant.rule)
        for key in ((mutant.kind, "", name), ("", rule, name), (mutant.kind, rule, name)):
            self.noticed[key] += 1


def _nameless(text: str) -> str:
    """A title or a rule's name without figures, and without what an alert's name begins with: its service and SLO."""
    found = re.search(r"(?:Burn|Budget|Bucket)[A-Z]\w*$|Missing$|Breach$|Warning$", text)
    return re.sub(r"[0-9.]+", "", found.group() if found else text)


def write_tests(folder: Path, tests: Sequence[ProofFile]) -> None:
    """Lay the tests out below `folder`, as slogen lays them out."""
    for test in tests:
        target = folder / test.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(promtool_tests.text(test), encoding="utf-8")


def write_rules(folder: Path, file: RuleFile) -> None:
    """Put the rules where the tests look for them."""
    target = folder / file.path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(prometheus.text(file), encoding="utf-8")


def first_failing(program: str, folder: Path, tests: Sequence[ProofFile]) -> ProofFile | None:
    """The first test that fails; None if all pass. Raises ToolProblem if promtool cannot be used or cannot read the rules."""
    for test, passed, _ in _run(program, folder, tests):
        if not passed:
            return test
    return None


def measure(program: str, folder: Path, tests: Sequence[ProofFile]) -> dict[str, float]:
    """Seconds for every test, by its path. Raises ToolProblem if one fails: there is nothing to learn from tests that fail anyway."""
    seconds: dict[str, float] = {}
    for test, passed, taken in _run(program, folder, tests):
        if not passed:
            raise ToolProblem(f"without any mutation this test of {test.source} fails: {promtool_tests.title(test.scenarios[0])}")
        seconds[test.path] = max(taken, 0.001)
    return seconds


def _run(program: str, folder: Path, tests: Sequence[ProofFile]) -> list[tuple[ProofFile, bool, float]]:
    """The tests up to the first that fails: whether they passed, and how long each took."""
    if not tests:
        return []
    command = [program, "test", "rules", *(test.path for test in tests)]
    by_path = {test.path: test for test in tests}
    found: list[tuple[ProofFile, bool, float]] = []
    said: list[str] = []
    started = time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        assert process.stdout is not None
        current = ""
        for line in process.stdout:
            said.append(line)
            text = line.rstrip("\n")
            if text.startswith(_FILE):
                current = text.removeprefix(_FILE)
            elif text in (_SUCCESS, _FAILED):
                now = time.perf_counter()
                found.append((by_path[current], text == _SUCCESS, now - started))
                started = now
                if text == _FAILED:
                    said += [next(process.stdout, "")]
                    process.kill()
                    break
    if any(_UNREADABLE in line for line in said) or not found or (found[-1][1] and len(found) < len(tests)):
        raise ToolProblem(f"{program} cannot run the tests: {' '.join(''.join(said[-4:]).split())[-600:]}")
    return found
