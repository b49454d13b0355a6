"""Templates of rules: what is wrong in them, which labels they print, and whether they print the value."""

import pytest

from slogen.lint.template import prints_value, read_template, used_labels
from tests.lint.template_texts import RIGHT, WRONG


@pytest.mark.parametrize(("marked", "message"), WRONG)
def test_what_cannot_be_expanded(marked: str, message: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    (trouble,) = read_template(text).troubles
    assert (trouble.message, trouble.offset, trouble.length) == (message, marked.index("«"), marked.index("»") - marked.index("«") - 1)
    assert trouble.hint


@pytest.mark.parametrize("text", RIGHT)
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
