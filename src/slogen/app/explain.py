"""slogen explain: reads an SLO with all that it inherits, and finds where each of its settings was made."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from slogen.app.compile import Job, read_services
from slogen.app.context import Context, SystemContext, read_context
from slogen.app.project import Project
from slogen.app.slo_index import Entry
from slogen.diagnostics import Diagnostic, Severity
from slogen.model.slo import Service, Slo
from slogen.readers.native import provenance
from slogen.report.explain import Explanation, FleetRow, Origin, explanation, fleet_rows
from slogen.source import read


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, or the errors that stand in its way."""

    explanation: Explanation | None
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Every SLO that can be read, and the errors of the others."""

    rows: tuple[FleetRow, ...]
    diagnostics: tuple[Diagnostic, ...]


def explain(project: Project, entry: Entry) -> Explained:
    """Read the SLO's file, and with it what it inherits. Raises OSError when files cannot be read."""
    context = read_context(project)
    job = Job(entry.file, entry.source)
    services, found = read_services(context, job)
    system = context.of(job.source)
    errors = _errors([*_inherited(context, job), *found])
    if errors or system is None:
        return Explained(None, errors)
    for service in services:
        for slo in service.slos:
            if slo.id == entry.id:
                return Explained(explanation(service, slo, _origins(job, service, slo, system)), ())
    return Explained(None, errors)


def explain_all(project: Project) -> Listed:
    """One row for every SLO of the project."""
    services, found = every_service(project)
    return Listed(fleet_rows(services), found)


def every_service(project: Project) -> tuple[tuple[Service, ...], tuple[Diagnostic, ...]]:
    """The services of all specs without an error, and the errors of the others."""
    context = read_context(project)
    services: list[Service] = []
    diagnostics = list(context.diagnostics)
    for path in context.services:
        read_here, found = read_services(context, Job(path, project.relative(path)))
        services += read_here
        diagnostics += found
    return tuple(services), _errors(diagnostics)


def _inherited(context: Context, job: Job) -> list[Diagnostic]:
    """What is wrong above the file; what is wrong in other systems is no matter here."""
    folder = job.source.rpartition("/")[0]
    return [one for one in context.diagnostics if (folder + "/").startswith(one.span.path.rpartition("/")[0] + "/")]


def _errors(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Warnings are told by `generate` and `validate`; an explanation shows the same facts at length."""
    return tuple(dict.fromkeys(one for one in found if one.severity is Severity.ERROR))


def _origins(job: Job, service: Service, slo: Slo, system: SystemContext) -> Iterator[Origin]:
    documents, _ = read(job.source, job.content())
    document = next(one for one in documents if one.data.get("service") == service.name)
    assert system.system is not None  # the service was read below it
    settings = provenance(document, slo.name, system.system)
    for name, source in settings.items():
        yield Origin(name, source.value, source.level, source.span)
