"""Which service needs which: dependencies on services that do not exist, and circles."""

from collections.abc import Iterator, Sequence

from slogen.app.compile import Compiled
from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.routing import Dependency
from slogen.readers.native.placement import closest
from slogen.routing.inhibition import cycles


def dependency_findings(results: Sequence[Compiled]) -> list[Diagnostic]:
    """What is wrong with the dependencies of a whole project; nothing where a spec failed, whose services are not known."""
    if any(result.failed for result in results):
        return []
    facts = [facts for result in results for facts in result.facts]
    services = {f"{one.system}/{one.service}" for one in facts}
    edges = {(f"{one.system}/{one.service}", dependency.upstream): dependency for one in facts for dependency in one.depends_on}
    unknown = [_unknown(downstream, edges[downstream, upstream], services) for downstream, upstream in edges if upstream not in services]
    return [*unknown, *_circles(edges)]


def _unknown(downstream: str, dependency: Dependency, services: set[str]) -> Diagnostic:
    system, _, name = dependency.upstream.partition("/")
    meant = closest(dependency.upstream, sorted(services))
    others = [found.partition("/")[0] for found in sorted(services) if found.endswith(f"/{name}")]
    hint = "name a service of the same system, or system/service"
    if others:
        hint = f"{others[0]} has one: write {others[0]}/{name}"
    elif meant:
        hint = f"did you mean {meant.removeprefix(downstream.partition('/')[0] + '/')}?"
    return error(dependency.origin, codes.UNKNOWN_NAME, f"system {system} has no service `{name}`", hint)


def _circles(edges: dict[tuple[str, str], Dependency]) -> Iterator[Diagnostic]:
    for circle in cycles(list(edges)):
        dependency = edges[circle[0], circle[1 % len(circle)]]
        if len(circle) == 1:
            message, hint = f"{circle[0]} depends on itself", "delete it"
        else:
            message = f"{' depends on '.join((*circle, circle[0]))}: they would mute each other"
            hint = "take out the dependency that is the weakest"
        yield error(dependency.origin, codes.DEPENDENCY_CYCLE, message, hint)
