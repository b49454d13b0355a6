"""From an SLO to its explanation: every fact computed, nothing printed."""

from collections.abc import Iterable
from typing import assert_never

from slogen.conventions import names
from slogen.model.sli import Apdex, Events, Freshness, Latency, QueueDepth, Ratio, Sli, Uptime
from slogen.model.slo import Service, Slo
from slogen.report.explain.burning import bad_time, burns, few_events
from slogen.report.explain.emitted import declined, emitted, readers_of, silent
from slogen.report.explain.facts import BudgetStep, Explanation, Origin
from slogen.rules.budget import levels_in_order
from slogen.rules.sli import lower
from slogen.rules.windows import windows


def explanation(service: Service, slo: Slo, origins: Iterable[Origin]) -> Explanation:
    """What the SLO of a service promises, when it alerts, and what exists for it in Prometheus."""
    found = emitted(service, slo)
    counts_events = lower(slo, windows(slo)).counts_events
    is_gauge = isinstance(slo.sli, QueueDepth | Freshness | Uptime)
    return Explanation(
        slo=slo,
        kind=kind(slo.sli),
        counts_events=counts_events,
        pairs=found.pairs,
        silent=silent(slo),
        burns=burns(slo, found.pairs),
        few_events=few_events(slo.guard, found.pairs) if counts_events else (),
        bad_time=bad_time(slo, found.pairs) if is_gauge else (),
        steps=_steps(slo),
        others=found.others,
        declined=declined(slo),
        readers=readers_of(service, slo),
        origins=tuple(origins),
        series=found.series,
    )


def kind(sli: Sli) -> str:
    """The name of the SLI's kind, as a spec writes it."""
    match sli:
        case Events():
            return sli.kind
        case Latency():
            return "latency"
        case Apdex():
            return "apdex"
        case QueueDepth():
            return "queue_depth"
        case Freshness():
            return "freshness"
        case Uptime():
            return "uptime"
        case Ratio():
            return "ratio"
        case _:
            assert_never(sli)


def _steps(slo: Slo) -> tuple[BudgetStep, ...]:
    budget = slo.objective.bad_seconds(slo.window)
    return tuple(
        BudgetStep(
            level,
            budget * level.below_percent / 100,
            (level.response.alert or names.alert_name(slo.place.service, slo.name, "Budget" + names.pascal(level.name)))
            if level.response is not None
            else "",
        )
        for level in levels_in_order(slo)
    )
