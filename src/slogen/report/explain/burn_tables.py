"""The tables of burn rates, detection, smallest incidents and the error-budget policy."""

from collections.abc import Sequence

from slogen.model.burn import AlertSeverity
from slogen.model.duration import ONE_HOUR, ZERO
from slogen.model.slo import Guard, NoAlert
from slogen.report.explain.facts import Detection, EmittedPair, Explanation, FewEvents
from slogen.report.explain.human import NONE, about_times, count, exact_percent, length, listed, percent, three_digits, times
from slogen.report.explain.table import Column, paragraph, table

_TILES = "1.5 to 4.5 minutes"


def pairs(found: Explanation) -> list[str]:
    """Every pair with its alert, then the pairs that alert nobody."""
    capped = any(pair.burn.capped for pair in found.pairs)
    waits = any(pair.burn.pair.for_ != ZERO for pair in found.pairs)
    heads = [
        Column("pair"),
        Column("sends"),
        Column("long", right=True),
        Column("short", right=True),
        Column("factor", right=True),
        *([Column("asked", right=True)] if capped else []),
        Column("threshold", right=True),
        Column("budget", right=True),
        Column("lasts", right=True),
        *([Column("for", right=True)] if waits else []),
        Column("alert"),
    ]
    rows = [_pair_row(pair, capped=capped, waits=waits) for pair in found.pairs]
    lines = table(heads, rows) if rows else []
    if rows:
        lines += paragraph(
            "Fires while the error ratio is above the threshold (factor × error budget) over both windows. budget: the share that is gone "
            f"when it fires. lasts: {found.slo.window} / factor, the life of a full budget at that rate."
        )
    if capped:
        lines += paragraph("asked: the factor of the policy; its threshold could hardly be reached, so a lower one is used.")
    for silent in found.silent:
        lines += paragraph(f"not emitted: {silent.pair.name} ({times(silent.factor)} over {silent.pair.long}): {silent.reason}")
    for severity, answer in found.slo.responses.items():
        if isinstance(answer, NoAlert):
            lines += paragraph(f"no {severity}: {answer.reason}")
        elif not answer.burn:
            lines += paragraph(f"no {severity} on burn rates (burn: false){_instead(found, severity)}")
    return lines


def detection(found: Explanation) -> list[str]:
    """Error ratios, each with what every pair does at it."""
    what = "errors" if found.counts_events else "bad time"
    heads = [Column(what, right=True), Column("burn rate", right=True), Column("budget gone after", right=True)]
    if found.pairs:
        heads += [Column("pair"), *(Column(name, right=True) for name in ("fires after", "spent by then", "resolves after"))]
    rows: list[tuple[str, ...]] = []
    for burn in found.burns:
        head = (exact_percent(burn.error_ratio), about_times(burn.rate), length(burn.exhausted_after))
        if not burn.detections:
            rows.append(head)
        for number, one in enumerate(burn.detections):
            rows.append((*(head if number == 0 else ("", "", "")), *_detection_cells(one)))
    if not rows:
        return []
    return [*table(heads, rows), *paragraph(_detection_note(found))]


def smallest(found: Explanation) -> list[str]:
    """The smallest thing that fires a pair: failures where events are counted, bad time where minutes are."""
    if found.few_events:
        return _few_events(found.slo.guard, found.few_events)
    if found.bad_time:
        heads = (Column("pair"), Column("fires above", right=True), Column("of", right=True), Column("bad evaluations", right=True))
        rows = [
            (one.pair.burn.pair.name, length(one.seconds), str(one.pair.burn.pair.long), str(one.evaluations)) for one in found.bad_time
        ]
        every = found.slo.evaluation_interval
        note = f"Minutes are counted, not events: traffic plays no part. A value is good or bad for a whole evaluation ({every})."
        at_once = [one.pair.burn.pair.name for one in found.bad_time if one.evaluations == 1]
        if at_once:
            note += f" A single bad one fires {listed(at_once)}."
        return [*table(heads, rows), *paragraph(note)]
    if found.pairs:
        return paragraph("Time is counted, not events: traffic plays no part, and the guard does not apply.")
    return []


def policy(found: Explanation) -> list[str]:
    """The levels of the error-budget policy, the mildest first."""
    if not found.steps:
        return []
    heads = (Column("level", right=True), Column("name"), Column("left", right=True), Column("as time", right=True), Column("action"))
    rows = [
        (str(number), one.level.name, f"≤ {three_digits(one.level.below_percent)} %", length(one.left_seconds), one.level.action)
        for number, one in enumerate(found.steps, start=1)
    ]
    lines = table(heads, rows)
    told = [f"{one.alert} ({one.level.name})" for one in found.steps if one.alert]
    return lines + (paragraph(f"Alerts: {listed(told)}.") if told else [])


