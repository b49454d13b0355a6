"""What holds where no spec says otherwise, as it would stand in a spec."""

from typing import Any, Final

from slogen.conventions.names import default_sev
from slogen.model.burn import AlertSeverity

SETTINGS: Final[dict[str, Any]] = {
    "window": "30d",
    "scrape_interval": "15s",
    "guard": {"min_failures": 0, "min_events": 0},
    "error_budget_policy": (),
    "group_by": (),
    "severities": {severity.value: default_sev(severity) for severity in AlertSeverity},
    "missing": {"severity": "ticket", "for": "5m"},
    "runbooks": {"sections": ()},
}
EVALUATION_INTERVAL: Final = "1m"
PROMETHEUS_VERSION: Final = "2.42"
ALERTMANAGER_VERSION: Final = "0.25"
# A ticket waits longer than its page can lag behind it (two evaluations and a group's wait), so that the page can mute it.
ROUTING: Final = {
    "wait": {"page": "30s", "ticket": "5m", "info": "5m"},
    "interval": {"page": "5m", "ticket": "15m", "info": "1h"},
    "repeat": {"page": "4h", "ticket": "24h", "info": "72h"},
}
TIME_ZONE: Final = "UTC"
RUNBOOK_DIRECTORY: Final = "runbooks"
RUNBOOK_MAX_AGE: Final = "180d"
TESTS: Final = True
BOARD_RANGE: Final = "6h"
BOARD_REFRESH: Final = "1m"
LOG_LINES: Final = 100
BOARDS: Final = True
BOARDS_PATH: Final = "/var/lib/grafana/dashboards"
SIDECAR_LABEL: Final = "grafana_dashboard"
SIDECAR_FOLDER_ANNOTATION: Final = "grafana_folder"
MAX_ERROR_RATIO: Final = "0.5"
CLEARS_AFTER: Final = "10m"
NEXT_ACTION_MISSING: Final = "Find out whether the service or only its metrics are gone: look at its targets, then at the last change."
