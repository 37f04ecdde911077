"""Earned value and earned schedule of examples that can be worked by hand."""

import pytest

from cockpit.domain.earned_value import EarnedValue, earned_schedule


def test_a_project_behind_and_over_its_budget() -> None:
    # Budget 1000, 500 planned, 400 done for 450: SPI 400/500, CPI 400/450, EAC 1000 x 450/400 = 1125, TCPI 600/550.
    found = EarnedValue(1000, 500, 400, 450)
    assert (found.schedule_variance, found.cost_variance) == (-100, -50)
    assert found.schedule_performance == pytest.approx(0.8)
    assert found.cost_performance == pytest.approx(8 / 9)
    assert found.estimate_at_completion == pytest.approx(1125)
    assert found.estimate_to_complete == pytest.approx(675)
    assert found.variance_at_completion == pytest.approx(-125)
    assert found.to_complete_performance == pytest.approx(600 / 550)


def test_what_cannot_be_told_yet_is_left_open() -> None:
    begun = EarnedValue(1000, 0, 0, 0)
    assert (begun.schedule_performance, begun.cost_performance, begun.estimate_at_completion) == (None, None, None)
    assert begun.to_complete_performance == 1
    assert EarnedValue(1000, 100, 0, 50).estimate_at_completion is None
    assert EarnedValue(1000, 500, 400, 1000).to_complete_performance is None


def test_earned_schedule_lies_between_the_periods_of_the_plan() -> None:
    # 27 earned of 10, 20, 35, 50: all of two periods and (27 - 20)/15 of the third; at period 3, SPI(t) = 2.4667/3; 4/0.8222 = 4.8649.
    found = earned_schedule((10, 20, 35, 50), 27, 3)
    assert found.schedule == pytest.approx(2 + 7 / 15)
    assert found.performance == pytest.approx(37 / 45)
    assert found.duration == pytest.approx(4 * 45 / 37)


@pytest.mark.parametrize(
    ("earned", "schedule"),
    [
        (0, 0.0),
        (5, 0.5),
        (10, 1.0),
        (15, 1.5),
        (50, 4.0),
        (60, 4.0),
    ],
)
def test_earned_schedule_at_the_ends_of_periods(earned: float, schedule: float) -> None:
    assert earned_schedule((10, 20, 35, 50, 50), earned, 3).schedule == pytest.approx(schedule, abs=1e-6)


def test_with_nothing_earned_no_end_can_be_told() -> None:
    found = earned_schedule((10, 20), 0, 1)
    assert (found.schedule, found.performance, found.duration) == (0, 0, None)
