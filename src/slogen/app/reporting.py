"""The findings of a command as a report needs them: with the files that were looked at, and where they lie in the repository."""

from collections.abc import Iterable

from slogen.app.project import Project, spec_files
from slogen.app.repository import prefix
from slogen.app.tree import Difference
from slogen.diagnostics import Diagnostic, Span, codes, error
from slogen.report.formats import Findings


def findings_of(project: Project, command: str, version: str, diagnostics: Iterable[Diagnostic]) -> Findings:
    """The findings about a project's specs."""
    ordered = sorted(dict.fromkeys(diagnostics), key=lambda finding: finding.order)
    paths = [path for path in map(project.relative, spec_files(project)) if project.is_selected(path)]
    return Findings(command, version, ordered, paths, prefix(project.root))


def stale(project: Project, changed: Difference) -> list[Diagnostic]:
    """What `generate --check` says of each generated file that is not what the specs compile to."""
    kinds = (
        (changed.stale, "this file is not what the specs compile to"),
        (changed.missing, "this file is missing: the specs compile to it"),
        (changed.orphaned, "no spec compiles to this file"),
    )
    return [
        error(Span(project.relative(project.output / path)), codes.STALE_OUTPUT, message, "run slogen generate and commit what it writes")
        for paths, message in kinds
        for path in paths
    ]
