"""What is made of all specs together, rather than of one: only a run over the whole project makes it anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from slogen.app.compile import Compiled
from slogen.app.context import Context
from slogen.app.dashboards import check_dashboards, dashboard_files, read_dashboards
from slogen.app.routing import routing_files
from slogen.app.whole_boards import whole_boards
from slogen.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class WholeFile:
    """An output: its `path` below the output folder, its `text`, and the spec that the manifest names as its `source`."""

    path: str
    text: str
    source: str


def whole_files(context: Context, results: Sequence[Compiled]) -> tuple[tuple[WholeFile, ...], tuple[Diagnostic, ...]]:
    """The project-wide outputs of specs that compiled without an error, and what is wrong with them as a whole."""
    facts = [facts for result in results for facts in result.facts]
    routed, of_routes = routing_files(context, facts)
    boards, findings = whole_boards(context, facts)
    dashboards, found = read_dashboards(context)
    files, more = dashboard_files(context, dashboards)
    found += check_dashboards(context, dashboards, results)
    made = (*(WholeFile(*file) for file in routed), *(WholeFile(one.path, one.text, one.source) for one in (*boards, *files)))
    return made, (*of_routes, *findings, *found, *more)
