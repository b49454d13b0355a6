"""What is measured: the data sets, how many days of them, at which moments."""

from dataclasses import dataclass

from bench.accuracy.traffic import DAY, NIGHT, PEAK, Burst, Calendar, DataSet, Incident

END = 1_772_409_600
"""Monday, 2 March 2026, midnight UTC: the data are the same whenever the benchmark runs."""
SEED = "slogen"
LARGE = {"instances": 25, "codes": ("200", "201", "204", "301", "400", "404", "500", "503"), "error_codes": 2, "peak": 120.0}

BASE = DataSet("base-20", "everyday traffic, incidents by night and at peak")
BASE_LARGE = DataSet("base-200", "the same, 200 raw series", **LARGE)  # type: ignore[arg-type]
NIGHTLY = DataSet("night", "incidents at night only", incidents=NIGHT)
PEAKS = DataSet("peak", "incidents at peak only", incidents=PEAK)
GAP = DataSet("gap", "Prometheus down for 30 min on a quiet afternoon", outage=Incident(3, 13, 30, 0))
GAP_INCIDENT = DataSet("gap-incident", "Prometheus down for 30 min over the worst peak incident", outage=Incident(4, 14.75, 30, 0))
RESTARTS = DataSet("restarts", "rolling restart every 12 h, counters reset", restart_days=0.5)
DEPLOY = DataSet("deploy", "a restart resets the counters an hour before the worst incident", restart=(4, 14))
CHURN = DataSet("churn", "the same, and every restart renames the instance", restart_days=0.5, churn=True)
MISSED = DataSet("missed", "2 % of the scrapes missed", missed=0.02)
BURST_AFTER = DataSet("burst-after", "3-s error bursts just after every tile boundary", burst=Burst(0.2))
BURST_BEFORE = DataSet("burst-before", "3-s error bursts 8 s before every tile boundary", burst=Burst(-8))
SCRAPE_30 = DataSet("scrape-30s", "scraped every 30 s", scrape_seconds=30)
SCRAPE_60 = DataSet("scrape-60s", "scraped every 60 s", scrape_seconds=60)


@dataclass(frozen=True, slots=True)
class Plan:
    """`window_days` is the SLO's window; the data begin a day and a half earlier, so that every moment has a full window behind it.

    `costed` are the data sets for which layouts are timed, `runs` times each; no server lives
    longer than `limit_seconds`.
    """

    window_days: int
    data_sets: tuple[DataSet, ...]
    costed: tuple[DataSet, ...]
    runs: int
    limit_seconds: float

    @property
    def calendar(self) -> Calendar:
        """All data."""
        return Calendar(END, self.window_days + 2)

    @property
    def moments(self) -> range:
        """When the budget is read: eleven times in the last 20 hours."""
        return range(END - 20 * 3600, END + 1, 2 * 3600)

    @property
    def recent(self) -> int:
        """Seconds for which short-lived recordings are made, the moments among them."""
        return DAY


FULL = Plan(
    window_days=30,
    data_sets=(
        *(BASE, BASE_LARGE, NIGHTLY, PEAKS, GAP, GAP_INCIDENT, DEPLOY, RESTARTS, CHURN, MISSED),
        *(BURST_AFTER, BURST_BEFORE, SCRAPE_30, SCRAPE_60),
    ),
    costed=(BASE, BASE_LARGE),
    runs=3,
    limit_seconds=25 * 60,
)
QUICK = Plan(
    window_days=7,
    data_sets=(BASE, BASE_LARGE, NIGHTLY, PEAKS, GAP, DEPLOY, BURST_AFTER),
    costed=(BASE, BASE_LARGE),
    runs=1,
    limit_seconds=10 * 60,
)
