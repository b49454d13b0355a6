"""A standalone alert: its expression, and what a person is told."""

from dataclasses import replace

from slogen.model.burn import AlertSeverity
from slogen.model.duration import ZERO
from slogen.model.slo import Response, StandaloneAlert
from slogen.readers.native import query
from slogen.readers.native.alert_tests import read_tests
from slogen.readers.native.context import Context, Scope, scope
from slogen.readers.native.response import Fallback, respond
from slogen.readers.native.scalar import duration, text
from slogen.readers.native.settings import refine
from slogen.readers.native.shape import Node

_SETTINGS = ("owner", "logs_url")


def read_alert(context: Context, service: Scope, node: Node) -> StandaloneAlert | None:
    """Read the alert at `node`; None: something was wrong with it and has been reported."""
    data = node.data
    settings = refine(service.settings, "slo", node, context.findings, _SETTINGS)
    own = service if settings is service.settings else scope(context, settings)
    expr = query.free(node, ("expr",), data["expr"], settings.scrape_interval, context.findings) if "expr" in data else None
    # Such an alert is not grouped: it has the labels that its expression gives it.
    ungrouped = replace(settings, group_by=()) if settings.group_by else settings
    response = respond(context, ungrouped, node, Fallback(AlertSeverity(data.get("severity", "info"))))
    if not isinstance(response, Response) or expr is None or not data.keys() >= {"name", "severity", "summary"}:
        return None
    return StandaloneAlert(
        place=own.place,
        name=data["name"],
        expr=expr,
        for_=duration(node, "for") or ZERO,
        keep_firing_for=duration(node, "keep_firing_for") or ZERO,
        response=response,
        summary=text(data, "summary"),
        description=text(data, "description"),
        origin=node.span("name"),
        tests=read_tests(node, context.findings),
    )
