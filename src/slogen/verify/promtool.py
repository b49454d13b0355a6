"""promtool over rule files: one call for all of them, and its complaints as values."""

import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from slogen.verify.tool import Promtool, ToolProblem

_WORTH_A_CALL = 2_000_000
"""Bytes of rules for which a further promtool, with a processor of its own, is worth its start of 90 ms."""

_CHECKING = re.compile(r"^Checking (?P<file>.+)$")
_RULE = re.compile(
    r'^\s*(?P<file>.+?\.yaml): (?:(?P<line>\d+):(?P<column>\d+): )?(?:group "(?P<group>.*?)", rule (?P<rule>\d+), "(?P<name>.*?)": )?'
    r"(?P<message>.+)$"
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What promtool said about a file; `group` and `rule` (from 0) where it named them, `line` of the generated file or 0."""

    file: str
    message: str
    group: str = ""
    rule: int = -1
    line: int = 0


def check_rules(tool: Promtool, root: Path, files: Sequence[str]) -> tuple[Complaint, ...]:
    """`check config` with a configuration that loads every file, and with it `check rules`, lint fatal.

    `files` are relative to `root`. A large tree is shared among as many calls as there are processors. Raises ToolProblem if promtool dies.
    """
    size = sum((root / file).stat().st_size for file in files)
    calls = max(1, min(os.cpu_count() or 1, size // _WORTH_A_CALL))
    batches = [list(files[start::calls]) for start in range(calls)]
    with ThreadPoolExecutor(max_workers=calls) as pool:
        results = list(pool.map(lambda batch: _call(tool, root, batch), batches))
    return tuple(complaint for result in results for complaint in result)


def _call(tool: Promtool, root: Path, files: list[str]) -> tuple[Complaint, ...]:
    with tempfile.TemporaryDirectory(prefix="slogen-") as folder:
        # promtool reads paths as patterns and refuses some characters: it sees the files by a link, whatever their folder is called.
        link = Path(folder) / "rules"
        link.symlink_to(root.resolve(), target_is_directory=True)
        config = Path(folder) / "prometheus.yml"
        lines = "".join(f"  - '{link / file}'\n" for file in files)
        config.write_text(f"global: {{}}\nrule_files:\n{lines}", encoding="utf-8")
        command = [tool.path, "check", "config", "--lint=all", "--lint-fatal", str(config)]
        try:
            # One pipe for both: which file a lint error is about shows only in the order of the lines.
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", check=False
            )
        except OSError as problem:
            raise ToolProblem(f"{tool.path} cannot be started: {problem.strerror}") from problem
    complaints = tuple(_complaints(done.stdout, f"{link}/"))
    if done.returncode != 0 and not complaints:
        end = f"exit code {done.returncode}" if done.returncode > 0 else f"killed by signal {-done.returncode}"
        said = " ".join(done.stdout.split())[-300:]
        raise ToolProblem(f"{tool.path} failed ({end}){': ' if said else ' and said nothing'}{said}")
    checked = sum(1 for line in done.stdout.splitlines() if _CHECKING.match(line)) - 1
    if not complaints and checked < len(files):
        # A pattern that matches nothing is no mistake to promtool.
        raise ToolProblem(f"{tool.path} looked at {max(checked, 0)} of {len(files)} files in {root}: it must see them all")
    return complaints


def _complaints(output: str, prefix: str) -> list[Complaint]:
    found: list[Complaint] = []
    current = ""
    lines = output.splitlines()
    for number, line in enumerate(lines):
        checking = _CHECKING.match(line)
        if checking:
            current = checking.group("file").removeprefix(prefix)
            continue
        if "lint error" in line:
            detail = " ".join(part.strip() for part in lines[number + 1 : number + 4] if part.strip())
            found.append(Complaint(current, f"{line.strip()} {detail}"))
            continue
        match = _RULE.match(line)
        if match and ("error" in line or "group" in line or match.group("line")):
            file = match.group("file").strip().removeprefix(prefix)
            index = int(match.group("rule")) - 1 if match.group("rule") else -1
            found.append(Complaint(file, match.group("message"), match.group("group") or "", index, int(match.group("line") or 0)))
    return found
