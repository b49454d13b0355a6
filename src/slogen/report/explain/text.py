"""An explanation as text for a terminal: a title, then sections of aligned rows and tables."""

from collections.abc import Sequence

from slogen.model.slo import Slo
from slogen.report.explain import alerts, burn_tables
from slogen.report.explain.facts import Explanation, Origin, RecordedSeries
from slogen.report.explain.human import exact_percent, length, one_in, three_digits
from slogen.report.explain.sli import Row, sli_rows, what_counts, what_happens
from slogen.report.explain.table import Code, Column, named, paragraph, table

_LONGEST_VALUE = 44
_RESET, _BOLD, _BLUE = "\x1b[0m", "\x1b[1m", "\x1b[1;34m"


def text(found: Explanation, *, color: bool) -> str:
    """The whole explanation; ends with a line break."""
    slo = found.slo

    def paint(line: str, tone: str) -> str:
        return f"{tone}{line}{_RESET}" if color else line

    lines = [paint(slo.id, _BOLD), *named(_header(slo))]
    for heading, body in _sections(found):
        if body:
            lines += ["", paint(heading, _BLUE), *body]
    return "\n".join(lines) + "\n"


def _sections(found: Explanation) -> list[tuple[str, list[str]]]:
    slo = found.slo
    return [
        ("Objective and error budget", named(_objective(slo))),
        (f"SLI: {found.kind}", named(sli_rows(slo))),
        ("Burn-rate alerts", burn_tables.pairs(found)),
        ("Detection", burn_tables.detection(found)),
        ("Little traffic" if found.counts_events else "Short outages", burn_tables.smallest(found)),
        ("Error-budget policy", burn_tables.policy(found)),
        ("Other alerts", alerts.others(found)),
        ("What people are told", alerts.told(found)),
        ("Where each value comes from", _origins(found.origins)),
        ("Recorded series", _series(found.series)),
    ]


def _header(slo: Slo) -> list[Row]:
    place = slo.place
    rows: list[Row] = [("title", slo.title)] if slo.title != slo.name else []
    rows += [
        ("description", slo.description),
        ("spec", Code(f"{slo.origin.path}:{slo.origin.line}")),
        ("owner", f"{place.owner.primary}, then {place.owner.secondary}"),
    ]
    rows += [(name, Code(url)) for name, url in (("dashboard", place.dashboard_url), ("logs", place.logs_url)) if url]
    return rows


def _objective(slo: Slo) -> list[Row]:
    budget, counted = slo.objective.budget, what_counts(slo.sli)
    outage = slo.objective.bad_seconds(slo.window)
    rows: list[Row] = [("objective", f"{slo.objective} % of the {counted} of any {slo.window}")]
    if counted in ("minutes", "time"):
        rows.append(("budget", f"{exact_percent(budget)} of the {counted}: {three_digits(outage / 60)} bad minutes ({length(outage)})"))
    else:
        rows.append(("budget", f"{exact_percent(budget)} of the {counted}: {one_in(budget)} {what_happens(slo.sli)}"))
        rows.append(("as time", f"{length(outage)} of total outage, if traffic is constant"))
    return rows


def _origins(origins: Sequence[Origin]) -> list[str]:
    heads = (Column("setting"), Column("from"), Column("written in"), Column("value"))
    return table(
        heads,
        [(one.setting, one.level, f"{one.place.path}:{one.place.line}" if one.place else "", _cut(one.value)) for one in origins],
    )


def _cut(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[: _LONGEST_VALUE - 1] + "…"


def _series(series: Sequence[RecordedSeries]) -> list[str]:
    if not series:
        return []
    note = (
        "slo:info has owner, objective and title as labels, to be joined; the others carry slo_id and the labels of group_by, "
        "nothing else. tile5m is there for ranges: an instant query may miss it."
    )
    rows = [(one.selector, f"every {one.interval}") for one in series]
    return [*table((Column("series"), Column("evaluated")), rows), *paragraph(note)]
