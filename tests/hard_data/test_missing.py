"""A service that vanished, told from one that is idle or merely has no errors."""

import pytest

from slogen.model.sli import Sli
from tests.hard_data.harness import Scene, absent, finite, firing, first_fired, last_fired, never_fired, play, silent, value
from tests.hard_data.series import Gone, counter, gauge
from tests.rules.builders import AVAILABILITY, LATENCY, freshness, queue, service, slo, uptime

ID = '{slo_id="shop/api/slo"}'
TOTAL = 'http_requests_total{job="api",code="200"}'
ERRORS = 'http_requests_total{job="api",code="500"}'
UP = 'up{job="api",instance="a"}'
MISSING = "ApiSloMissing"


@pytest.mark.parametrize(
    ("up", "cause"),
    [
        pytest.param(gauge((60, 1)), "metric-missing", id="the target is up and exports something else"),
        pytest.param(gauge((30, 1), (30, 0)), "targets-down", id="the target is down"),
        pytest.param(gauge((30, 1), Gone(30)), "targets-down", id="the target is no longer known"),
    ],
)
def test_a_vanished_service_is_reported_within_eleven_minutes_with_its_cause(up: str, cause: str) -> None:
    """Five minutes until the last rate runs out, one evaluation, five minutes of patience."""
    play(
        Scene(
            service(slo()),
            {TOTAL: counter((30, 600), Gone(30)), ERRORS: counter((30, 0), Gone(30)), UP: up},
            [
                first_fired("60m", "60m", MISSING, 40, 41),
                firing("60m", {"alertname": MISSING, "cause": cause, "slo_id": "shop/api/slo", "severity": "ticket"}),
                absent("60m", f"slo:sli_error:ratio_rate5m{ID}"),
                value("60m", f"slo:error_budget_remaining:ratio{ID}", 1),
                finite("60m", "59m"),
            ],
        )
    )


def test_a_service_that_never_existed_is_reported_too() -> None:
    play(Scene(service(slo()), {UP: "1x60"}, [first_fired("15m", "15m", MISSING, 5, 6)]))


def test_without_known_targets_the_alert_has_no_cause() -> None:
    play(Scene(service(slo(targets="")), {"other": "1x60"}, [firing("15m", {"alertname": MISSING, "severity": "ticket"})]))


def test_the_missing_alert_resolves_when_the_service_is_back() -> None:
    """Two scrapes make a rate."""
    series = {TOTAL: counter((30, 600), Gone(30), (30, 600)), UP: gauge((30, 1), (30, 0), (30, 1))}
    play(Scene(service(slo()), series, [last_fired("90m", "90m", MISSING, 59, 61), never_fired("90m", "60m", "ApiSloBurnPageFast")]))


def test_a_restart_of_four_minutes_is_not_reported() -> None:
    series = {TOTAL: counter((30, 600), Gone(4), (30, 600)), UP: gauge((30, 1), (4, 0), (30, 1))}
    play(Scene(service(slo()), series, [silent("64m", "64m")]))


def test_an_idle_service_is_not_missing() -> None:
    """Its counters stand still but are scraped."""
    play(Scene(service(slo()), {TOTAL: counter((10, 60), (170, 0)), UP: "1x720"}, [silent("3h", "3h")]))


def test_a_service_without_errors_is_not_missing() -> None:
    """Also with good instead of errors, and with an error metric of its own that never appears."""
    apart = slo(sli=AVAILABILITY.__class__("availability", 'http_requests_total{job="api"}', "http_errors_total"))
    play(*(Scene(service(each), {TOTAL: counter((60, 60)), UP: "1x240"}, [silent("1h", "1h")]) for each in (slo(), apart)))


def test_a_vanished_group_is_reported_alone_with_its_labels() -> None:
    """Staging goes; production, and the targets of both, stay."""
    group = 'http_requests_total{job="api",code="200",env="%s"}'
    play(
        Scene(
            service(slo(group_by=("env",))),
            {group % "prod": counter((60, 600)), group % "stage": counter((30, 600), Gone(30)), UP: "1x240"},
            [
                first_fired("60m", "60m", MISSING, 40, 41),
                firing("60m", {"alertname": MISSING, "env": "stage", "cause": "metric-missing", "slo_id": "shop/api/slo"}),
            ],
        )
    )


