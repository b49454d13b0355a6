"""No traffic, no errors, errors from nowhere: what is not there must not look like something."""

from tests.hard_data.harness import Scene, absent, between, finite, play, silent, value
from tests.hard_data.series import Gone, born, counter
from tests.rules.builders import POLICY, service, slo

ID = '{slo_id="shop/api/slo"}'
TOTAL = 'http_requests_total{job="api",code="200"}'
ERRORS = 'http_requests_total{job="api",code="500"}'
UP = 'up{job="api",instance="a"}'


def test_no_traffic_leaves_ratios_absent_and_the_budget_where_it_was() -> None:
    """Two hours at 0.04 % errors, then 100 minutes of silence: the counters are still scraped, and stand still."""
    play(
        Scene(
            service(slo(budget_policy=POLICY)),
            {TOTAL: counter((120, 4998), (100, 0)), ERRORS: counter((120, 2), (100, 0)), UP: "1x880"},
            [
                value("2h", f"slo:sli_error:ratio_rate5m{ID}", 0.0004),
                absent("2h10m", f"slo:sli_error:ratio_rate5m{ID}"),
                absent("3h10m", f"slo:sli_error:ratio_rate1h{ID}"),
                value("3h10m", f"slo:sli_events:rate5m{ID}", 0),
                value("3h40m", f"slo:error_budget_remaining:ratio{ID}", 0.6, within=1e-6),
                value("3h40m", f"slo:error_budget_policy:level{ID}", 0),
                finite("3h40m", "219m"),
                silent("3h40m", "220m"),
            ],
        )
    )


def test_no_traffic_over_a_whole_long_window_leaves_that_ratio_absent_too() -> None:
    """Nothing has happened for longer than the 2h and 6h windows; both are rolled up from tiles of zero."""
    play(
        Scene(
            service(slo()),
            {TOTAL: counter((30, 600), (400, 0)), ERRORS: counter((30, 6), (400, 0)), UP: "1x1720"},
            [
                absent("2h40m", f"slo:sli_error:ratio_rate2h{ID}"),
                value("2h40m", f"slo:sli_error:ratio_rate6h{ID}", 6 / 606, within=1e-6),
                absent("7h", f"slo:sli_error:ratio_rate6h{ID}"),
                value("7h", f"slo:sli_error:ratio_rate1d{ID}", 6 / 606, within=1e-6),
                finite("7h", "415m"),
            ],
            evaluation="5m",
        )
    )


def test_a_service_without_an_error_series_has_ratio_zero_and_its_whole_budget() -> None:
    play(
        Scene(
            service(slo()),
            {TOTAL: counter((90, 60)), UP: "1x360"},
            [
                *(value("90m", f"slo:sli_error:ratio_rate{window}{ID}", 0) for window in ("5m", "30m", "1h", "2h", "6h", "3d", "30d")),
                value("90m", f"slo:error_budget_remaining:ratio{ID}", 1),
                silent("90m", "90m"),
            ],
        )
    )


def test_no_error_series_in_one_group_is_zero_for_that_group_alone() -> None:
    """`or vector(0)` would give one series without labels, and lose the group that has no errors."""
    group = 'http_requests_total{job="api",code="%s",env="%s"}'
    play(
        Scene(
            service(slo(group_by=("env",))),
            {group % ("200", "a"): counter((30, 60)), group % ("200", "b"): counter((30, 59)), group % ("500", "b"): counter((30, 1))},
            [
                value("30m", 'slo:sli_error:ratio_rate5m{slo_id="shop/api/slo",env="a"}', 0),
                value("30m", 'slo:sli_error:ratio_rate5m{slo_id="shop/api/slo",env="b"}', 1 / 60),
                value("30m", f"count(slo:sli_error:ratio_rate5m{ID})", 2),
            ],
        )
    )


def test_an_error_series_born_at_a_high_value_pages_nobody() -> None:
    """The first scrape of a new series says 500. When they happened nobody knows, so they count from the second scrape on."""
    play(
        Scene(
            service(slo()),
            {TOTAL: counter((120, 6000)), ERRORS: born(60, counter((60, 0.4), start=500)), UP: "1x480"},
            [silent("2h", "120m"), between("2h", f"slo:sli_error:ratio_rate1h{ID}", 0.00005, 0.00007)],
        )
    )


def test_a_vanished_error_series_is_zero_again_not_unknown() -> None:
    """After a restart the error counter is not exported until the next error."""
    play(
        Scene(
            service(slo()),
            {TOTAL: counter((60, 6000)), ERRORS: counter((20, 3), Gone(40)), UP: "1x240"},
            [value("60m", f"slo:sli_error:ratio_rate5m{ID}", 0), finite("60m", "59m"), silent("60m", "60m")],
        )
    )
