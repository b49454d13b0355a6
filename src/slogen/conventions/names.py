"""Every metric, label, group, alert and file name. Metrics follow Prometheus's `level:metric:operations`; `slo` is the level."""

import hashlib
import re
from collections.abc import Sequence

from slogen.model.burn import AlertSeverity
from slogen.model.duration import Duration

# Labels
SLO_ID = "slo_id"
SEVERITY, SEV = "severity", "sev"
SYSTEM, SERVICE, SLO, TEAM = "system", "service", "slo", "team"
LONG_WINDOW, SHORT_WINDOW, BURN_RATE = "long_window", "short_window", "burn_rate"
CAUSE = "cause"
LEVEL = "level"
ENVIRONMENT = "environment"
INHIBITS = "inhibits"
RESERVED_LABELS = frozenset(
    (
        *(SLO_ID, SEVERITY, SEV, SYSTEM, SERVICE, SLO, TEAM, LONG_WINDOW, SHORT_WINDOW, BURN_RATE, CAUSE, LEVEL, INHIBITS),
        *("alertname", "alertstate", "le"),
    )
)

# Annotations
RUNBOOK_URL, DASHBOARD_URL, LOGS_URL = "runbook_url", "dashboard_url", "logs_url"
SUMMARY, DESCRIPTION, IMPACT, NEXT_ACTION = "summary", "description", "impact", "next_action"

# Recorded series without a window in their name
EVENTS_TILE = "slo:sli_events:tile5m"
ERRORS_TILE = "slo:sli_errors:tile5m"
VALUE = "slo:sli_value:worst"
UPDATED_AT = "slo:sli_updated_at:timestamp_seconds"
BUCKET_MISSING = "slo:sli_bucket_missing:count"
BAD_SLICE = "slo:sli_bad:slice"
WARNING_STATE = "slo:sli_warning:state"
BREACH_STATE = "slo:sli_breach:state"
OBJECTIVE = "slo:objective:ratio"
BUDGET = "slo:error_budget:ratio"
BUDGET_CONSUMED = "slo:error_budget_consumed:ratio"
BUDGET_REMAINING = "slo:error_budget_remaining:ratio"
BURN_RATE_1H = "slo:burn_rate:ratio_rate1h"
COVERAGE = "slo:sli_coverage:ratio"
POLICY_LEVEL = "slo:error_budget_policy:level"
INFO = "slo:info"
FIXED_NAMES = (
    *(EVENTS_TILE, ERRORS_TILE, VALUE, UPDATED_AT, BUCKET_MISSING, BAD_SLICE, WARNING_STATE, BREACH_STATE, OBJECTIVE, BUDGET),
    *(BUDGET_CONSUMED, BUDGET_REMAINING, BURN_RATE_1H, COVERAGE, POLICY_LEVEL, INFO),
)
_OF_WINDOW = re.compile(r"slo:sli_(events:rate|errors:rate|error:ratio_rate)(\d+(d|h|m|s))+")

TILE = Duration.parse("5m")

_RULES = "prometheus/rules/"


def events_rate(window: Duration) -> str:
    """Events per second over a window."""
    return f"slo:sli_events:rate{window}"


def errors_rate(window: Duration) -> str:
    """Errors per second over a window."""
    return f"slo:sli_errors:rate{window}"


def error_ratio(window: Duration) -> str:
    """Errors per event (0…1) over a window."""
    return f"slo:sli_error:ratio_rate{window}"


def is_recorded(metric: str) -> bool:
    """Whether a name is one that some SLO may have on record: no typing error, and nothing that slogen has never recorded."""
    return metric in FIXED_NAMES or _OF_WINDOW.fullmatch(metric) is not None


def slo_id(system: str, service: str, slo: str) -> str:
    """The identity of an SLO. A slash stands in no name, so two SLOs never share one."""
    return f"{system}/{service}/{slo}"


def of(metric: str, identity: str) -> str:
    """The selector of a recorded series of one SLO; an identity has no character that a string would have to escape."""
    return f'{metric}{{{SLO_ID}="{identity}"}}'


