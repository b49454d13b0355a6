"""The `group_by` of an SLO is edited: what was recorded under the old grouping is no group that vanished."""

import pytest

from tests.hard_data.harness import Scene, finite, play, silent, value
from tests.hard_data.series import Gone, born, counter, gauge
from tests.rules.builders import AVAILABILITY, freshness, queue, service, slo

ID = '{slo_id="shop/api/slo"}'
UP = {'up{job="api"}': "1x800"}
UPDATED = "view_updated_timestamp_seconds"
# What the rules recorded until minute 60: ungrouped, or by a label that is no longer asked for.
FORMER = {"grouped": ID, "regrouped": '{slo_id="shop/api/slo",former="x"}', "ungrouped": '{slo_id="shop/api/slo",shard="a"}'}
GROUP_BY = {"grouped": ("shard",), "regrouped": ("shard",), "ungrouped": ()}
every_edit = pytest.mark.parametrize("edit", FORMER)


def _recorded(metric: str, value: float, edit: str) -> dict[str, str]:
    return {f"{metric}{FORMER[edit]}": gauge((60, value), Gone(60))}


@every_edit
def test_a_queue_is_not_bad_under_its_former_grouping(edit: str) -> None:
    built = slo(queue(), objective="99", group_by=GROUP_BY[edit])
    series = {'queue_depth{queue="mail",shard="a"}': born(60, gauge((60, 10)))} | _recorded("slo:sli_value:worst", 10, edit) | UP
    play(Scene(service(built), series, [silent("119m", "58m"), value("119m", f"count(slo:sli_bad:slice{ID})", 1)]))


@every_edit
@pytest.mark.parametrize("aggregate", ["newest", "oldest"])
def test_an_age_does_not_go_on_growing_under_its_former_grouping(edit: str, aggregate: str) -> None:
    built = slo(freshness(aggregate=aggregate), objective="99", group_by=GROUP_BY[edit])
    refreshed = " ".join(str(60 * (scrape // 4)) for scrape in range(480))
    series = {UPDATED + '{shard="a"}': born(60, " ".join(refreshed.split()[240:]))}
    series |= _recorded("slo:sli_updated_at:timestamp_seconds", 3540, edit) | UP
    checks = [
        silent("119m", "58m"),
        value("119m", f"count(slo:sli_value:worst{ID})", 1),
        value("119m", f"slo:sli_value:worst{ID}", 0, within=60),
    ]
    play(Scene(service(built), series, checks))


@pytest.mark.parametrize("edit", ["grouped", "regrouped"])
def test_nothing_is_missing_under_the_former_grouping(edit: str) -> None:
    built = slo(AVAILABILITY, group_by=GROUP_BY[edit])
    series = {'http_requests_total{job="api",code="200",shard="a"}': counter((120, 100))} | UP
    series |= _recorded("slo:sli_errors:tile5m", 0, edit) | _recorded("slo:sli_events:tile5m", 1, edit)
    play(Scene(service(built), series, [silent("2h", "2h"), finite("2h", "119m")]))


def test_a_gauge_without_the_group_label_is_measured_all_the_same() -> None:
    """It is a group of its own while it is there; only once it is gone nobody remembers it."""
    series = {UPDATED: "0x160", UPDATED + '{shard="a"}': "600x160"} | UP
    checks = [
        value("30m", 'slo:sli_value:worst{slo_id="shop/api/slo",shard=""}', 1800),
        value("30m", 'slo:sli_value:worst{shard="a"}', 1200),
    ]
    play(Scene(service(slo(freshness(), objective="90", burn_alerts=(), group_by=("shard",))), series, checks))
