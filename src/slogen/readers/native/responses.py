"""The `alerts` of an SLO: page, ticket, the levels of a gauge, and missing data."""

from dataclasses import dataclass
from functools import partial

from slogen.diagnostics import Diagnostic, codes, error
from slogen.model.burn import AlertSeverity
from slogen.model.sli import Freshness, Levels, QueueDepth, Sli
from slogen.model.slo import BudgetLevel, NoAlert, Response
from slogen.readers.native import defaults
from slogen.readers.native.context import Context
from slogen.readers.native.response import Answer, Fallback, respond
from slogen.readers.native.scalar import parse_duration
from slogen.readers.native.settings import Settings
from slogen.readers.native.shape import Node

_PAGE, _TICKET = AlertSeverity.PAGE, AlertSeverity.TICKET


@dataclass(frozen=True, slots=True)
class Answers:
    """What an SLO says in each case; None where it could not be read."""

    page: Answer
    ticket: Answer
    warning: Answer
    breach: Answer
    missing: Answer


def read_responses(context: Context, settings: Settings, node: Node, sli: Sli | None) -> Answers:
    """Read `alerts` of an SLO at `node`; of a gauge with levels also what happens at them. `sli` is None where it could not be read."""
    levels = sli.levels if isinstance(sli, QueueDepth | Freshness) else None
    breach_pages = levels is not None and levels.breach is not None
    page: Answer = None
    if "page" in node.data:
        page = respond(context, settings, node.child("page"), Fallback(_PAGE, burn=not breach_pages))
    ticket = respond(context, settings, node.child("ticket"), Fallback(_TICKET, page))
    either = _first(page, ticket)
    return Answers(
        page,
        ticket,
        _at_level(context, settings, node, "warning", sli, levels, Fallback(_TICKET, _first(ticket, page))),
        _at_level(context, settings, node, "breach", sli, levels, Fallback(_PAGE if not isinstance(page, NoAlert) else _TICKET, either)),
        _missing(context, settings, node, _first(ticket, page)),
    )


def read_budget_policy(context: Context, settings: Settings, answers: Answers) -> tuple[BudgetLevel, ...]:
    """The levels of the error-budget policy with what their alerts say in this SLO."""
    if settings.plain_levels is not None:
        return settings.plain_levels
    levels: list[BudgetLevel] = []
    for placed in settings.levels:
        level = placed.level
        if placed.alerts:
            fallback = Fallback(_TICKET, _first(answers.ticket, answers.page), akin=False, next_action=level.action)
            answer = respond(context, settings, placed.node.child("alert"), fallback)
            level = BudgetLevel(level.name, level.below_percent, level.action, answer if isinstance(answer, Response) else None)
        levels.append(level)
    return tuple(levels)


def _first(first: Answer, second: Answer) -> Answer:
    """The first that is a response; None as soon as one is unknown."""
    if first is None or isinstance(first, Response):
        return first
    return second


def _at_level(
    context: Context, settings: Settings, node: Node, key: str, sli: Sli | None, levels: Levels | None, fallback: Fallback
) -> Answer:
    value = getattr(levels, key) if levels is not None else None
    if value is None:
        if sli is not None and key in node.data:
            context.findings.append(_no_level(node, key, levels))
        if key in node.data and sli is None:
            return respond(context, settings, node.child(key), Fallback(fallback.severity, None))
        return NoAlert(f"the SLI has no {key} level") if sli is not None else None
    return respond(context, settings, node.child(key), fallback)


def _no_level(node: Node, key: str, levels: Levels | None) -> Diagnostic:
    message = f"`{key}` describes an alert that cannot be: the SLI has no `{key}` level"
    hint = (
        f"add `{key}` to the SLI, or delete it here"
        if levels is not None
        else "only queue_depth and freshness have levels; use page and ticket"
    )
    return error(node.key_span(key), codes.CONFLICT, message, hint)


def _missing(context: Context, settings: Settings, node: Node, either: Answer) -> Answer:
    data = settings.missing
    fallback = Fallback(
        AlertSeverity(defaults.SETTINGS["missing"]["severity"]),
        either,
        akin=False,
        runbook_of_first=False,
        next_action=defaults.NEXT_ACTION_MISSING,
        for_=parse_duration(defaults.SETTINGS["missing"]["for"]),
    )
    return respond(context, settings, node.child("missing"), fallback, data, partial(_written_at, settings, node))


def _written_at(settings: Settings, node: Node, key: str) -> Node:
    """The `missing` mapping from which a key comes, or that of the SLO itself."""
    source = settings.sources.get(f"missing.{key}")
    return node.child("missing") if source is None or source.node is None else source.node.child("missing")
