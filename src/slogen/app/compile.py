"""From a service's spec to the text of its rules; many files are shared among the processors."""

import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from slogen.app.boards import service_files
from slogen.app.context import Context
from slogen.app.findings import told_once
from slogen.app.project import SYSTEM
from slogen.conventions import names
from slogen.diagnostics import Diagnostic, Severity, Span, codes, error
from slogen.model.slo import Service
from slogen.readers.native import read_service
from slogen.rules.facts import ServiceFacts, bare_facts, service_facts
from slogen.source import Document, read

_WORTH_A_PROCESS = 24
"""Files per process at the least: starting one costs about as much as compiling a dozen."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a spec compiles to; `path` below the output folder, `origin` who says so.

    A rule file has the `identity` of its service, which no other spec may have; what is made beside it has none.
    """

    path: str
    sha256: str
    identity: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time per stage of one or many files, summed over processes; `tests` and `boards` are what making these took."""

    load: float = 0.0
    build: float = 0.0
    emit: float = 0.0
    tests: float = 0.0
    boards: float = 0.0

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(self)))


@dataclass(frozen=True, slots=True)
class Compiled:
    """What one spec file came to. `slos` counts its SLOs, `rules` the rules in `outputs`; `facts` are what project-wide outputs need."""

    source: str
    outputs: tuple[Output, ...]
    diagnostics: tuple[Diagnostic, ...]
    slos: int
    rules: int
    seconds: Seconds
    facts: tuple[ServiceFacts, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the file has an error, and so no outputs."""
        return any(one.severity is Severity.ERROR for one in self.diagnostics)


@dataclass(frozen=True, slots=True)
class Job:
    """A spec file to compile: where it is, how messages name it, and what is in it, where it has been read already.

    Whoever remembers results by content must compile that content, not what the file may hold a moment later.
    """

    file: Path
    source: str
    known: bytes | None = None

    def content(self) -> bytes:
        """The file's bytes."""
        return self.file.read_bytes() if self.known is None else self.known


def read_services(context: Context, job: Job) -> tuple[tuple[Service, ...], tuple[Diagnostic, ...]]:
    """The services of one file, and what is wrong with it."""
    services, diagnostics = _read_services(context, job)
    return tuple(service for service, _ in services), diagnostics


def _read_services(context: Context, job: Job) -> tuple[list[tuple[Service, Span]], tuple[Diagnostic, ...]]:
    """The same with the place of each service's name."""
    documents, of_yaml = read(job.source, job.content())
    of_spec: list[Diagnostic] = []
    services: list[tuple[Service, Span]] = []
    place = context.of(job.source)
    for document in documents:
        if place is None:
            of_spec.append(_no_system(document))
        elif place.system is not None and context.workspace is not None:
            service, found = read_service(document, context.workspace, place.system, place.runbooks)
            of_spec += found
            if service is not None:
                services.append((service, document.span("service")))
    return services, tuple(told_once(of_yaml, of_spec))


def _no_system(document: Document) -> Diagnostic:
    if isinstance(document.data, dict) and document.data.get("kind") == "System":
        message = f"a System is found only in a file named {SYSTEM}, not {document.path.rpartition('/')[2]}"
        return error(document.span("kind"), codes.NO_SYSTEM, message, f"name this file {SYSTEM}")
    hint = f"add a {SYSTEM} with kind: System to this folder"
    return error(document.span(), codes.NO_SYSTEM, "no System spec in this folder or above", hint)


def compile_file(context: Context, job: Job, folder: Path | None) -> Compiled:
    """Compile one file; its outputs are written below `folder`. If that is None it is only read, and the outputs are but named."""
    start = time.perf_counter()
    services, diagnostics = _read_services(context, job)
    loaded = Seconds(load=time.perf_counter() - start)
    slos = sum(len(service.slos) for service, _ in services)
    if any(one.severity is Severity.ERROR for one in diagnostics):
        return Compiled(job.source, (), diagnostics, 0, 0, loaded)
    if folder is None:
        named = tuple(_named(names.rules_path(service.system, service.name), "", origin) for service, origin in services)
        return Compiled(job.source, named, diagnostics, slos, 0, loaded, tuple(bare_facts(service) for service, _ in services))
    emitted = _emit(services, folder, tests=context.workspace is not None and context.workspace.tests)
    boards, found, spent = _emit_boards(context, services, folder)
    seconds = loaded + emitted.seconds + spent
    return Compiled(job.source, emitted.outputs + boards, diagnostics + found, slos, emitted.rules, seconds, emitted.facts)


