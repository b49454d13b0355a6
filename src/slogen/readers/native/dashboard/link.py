"""Links that a board or a panel declares: Grafana fills in their variables."""

from slogen.dashboards.values import Link
from slogen.diagnostics import codes, error
from slogen.promql import variables
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.placement import closest
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node

_GRAFANA = ("__field", "__data", "__value", "__series", "__url_time_range", "__all_variables", "__from", "__to", "__dashboard")


def read_links(scope: Scope, node: Node) -> tuple[Link, ...]:
    """The `links` of a mapping; variables that do not exist are reported where they stand."""
    found: list[Link] = []
    for index, data in enumerate(node.data.get("links", ())):
        if data is None or not data.keys() >= {"title", "url"}:
            continue
        item = Node(node.shape, (*node.path, "links", index), data)
        for use in variables.uses(data["url"]):
            if use.name not in scope.several and use.name not in _GRAFANA:
                meant = closest(use.name, scope.several)
                hint = f"did you mean ${{{meant}}}?" if meant else f"add it to the board: variables: [{{name: {use.name}, …}}]"
                where = item.inside(("url",), use.offset, use.length)
                scope.findings.append(error(where, codes.BOARD_VARIABLE, f"the board has no variable `{use.name}`", hint))
        found.append(Link(text(data, "title"), text(data, "url")))
    return tuple(found)
