"""Templates of rules: what is wrong in them, which labels they print, and whether they print the value. «marked»: where."""

import pytest

from slogen.lint.template import prints_value, read_template, used_labels


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("a «{{» $value", "this {{ is never closed"),
        ("a «{{» $value } b", "this {{ is never closed"),
        ("«{{» $value {{ $labels.a }}", "this {{ is never closed"),
        ("{{ «if» $labels.a }}x", "this if has no {{ end }}"),
        ('{{ «range» query "x" }}{{ if .Value }}x{{ end }}', "this range has no {{ end }}"),
        ("x {{ «end» }}", "this {{ end }} belongs to nothing"),
        ("{{ «else» }}", "this {{ else }} belongs to nothing"),
        ("{{ $value | «humanise» }}", "templates have no function humanise"),
        ("{{ «labels».job }}", "templates have no function labels"),
        ("{{ «$label».job }}", "there is no variable $label"),
        ("{{ «$values».A }}", "there is no variable $values"),
        ("{{ «.CommonLabels».job }}", "an alert has no .CommonLabels in a rule"),
        ("{{ «.value» }}", "an alert has no .value in a rule"),
    ],
)
def test_what_cannot_be_expanded(marked: str, message: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    (trouble,) = read_template(text).troubles
    assert (trouble.message, trouble.offset, trouble.length) == (message, marked.index("«"), marked.index("»") - marked.index("«") - 1)
    assert trouble.hint


@pytest.mark.parametrize(
    "text",
    [
        "no template, 100 % } of }} it",
        "{{ $value }}",
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
        "{{ $value | printf \"%s %q\" 'x' }} {{ 1.5e3 }} {{ -1 }}",
        "{{ $activeAt }} {{ $expr | jsonEscape }}",
    ],
)
def test_what_is_right(text: str) -> None:
    assert read_template(text).troubles == ()


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{{ $labels.job }} {{ .Labels.instance | toUpper }} {{ $.Labels.a }}", ["job", "instance", "a"]),
        ('{{ index $labels "b" }}', ["b"]),
        ("{{ if $labels.c }}{{ $labels.c }}{{ end }}", []),
        ("{{ with $labels.c }}{{ . }}{{ end }}", []),
        ('{{ range query "x" }}{{ .Labels.d }} {{ $labels.e }}{{ end }}', ["e"]),
        ("{{ printf \"x{a='%s'}\" $labels.f | query | first | value }}", ["f"]),
        ("{{ $externalLabels.cluster }} {{ $labels }} {{ $value }}", []),
    ],
)
def test_the_labels_that_are_printed(text: str, used: list[str]) -> None:
    found = used_labels(text)
    assert [use.label for use in found] == used
    assert [text[use.offset :][: len(use.label)] for use in found] == used


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("{{ $value }}", 3),
        ('{{ printf "%.0f" $value }}', 17),
        ("{{ .Value | humanize }}", 3),
        ("{{ if gt $value 5.0 }}page{{ else }}ticket{{ end }}", None),
        ("{{ $labels.value }} $value", None),
        ('{{ range query "x" }}{{ .Value }}{{ end }}', None),
    ],
)
def test_the_value_is_printed(text: str, offset: int | None) -> None:
    word = prints_value(text)
    assert (None if word is None else word.offset) == offset
