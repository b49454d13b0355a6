"""One budget and one alert a group: what happens in one stays in one."""

from decimal import Decimal

from slogen.model.slo import BudgetLevel
from tests.hard_data.harness import Query, Scene, firing, never_fired, play, value
from tests.hard_data.series import counter
from tests.rules.builders import LATENCY, POLICY, TICKET, response, service, slo

TOTAL = 'http_requests_total{job="api",code="200",env="%s",region="%s"}'
ERRORS = 'http_requests_total{job="api",code="500",env="%s",region="%s"}'
UP = {'up{job="api"}': "1x1000"}


def _of(env: str, region: str) -> str:
    return f'{{slo_id="shop/api/slo",env="{env}",region="{region}"}}'


def test_one_burning_group_fires_its_own_alerts_with_its_labels_and_no_others() -> None:
    """Production in the EU fails one request in ten, everything else is well."""
    built = slo(group_by=("env", "region"), budget_policy=(BudgetLevel("spent", Decimal(0), "Stop.", response(TICKET)),))
    series: dict[str, str] = {}
    for env, region, errors in (("prod", "eu", 60), ("prod", "us", 0), ("stage", "eu", 0)):
        series |= {TOTAL % (env, region): counter((60, 600 - errors)), ERRORS % (env, region): counter((60, errors))}
    alerts = [
        {"alertname": f"ApiSlo{name}", "env": "prod", "region": "eu", "slo_id": "shop/api/slo"}
        for name in ("BurnPageFast", "BurnPageSlow", "BurnTicketFast", "BurnTicketSlow", "BudgetSpent")
    ]
    play(
        Scene(
            service(built),
            series | UP,
            [
                firing("1h", *alerts),
                value("1h", f"slo:error_budget_remaining:ratio{_of('prod', 'us')}", 1),
                value("1h", f"slo:error_budget_remaining:ratio{_of('prod', 'eu')}", -99, within=1e-6),
                value("1h", f"slo:error_budget_policy:level{_of('stage', 'eu')}", 0),
            ],
        )
    )


def test_a_series_without_the_group_label_is_a_group_of_its_own() -> None:
    """It must neither be lost nor be added to another group."""
    bare = 'http_requests_total{job="api",code="%s"}'
    series = {bare % "200": counter((60, 90)), bare % "500": counter((60, 10)), TOTAL % ("prod", "eu"): counter((60, 100))} | UP
    checks = [
        Query(
            "1h",
            "count by (__name__, slo_id, env) (slo:sli_error:ratio_rate1h > 0)",
            {'slo:sli_error:ratio_rate1h{slo_id="shop/api/slo"}': 1},
        ),
        value("1h", 'slo:sli_error:ratio_rate1h{slo_id="shop/api/slo",env=""}', 0.1),
        value("1h", 'slo:sli_error:ratio_rate1h{slo_id="shop/api/slo",env="prod"}', 0),
    ]
    play(Scene(service(slo(group_by=("env",))), series, checks))


def test_group_values_with_quotes_braces_and_backslashes_are_kept() -> None:
    odd = r"a \"b\" {{c}} \\d"
    series = {TOTAL % (odd, "eu"): counter((60, 90)), ERRORS % (odd, "eu"): counter((60, 10))} | UP
    play(
        Scene(
            service(slo(group_by=("env",))), series, [value("1h", f'slo:sli_error:ratio_rate1h{{slo_id="shop/api/slo",env="{odd}"}}', 0.1)]
        )
    )


def test_who_owns_an_slo_can_be_joined_to_the_budget_of_every_group() -> None:
    series = {TOTAL % (env, "eu"): counter((60, 100)) for env in ("prod", "stage")}
    joined = "slo:error_budget_remaining:ratio * on (slo_id) group_left (team, objective, window) slo:info"
    labels = '{slo_id="shop/api/slo",team="platform",objective="99.9",window="30d",env="%s"}'
    play(Scene(service(slo(group_by=("env",))), series, [Query("1h", joined, {labels % "prod": 1, labels % "stage": 1})]))


def test_history_under_another_name_or_with_other_labels_disturbs_nothing() -> None:
    """Tiles of an SLO's former name, and tiles that a former release recorded with a team: all of them full of errors."""
    total, errors = TOTAL % ("prod", "eu"), ERRORS % ("prod", "eu")
    series = {total: counter((60, 999)), errors: counter((60, 1))} | UP
    for old in ('{slo_id="shop/api/former"}', '{slo_id="shop/api/slo",team="former"}'):
        series |= {f"slo:sli_events:tile5m{old}": "1x240", f"slo:sli_errors:tile5m{old}": "1x240"}
    own = {'{slo_id="shop/api/slo"}': 1, '{slo_id="shop/api/slo",team="former"}': 1}
    checks = [
        value("1h", 'slo:sli_error:ratio_rate6h{slo_id="shop/api/slo",team=""}', 0.001),
        value("1h", 'slo:error_budget_remaining:ratio{slo_id="shop/api/slo",team=""}', 0.5, within=1e-6),
        Query("1h", "count by (slo_id, team) (slo:sli_error:ratio_rate30d)", own),
        Query("1h", "count by (slo_id, team) (slo:sli_error:ratio_rate1h)", {'{slo_id="shop/api/slo"}': 1}),
        never_fired("1h", "1h", "ApiSloBurnPageSlow"),
    ]
    play(Scene(service(slo(objective="99.8")), series, checks))


def test_groups_of_a_histogram_are_kept_apart() -> None:
    count, bucket = 'http_seconds_count{job="api",env="%s"}', 'http_seconds_bucket{job="api",env="%s",le="0.5"}'
    series = {
        count % "a": counter((60, 100)),
        bucket % "a": counter((60, 20)),
        count % "b": counter((60, 100)),
        bucket % "b": counter((60, 99)),
    } | UP
    alerts = [{"alertname": f"ApiSloBurn{name}", "env": "a"} for name in ("PageFast", "PageSlow", "TicketFast", "TicketSlow")]
    play(Scene(service(slo(LATENCY, objective="95", group_by=("env",), budget_policy=POLICY)), series, [firing("1h", *alerts)]))
