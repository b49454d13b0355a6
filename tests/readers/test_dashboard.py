"""The kind Dashboard: what the panels of a spec become."""

import textwrap
from typing import Any

import pytest

from slogen.dashboards.layout import layout
from slogen.dashboards.render import data
from slogen.dashboards.values import Color, Gauge, Panel, Source, Stat, StateTimeline, Table, Text, Threshold, TimeSeries
from slogen.readers.native import DashboardReading, read_dashboard, read_system
from slogen.source import read

SYSTEM = "apiVersion: slogen/v1\nkind: System\nsystem: shop\n"
LOKI = "logs: {loki: uid-1, query: '{app=\"{service}\"}'}\n"
URL = "logs_url: 'https://logs.example.com/{service}'\nlogs: {url: 'https://logs.example.com/{service}?{key}={value}'}\n"
HEAD = "apiVersion: slogen/v1\nkind: Dashboard\ndashboard: overview\ntitle: Overview\n"


def reading(text: str, system: str = "") -> DashboardReading:
    """A board without a mistake."""
    above, of_system = read_system(read("slos/shop/system.yaml", (SYSTEM + system).encode())[0][0], None)
    documents, of_yaml = read("slos/shop/dashboards/overview.yaml", (HEAD + textwrap.dedent(text)).encode())
    assert above is not None
    found, of_board = read_dashboard(documents[0], above)
    assert [*of_system, *of_yaml, *of_board] == []
    assert found is not None
    return found


def panel(text: str, system: str = "", head: str = "") -> Panel:
    """The only panel of a board; `text` is a flow mapping without its braces."""
    board = reading(f"{head}rows:\n  - title: Row\n    panels:\n      - {{title: Panel, {text}}}\n", system).board
    assert board is not None
    return board.rows[0].panels[0]


def test_numbers_are_asked_for_once_and_graphs_over_time() -> None:
    kinds = {"stat": True, "bargauge": True, "table": True, "timeseries": False, "state-timeline": False}
    assert {kind: panel(f"type: {kind}, query: up").targets[0].instant for kind in kinds} == kinds
    assert panel("type: gauge, query: up, max: 5").targets[0].instant


def test_each_type_has_its_view() -> None:
    assert panel("type: stat, query: up, thresholds: {critical: 1}").view == Stat(color="background")
    assert panel("type: stat, query: up, legend: '{{job}}'").view == Stat(names=True)
    assert panel("type: timeseries, query: up, stack: true").view == TimeSeries(stacked=True, fill=30, soft_min=0)
    assert panel("type: timeseries, query: up, thresholds: {critical: 1, worse: lower}").view == TimeSeries(fill=10, lines=True)
    assert panel("type: gauge, query: up, unit: ratio").view == Gauge()
    assert panel("type: state-timeline, query: up, states: [{value: 0, text: down, color: red}]").view == StateTimeline(show_values=True)
    assert panel("type: text, text: '# Hello'").view == Text("# Hello")


def test_units_bounds_and_states() -> None:
    dial = panel("type: gauge, query: up, unit: ratio, decimals: 2")
    assert (dial.unit, dial.minimum, dial.maximum, dial.decimals) == ("percentunit", 0.0, 1.0, 2)
    assert panel("type: gauge, query: up, unit: percent").maximum == 100
    assert panel("type: stat, query: up, unit: times").unit == "suffix:×"
    states = panel("type: stat, query: up, states: [{value: 0, text: down, color: red}, {value: 0.5, text: half}]").mappings
    assert [(one.value, one.text, one.color) for one in states] == [("0", "down", Color.RED), ("0.5", "half", "")]


@pytest.mark.parametrize(
    ("written", "steps"),
    [
        pytest.param("{warning: 50, critical: 100}", [(None, "green"), (50, "orange"), (100, "red")], id="more is worse"),
        pytest.param("{warning: 0.5, critical: 0.25}", [(None, "red"), (0.25, "orange"), (0.5, "green")], id="less is worse by the order"),
        pytest.param("{critical: 100}", [(None, "green"), (100, "red")], id="one value, more is worse"),
        pytest.param("{critical: 0.999, worse: lower}", [(None, "red"), (0.999, "green")], id="one value, less is worse"),
        pytest.param("{warning: 3, worse: lower}", [(None, "orange"), (3, "green")], id="a warning only"),
    ],
)
def test_thresholds(written: str, steps: list[tuple[float | None, str]]) -> None:
    assert panel(f"type: stat, query: up, thresholds: {written}").thresholds == tuple(Threshold(value, color) for value, color in steps)


