"""Dashboards with damage of any sort: whatever is wrong is a finding with a place, never an exception."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slogen.dashboards.render import text
from slogen.diagnostics import Severity
from slogen.promql import variables
from slogen.promql.expression import expression
from slogen.readers.native import read_dashboard, read_system
from slogen.readers.native.explain import explainer
from slogen.readers.native.validate import passes
from slogen.source import read
from tests.readers.mutations import mutated

SYSTEM = """\
apiVersion: slogen/v1
kind: System
system: shop
logs: {loki: loki, query: '{app="{service}"}'}
"""
EVERYTHING = """\
apiVersion: slogen/v1
kind: Dashboard
dashboard: everything
title: Everything
description: One of each.
range: 12h
refresh: 30s
service: cart
logs_by: order_id
variables:
  - {name: environment, title: Environment, of: 'up{job="cart"}', label: env, default: prod}
  - {name: tier, values: [gold, silver], several: false}
  - {name: free}
annotations: [{title: Sales, query: sale == 1, text: '{{campaign}}', color: orange}]
links: [{title: Wiki, url: 'https://wiki.example.com/${tier}'}]
rows:
  - title: Row
    repeat: environment
    panels:
      - {title: SLO, type: stat, slo: cart/availability, show: sli, by: [environment], thresholds: {warning: 0.999, critical: 0.99}}
      - {title: Table, type: table, queries: {A: sum by (job) (up), B: count by (job) (up)}, columns: {job: Job}, unit: bytes}
      - {title: Dial, type: gauge, query: up, min: 0, max: 5, decimals: 1, links: [{title: A, url: 'https://a.example'}]}
      - {title: Graph, type: timeseries, query: 'sum by (a) (rate(x{e=~"$environment"}[$__rate_interval]))', legend: '{{a}}', stack: true}
      - {title: Bands, type: state-timeline, query: up, states: [{value: 1, text: up, color: green}], range: 7d, width: 12, height: 6}
      - {title: Lines, type: logs, query: '{app="cart"} |= "$order_id"', limit: 10}
      - {title: Words, type: text, text: Hello.}
"""
WHOLE: Any = read("a.yaml", EVERYTHING.encode())[0][0].data


def _plain(value: Any) -> Any:
    """As JSON, which is YAML, too."""
    return float(value) if isinstance(value, Decimal) else str(value)


def test_the_whole_has_no_mistake() -> None:
    above, _ = read_system(read("slos/shop/system.yaml", SYSTEM.encode())[0][0], None)
    assert above is not None
    reading, findings = read_dashboard(read("a.yaml", EVERYTHING.encode())[0][0], above)
    assert findings == ()
    assert reading is not None
    assert reading.board is not None


@given(mutated(WHOLE))
def test_both_libraries_agree_on_damaged_dashboards(data: Any) -> None:
    assert passes("dashboard", data) == explainer("dashboard").is_valid(data)


@given(mutated(WHOLE))
def test_damage_is_told_and_what_is_left_can_be_rendered(data: Any) -> None:
    above, _ = read_system(read("slos/shop/system.yaml", SYSTEM.encode())[0][0], None)
    assert above is not None
    for document in read("a.yaml", json.dumps(data, default=_plain).encode())[0]:
        reading, findings = read_dashboard(document, above)
        wrong = [finding for finding in findings if finding.severity is Severity.ERROR]
        assert (reading is not None and reading.board is not None) == (not wrong)
        assert all(finding.span.line >= 1 and finding.message for finding in findings)
        if reading is not None and reading.board is not None:
            assert json.loads(text(reading.board))["uid"] == f"slogen-shop-{reading.name}"


@given(st.text(alphabet="ax_$ {}[]()\"'\\=~5m:,.#\n", max_size=40))
def test_a_text_with_variables_keeps_its_length(written: str) -> None:
    plain = variables.plain(written)
    assert len(plain) == len(written)
    expression(plain, scrape_milliseconds=15_000)
    for problem in variables.problems(written, {"a": True, "ax": False}):
        assert 0 <= problem.offset < problem.offset + problem.length <= len(written)
