"""The names that Prometheus gives its functions and aggregations, for "did you mean"."""

from difflib import get_close_matches
from typing import Final

AGGREGATIONS: Final = (
    *("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"),
    *("topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio"),
)
WITH_PARAMETER: Final = AGGREGATIONS[8:]
"""Aggregations that take a number or a label before the series."""
_OVER_TIME = ("avg", "min", "max", "sum", "count", "quantile", "stddev", "stdvar", "last", "present", "absent", "mad")
_FUNCTIONS = (
    *(f"{name}_over_time" for name in _OVER_TIME),
    *("rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear", "changes", "resets", "holt_winters"),
    *("abs", "absent", "ceil", "floor", "round", "clamp", "clamp_min", "clamp_max", "exp", "ln", "log2", "log10", "sqrt", "sgn"),
    *("histogram_quantile", "histogram_count", "histogram_sum", "histogram_fraction", "histogram_avg"),
    *("label_replace", "label_join", "scalar", "vector", "sort", "sort_desc", "time", "timestamp", "pi"),
    *("year", "month", "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute"),
)


def meant_by(name: str) -> str:
    """The function or aggregation that is spelt most like an unknown one, or an empty text."""
    found = get_close_matches(name.lower(), (*_FUNCTIONS, *AGGREGATIONS), n=1, cutoff=0.8)
    return found[0] if found else ""
