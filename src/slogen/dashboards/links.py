"""Links of boards: logs over the time that the board shows, runbooks, the spec's line, other boards."""

import json
from urllib.parse import quote

from slogen.conventions import names
from slogen.dashboards.values import Link
from slogen.diagnostics import Span
from slogen.model.slo import Place, Response, Slo

FROM, TO = "${__from}", "${__to}"


def explore(loki: str, query: str, start: str = FROM, end: str = TO) -> str:
    """Grafana's Explore on a Loki data source (its uid), over the board's time range; below the Grafana that shows the board.

    The variables must stand in the URL as they are, or Grafana would not fill them in.
    """
    source = {"type": "loki", "uid": loki}
    pane = {
        "datasource": loki,
        "queries": [{"refId": "A", "datasource": source, "expr": query, "queryType": "range"}],
        "range": {"from": start, "to": end},
    }
    panes = quote(json.dumps({"a": pane}, separators=(",", ":")), safe="")
    for variable in (FROM, TO):
        panes = panes.replace(quote(variable, safe=""), variable)
    return f"/explore?schemaVersion=1&panes={panes}&orgId=1"


def logs(place: Place) -> tuple[Link, ...]:
    """To the logs of a service: Explore where a Loki is known, else the URL that alerts have."""
    if place.logs is not None:
        return (Link("Logs", explore(place.logs.loki, place.logs.query)),)
    return (Link("Logs", place.logs_url),) if place.logs_url else ()


def runbooks(slo: Slo) -> tuple[Link, ...]:
    """One for each runbook that an alert of the SLO links."""
    responses = (*slo.responses.values(), slo.breach, slo.warning, slo.missing)
    found = {one.runbook.url: one.runbook.name for one in responses if isinstance(one, Response)}
    return tuple(Link(f"Runbook: {name}", url) for url, name in found.items())


def spec(template: str, origin: Span) -> tuple[Link, ...]:
    """To the lines that declare something; none where nobody said where the specs can be read."""
    if not template:
        return ()
    line = str(origin.line) if origin.line else "1"
    return (Link("Spec", template.replace("{path}", quote(origin.path)).replace("{line}", line)),)


def service_board(system: str, service: str) -> Link:
    """To a service's board on the same Grafana, with the same time range."""
    return Link("Board", f"/d/{names.dashboard_uid(system, service)}", new_tab=False, keep_time=True)
