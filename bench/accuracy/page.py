"""The tables as Markdown, and the page that holds them."""

from collections.abc import Sequence

from bench.accuracy.measure import Accuracy, Cost, Error

BEGIN, END = "<!-- begin of what `make bench-accuracy` writes -->", "<!-- end of what `make bench-accuracy` writes -->"


def accuracy_table(rows: Sequence[Accuracy]) -> str:
    """One line per data set: mean and worst relative error of each figure."""
    head = (
        "data set",
        "raw series",
        "budget used",
        "**slogen**: mean",
        "worst",
        "raw `increase`: mean",
        "worst",
        "mean of 5m ratios: mean",
        "worst",
    )
    lines = [
        (
            row.data.title,
            str(row.data.series),
            f"{row.consumed:.1%}",
            *(f"**{text}**" for text in _figures(row.slogen)),
            *_figures(row.raw),
            *_figures(row.sloth),
        )
        for row in rows
    ]
    return _table(head, lines)


def cost_table(costs: Sequence[tuple[int, Sequence[tuple[str, Cost]]]]) -> str:
    """One line per layout and number of raw series; the first layout of each number is what the others are compared with."""
    head = ("raw series", "layout", "evaluations/min", "samples/min", "×", "CPU ms/min", "×", "CPU without HTTP", "×")
    lines: list[tuple[str, ...]] = []
    for series, layouts in costs:
        ours = layouts[0][1]
        for name, cost in layouts:
            lines.append(
                (
                    *(str(series), name, f"{cost.evaluations:g}", f"{cost.samples:,.0f}", f"{cost.samples / ours.samples:.0f}"),
                    *(f"{cost.cpu_ms:,.1f}", f"{cost.cpu_ms / ours.cpu_ms:.0f}"),
                    *(f"{_net(cost):,.1f}", f"{_net(cost) / _net(ours):.0f}"),
                )
            )
    return _table(head, lines)


def with_tables(page: str, tables: str) -> str:
    """The page with what stands between its two marks replaced. Raises ValueError if it has no marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no lines {BEGIN!r} and {END!r}")
    return f"{before}{BEGIN}\n\n{tables.strip()}\n\n{END}{after}"


def _figures(error: Error) -> tuple[str, str]:
    return _percent(error.mean), _percent(error.worst)


def _percent(ratio: float) -> str:
    digits = 3 if abs(ratio) < 0.01 else 1
    return f"{ratio:+.{digits}%}".replace("%", " %").replace("-", "−")


def _net(cost: Cost) -> float:
    return max(cost.cpu_ms - cost.http_ms, 0.1)


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)