def test_several_queries_have_their_legends_as_keys() -> None:
    targets = panel("type: timeseries, queries: {P50: up, '{{job}}': down}").targets
    assert [(one.legend, one.expr) for one in targets] == [("P50", "up"), ("{{job}}", "down")]


def test_the_columns_of_a_table() -> None:
    view = panel("type: table, query: 'sum by (job) (up)', columns: {job: Job, value: Instances}").view
    assert isinstance(view, Table)
    assert [(one.field, one.title) for one in view.columns] == [("job", "Job"), ("A", "Instances")]
    assert (view.sort, view.descending) == ("Instances", True)
    worst_first = panel("type: table, query: up, columns: {job: Job, value: Left}, thresholds: {warning: 7, critical: 1}").view
    assert isinstance(worst_first, Table)
    assert (worst_first.descending, worst_first.columns[1].cell) == (False, "background")
    two = panel("type: table, queries: {Yes: up, No: down}, columns: {job: Job}").view
    assert isinstance(two, Table)
    assert [(one.field, one.title) for one in two.columns] == [("job", "Job"), ("A", "Yes"), ("B", "No")]


def test_a_label_that_the_query_makes_can_be_named() -> None:
    for query in (
        'label_replace(sum(up), "zone", "x", "", "")',
        'count_values("zone", up)',
        "sum by (job) (up) * on (job) group_left (zone) info",
        "topk(3, up)",
        "histogram_quantile(0.9, sum by (le, zone) (rate(x_bucket[5m])))",
    ):
        assert panel(f"type: timeseries, query: '{query}', legend: '{{{{zone}}}}'").targets[0].legend == "{{zone}}"


def test_an_slo_is_shown_from_what_is_recorded_of_it() -> None:
    budget = panel("type: stat, slo: cart/availability")
    assert budget.targets[0].expr == 'slo:error_budget_remaining:ratio{slo_id="shop/cart/availability"}'
    assert (budget.unit, budget.thresholds[0]) == ("percentunit", Threshold(None, Color.RED))
    other = panel("type: stat, slo: bank/api/availability, show: burn_rate, by: [zone]", head="variables: [{name: zone, of: up}]\n")
    assert other.targets[0].expr == 'slo:burn_rate:ratio_rate1h{slo_id="bank/api/availability",zone=~"$zone"}'
    board = reading("rows:\n  - title: Row\n    panels:\n      - {title: A, type: stat, slo: cart/availability, show: sli}\n")
    assert [(one.metric, one.slo_id) for one in board.reads] == [
        ("slo:error_budget_consumed:ratio", "shop/cart/availability"),
        ("slo:error_budget:ratio", "shop/cart/availability"),
    ]


def test_recorded_series_are_noted_where_they_are_read() -> None:
    board = reading(
        """\
        rows:
          - title: Row
            panels:
              - title: Panel
                type: timeseries
                query: |
                  up
                  / slo:objective:ratio{slo_id="shop/cart/availability"}
                  / slo:objective:ratio
        """
    )
    assert [(one.metric, one.slo_id, one.span.line, one.span.column) for one in board.reads] == [
        ("slo:objective:ratio", "shop/cart/availability", 12, 13),
        ("slo:objective:ratio", "", 13, 13),
    ]


def test_logs_in_loki_by_an_id_for_which_the_board_gets_a_field() -> None:
    found = reading(
        "service: cart\nlogs_by: order_id\nrows:\n  - title: Row\n    panels:\n      - {title: A, type: stat, query: up}\n", LOKI
    )
    assert found.board is not None
    link = found.board.rows[0].panels[0].links[0]
    assert link.title == "Logs by order_id"
    assert link.url.startswith("/explore?schemaVersion=1&panes=%7B")
    assert "app%3D%5C%22cart%5C%22%7D%20%7C%3D%20%5C%22${order_id:percentencode}%5C%22" in link.url
    assert "${__from}" in link.url
    field = data(found.board)["templating"]["list"][-1]
    assert (field["name"], field["type"], field["query"]) == ("order_id", "textbox", "")


