"""What is computed of random expressions holds on promtool: labels and values of every result lie within what was said of them."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slogen.promql.labels import labels
from slogen.promql.parse import parse
from slogen.promql.reach import reach
from slogen.promql.tree_reader import placed
from tests.promql.expressions import EXPRESSIONS

PROMTOOL = shutil.which("promtool")
SERIES = {
    'up{a="x",b="5xx",job="j",le="1"}': "1x200",
    'up{a="x",b="500",job="k"}': "0x200",
    'up{b="x"}': "1x200",
    'x_total{a="x",b="x",job="j",le="1"}': "0+3x200",
    'x_total{b="500"}': "0+7x200",
    'x_total{a="a b"}': "5+1x200",
    'job:x:rate5m{a="x",job="j"}': "5+1x200",
    'job:x:rate5m{b="500",job="k",le="2"}': "-300+1x200",
    'node_filesystem_avail_bytes{a="x",job="j"}': "100x200",
    'node_filesystem_avail_bytes{a="x",b="x",job="j"}': "50x200",
    'offset_seconds{a="x"}': "3x200",
}
_ANSWER = re.compile(r'^ +expr: "(?P<expr>.*)", time: .*\n +exp: .*\n +got: (?P<got>.*)$', re.MULTILINE)
_SAMPLE = re.compile(r"(?:[\w:]+)?\{(?P<labels>[^}]*)\} (?P<value>[-+0-9.eEInfNa]+)(?:, |$)")


def _accepted(text: str) -> bool:
    """Whether promtool and the parser library both take it; promtool's report escapes what stands in backslashes, and is read here."""
    try:
        parse(text)
    except ValueError:
        return False
    return "\\" not in text and not re.search(r"\b(?:on|by|sum)\{", text)


def _results(folder: Path, expressions: list[str]) -> Iterator[tuple[str, set[str], float]]:
    """Every result of every expression two and a half hours into the series: its labels and its value."""
    asked = [{"expr": text, "eval_time": "150m", "exp_samples": [{"labels": 'never{z="z"}', "value": -987654321}]} for text in expressions]
    series = [{"series": name, "values": values} for name, values in SERIES.items()]
    test = {"interval": "1m", "input_series": series, "promql_expr_test": asked}
    (folder / "test.yaml").write_text(json.dumps({"evaluation_interval": "1m", "tests": [test]}), encoding="utf-8")
    done = subprocess.run(
        [str(PROMTOOL), "test", "rules", "test.yaml"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    for answer in _ANSWER.finditer(done.stdout + done.stderr):
        for sample in _SAMPLE.finditer(answer["got"]):
            names = set(re.findall(r'(?:^|, )(\w+)="', sample["labels"])) - {"__name__"}
            yield answer["expr"].replace('\\"', '"'), names, float(sample["value"])


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EXPRESSIONS.filter(_accepted), min_size=60, max_size=60, unique=True))
def test_results_have_no_other_labels_and_values(tmp_path_factory: pytest.TempPathFactory, expressions: list[str]) -> None:
    known = [*expressions, "up", "sum by (a) (x_total)"]
    results = list(_results(tmp_path_factory.mktemp("promtool"), known))
    assert {text for text, _, _ in results} >= {"up", "sum by (a) (x_total)"}
    for text, names, value in results:
        node = placed(text)
        assert node is not None, text
        assert {name for name in names if not labels(node).may_have(name)} == set(), text
        low, high = reach(node, {})
        assert math.isnan(value) or low - 1e-9 <= value <= high + 1e-9, text
