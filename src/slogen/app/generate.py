"""slogen generate: compile everything, have it judged, and only then replace the output."""

import difflib
import hashlib
import os
import time
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path

from slogen.app import tree
from slogen.app.cache import CompileCache, compiler_fingerprint
from slogen.app.clashes import clashes, rule_files
from slogen.app.compile import Compiled, Job, Seconds, compile_files
from slogen.app.configuration_check import verify_configurations
from slogen.app.context import Context, read_context
from slogen.app.dependencies import dependency_findings
from slogen.app.project import MANIFEST, Progress, Project, is_of_service
from slogen.app.verification import verify
from slogen.app.whole import WholeFile, whole_files
from slogen.diagnostics import Diagnostic, Severity


@dataclass(slots=True)
class Report:
    """What a run found and did. `written` is False when nothing had to change, or nothing was to be written."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    difference: tree.Difference | None = None
    diff: str = ""
    services: int = 0
    slos: int = 0
    rules: int = 0
    verified: int = 0
    written: bool = False
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


def generate(project: Project, progress: Progress, *, write: bool = True, with_diff: bool = False) -> Report:
    """Compile the project's specs; with `write` bring the output folder up to date, else only say how it differs.

    Raises ToolProblem when promtool cannot be used, OSError when files cannot be read or written. Nothing is written on any error.
    """
    start = time.perf_counter()
    if not write:
        with tree.staging(project.output, beside=False) as staged:
            return _run(project, staged, progress, start, write=False, with_diff=with_diff)
    with tree.locked(project.output), tree.staging(project.output, beside=True) as staged:
        return _run(project, staged, progress, start, write=True, with_diff=with_diff)


def _run(project: Project, staged: Path, progress: Progress, start: float, *, write: bool, with_diff: bool) -> Report:
    report = Report()
    context = read_context(project)
    report.diagnostics += context.findings(project)
    before = tree.read_manifest(project.output)
    on_disk = _hashes(project.output)
    results, jobs, seconds = _compile(project, context, staged, on_disk, progress)
    report.diagnostics += [one for result in results for one in result.diagnostics]
    report.diagnostics += clashes(context, results)
    if not project.selected:
        report.diagnostics += dependency_findings(results)
    report.services, report.slos = sum(len(rule_files(result)) for result in results), sum(result.slos for result in results)
    report.rules = sum(result.rules for result in results)
    compiled = time.perf_counter()
    whole: tuple[WholeFile, ...] = ()
    if not report.failed and not project.selected:
        whole, found = whole_files(context, results)
        report.diagnostics += found
    if not report.failed:
        made = {output.path: tree.Made(output.sha256, result.source) for result in results for output in result.outputs}
        made |= {file.path: tree.Made(_write(staged / file.path, file.text), file.source) for file in whole}
        wanted = {path: one.sha256 for path, one in made.items()}
        if project.selected:
            # What was not asked for stays as it is, even where somebody has changed it by hand.
            others = {path: old for path, old in before.items() if path in on_disk and not _is_remade(project, old.source)}
            wanted = {path: on_disk[path] for path in others} | wanted
            made = others | made
        present = {path for path, sha in on_disk.items() if wanted.get(path) == sha}
        tree.carry_over(project.output, staged, {path for path in present if not os.path.lexists(staged / path)})
        sources = {output.path: jobs[result.source] for result in results for output in rule_files(result)}
        progress(f"promtool checks {len(sources)} files")
        found, report.verified = verify(context, staged, {path: made[path].sha256 for path in sources}, sources)
        report.diagnostics += found
        report.diagnostics += verify_configurations(context, staged, {path: one.sha256 for path, one in made.items()})
    verified = time.perf_counter()
    if not report.failed:
        manifest = tree.manifest_text(made)
        (staged / MANIFEST).write_bytes(manifest)
        report.difference = tree.difference(project.output, wanted | {MANIFEST: hashlib.sha256(manifest).hexdigest()}, on_disk)
        _finish(project, staged, report, report.difference, write=write, with_diff=with_diff)
    done = time.perf_counter()
    report.timings = {
        "load": seconds.load,
        "build": seconds.build,
        "emit": seconds.emit,
        "tests": seconds.tests,
        "boards": seconds.boards,
        "verify": verified - compiled,
        "write": done - verified,
        "total": done - start,
    }
    progress("")
    return report


def _compile(
    project: Project, context: Context, staged: Path, on_disk: Mapping[str, str], progress: Progress
) -> tuple[list[Compiled], dict[str, Job], Seconds]:
    """Compile what changed, and recall the rest; stage seconds are divided by the processes that shared the work."""
    cache = CompileCache.of_project(project.root)
    fingerprint = compiler_fingerprint()
    files = [(project.relative(path), path) for path in context.services]
    jobs = {source: Job(path, source, path.read_bytes()) for source, path in files if project.is_selected(source)}
    keys = {source: _key(fingerprint, context, job) for source, job in jobs.items()}
    known: dict[str, Compiled] = {}
    for source, key in keys.items():
        old = cache.get(key)
        if old is not None and not old.failed and all(on_disk.get(output.path) == output.sha256 for output in old.outputs):
            known[source] = old
    todo = [job for source, job in jobs.items() if source not in known]
    fresh, processes = compile_files(context, todo, staged, lambda done, all_: progress(f"compiled {done} of {all_} changed specs"))
    results = sorted([*known.values(), *fresh], key=lambda result: result.source)
    for result in results:
        if not result.failed:
            cache.keep(keys[result.source], result)
    cache.save(whole=not project.selected)
    spent = sum((result.seconds for result in fresh), Seconds())
    return results, jobs, Seconds(*(part / processes for part in astuple(spent)))


def _key(fingerprint: str, context: Context, job: Job) -> str:
    place = context.of(job.source)
    digest = hashlib.sha256(f"{fingerprint}\0{place.digest if place else ''}\0{job.source}\0".encode())
    digest.update(job.content())
    return digest.hexdigest()


def _finish(project: Project, staged: Path, report: Report, difference: tree.Difference, *, write: bool, with_diff: bool) -> None:
    if with_diff:
        report.diff = _diff(project, staged, difference)
    if write and difference.any:
        tree.carry_over(project.output, staged, set(difference.foreign))
        tree.replace(project.output, staged)
        report.written = True


def _write(path: Path, text: str) -> str:
    """Write a project-wide output; its hash."""
    content = text.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def _is_remade(project: Project, source: str) -> bool:
    """Whether a run over the selected specs makes everything again that came from this one; project-wide outputs it leaves."""
    return project.is_selected(source) and is_of_service(source)


def _hashes(output: Path) -> dict[str, str]:
    """Hash of every file in the output folder; a symbolic link counts as its own text and so never as one of ours."""
    return {path: _hash(output / path) for path in sorted(tree.files_below(output))}


def _hash(path: Path) -> str:
    if path.is_symlink():
        return "link"
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_reviewed(path: str) -> tuple[int, str]:
    """What a reviewer wants to see first: the rules, who is told, the boards; tests follow from them."""
    first = ("prometheus/rules/", "alertmanager/", "grafana/", "prometheus/tests/")
    return next((number for number, folder in enumerate(first) if path.startswith(folder)), len(first)), path


def _diff(project: Project, staged: Path, difference: tree.Difference) -> str:
    parts: list[str] = []
    for path in sorted((*difference.stale, *difference.missing, *difference.orphaned), key=_as_reviewed):
        if path == MANIFEST:
            continue
        name = project.relative(project.output / path)
        gone, made = path in difference.orphaned, path in difference.missing
        old = [] if made else (project.output / path).read_text("utf-8", "replace").splitlines(keepends=True)
        new = [] if gone else (staged / path).read_text("utf-8").splitlines(keepends=True)
        lines = difflib.unified_diff(old, new, "/dev/null" if made else f"a/{name}", "/dev/null" if gone else f"b/{name}")
        parts += (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
    return "".join(parts)
