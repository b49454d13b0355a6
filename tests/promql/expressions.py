"""Random PromQL for property tests: what is written here is accepted by the parser library."""

from hypothesis import strategies as st

_LABELS = st.lists(st.sampled_from(["a", "b", "le", "on", "job"]), max_size=2, unique=True).map(", ".join)
_VALUES = st.sampled_from(['"x"', '"5.."', "'it\\'s'", "`a b`", '""'])
_MATCHERS = st.lists(st.tuples(st.sampled_from(["a", "b", "le"]), st.sampled_from(["=", "!=", "=~", "!~"]), _VALUES), max_size=2)
_METRICS = st.sampled_from(["up", "x_total", "job:x:rate5m", "sum", "on", "by", "offset_seconds", "node_filesystem_avail_bytes"])
_NUMBERS = st.sampled_from(["0", "1", "-2", "0.5", "1e3", "0x1F", "Inf", "5m"])
_TIMES = st.sampled_from(["", "", " offset 5m", " offset -1h", " @ end()", " @ 1609746000"])


def _selector(metric: str, matchers: list[tuple[str, str, str]]) -> str:
    inside = ",".join(map("".join, matchers))
    return f"{metric}{{{inside}}}" if inside else f"{metric}{{}}" if metric in ("on", "by", "sum") else metric


_SELECTORS = st.builds(_selector, _METRICS, _MATCHERS)
_RANGES = st.builds("rate({}[{}]{})".format, _SELECTORS, st.sampled_from(["5m", "1h30m", "15s"]), _TIMES)
_LEAVES = st.one_of(st.builds("{}{}".format, _SELECTORS, _TIMES), _RANGES)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = inner.map("({})".format)
    return st.one_of(
        bracketed,
        st.builds("-{}".format, bracketed),
        st.builds("{}({})".format, st.sampled_from(["sum", "max", "COUNT", "avg by (a)", "sum without (le)"]), inner),
        st.builds("sum({}) by ({})".format, inner, _LABELS),
        st.builds("topk by ({}) (3, {})".format, _LABELS, inner),
        st.builds("{}({})".format, st.sampled_from(["abs", "absent", "ceil", "sgn", "timestamp"]), inner),
        st.builds("clamp({}, 0, {})".format, inner, _NUMBERS),
        st.builds("max_over_time({}[1h:5m])".format, bracketed),
        st.builds('label_replace({}, "b", "$1", "a", "(.*)")'.format, inner),
        st.builds("{} {} {}".format, bracketed, st.sampled_from(["+", "-", "*", "/", "^", "%", ">", "== bool", "<="]), _NUMBERS),
        st.builds("{} {} {}".format, _NUMBERS, st.sampled_from(["+", "*", ">", "^"]), bracketed),
        st.builds("{} {} {}".format, inner, st.sampled_from(["+", "*", "/", "> bool", "and", "or", "unless", "atan2"]), inner),
        st.builds("{} {} on ({}) {}".format, inner, st.sampled_from(["/", ">", "and", "UNLESS"]), _LABELS, inner),
        st.builds("{} * ignoring (a) group_left ({}) {}".format, inner, st.sampled_from(["b", "b, job"]), inner),
    )


EXPRESSIONS = st.recursive(_LEAVES, _larger, max_leaves=5)
"""An expression that yields series."""
