"""Templates of rules, right ones and wrong ones; in a wrong one «marked» is what is wrong."""

RIGHT = [
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
]
WRONG = [
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
]
