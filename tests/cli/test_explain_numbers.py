"""Numbers for people, and the tables of what a burn rate does, against figures that were worked out apart from the code."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slogen.model.burn import default_policy, resolve
from slogen.model.duration import ZERO, Duration
from slogen.model.objective import Objective
from slogen.model.slo import Guard
from slogen.report.explain.burning import few_events
from slogen.report.explain.facts import EmittedAlert, EmittedPair
from slogen.report.explain.human import about_times, exact_percent, length, listed, one_in, percent, three_digits
from slogen.report.explain.table import WIDTH, Column, table, wrap


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        pytest.param("0", "0s", id="nothing"),
        pytest.param("0.86", "0.9s", id="under a second"),
        pytest.param("9.94", "9.9s", id="tenths up to ten seconds"),
        pytest.param("9.96", "10s", id="no tenths from ten seconds on"),
        pytest.param("59.4", "59s", id="seconds"),
        pytest.param("59.5", "1m", id="rounded up into the next unit"),
        pytest.param("2419.2", "40m 19s", id="0.1 % of 28 days"),
        pytest.param("3599.6", "1h", id="an hour, nearly"),
        pytest.param("168000", "46h 40m", id="28 days at 14.4 times"),
        pytest.param("172770", "2d", id="two days, nearly"),
        pytest.param("403200", "4d 16h", id="28 days at 6 times"),
        pytest.param("2419200", "28d", id="28 days"),
    ],
)
def test_a_length_of_time_has_two_units_at_most(seconds: str, text: str) -> None:
    assert length(Decimal(seconds)) == text


@given(st.decimals(min_value=0, max_value=10**8, places=3))
def test_a_length_of_time_is_at_most_a_twentieth_off(seconds: Decimal) -> None:
    sizes = {"d": 86_400, "h": 3600, "m": 60, "s": 1}
    shown = sum(Decimal(part[:-1]) * sizes[part[-1]] for part in length(seconds).split())
    assert abs(shown - seconds) <= max(seconds / 20, Decimal("0.05"))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("0", "0"),
        ("0.00496031", "0.00496"),
        ("2.142857", "2.14"),
        ("9.999", "10"),
        ("10.714", "10.7"),
        ("1000", "1000"),
        ("1234.5", "1235"),
    ],
)
def test_three_digits(number: str, text: str) -> None:
    assert three_digits(Decimal(number)) == text


def test_ratios() -> None:
    assert percent(Decimal(1) / 70) == "1.43 %"
    assert exact_percent(Decimal("0.00144")) == "0.144 %"
    assert about_times(Decimal(1000)) == "1000×"
    assert [one_in(Decimal(budget)) for budget in ("0.001", "0.15", "0.0005")] == ["1 in 1000", "3 in 20", "1 in 2000"]


def test_words_as_a_sentence_has_them() -> None:
    assert [listed(["a", "b", "c"][:number]) for number in range(4)] == ["", "a", "a and b", "a, b and c"]


def _pairs(objective: str) -> list[EmittedPair]:
    window = Duration.parse("30d")
    burns, _ = resolve(default_policy(window), Objective(Decimal(objective)), window)
    alert = EmittedAlert("Alert", "page", "sev1", "", ZERO, "", "", "", "", "")
    return [EmittedPair(burn, alert, Duration.parse("1m"), rolled=False) for burn in burns]


@pytest.mark.parametrize(
    ("objective", "below"),
    [
        # One failure of n is above the threshold while n < 1 / threshold: 1 / 0.0144 is 69.4, 1 / 0.001 is 1000.
        pytest.param("99.9", [70, 167, 334, 1000], id="99.9 %"),
        pytest.param("99", [7, 17, 34, 100], id="99 %"),
        pytest.param("99.99", [695, 1667, 3334, 10_000], id="99.99 %"),
    ],
)
def test_the_traffic_below_which_one_failure_fires(objective: str, below: list[int]) -> None:
    assert [one.one_below for one in few_events(Guard(), _pairs(objective))] == below


@pytest.mark.parametrize(
    ("guard", "safe"),
    [
        pytest.param(Guard(), [False] * 4, id="no guard"),
        pytest.param(Guard(min_failures=1), [False] * 4, id="one failure is enough"),
        pytest.param(Guard(min_failures=2), [True] * 4, id="one failure is never enough"),
        pytest.param(Guard(min_events=333), [True, True, False, False], id="events, one too few for the third pair"),
        pytest.param(Guard(min_events=334), [True, True, True, False], id="events, enough for the third pair"),
    ],
)
def test_what_the_guard_rules_out(guard: Guard, safe: list[bool]) -> None:
    assert [one.safe for one in few_events(guard, _pairs("99.9"))] == safe


def test_a_guard_of_three_failures_needs_three_times_the_traffic() -> None:
    assert [one.guarded_below for one in few_events(Guard(min_failures=3), _pairs("99.9"))] == [209, 500, 1000, 3000]


def test_a_long_name_moves_below_its_row() -> None:
    lines = table((Column("n", right=True), Column("name")), [("1", "A" * WIDTH), ("2", "b")])
    assert lines == ["  n", "        name", "  1", "        " + "A" * WIDTH, "  2", "        b"]


def test_long_prose_is_wrapped_in_its_column() -> None:
    lines = table((Column("level", right=True), Column("action")), [("1", "slow down " * 20), ("2", "stop")])
    assert lines[0] == "  level  action"
    assert lines[1].startswith("      1  slow down slow")
    assert lines[2].startswith("         slow")
    assert lines[-1] == "      2  stop"
    assert max(map(len, lines)) <= WIDTH


@given(st.text(alphabet="ab \n", max_size=80), st.integers(1, 20))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= width or " " not in line for line in lines)
