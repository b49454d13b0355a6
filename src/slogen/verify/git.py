"""git as the judge of what has changed since a commit, line by line."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from slogen.verify.tool import ToolProblem

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(?P<start>\d+)(?:,(?P<count>\d+))? @@")
_ESCAPE = re.compile(r"\\(?:([0-7]{3})|(.))")
_LETTERS = {"n": b"\n", "t": b"\t", "r": b"\r", "a": b"\a", "b": b"\b", "f": b"\f", "v": b"\v"}


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a file as it is now: ranges of new or altered lines (from 1, both ends included).

    `gaps` are the lines behind which something was deleted (0: before the first). `added`: the whole file is new.
    """

    lines: tuple[tuple[int, int], ...] = ()
    gaps: tuple[int, ...] = ()
    added: bool = False


def changed_since(root: Path, reference: str) -> dict[str, Changes]:
    """Path relative to `root` → what changed in it since `reference`, in the working tree, new files included.

    Since the last commit that both sides have, where there is one: what others have done there meanwhile is no change of ours.
    Raises ToolProblem where git cannot say.
    """
    base = _merge_base(root, reference)
    options = [
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        "--relative",
        "--src-prefix=a/",
        "--dst-prefix=b/",
    ]
    found = _parse(_git(root, "diff", *options, base, "--", "."))
    for path in _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".").split("\0"):
        if path:
            found[path] = Changes(added=True)
    return found


def _merge_base(root: Path, reference: str) -> str:
    if reference.startswith("-"):
        raise ToolProblem(f"{reference} is no git reference")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}", wrong=f"git knows no commit {reference}").strip()
    try:
        return _git(root, "merge-base", commit, "HEAD").strip() or commit
    except ToolProblem:
        return commit  # a shallow clone, or histories that have nothing in common


def _git(root: Path, *arguments: str, wrong: str = "") -> str:
    program = shutil.which("git")
    if program is None:
        raise ToolProblem("git is not installed: --changed-since needs it")
    command = [program, "-C", str(root), "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except OSError as problem:
        raise ToolProblem(f"{program} cannot be started: {problem.strerror}") from problem
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0].removeprefix("fatal: ")
        if "not a git repository" in said:
            raise ToolProblem(f"{root} lies in no git repository: nothing to compare with")
        raise ToolProblem((wrong and f"{wrong} (in CI: fetch it first, with enough history)") or f"git failed: {said}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _parse(diff: str) -> dict[str, Changes]:
    found: dict[str, Changes] = {}
    lines: list[tuple[int, int]] = []
    gaps: list[int] = []
    path, added, header = "", False, False

    def close() -> None:
        if path:
            found[path] = Changes(tuple(lines), tuple(gaps), added)

    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            close()
            path, lines, gaps, added, header = "", [], [], False, True
        elif header and line.startswith("--- "):
            added = line == "--- /dev/null"
        elif header and line.startswith("+++ "):
            path = "" if line == "+++ /dev/null" else _unquoted(line[4:].rstrip("\t")).removeprefix("b/")
        elif match := _HUNK.match(line):
            header = False
            start, count = int(match["start"]), int(match["count"] or 1)
            if count:
                lines.append((start, start + count - 1))
            else:
                gaps.append(start)
    close()
    return found


def _unquoted(name: str) -> str:
    """A file's name as git prints it: in quotes with escapes when it has characters that need them."""
    if not name.startswith('"'):
        return name
    parts: list[bytes] = []
    position = 1
    for match in _ESCAPE.finditer(name, 1, len(name) - 1):
        parts.append(name[position : match.start()].encode("utf-8", "surrogateescape"))
        parts.append(bytes([int(match[1], 8)]) if match[1] else _LETTERS.get(match[2], match[2].encode()))
        position = match.end()
    parts.append(name[position:-1].encode("utf-8", "surrogateescape"))
    return b"".join(parts).decode("utf-8", "surrogateescape")
