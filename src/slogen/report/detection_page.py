"""The page that says for every SLO how soon its burn-rate alerts fire and what is gone by then."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from slogen.model.burn import BurnAlert, exhaustion_seconds
from slogen.model.slo import Service, Slo
from slogen.report.explain.emitted import emitted
from slogen.report.explain.human import NONE, exact_percent, length, percent

_HEAD = """# How soon an alert comes

For every burn-rate alert of the five systems: the time from the first error to the alert, and the share of the error budget that is
spent by then, if all events fail, if a tenth fails, and at twice the alert's own threshold; at constant traffic and after a clean
history. The mathematics is in [rules.md](rules.md), `slogen explain` shows it for one SLO with more error ratios, and
`tests/docs/test_detection.py` plays rows of this table on promtool.

Add up to one evaluation (1m; 2m where the long window is above 1h), and 1.5 to 4.5 minutes where the long window is above 1h and so
made of tiles.

"""


def detection_page(services: Iterable[Service]) -> str:
    """Markdown: a table for every system, one row for every burn-rate alert that exists."""
    lines: dict[str, list[str]] = {}
    for service in sorted(services, key=lambda one: (one.system, one.name)):
        for slo in service.slos:
            lines.setdefault(service.system, []).extend(_rows(service, slo))
    return _HEAD + "\n".join(_table(system, rows) for system, rows in lines.items() if rows)


def _table(system: str, rows: list[str]) -> str:
    head = "| SLO | alert | windows | threshold | 100 % errors | 10 % errors | twice the threshold |\n|---|---|---|---|---|---|---|\n"
    return f"## {system}\n\n{head}" + "\n".join(rows) + "\n"


def _rows(service: Service, slo: Slo) -> Iterator[str]:
    for pair in emitted(service, slo).pairs:
        burn = pair.burn
        at = (_at(slo, burn, ratio) for ratio in (Decimal(1), Decimal("0.1"), min(2 * burn.threshold, Decimal(1))))
        windows = f"{burn.pair.long}/{burn.pair.short}"
        yield f"| `{service.name}/{slo.name}` | {pair.alert.name} | {windows} | {exact_percent(burn.threshold)} | {' | '.join(at)} |"


def _at(slo: Slo, burn: BurnAlert, ratio: Decimal) -> str:
    fires = burn.detection_seconds(ratio)
    if fires is None:
        return NONE
    spent = fires / exhaustion_seconds(slo.objective, slo.window, ratio)
    return f"{length(fires)}, {percent(spent)}"
