"""One SLO: settings, SLI, objective, burn-rate alerts and responses put together."""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from slogen.diagnostics import Diagnostic, Span, codes, error, warning
from slogen.model.burn import AlertSeverity, BurnAlert, Dropped, Policy, resolve
from slogen.model.duration import Duration
from slogen.model.objective import Objective, plain
from slogen.model.sli import Freshness, QueueDepth, Ratio, Sli, Uptime
from slogen.model.slo import Guard, Response, Slo
from slogen.promql import analyse
from slogen.readers.native import query
from slogen.readers.native.context import Context, Scope, scope
from slogen.readers.native.responses import Answers, read_budget_policy, read_responses
from slogen.readers.native.scalar import decimal, text
from slogen.readers.native.settings import KEYS, Settings, refine, with_missing
from slogen.readers.native.shape import Node
from slogen.readers.native.sli import SliReading, read_sli

_NO_GUARD = Guard()


def read_slo(context: Context, service: Scope, node: Node) -> Slo | None:
    """Read the SLO at `node`, which has the settings of its service where it has none of its own. None: something was reported."""
    data, findings = node.data, context.findings
    own = service if KEYS.isdisjoint(data) and not node.shape.spoilt else _own_scope(context, service, node)
    settings = own.settings
    reading = read_sli(node.child("sli"), settings.scrape_interval, findings)
    _ratio_is_grouped(node, reading, settings.group_by, findings)
    objective = _objective(node, reading, findings)
    targets = _targets(node, reading, findings)
    alerts = node.child("alerts")
    if "missing" in alerts.data:
        settings = with_missing(settings, alerts)
    sli = None if reading is None else reading.sli
    answers = read_responses(context, settings, alerts, sli)
    levels = read_budget_policy(context, settings, answers)
    burns, dropped = _burn_alerts(node, own.policy, objective, settings.window, answers, findings)
    guard = _guard(node, settings, sli, findings)
    if sli is None or objective is None or targets is None or "name" not in data or "description" not in data:
        return None
    page, ticket, warned, breached, missing = answers.page, answers.ticket, answers.warning, answers.breach, answers.missing
    if page is None or ticket is None or warned is None or breached is None or missing is None:
        return None
    return Slo(
        place=own.place,
        name=data["name"],
        title=text(data, "title") or f"{context.service} {data['name']}",
        description=text(data, "description"),
        objective=objective,
        window=settings.window,
        sli=sli,
        group_by=settings.group_by,
        scrape_interval=settings.scrape_interval,
        evaluation_interval=context.workspace.evaluation_interval,
        burn_alerts=burns,
        dropped_pairs=dropped,
        guard=guard,
        responses={AlertSeverity.PAGE: page, AlertSeverity.TICKET: ticket},
        warning=warned,
        breach=breached,
        missing=missing,
        targets=targets,
        budget_policy=levels,
        origin=node.span("name"),
    )


def _own_scope(context: Context, service: Scope, node: Node) -> Scope:
    settings = refine(service.settings, "slo", node, context.findings)
    return service if settings is service.settings else scope(context, settings)


def _objective(node: Node, reading: SliReading | None, findings: list[Diagnostic]) -> Objective | None:
    """The objective, as `objective` or as the percentile of a latency SLI says it."""
    percent = decimal(node, "objective", findings)
    percentile = reading.percentile if reading else None
    if percent is not None and percentile is not None and percent != percentile:
        message = (
            f"`percentile` {plain(percentile)} is another objective than {plain(percent)}: p{plain(percentile)} means {plain(percentile)} %"
        )
        findings.append(error(node.span("sli", "latency", "percentile"), codes.CONFLICT, message, "keep one of them"))
        return None
    percent = percent if percent is not None else percentile
    return None if percent is None else Objective(percent)


def _targets(node: Node, reading: SliReading | None, findings: list[Diagnostic]) -> str | None:
    if "targets" in node.data:
        found = query.selector(node, "targets", analyse.gauge, findings)
        return None if found is None else str(found)
    return None if node.spoilt("targets") else (reading.targets if reading else "")


def _ratio_is_grouped(node: Node, reading: SliReading | None, group_by: tuple[str, ...], findings: list[Diagnostic]) -> None:
    """A free ratio that drops a label of group_by would put all groups into one that has no name."""
    if reading is not None and isinstance(reading.sli, Ratio):
        place = node.child("sli").child("ratio")
        for key, written in place.data.items():
            query.keeps(place, (key,), written, group_by, findings)