@dataclass(frozen=True, slots=True)
class _Emitted:
    """The files, the number of rules, what was learnt of the services, the time."""

    outputs: tuple[Output, ...]
    rules: int
    facts: tuple[ServiceFacts, ...]
    seconds: Seconds


def _emit(services: Sequence[tuple[Service, Span]], folder: Path, *, tests: bool) -> _Emitted:
    """Write rules, and tests of them, below a folder."""
    # Here and not above: who only reads specs does not wait for what writes them.
    from slogen.proof.service import proof_files
    from slogen.rules.service import rule_file
    from slogen.targets import prometheus, promtool_tests

    start = time.perf_counter()
    files = [(rule_file(service), service, origin) for service, origin in services]
    facts = tuple(service_facts(service, file) for file, service, _ in files)
    built = time.perf_counter()
    outputs = [_write(folder, file.path, prometheus.text(file), origin) for file, _, origin in files]
    emitted = time.perf_counter()
    if tests:
        for file, service, origin in files:
            outputs += [_write(folder, proof.path, promtool_tests.text(proof), origin) for proof in proof_files(service, file)]
    rules = sum(len(group.rules) for file, _, _ in files for group in file.groups)
    seconds = Seconds(build=built - start, emit=emitted - built, tests=time.perf_counter() - emitted)
    return _Emitted(tuple(outputs), rules, facts, seconds)


def _emit_boards(
    context: Context, services: Sequence[tuple[Service, Span]], folder: Path
) -> tuple[tuple[Output, ...], tuple[Diagnostic, ...], Seconds]:
    """Write the services' boards below a folder; the files, what is wrong with them, the time."""
    start = time.perf_counter()
    outputs: list[Output] = []
    findings: list[Diagnostic] = []
    for service, origin in services:
        files, found = service_files(context, service, origin)
        outputs += [_write(folder, file.path, file.text, origin) for file in files]
        findings += found
    return tuple(outputs), tuple(findings), Seconds(boards=time.perf_counter() - start)


def compile_files(
    context: Context, jobs: Sequence[Job], folder: Path | None, progress: Callable[[int, int], None]
) -> tuple[list[Compiled], int]:
    """Compile all; (results in the order of the jobs, processes used). `progress(done, all)` is called now and then."""
    processes = min(os.cpu_count() or 1, len(jobs) // _WORTH_A_PROCESS)
    if processes < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return _collect((compile_file(context, job, folder) for job in jobs), len(jobs), progress), 1
    global _shared
    _shared = (context, folder)
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            chunk = max(1, min(32, len(jobs) // (processes * 4)))
            return _collect(pool.imap(_in_process, jobs, chunk), len(jobs), progress), processes
    finally:
        _shared = None


_shared: tuple[Context, Path | None] | None = None
"""Set just before forking, so that processes inherit the context instead of each unpickling it."""


def _in_process(job: Job) -> Compiled:
    assert _shared is not None
    return compile_file(_shared[0], job, _shared[1])


def _collect(results: Iterable[Compiled], total: int, progress: Callable[[int, int], None]) -> list[Compiled]:
    found: list[Compiled] = []
    for number, result in enumerate(results, start=1):
        found.append(result)
        if number % 50 == 0 or number == total:
            progress(number, total)
    return found


def _write(folder: Path, path: str, text: str, origin: Span) -> Output:
    content = text.encode()
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return _named(path, hashlib.sha256(content).hexdigest(), origin)


def _named(path: str, sha256: str, origin: Span) -> Output:
    return Output(path, sha256, names.identity(path), origin)
