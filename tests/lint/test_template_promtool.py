"""promtool and our reading of templates agree about what can be parsed."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from slogen.lint.template import read_template
from tests.lint.template_texts import RIGHT, WRONG

PROMTOOL = shutil.which("promtool")
# promtool executes nothing, so it does not miss these fields; and these variables are those of another evaluator of the same rules.
_OTHERS = (".CommonLabels", ".value", "$activeAt")
TEXTS = [
    text
    for text in (*RIGHT, *(marked.replace("«", "").replace("»", "") for marked, _ in WRONG))
    if not any(other in text for other in _OTHERS)
]


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not installed")
def test_what_cannot_be_parsed_is_what_promtool_refuses(tmp_path: Path) -> None:
    for number, text in enumerate(TEXTS):
        rule = {"alert": "A", "expr": "up == 0", "annotations": {"summary": text}}
        (tmp_path / f"{number}.yaml").write_text(json.dumps({"groups": [{"name": "g", "rules": [rule]}]}), encoding="utf-8")
    names = [f"{number}.yaml" for number in range(len(TEXTS))]
    done = subprocess.run([str(PROMTOOL), "check", "rules", *names], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    said = re.split(r"^Checking ", done.stdout + done.stderr, flags=re.MULTILINE)
    refused = {name for name in names if re.search(rf"^{name}: .*(?:template|error)", done.stderr, re.MULTILINE)}
    assert len(said) > len(TEXTS), done.stderr
    assert refused == {name for name, text in zip(names, TEXTS, strict=True) if read_template(text).troubles}
