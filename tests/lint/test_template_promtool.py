"""promtool and our reading of templates agree about what can be parsed."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from slogen.lint.template import read_template

PROMTOOL = shutil.which("promtool")
TEXTS = [
    "no template, 100 % } of }} it",
    "{{- $value | humanize -}}",
    '{{ printf "%.1f}}" $value }} {{ `}}` }}',
    "{{ .Labels.job }} {{ .Value }} {{ .ExternalURL }} {{ $.Labels.job }} {{ . }}",
    "{{ if gt $value 0.9 }}a{{ else if (and $labels.b true) }}b{{ else }}c{{ end }}",
    '{{ range $i, $r := query "x" }}{{ $i }} {{ $r.Labels.a }} {{ .Value }}{{ end }}',
    "{{ $x := $labels.job }}{{ $x | toUpper }}",
    '{{ with query "x" }}{{ . | first | value }}{{ end }}',
    '{{ (query "x" | first).Value }}',
    '{{ index $labels "a-b" }} {{ $externalLabels.cluster }} {{ $externalURL }}',
    '{{/* a comment */}}{{ define "t" }}{{ .Anything }}{{ end }}{{ template "t" $labels }}',
    '{{ $value | humanizePercentage | reReplaceAll "a" `b` | title | stripPort }}',
    "a {{ $value",
    "a {{ $value } b",
    "{{ $value {{ $labels.a }}",
    "{{ if $labels.a }}x",
    '{{ range query "x" }}{{ if .Value }}x{{ end }}',
    "x {{ end }}",
    "{{ else }}",
    "{{ $value | humanise }}",
    "{{ $label.job }}",
    "{{ $values.A }}",
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
