"""Free PromQL: ratios of whatever a team measures, without letting its NaN and Inf into the history."""

from slogen.model.sli import Ratio
from tests.hard_data.harness import Scene, absent, between, finite, firing, play, silent, value
from tests.hard_data.series import Gone, counter, gauge
from tests.rules.builders import service, slo

ID = '{slo_id="shop/api/slo"}'
UP = {'up{job="api"}': "1x2000"}
ERRORS, TOTAL = 'sum by (env) (rate(bad_total{job="api"}[$window]))', 'sum by (env) (rate(all_total{job="api"}[$window]))'
COUNTED = Ratio(ERRORS, TOTAL)
TIMED = Ratio(error_ratio=f"{ERRORS} / {TOTAL}")
BAD, ALL = 'bad_total{job="api",env="%s"}', 'all_total{job="api",env="%s"}'


def test_errors_and_total_are_weighted_by_events() -> None:
    series = {ALL % "a": counter((60, 10), (60, 1000)), BAD % "a": counter((60, 5), (60, 0))} | UP
    wanted = 300 / 60600
    play(
        Scene(
            service(slo(COUNTED, objective="90")),
            series,
            [between("2h", f"slo:sli_error:ratio_rate30d{ID}", wanted * 0.93, wanted * 1.07)],
            evaluation="5m",
        )
    )


def test_an_error_ratio_is_weighted_by_time() -> None:
    series = {ALL % "a": counter((120, 10), (120, 1000)), BAD % "a": counter((120, 5), (120, 0))} | UP
    play(
        Scene(
            service(slo(TIMED, objective="50", burn_alerts=())),
            series,
            [between("4h", f"slo:sli_error:ratio_rate30d{ID}", 0.24, 0.27)],
            evaluation="5m",
        )
    )


def test_the_window_is_the_same_everywhere_and_groups_are_kept() -> None:
    series = {ALL % "a": counter((60, 100)), BAD % "a": counter((60, 1)), ALL % "b": counter((60, 100)), BAD % "b": counter((60, 50))} | UP
    for sli in (COUNTED, TIMED):
        built = slo(sli, objective="90", group_by=("env",))
        checks = [
            value("60m", f'slo:sli_error:ratio_rate{window}{{slo_id="shop/api/slo",env="{env}"}}', ratio, within=1e-6)
            for window in ("5m", "1h", "6h")
            for env, ratio in (("a", 0.01), ("b", 0.5))
        ]
        play(
            Scene(
                service(built),
                series,
                [*checks, firing("60m", *({"alertname": f"ApiSloBurn{p}", "env": "b"} for p in ("TicketFast", "TicketSlow")))],
            )
        )


def test_zero_by_zero_is_never_recorded() -> None:
    """An hour without traffic: the team's own division is NaN, which would poison every average it is part of for 30 days."""
    series = {ALL % "a": counter((30, 100), (60, 0), (30, 100)), BAD % "a": counter((30, 1), (60, 0), (30, 1))} | UP
    checks = [absent("60m", f"slo:sli_error:ratio_rate5m{ID}"), value("2h", f"slo:sli_error:ratio_rate30d{ID}", 0.01, within=1e-4)]
    play(Scene(service(slo(TIMED, objective="90")), series, [*checks, finite("2h", "119m"), silent("2h", "2h")]))


def test_something_by_zero_is_never_recorded_as_infinite() -> None:
    """Errors are counted before the total is: 1 / 0. An infinite tile would make the period infinite for 30 days."""
    series = {ALL % "a": counter((30, 100), (30, 0), (60, 100)), BAD % "a": counter((30, 1), (30, 1), (60, 1))} | UP
    play(
        Scene(
            service(slo(TIMED, objective="50", burn_alerts=())),
            series,
            [finite("2h", "119m"), between("2h", f"slo:sli_error:ratio_rate30d{ID}", 0.01, 0.3)],
        )
    )


def test_a_total_or_errors_that_are_not_numbers_stay_out_of_the_tiles() -> None:
    """The team scales its errors by a sampling rate that is itself 0/0 for half an hour."""
    sampled = Ratio(f"{ERRORS} * on () (sum(kept) / sum(seen))", TOTAL)
    series = {
        ALL % "a": counter((120, 100)),
        BAD % "a": counter((120, 1)),
        "kept": gauge((30, 5), (30, 0), (61, 5)),
        "seen": gauge((30, 5), (30, 0), (61, 5)),
    }
    play(
        Scene(
            service(slo(sampled, objective="90")),
            series | UP,
            [finite("2h", "119m"), between("2h", f"slo:sli_error:ratio_rate30d{ID}", 0.007, 0.0101)],
        )
    )


def test_an_error_ratio_outside_of_0_and_1_is_none() -> None:
    """Above 1 everything failed; below 0 nothing is known."""
    above, below = Ratio(error_ratio="avg_over_time(share[$window])"), Ratio(error_ratio="-avg_over_time(share[$window])")
    ratio = f"slo:sli_error:ratio_rate5m{ID}"
    play(
        Scene(service(slo(above, burn_alerts=())), {"share": "3x80"}, [value("20m", ratio, 1)]),
        Scene(service(slo(below, burn_alerts=())), {"share": "3x80"}, [absent("20m", ratio)]),
    )


def test_errors_that_a_team_subtracts_never_count_below_zero() -> None:
    """Total minus good: scrapes of the two may differ, and a negative tile would give budget back."""
    minus = Ratio(f"{TOTAL} - {ERRORS}", TOTAL)
    series = {ALL % "a": counter((30, 100)), BAD % "a": counter((30, 101))} | UP
    play(Scene(service(slo(minus)), series, [value("30m", f"slo:sli_errors:rate5m{ID}", 0), silent("30m", "30m")]))


def test_without_errors_yet_the_ratio_is_zero_and_without_a_total_it_is_missing() -> None:
    series = {ALL % "a": counter((30, 100), Gone(30))} | UP
    checks = [
        value("29m", f"slo:sli_error:ratio_rate5m{ID}", 0),
        absent("50m", f"slo:sli_error:ratio_rate5m{ID}"),
        firing("60m", {"alertname": "ApiSloMissing"}),
    ]
    play(Scene(service(slo(COUNTED)), series, checks))


def test_a_group_that_vanishes_from_an_error_ratio_is_reported_alone() -> None:
    """One goes, one stays, and one is idle: 0/0 is not recorded, and yet it is there."""
    series = {ALL % "a": counter((30, 100), Gone(30)), BAD % "a": counter((30, 1), Gone(30))} | UP
    series |= {
        ALL % "b": counter((60, 100)),
        BAD % "b": counter((60, 1)),
        ALL % "c": counter((20, 100), (40, 0)),
        BAD % "c": counter((60, 0)),
    }
    play(Scene(service(slo(TIMED, objective="90", group_by=("env",))), series, [firing("60m", {"alertname": "ApiSloMissing", "env": "a"})]))


def test_a_comment_at_the_end_of_an_expression_hides_nothing() -> None:
    """What is wrapped around the team's text must not end up in its comment."""
    noted = Ratio(f"{ERRORS} # counted by the proxy", f"{TOTAL} # all of them")
    timed = Ratio(error_ratio=f"{TIMED.error_ratio} # by the proxy")
    series = {ALL % "a": counter((30, 100)), BAD % "a": counter((30, 1))} | UP
    play(
        *(
            Scene(service(slo(sli, objective="90")), series, [value("30m", f"slo:sli_error:ratio_rate5m{ID}", 0.01)])
            for sli in (noted, timed)
        )
    )