def of_groups(metric: str, identity: str, group_by: Sequence[str]) -> str:
    """The selector of one SLO's recorded series that have a value for every group label.

    For looking back: series from before the SLO was grouped must not look like a group that is gone.
    """
    groups = "".join(f',{label}!=""' for label in group_by)
    return f'{metric}{{{SLO_ID}="{identity}"{groups}}}'


def pascal(name: str) -> str:
    """`api-gateway` → `ApiGateway`, for alert names."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


def alert_name(service: str, slo: str, what: str) -> str:
    """`ApiGatewayAvailabilityBurnPageFast`: readable on a lock screen, unique within a service."""
    return pascal(service) + pascal(slo) + what


def burn_alert(service: str, slo: str, pair: str) -> str:
    """The name of a burn-rate alert."""
    return alert_name(service, slo, "Burn" + pascal(pair))


def group(identity: str, part: str, number: int = 0) -> str:
    """A rule group's name; `number` > 0 continues a group that would have had more than 20 rules."""
    return f"{identity}:{part}" + (f"-{number + 1}" if number else "")


def rules_path(system: str, service: str) -> str:
    """Where a service's rules lie below the output folder."""
    return f"{_RULES}{system}/{service}.yaml"


def identity(path: str) -> str:
    """`system/service` of a rule file's path; empty for any other."""
    return path.removeprefix(_RULES).removesuffix(".yaml") if path.startswith(_RULES) else ""


def proof_path(system: str, service: str, part: str) -> str:
    """Where a service's tests lie below the output folder; `part` tells several files apart (no name has an underscore)."""
    return f"prometheus/tests/{system}/{service}{'_' + part if part else ''}_test.yaml"


def dashboard_uid(system: str, service: str) -> str:
    """Grafana's uid of a service's board: stable, at most 40 characters."""
    uid = f"slogen-{system}-{service}"
    if len(uid) <= 40:
        return uid
    digest = hashlib.sha256(uid.encode()).hexdigest()[:8]
    return f"{uid[:31]}-{digest}"


def default_sev(severity: AlertSeverity) -> str:
    """The `sev` label where an organisation declares none."""
    return {AlertSeverity.PAGE: "sev1", AlertSeverity.TICKET: "sev3", AlertSeverity.INFO: "sev4"}[severity]


def system_uid(system: str) -> str:
    """Grafana's uid of a system's board; the underscore keeps it apart from services' boards."""
    uid = f"slogen_{system}"
    return uid if len(uid) <= 40 else f"{uid[:31]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}"


FLEET_UID = "slogen_fleet"


def folder_uid(system: str) -> str:
    """Grafana's uid of a system's folder; of the folder of what belongs to none, where the name is empty."""
    uid = f"slogen_folder_{system}" if system else "slogen_folder"
    return uid if len(uid) <= 40 else f"{uid[:31]}-{hashlib.sha256(uid.encode()).hexdigest()[:8]}"


def board_path(system: str, board: str) -> str:
    """Where a board lies below the output folder; `board` is a service, or the name of a Dashboard."""
    return f"grafana/dashboards/{system}/{board}.json"


# What is made of all specs together, below the output folder
ALERTMANAGER = "alertmanager/alertmanager.yml"
NOTIFICATIONS = "alertmanager/templates/slogen.tmpl"
FRAGMENTS = "alertmanager/fragments/"
ROUTES_TEST = "alertmanager/tests/routes.yaml"
FLEET_FOLDER = "_fleet"
FLEET_BOARD = f"grafana/dashboards/{FLEET_FOLDER}/fleet.json"
SYSTEM_BOARD = "_system"
"""The board of a system for `board_path`: no name begins with an underscore."""


def fragment_path(system: str) -> str:
    """A system's share of the Alertmanager configuration."""
    return f"{FRAGMENTS}{system}.yml"


def system_of_fragment(path: str) -> str:
    """The system whose share of the configuration lies there; empty for any other path."""
    return path.removeprefix(FRAGMENTS).removesuffix(".yml") if path.startswith(FRAGMENTS) else ""