def _guard(node: Node, settings: Settings, sli: Sli | None, findings: list[Diagnostic]) -> Guard:
    """The low-traffic guard; what counts minutes has no traffic to be low."""
    by_time = isinstance(sli, QueueDepth | Freshness | Uptime) or (isinstance(sli, Ratio) and bool(sli.error_ratio))
    if not by_time:
        return settings.guard
    if any(node.data.get("guard", {}).values()):
        message = "a guard counts failures and events; this SLI counts minutes and has none"
        findings.append(error(node.key_span("guard"), codes.CONFLICT, message, "delete `guard`"))
    return _NO_GUARD


_resolve = lru_cache(maxsize=4096)(resolve)


def _burn_alerts(
    node: Node, policy: Policy, objective: Objective | None, window: Duration, answers: Answers, findings: list[Diagnostic]
) -> tuple[tuple[BurnAlert, ...], tuple[Dropped, ...]]:
    """The burn-rate alerts that somebody answers; findings about thresholds that could hardly be reached."""
    if objective is None:
        return (), ()
    page = isinstance(answers.page, Response) and answers.page.burn
    ticket = isinstance(answers.ticket, Response) and answers.ticket.burn
    wanted = [pair for pair in policy.pairs if (page if pair.severity is AlertSeverity.PAGE else ticket)]
    if not wanted:
        return (), ()
    if objective.budget >= policy.max_error_ratio:
        findings.append(_too_low(node, objective, policy.max_error_ratio))
        return (), ()
    alerts, dropped = _resolve(policy, objective, window)
    if len(wanted) < len(policy.pairs):
        alerts = tuple(alert for alert in alerts if alert.pair in wanted)
        dropped = tuple(drop for drop in dropped if drop.pair in wanted)
    if dropped or any(alert.capped for alert in alerts):
        findings.extend(_capped(node, objective, alerts, dropped))
    return alerts, dropped


def _too_low(node: Node, objective: Objective, cap: Decimal) -> Diagnostic:
    message = f"an objective of {objective} % leaves a budget of {plain(objective.budget * 100)} % errors"
    reach = f"burn-rate alerts reach up to {plain(cap * 100)} %: even a burn rate of 1 could not be told from an outage"
    hint = "choose a higher objective, or set burn: false in page and ticket and watch it with a standalone alert"
    if objective.percent <= 1:
        hint = f"objectives are percentages: did you mean {plain(objective.percent * 100)}?"
    return error(_objective_at(node), codes.LOW_OBJECTIVE, f"{message}; {reach}", hint)


def _capped(node: Node, objective: Objective, alerts: tuple[BurnAlert, ...], dropped: tuple[Dropped, ...]) -> Iterator[Diagnostic]:
    where = _objective_at(node)
    for alert in alerts:
        if alert.capped:
            given = f"lowered to {plain(alert.factor)} × ({_percent(alert.threshold)} errors)"
            message = f"pair `{alert.pair.name}`: {_asked(alert.asked, objective)}; {given}"
            spent = f"it fires when {_percent(alert.budget_fraction)} of the budget is spent"
            hint = f"{spent}; for another threshold give this SLO `burn_rate` pairs of its own"
            yield warning(where, codes.BURN_RATE_CAPPED, message, hint)
    for drop in dropped:
        asked = _asked(drop.pair.factor_in(drop.kept.window), objective)
        kept = f"`{drop.kept.pair.name}`, lowered to {_percent(drop.kept.threshold)} errors, catches all of it sooner"
        yield warning(where, codes.BURN_RATE_CAPPED, f"pair `{drop.pair.name}`: {asked}; left out, since {kept}")


def _asked(factor: Decimal, objective: Objective) -> str:
    return f"{plain(factor)} × the {_percent(objective.budget)} budget asks for {_percent(factor * objective.budget)} errors"


def _percent(ratio: Decimal) -> str:
    return f"{plain((ratio * 100).quantize(Decimal('0.01')))} %"


def _objective_at(node: Node) -> Span:
    return node.span("objective") if "objective" in node.data else node.span("sli", "latency", "percentile")
