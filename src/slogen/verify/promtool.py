"""promtool over rule files: one call for all of them, and its complaints as values."""

import re
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from slogen.verify.tool import Promtool, ToolProblem

_BATCH_BYTES = 24_000_000
"""A call costs 90 ms and 12 to 40 times the files' size in memory: everything in one call, until it would grow beyond a CI machine."""

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

    `files` are relative to `root`. Large trees are split into calls that run two at a time. Raises ToolProblem if promtool dies.
    """
    batches = _batches(root, files)
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(lambda batch: _call(tool, root, batch), batches))
    return tuple(complaint for result in results for complaint in result)


def _batches(root: Path, files: Sequence[str]) -> list[list[str]]:
    batches: list[list[str]] = []
    size = _BATCH_BYTES + 1
    for file in files:
        bytes_ = (root / file).stat().st_size
        if size + bytes_ > _BATCH_BYTES:
            batches.append([])
            size = 0
        batches[-1].append(file)
        size += bytes_
    return batches


def _call(tool: Promtool, root: Path, files: list[str]) -> tuple[Complaint, ...]:
    with tempfile.TemporaryDirectory(prefix="slogen-") as folder:
        config = Path(folder) / "prometheus.yml"
        lines = "".join(f"  - '{str(root.resolve() / file).translate(_ESCAPES)}'\n" for file in files)
        config.write_text(f"global: {{}}\nrule_files:\n{lines}", encoding="utf-8")
        command = [tool.path, "check", "config", "--lint=all", "--lint-fatal", str(config)]
        try:
            # One pipe for both: which file a lint error is about shows only in the order of the lines.
            done = subprocess.run(
                command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", check=False
            )
        except OSError as problem:
            raise ToolProblem(f"{tool.path} cannot be started: {problem}") from problem
    complaints = tuple(_complaints(done.stdout, str(root.resolve()) + "/"))
    if done.returncode != 0 and not complaints:
        raise ToolProblem(f"{tool.path} failed (exit {done.returncode}): {' '.join(done.stdout.split())[-300:]}")
    return complaints


# A quote would end the YAML string; the rest are what Prometheus's file globbing treats specially.
_ESCAPES = str.maketrans({"'": "''", "[": "\\[", "*": "\\*", "?": "\\?"})


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
