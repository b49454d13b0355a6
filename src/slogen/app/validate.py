"""slogen validate: everything that reading can find, in all files at once, without writing anything."""

from dataclasses import dataclass

from slogen.app.clashes import clashes
from slogen.app.compile import Job, compile_files
from slogen.app.context import read_context
from slogen.app.dashboards import check_dashboards, read_dashboards
from slogen.app.dependencies import dependency_findings
from slogen.app.project import Progress, Project
from slogen.diagnostics import Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Validated:
    """Findings, and how much was read."""

    diagnostics: tuple[Diagnostic, ...]
    files: int
    slos: int

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


def validate(project: Project, progress: Progress) -> Validated:
    """Read and compile the project's specs in memory. Raises OSError when files cannot be read."""
    context = read_context(project)
    jobs = [Job(path, project.relative(path)) for path in context.services if project.is_selected(project.relative(path))]
    results, _ = compile_files(context, jobs, None, lambda done, all_: progress(f"read {done} of {all_} specs"))
    progress("")
    found = [*context.findings(project), *(one for result in results for one in result.diagnostics), *clashes(context, results)]
    if not project.selected:
        found += dependency_findings(results)
    boards, of_boards = read_dashboards(context, project)
    found += [*of_boards, *check_dashboards(context, boards, results, whole=not project.selected)]
    return Validated(tuple(found), len(jobs) + len({board.origin.path for board in boards}), sum(result.slos for result in results))
