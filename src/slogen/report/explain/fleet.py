"""All SLOs as one table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from slogen.model.burn import AlertSeverity
from slogen.model.slo import NoAlert, Service, Slo
from slogen.report.explain.assemble import kind
from slogen.report.explain.data import summary
from slogen.report.explain.emitted import emitted
from slogen.report.explain.human import count
from slogen.report.explain.table import INDENT, WIDTH, Column, table, wrap


@dataclass(frozen=True, slots=True)
class FleetRow:
    """An SLO, the number of its alerts that page, and why there is no page if the spec says so."""

    slo: Slo
    paging: int
    reason: str


def fleet_rows(services: Iterable[Service]) -> tuple[FleetRow, ...]:
    """A row for every SLO, sorted by identity."""
    found = [_row(service, slo) for service in services for slo in service.slos]
    return tuple(sorted(found, key=lambda row: row.slo.id))


def fleet(found: Sequence[FleetRow]) -> str:
    """A line for every row, and a line that counts them; ends with a line break."""
    heads = (Column("SLO"), Column("objective", right=True), Column("window", right=True), Column("SLI"), Column("pages"))
    cells = [(row.slo.id, f"{row.slo.objective} %", str(row.slo.window), kind(row.slo.sli)) for row in found]
    room = WIDTH - len(table(heads, [(*cell, "") for cell in cells])[0]) + len(heads[-1].heading)
    lines = table(heads, [(*cell, _pages(row, room)) for cell, row in zip(cells, found, strict=True)])
    services = len({(row.slo.place.system, row.slo.place.service) for row in found})
    paging = sum(row.paging > 0 for row in found)
    return "\n".join([*lines, "", f"{INDENT}{count(len(found), 'SLO')} in {count(services, 'service')}, {paging} of them can page"]) + "\n"


def fleet_data(found: Sequence[FleetRow]) -> list[dict[str, Any]]:
    """The same rows for machines."""
    return [summary(row.slo, kind(row.slo.sli), pages=row.paging > 0) for row in found]


def _row(service: Service, slo: Slo) -> FleetRow:
    made = emitted(service, slo)
    alerts = [*(pair.alert for pair in made.pairs), *made.others]
    answer = slo.responses[AlertSeverity.PAGE]
    reason = " ".join(answer.reason.split()) if isinstance(answer, NoAlert) else ""
    return FleetRow(slo, sum(alert.severity == AlertSeverity.PAGE for alert in alerts), reason)


def _pages(row: FleetRow, room: int) -> str:
    if row.paging:
        return f"yes, {count(row.paging, 'alert')}"
    text = f"no: {row.reason}" if row.reason else "no"
    first = wrap(text, max(room - 1, 1))[0]
    return text if first == text else f"{first}…"