def test_when_all_groups_vanish_each_is_reported_and_nothing_beside_them() -> None:
    group = 'http_requests_total{job="api",code="200",env="%s"}'
    gone = {"alertname": MISSING, "cause": "targets-down", "slo_id": "shop/api/slo"}
    play(
        Scene(
            service(slo(group_by=("env",))),
            {group % env: counter((30, 600), Gone(30)) for env in ("prod", "stage")},
            [firing("60m", gone | {"env": "prod"}, gone | {"env": "stage"})],
        )
    )


def test_a_grouped_slo_that_never_had_a_group_is_reported_once() -> None:
    play(Scene(service(slo(group_by=("env",))), {UP: "1x60"}, [firing("15m", {"alertname": MISSING, "cause": "metric-missing"})]))


def test_targets_that_come_and_go_while_the_metric_is_missing_do_not_keep_the_alert_away() -> None:
    """A crash loop: up for one minute in three. If the cause flipped each time, the alert's patience would begin anew each time."""
    up = gauge((30, 1), *[phase for _ in range(10) for phase in ((2, 0), (1, 1))])
    series = {TOTAL: counter((30, 600), Gone(30)), UP: up}
    play(Scene(service(slo()), series, [first_fired("60m", "60m", MISSING, 40, 41)]))


@pytest.mark.parametrize(
    ("sli", "series"),
    [
        pytest.param(queue(), 'queue_depth{queue="mail"}', id="queue depth"),
        pytest.param(queue("sum"), 'queue_depth{queue="mail"}', id="queue depth, summed"),
        pytest.param(freshness("", "view_age_seconds"), "view_age_seconds", id="age"),
        pytest.param(uptime(), 'pg_up{job="db"}', id="uptime"),
    ],
)
def test_a_vanished_gauge_is_reported(sli: Sli, series: str) -> None:
    """However its missing minutes count."""
    built = slo(sli=sli, objective="99", targets="up")
    play(
        Scene(service(built), {series: gauge((30, 1), Gone(30)), UP: gauge((30, 1), (30, 0))}, [first_fired("60m", "60m", MISSING, 35, 41)])
    )


def test_a_missing_bucket_is_reported_as_such_and_burns_nothing() -> None:
    """The histogram has 0.25 and 1 but not 0.5. Every request would read as slow if the absent bucket read as zero."""
    series = {
        'http_seconds_count{job="api"}': counter((60, 600)),
        'http_seconds_bucket{job="api",le="0.25"}': counter((60, 300)),
        'http_seconds_bucket{job="api",le="1"}': counter((60, 600)),
        UP: "1x240",
    }
    play(
        Scene(
            service(slo(LATENCY, objective="95")),
            series,
            [
                firing("60m", {"alertname": "ApiSloBucketMissing", "severity": "ticket", "slo_id": "shop/api/slo"}),
                first_fired("60m", "60m", "ApiSloBucketMissing", 5, 6),
                absent("60m", f"slo:sli_error:ratio_rate5m{ID}"),
                absent("60m", f"slo:sli_errors:rate1h{ID}"),
            ],
        )
    )


def test_a_bucket_missing_in_one_group_is_reported_for_that_group() -> None:
    count, bucket = 'http_seconds_count{job="api",env="%s"}', 'http_seconds_bucket{job="api",le="0.5",env="%s"}'
    series = {count % "a": counter((30, 60)), count % "b": counter((30, 60)), bucket % "a": counter((30, 60)), UP: "1x120"}
    alert = {"alertname": "ApiSloBucketMissing", "env": "b"}
    play(Scene(service(slo(LATENCY, objective="95", group_by=("env",))), series, [firing("30m", alert)]))


def test_a_bucket_missing_on_one_instance_of_two_is_reported() -> None:
    """Half of the fleet runs a build without the bucket: its requests would read as slow."""
    count, bucket = 'http_seconds_count{job="api",instance="%s"}', 'http_seconds_bucket{job="api",le="0.5",instance="%s"}'
    series = {count % "a": counter((60, 60)), count % "b": counter((60, 60)), bucket % "a": counter((60, 60)), UP: "1x240"}
    play(
        Scene(
            service(slo(LATENCY, objective="95")),
            series,
            [firing("60m", {"alertname": "ApiSloBucketMissing"}), absent("60m", f"slo:sli_error:ratio_rate5m{ID}")],
        )
    )
