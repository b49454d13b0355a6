"""L5: one SLO explained: what it promises, when it alerts and how soon, what exists for it, where each value comes from."""

from slogen.report.explain.assemble import explanation
from slogen.report.explain.data import data
from slogen.report.explain.facts import Explanation, Origin
from slogen.report.explain.fleet import FleetRow, fleet, fleet_data, fleet_rows
from slogen.report.explain.text import text

__all__ = ["Explanation", "FleetRow", "Origin", "data", "explanation", "fleet", "fleet_data", "fleet_rows", "text"]
