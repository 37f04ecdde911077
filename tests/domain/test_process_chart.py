"""The XmR chart has Wheeler's limits and gives the signals of Making Data Count."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.kpi import Direction
from cockpit.domain.process_chart import Assurance, Signal, adverse_signal, process_chart, signals

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER


def test_limits_of_an_example_worked_by_hand() -> None:
    # Values 10 12 11 13 9 11: mean 66/6 = 11; moving ranges 2 1 2 4 2, their mean 11/5 = 2.2.
    # Limits 11 -+ 2.66 x 2.2 = 11 -+ 5.852; upper range limit 3.267 x 2.2 = 7.1874.
    chart = process_chart([10, 12, 11, 13, 9, 11])
    assert chart.mean == 11
    assert chart.lower == pytest.approx(5.148)
    assert chart.upper == pytest.approx(16.852)
    assert chart.range_limit == pytest.approx(7.1874)


def test_a_last_value_outside_the_limits_is_a_signal() -> None:
    # Mean 108/11 = 9.82; moving ranges nine times 1 and once 8, their mean 1.7; lower limit 9.82 - 4.52 = 5.30.
    values = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 3]
    assert adverse_signal(values, HIGHER) is Signal.OUTSIDE
    assert adverse_signal([*values, 11], HIGHER) is not Signal.OUTSIDE, "it is not at the end any more"


def test_a_last_value_outside_on_the_good_side_is_none() -> None:
    assert adverse_signal([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 18], HIGHER) is None
    assert adverse_signal([10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 18], LOWER) is Signal.OUTSIDE


def test_seven_values_on_the_bad_side_of_the_mean_are_a_signal_and_six_are_not() -> None:
    bad = [10, 11, 10, 11, 10, 11, 10]
    # 7 values about 15 and 7 about 10.4: the mean lies between, and the ranges are too wide for the limits.
    assert adverse_signal([15, 19, 14, 19, 15, 19, 14, *bad], HIGHER) is Signal.RUN
    assert adverse_signal([15, 19, 14, 19, 15, 19, 14, 19, *bad[1:]], HIGHER) is None


def test_seven_values_each_worse_than_the_one_before_are_a_signal_and_six_are_not() -> None:
    # From far above the mean to just below it, among values that vary widely.
    before = [1, 9, 1, 9, 1, 9, 1, 9]
    assert adverse_signal([*before, 9, 8, 7, 6, 5.5, 5, 4.5], HIGHER) is Signal.TREND
    assert adverse_signal([*before, 3, 8, 7, 6, 5.5, 5, 4.5], HIGHER) is None
    assert adverse_signal([*before, 9, 8, 7, 6, 6, 5, 4.5], HIGHER) is None, "two that are equal are no trend"


def test_two_of_the_last_three_near_the_bad_limit_are_a_signal() -> None:
    steady = [10, 12, 10, 8, 10, 12, 10, 12, 10, 8, 10, 12]
    # 4 10 4: mean 142/15 = 9.47, mean moving range 42/14 = 3; lower limit 9.47 - 7.98 = 1.49, outer third below 4.15.
    assert adverse_signal([*steady, 4, 10, 4], HIGHER) is Signal.NEAR_LIMIT
    # 4 4 10: mean moving range 36/14 = 2.57; outer third below 9.47 - 4.56 = 4.91.
    assert adverse_signal([*steady, 4, 4, 10], HIGHER) is Signal.NEAR_LIMIT
    # 10 10 5: mean 149/15 = 9.93, mean moving range 29/14 = 2.07; 5 is in the outer third (4.42 to 6.26), and alone.
    assert adverse_signal([*steady, 10, 10, 5], HIGHER) is None


@pytest.mark.parametrize("values", [[], [5], [5, 1], [5, 5, 5, 5, 5, 5, 5, 5, 5]])
def test_too_few_or_equal_values_give_no_signal(values: list[float]) -> None:
    assert adverse_signal(values, HIGHER) is None


@given(st.lists(st.integers(-50, 50), max_size=20))
def test_lower_is_better_mirrors_higher_is_better(values: list[int]) -> None:
    assert adverse_signal(values, HIGHER) is adverse_signal([-value for value in values], LOWER)


def places(values: Sequence[float], signal: Signal, first: int | None = None) -> list[int]:
    """Where ``signal`` is given, from 0, against the limits of all values or of the ``first``."""
    return [place for place, each in signals(values, process_chart(values[:first])) if each is signal]


def test_every_value_outside_the_limits_is_marked_on_either_side() -> None:
    # As above: limits 9.82 -+ 4.52 with the 3; for the mirror image 11.18 -+ 4.52.
    low = [10, 11, 10, 11, 10, 3, 10, 11, 10, 11, 10, 11]
    assert places(low, Signal.OUTSIDE) == [5]
    assert places([21 - value for value in low], Signal.OUTSIDE) == [5]


def test_a_run_is_marked_from_its_seventh_value_on() -> None:
    # Limits frozen over the first six: 11 -+ 5.852, worked above; then nine values above 11.
    values = [10, 12, 11, 13, 9, 11, 12, 12.5, 12, 12.5, 12, 12.5, 12, 12.5, 12]
    assert places(values, Signal.RUN, 6) == [12, 13, 14]


def test_a_trend_is_marked_from_its_seventh_value_on() -> None:
    assert places([5, 9, 1, 2, 3, 4, 5, 6, 7, 8, 1], Signal.TREND) == [8, 9]
    assert places([5, 1, 9, 8, 7, 6, 5, 4, 3, 2, 9], Signal.TREND) == [8, 9]


def test_two_of_three_near_a_limit_are_marked_at_the_second() -> None:
    # Limits frozen over the first six: 11 -+ 5.852, outer thirds below 7.10 and above 14.90.
    values = [10, 12, 11, 13, 9, 11, 15, 11, 15, 11, 11, 7, 7]
    assert places(values, Signal.NEAR_LIMIT, 6) == [8, 12]


@pytest.mark.parametrize(
    ("target", "direction", "assurance"),
    [
        # Limits 5.148 to 16.852.
        (5, HIGHER, Assurance.PASSES), (6, HIGHER, Assurance.HIT_OR_MISS), (16, HIGHER, Assurance.HIT_OR_MISS),
        (17, HIGHER, Assurance.FAILS), (17, LOWER, Assurance.PASSES), (16, LOWER, Assurance.HIT_OR_MISS), (5, LOWER, Assurance.FAILS),
    ],
)  # fmt: skip
def test_assurance_tells_whether_the_process_as_it_is_reaches_the_target(
    target: float, direction: Direction, assurance: Assurance
) -> None:
    assert process_chart([10, 12, 11, 13, 9, 11]).assurance(target, direction) is assurance