def _instead(found: Explanation, severity: AlertSeverity) -> str:
    told = [alert.name for alert in found.others if alert.severity == severity]
    return f": {listed(told)} {'alerts' if len(told) == 1 else 'alert'} instead" if told else ""


def _pair_row(pair: EmittedPair, *, capped: bool, waits: bool) -> list[str]:
    burn = pair.burn
    return [
        burn.pair.name,
        burn.pair.severity.value,
        str(burn.pair.long),
        str(burn.pair.short),
        times(burn.factor),
        *([times(burn.asked) if burn.capped else ""] if capped else []),
        exact_percent(burn.threshold),
        percent(burn.budget_fraction),
        length(pair.lasts_seconds),
        *([str(burn.pair.for_) if burn.pair.for_ != ZERO else NONE] if waits else []),
        pair.alert.name,
    ]


def _detection_cells(one: Detection) -> tuple[str, str, str, str]:
    name = one.pair.burn.pair.name
    if one.fires_after is None or one.spent is None or one.resolves_after is None:
        return (name, "never", "", "")
    return (name, length(one.fires_after), percent(one.spent), length(one.resolves_after))


def _detection_note(found: Explanation) -> str:
    constant = "error ratio and constant traffic" if found.counts_events else "share of bad time"
    note = f"At a constant {constant}, after a clean history." + (" resolves: counted from the end of it." if found.pairs else "")
    if found.pairs:
        note += f" Add up to one evaluation ({_intervals(found.pairs)})."
    rolled = [pair.burn.pair.name for pair in found.pairs if pair.rolled]
    if rolled:
        who = "all pairs" if len(rolled) == len(found.pairs) else listed(rolled)
        note += f" Windows above {ONE_HOUR} are made of five-minute tiles, which adds {_TILES}: {who}."
    kept = [f"{pair.burn.pair.name} {pair.burn.pair.keep_firing_for}" for pair in found.pairs if pair.burn.pair.keep_firing_for != ZERO]
    if kept:
        note += f" keep_firing_for is included: {listed(kept)}."
    conditional = [pair.burn.pair.name for pair in found.pairs if pair.alert.condition]
    if conditional:
        note += f" {listed(conditional)}: only while the condition below (only when) holds too."
    return note


def _intervals(made: Sequence[EmittedPair]) -> str:
    """`1m`, or `1m; ticket-fast 2m` where the slow pairs are evaluated less often."""
    first = min(pair.interval for pair in made)
    slower = [f"{pair.burn.pair.name} {pair.interval}" for pair in made if pair.interval != first]
    return "; ".join([str(first), *([", ".join(slower)] if slower else [])])


def _few_events(guard: Guard, rows: Sequence[FewEvents]) -> list[str]:
    guarded = bool(guard.min_failures > 1 or guard.min_events)
    heads = [
        Column("pair"),
        Column("one failure fires it below", right=True),
        Column("that is per hour", right=True),
        *([Column("with the guard")] if guarded else []),
    ]
    cells = [
        [
            one.pair.burn.pair.name,
            f"{one.one_below} events in {one.pair.burn.pair.long}",
            three_digits(one.one_below_per_hour),
            *([_with_guard(guard, one)] if guarded else []),
        ]
        for one in rows
    ]
    return [*table(heads, cells), *paragraph(_guard_note(guard, rows))]


def _with_guard(guard: Guard, one: FewEvents) -> str:
    parts = []
    if guard.min_failures > 1:
        parts.append(f"{guard.min_failures} failures, below {one.guarded_below} events")
    if guard.min_events:
        parts.append(f"at least {count(guard.min_events, 'event')}")
    return "; ".join(parts)


def _guard_note(guard: Guard, rows: Sequence[FewEvents]) -> str:
    if not guard.min_failures and not guard.min_events:
        return "No guard: at less traffic a single failure alerts. guard: {min_failures: 3} would ask for three in the long window."
    asked = [count(number, noun) for number, noun in ((guard.min_failures, "failure"), (guard.min_events, "event")) if number]
    note = f"The guard asks for at least {listed(asked)} in the long window."
    exposed = [one.pair.burn.pair.name for one in rows if not one.safe]
    if not exposed:
        return f"{note} One failure alone fires no pair, however little traffic there is."
    return f"{note} It does not keep one failure from firing {listed(exposed)}."
