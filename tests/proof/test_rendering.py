"""What Prometheus makes of templates; the numbers are those that Go's formats give."""

import pytest

from slogen.proof.rendering import humanize, humanize_duration, humanize_percentage, render


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1, "1"),
        (999.96, "1000"),
        (1000, "1k"),
        (1234567, "1.235M"),
        (0.5, "500m"),
        (-0.00025, "-250u"),
        (float("nan"), "NaN"),
        (float("inf"), "+Inf"),
    ],
)
def test_humanize(number: float, text: str) -> None:
    assert humanize(number) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (0.0125, "12.5ms"), (1.5, "1.5s"), (60, "1m 0s"), (3_661, "1h 1m 1s"), (90_061.9, "1d 1h 1m 1s"), (-75, "-1m 15s")],
)
def test_humanize_duration(seconds: float, text: str) -> None:
    assert humanize_duration(seconds) == text


@pytest.mark.parametrize(("ratio", "text"), [(0.0144, "1.44%"), (-14.12, "-1412%"), (-1999, "-1.999e+05%"), (0, "0%")])
def test_humanize_percentage(ratio: float, text: str) -> None:
    assert humanize_percentage(ratio) == text


def test_labels_values_queries_and_user_text_are_filled_in() -> None:
    template = (
        '{{ "{{" }}hi {{ $labels.env }} {{ $value | humanizePercentage }} '
        '{{ with printf `%g / 0.001` $value | query }}{{ . | first | value | printf "%.1f" }}{{ else }}unknown{{ end }} '
        "{{ with printf `clamp_min(left{env=%q}, 0) * 60 / %g` $labels.env $value | query }}"
        "{{ . | first | value | humanizeDuration }}{{ else }}unknown{{ end }}"
    )
    assert render(template, {"env": "prod"}, 0.015, {"left": 0.5}.get) == "{{hi prod 1.5% 15.0 33m 20s"
    assert render(template, {"env": "prod"}, 0.015, lambda _: None) == "{{hi prod 1.5% 15.0 unknown"


def test_a_template_that_cannot_be_predicted_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError, match="cannot be predicted"):
        render("{{ $value | title }}", {}, 1, lambda _: None)
