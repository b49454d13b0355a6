"""An explanation as data for machines: the same facts, ratios 0…1, times in seconds, objectives in percent."""

from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from slogen.model.duration import Duration
from slogen.model.slo import Slo
from slogen.report.explain.facts import Burn, EmittedAlert, EmittedPair, Explanation
from slogen.report.explain.sli import what_counts


def data(found: Explanation) -> dict[str, Any]:
    """A dict that JSON can hold. Keys are stable; new ones may be added."""
    slo = found.slo
    return {
        **summary(slo, found.kind, pages=any(alert.severity == "page" for alert in _alerts(found))),
        "title": slo.title,
        "description": slo.description,
        "spec": {"file": slo.origin.path, "line": slo.origin.line},
        "owner": {"primary": slo.place.owner.primary, "secondary": slo.place.owner.secondary},
        "dashboard_url": slo.place.dashboard_url,
        "logs_url": slo.place.logs_url,
        "error_budget": {
            "ratio": _number(slo.objective.budget),
            "seconds": _number(slo.objective.bad_seconds(slo.window)),
            "of": what_counts(slo.sli),
        },
        "sli": _fields(slo.sli),
        "targets": slo.targets,
        "group_by": list(slo.group_by),
        "scrape_interval_seconds": _number(slo.scrape_interval.seconds),
        "evaluation_interval_seconds": _number(slo.evaluation_interval.seconds),
        "guard": {"min_failures": slo.guard.min_failures, "min_events": slo.guard.min_events},
        "burn_rate_alerts": [_pair(pair) for pair in found.pairs],
        "pairs_not_emitted": [
            {"pair": one.pair.name, "severity": one.pair.severity.value, "factor": _number(one.factor), "reason": one.reason}
            for one in found.silent
        ],
        "detection": [_burn(burn) for burn in found.burns],
        "one_failure_fires": [
            {
                "pair": one.pair.burn.pair.name,
                "below_events": one.one_below,
                "below_events_per_hour": _number(one.one_below_per_hour),
                "below_events_with_guard": one.guarded_below,
                "guard_prevents_it": one.safe,
            }
            for one in found.few_events
        ],
        "bad_time_fires": [
            {"pair": one.pair.burn.pair.name, "above_seconds": _number(one.seconds), "evaluations": one.evaluations}
            for one in found.bad_time
        ],
        "error_budget_policy": [
            {
                "level": number,
                "name": one.level.name,
                "below_percent": _number(one.level.below_percent),
                "left_seconds": _number(one.left_seconds),
                "action": one.level.action,
                "alert": one.alert,
            }
            for number, one in enumerate(found.steps, start=1)
        ],
        "other_alerts": [_alert(alert) for alert in found.others],
        "declined": dict(found.declined),
        "standalone_alerts_that_read_it": list(found.readers),
        "settings": [
            {
                "setting": one.setting,
                "value": one.value,
                "from": one.level,
                "file": one.place.path if one.place else None,
                "line": one.place.line if one.place else None,
            }
            for one in found.origins
        ],
        "series": [{"selector": one.selector, "interval_seconds": _number(one.interval.seconds)} for one in found.series],
    }


def summary(slo: Slo, kind: str, *, pages: bool) -> dict[str, Any]:
    """An SLO in a list of all."""
    return {"id": slo.id, "objective_percent": _number(slo.objective.percent), "window": str(slo.window), "kind": kind, "pages": pages}


def _alerts(found: Explanation) -> list[EmittedAlert]:
    return [*(pair.alert for pair in found.pairs), *found.others]


def _pair(pair: EmittedPair) -> dict[str, Any]:
    burn = pair.burn
    return {
        "pair": burn.pair.name,
        **_alert(pair.alert),
        "long": str(burn.pair.long),
        "short": str(burn.pair.short),
        "factor": _number(burn.factor),
        "asked_factor": _number(burn.asked),
        "capped": burn.capped,
        "threshold": _number(burn.threshold),
        "budget_spent": _number(burn.budget_fraction),
        "budget_lasts_seconds": _number(pair.lasts_seconds),
        "keep_firing_for_seconds": _number(burn.pair.keep_firing_for.seconds),
        "reads_tiles": pair.rolled,
    }


def _alert(alert: EmittedAlert) -> dict[str, Any]:
    return {
        "alert": alert.name,
        "severity": alert.severity,
        "sev": alert.sev,
        "fires": alert.fires,
        "for_seconds": _number(alert.for_.seconds),
        "only_when": alert.condition,
        "impact": alert.impact,
        "next_action": alert.next_action,
        "runbook": alert.runbook,
        "runbook_url": alert.runbook_url,
    }


def _burn(burn: Burn) -> dict[str, Any]:
    return {
        "error_ratio": _number(burn.error_ratio),
        "burn_rate": _number(burn.rate),
        "exhausted_after_seconds": _number(burn.exhausted_after),
        "pairs": [
            {
                "pair": one.pair.burn.pair.name,
                "fires_after_seconds": _number(one.fires_after),
                "budget_spent": _number(one.spent),
                "resolves_after_seconds": _number(one.resolves_after),
            }
            for one in burn.detections
        ],
    }


def _number(value: Decimal | None) -> int | float | None:
    """An exact integer where it is one; else the nearest float, whose shortest text is the decimal again."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _fields(value: object) -> Any:
    """A model value as plain data; what is empty is left out."""
    match value:
        case Duration():
            return str(value)
        case Decimal():
            return _number(value)
        case _ if is_dataclass(value):
            given = {field.name: getattr(value, field.name) for field in fields(value)}
            return {name: _fields(inner) for name, inner in given.items() if inner not in ("", None)}
        case _:
            return value