def test_logs_at_a_url() -> None:
    assert panel("type: stat, query: up, service: a/b".replace("a/b", "cart"), URL).links[0].url == "https://logs.example.com/cart"
    by_id = panel("type: stat, query: up, service: cart, logs_by: digest", URL).links[0]
    assert by_id.url == "https://logs.example.com/cart?digest=${digest:percentencode}"


def test_the_service_of_a_panels_slo_is_that_of_its_logs() -> None:
    assert panel("type: stat, slo: checkout/availability", URL, head="service: cart\n").links[0].url.endswith("/checkout")


def test_a_declared_variable_is_not_replaced_by_a_field() -> None:
    found = reading(
        "service: cart\nlogs_by: order_id\nvariables: [{name: order_id, default: none}]\n"
        "rows:\n  - title: Row\n    panels:\n      - {title: A, type: stat, query: up}\n",
        LOKI,
    )
    assert found.board is not None
    assert [(one.name, one.query, one.free) for one in found.board.variables] == [("order_id", "none", True)]


def test_variables() -> None:
    found = reading(
        """\
        variables:
          - {name: environment, of: 'up{job="cart"}', default: prod}
          - {name: pod, title: Pod, label: pod_name, of: 'up{environment=~"$environment"}', several: false}
          - {name: tier, values: [gold, silver]}
        rows:
          - {title: Row, repeat: tier, panels: [{title: A, type: stat, query: up}]}
        """
    ).board
    assert found is not None
    assert [(one.name, one.query, one.values, one.many) for one in found.variables] == [
        ("environment", 'label_values(up{job="cart"}, environment)', (), True),
        ("pod", 'label_values(up{environment=~"$environment"}, pod_name)', (), False),
        ("tier", "", ("gold", "silver"), True),
    ]
    assert found.rows[0].repeat == "tier"


def test_panels_of_one_height_share_a_line() -> None:
    found = reading(
        """\
        rows:
          - title: Row
            panels:
              - {title: A, type: stat, query: up}
              - {title: B, type: stat, query: up}
              - {title: C, type: timeseries, query: up}
              - {title: D, type: stat, query: up, height: 8, width: 6}
              - {title: E, type: timeseries, query: up}
        """
    ).board
    assert found is not None
    assert [(panel.title, place.x, place.y, place.width, place.height) for panel, place in layout(found)[0].panels] == [
        ("A", 0, 1, 12, 4),
        ("B", 12, 1, 12, 4),
        ("C", 0, 5, 9, 8),
        ("D", 9, 5, 6, 8),
        ("E", 15, 5, 9, 8),
    ]


def test_logs_and_a_time_of_its_own() -> None:
    lines = panel('type: logs, query: \'{app="cart"} |= "x"\', limit: 10')
    assert (lines.targets[0].source, lines.targets[0].limit) == (Source.LOKI, 10)
    assert panel("type: stat, query: up, range: 7d").time_from == "7d"
    assert panel("type: stat, query: up, range: today").time_from == "now/d"


def test_every_board_of_a_system_marks_alerts_and_deployments() -> None:
    found = reading("rows: [{title: Row, panels: [{title: A, type: stat, query: up}]}]\n", "deployments: changes(up[5m]) > 0\n").board
    assert found is not None
    assert [one.name for one in found.annotations] == ["Alerts", "Deployments"]
    assert 'system="shop"' in found.annotations[0].expr


def test_grafana_gets_what_was_written() -> None:
    found = reading("range: 12h\nrefresh: 30s\nrows: [{title: Row, panels: [{title: A, type: stat, query: up}]}]\n").board
    assert found is not None
    made: dict[str, Any] = data(found)
    assert (made["uid"], made["title"], made["time"]["from"], made["refresh"]) == ("slogen-shop-overview", "Overview", "now-12h", "30s")
