"""Marks on the graphs of boards: what a spec declares, beside the firing alerts that every board shows."""

from slogen.conventions import names
from slogen.dashboards.values import Annotation, Color
from slogen.promql.selector import Matcher, Selector
from slogen.readers.native.dashboard.query import check_labels, read_query
from slogen.readers.native.dashboard.scope import Scope
from slogen.readers.native.scalar import text
from slogen.readers.native.shape import Node


def read_annotations(scope: Scope, node: Node) -> tuple[Annotation, ...]:
    """The `annotations` of a Dashboard that can be used."""
    found: list[Annotation] = []
    for index, data in enumerate(node.data.get("annotations", ())):
        if data is None or not data.keys() >= {"title", "query"}:
            continue
        item = Node(node.shape, (*node.path, "annotations", index), data)
        expr = read_query(scope, item, ("query",), data["query"])
        if expr is None:
            continue
        words = text(data, "text")
        check_labels(scope, item, ("text",), data.get("text", ""), expr)
        color = Color[data.get("color", "blue").upper()]
        found.append(Annotation(text(data, "title"), expr, words or text(data, "title"), color=color))
    return tuple(found)


def annotations_of_all(system: str, deployments: str) -> tuple[Annotation, ...]:
    """What every board of a system shows: pages and tickets that fire, and deployments where somebody said what tells of them."""
    firing = (Matcher("alertstate", "=", "firing"), Matcher(names.SYSTEM, "=", system), Matcher(names.SEVERITY, "=~", "page|ticket"))
    found = [Annotation("Alerts", str(Selector("ALERTS", firing)), "{{alertname}}", "{{severity}} of {{service}}", Color.RED)]
    if deployments:
        found.append(Annotation("Deployments", deployments, "Deployment", color=Color.BLUE))
    return tuple(found)
