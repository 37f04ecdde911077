"""A KPI is met, not met, or the numbers do not tell: rule by rule, with figures worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import stdtrit

from cockpit.domain.evidence import INSUFFICIENT, MET, NOT_MET, CriterionState
from cockpit.domain.kpi import Direction, KpiRule
from cockpit.domain.kpi_rule import Demand, judge, mean_bounds, value_to_meet
from cockpit.domain.process_chart import Signal

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
ZIGZAG = [12, 14, 12, 14, 12, 14, 12, 14]
"""Mean 13, standard deviation sqrt(8/7), each value unlike the one before."""

values_of_periods = st.lists(st.integers(0, 20).map(float), max_size=14)


def test_the_bound_of_the_mean_of_eight_periods() -> None:
    # t(95 %, 7) = 1.895 in printed tables; 1.895 x sqrt((8/7)/8) = 1.895 x 0.37796 = 0.7162.
    bounds = mean_bounds(ZIGZAG)
    assert bounds is not None
    assert (bounds.mean, bounds.effective, bounds.autocorrelation) == (13, 8, 0)
    assert bounds.low == pytest.approx(13 - 0.7162, abs=2e-4)
    assert bounds.high == pytest.approx(13 + 0.7162, abs=2e-4)


def test_periods_that_resemble_the_one_before_count_for_fewer() -> None:
    # Deviations -1 -1 1 1 -1 -1 1 1: products 1 -1 1 -1 1 -1 1 sum to 1, squares to 8, r = 1/8;
    # n_eff = 8 x (7/8)/(9/8) = 56/9.
    bounds = mean_bounds([2, 2, 4, 4, 2, 2, 4, 4])
    assert bounds is not None
    assert bounds.autocorrelation == pytest.approx(1 / 8)
    assert bounds.effective == pytest.approx(56 / 9)
    assert bounds.high - 3 == pytest.approx(stdtrit(56 / 9 - 1, 0.95) * math.sqrt((8 / 7) / (56 / 9)))


def test_the_resemblance_is_capped_at_nine_tenths() -> None:
    bounds = mean_bounds([float(value) for value in range(200)])
    assert bounds is not None
    assert bounds.effective == pytest.approx(200 * 0.1 / 1.9)


def test_two_effective_periods_tell_nothing_of_the_mean() -> None:
    # 1 to 6: deviations -2.5 to 2.5, products sum to 8.75, squares to 17.5, r = 1/2; n_eff = 6 x 0.5/1.5 = 2.
    assert mean_bounds([1, 2, 3, 4, 5, 6]) is None
    assert judge([11, 12, 13, 14, 15, 16], 10, HIGHER).state is INSUFFICIENT
    assert mean_bounds([5, 9]) is None


@pytest.mark.parametrize(
    ("values", "target", "state"),
    [
        (ZIGZAG, 12, MET),  # the bound 12.28 and every period clear it
        (ZIGZAG, 12.2, NOT_MET),  # the bound does, half of the periods do not
        (ZIGZAG, 13.8, NOT_MET),  # even the upper bound 13.72 misses it
        (ZIGZAG[:5], 12, INSUFFICIENT),  # five periods are not enough
        (ZIGZAG[:5], 20, NOT_MET),  # but enough to see that it is far away
        ([13, 12, 10, 13, 12, 13, 12, 13], 12, INSUFFICIENT),  # 7 of 8 clear it, the bound 11.60 does not
        ([10, 10, 10, 10, 10, 10], 10, MET),  # flat, at the target
        ([54.3] * 8, 50, MET),  # flat, though the mean of these figures is not one of them once it is rounded
        ([9, 9, 9, 9, 9, 9], 10, NOT_MET),  # flat, below it
        ([9, 9, 9], 10, NOT_MET),  # flat and few: its value tells
        ([10, 10, 10], 10, INSUFFICIENT),  # flat and few: not enough to be met
        ([15, 19, 14, 19, 15, 19, 14, 10, 11, 10, 11, 10, 11, 10], 9, NOT_MET),  # all clear it, but it is getting worse
        ([], 10, INSUFFICIENT),
        ([12], 10, INSUFFICIENT),
        ([8], 10, INSUFFICIENT),
    ],
)
def test_the_default_rule(values: list[float], target: float, state: CriterionState) -> None:
    assert judge(values, target, HIGHER).state is state
    assert judge([-value for value in values], -target, LOWER).state is state, "mirrored"


def test_the_four_parts_are_told_apart() -> None:
    judged = judge([15, 19, 14, 19, 15, 19, 14, 10, 11, 10, 11, 10, 11, 10], 9, HIGHER)
    assert (judged.count, judged.cleared, judged.enough, judged.share_held, judged.flat) == (14, 14, True, True, False)
    assert judged.signal is Signal.RUN
    assert judge([7.0] * 6, 5, HIGHER).flat


@pytest.mark.parametrize(
    ("cleared", "count", "state"),
    [(6, 8, MET), (5, 8, NOT_MET), (3, 4, INSUFFICIENT), (6, 6, MET), (0, 6, NOT_MET), (0, 5, INSUFFICIENT)],
)
def test_share_of_periods(cleared: int, count: int, state: CriterionState) -> None:
    values = [1.0] * (count - cleared) + [5.0] * cleared
    assert judge(values, 5, HIGHER, KpiRule.SHARE_OF_PERIODS).state is state


@pytest.mark.parametrize(
    ("values", "state"),
    [([1, 1, 5, 5, 5], MET), ([5, 5, 5, 1, 5], NOT_MET), ([5, 5], INSUFFICIENT), ([1, 5], INSUFFICIENT), ([5, 5, 5], MET)],
)
def test_last_periods_in_a_row(values: list[float], state: CriterionState) -> None:
    assert judge(values, 5, HIGHER, KpiRule.LAST_IN_A_ROW, Demand(in_a_row=3)).state is state


@pytest.mark.parametrize(
    ("values", "state"), [([5] * 6, MET), ([5] * 5 + [4], NOT_MET), ([5] * 5, INSUFFICIENT), ([5, 4], NOT_MET)]
)
def test_all_periods(values: list[float], state: CriterionState) -> None:
    assert judge(values, 5, HIGHER, KpiRule.ALL_PERIODS).state is state


@pytest.mark.parametrize(
    ("values", "target", "state"),
    [
        (ZIGZAG, 12.2, MET),
        (ZIGZAG, 13, INSUFFICIENT),
        (ZIGZAG, 13.8, NOT_MET),
        (ZIGZAG[:4], 5, INSUFFICIENT),
        (ZIGZAG[:4], 99, NOT_MET),
    ],
)
def test_bound_only(values: list[float], target: float, state: CriterionState) -> None:
    assert judge(values, target, HIGHER, KpiRule.BOUND_ONLY).state is state


def test_what_is_demanded_comes_from_the_policy() -> None:
    assert judge(ZIGZAG[:4], 5, HIGHER, demand=Demand(min_periods=4)).state is MET
    assert judge([1, 5, 5, 5, 1, 5], 5, HIGHER, KpiRule.SHARE_OF_PERIODS, Demand(share=0.6)).state is MET


def test_further_periods_at_a_good_value_turn_a_share() -> None:
    # 4 of 6 clear it; 5 of 7 are 71 %, 6 of 8 are 75 %.
    assert value_to_meet([1, 1, 5, 5, 5, 5], 1, 5, HIGHER, KpiRule.SHARE_OF_PERIODS) is None
    assert value_to_meet([1, 1, 5, 5, 5, 5], 2, 5, HIGHER, KpiRule.SHARE_OF_PERIODS) == 5
    # 0 of 9: no 12 further periods make it 75 %.
    assert value_to_meet([1] * 9, 12, 5, HIGHER, KpiRule.SHARE_OF_PERIODS) is None


def test_what_would_be_needed_beyond_what_there_can_be_is_no_value() -> None:
    # One bad period among eight: three more that make up for it in the bound have to lie above 100.
    values = [100.0, 100.0, 100.0, 60.0, 100.0, 100.0, 100.0, 100.0]
    asked = value_to_meet(values, 3, 90, HIGHER, KpiRule.BOUND_ONLY)
    assert asked is not None
    assert 100 < asked < 110
    assert value_to_meet(values, 3, 90, HIGHER, KpiRule.BOUND_ONLY, most=100) is None
    assert value_to_meet(values, 3, 90, HIGHER, KpiRule.BOUND_ONLY, most=asked) == asked


def test_a_value_below_nothing_is_asked_for_only_where_the_target_lies_there() -> None:
    once = Demand(in_a_row=1)
    assert value_to_meet([3.0, 4.0], 1, -1, LOWER, KpiRule.LAST_IN_A_ROW, once) == -1
    assert value_to_meet([3.0, 4.0], 1, 0.5, LOWER, KpiRule.LAST_IN_A_ROW, once, decimals=0) == 0


@given(values_of_periods, st.sampled_from(list(KpiRule)), st.integers(1, 12))
def test_the_value_that_is_asked_for_meets_the_target_and_where_there_is_none_no_other_does(
    values: list[float], rule: KpiRule, further: int
) -> None:
    value = value_to_meet(values, further, 10, HIGHER, rule)
    if value is not None:
        assert judge([*values, *[value] * further], 10, HIGHER, rule).state is MET
        return
    others = (10 + quarter / 4 for quarter in range(400))
    assert not any(judge([*values, *[other] * further], 10, HIGHER, rule).state is MET for other in others)


@given(values_of_periods, st.integers(0, 20), st.sampled_from(list(KpiRule)))
def test_lower_is_better_mirrors_higher_is_better(values: list[float], target: int, rule: KpiRule) -> None:
    mirrored = judge([-value for value in values], -target, LOWER, rule)
    assert judge(values, target, HIGHER, rule).state is mirrored.state


@given(values_of_periods, st.integers(0, 20))
def test_the_default_rule_is_met_only_if_each_of_its_parts_is(values: list[float], target: int) -> None:
    judged = judge(values, target, HIGHER)
    parts = judged.enough and judged.share_held and judged.signal is None and judged.bounds is not None
    assert (judged.state is MET) == (parts and judged.bounds is not None and judged.bounds.low >= target)


@given(values_of_periods.filter(lambda values: len(values) >= 6), st.integers(0, 20))
def test_a_further_good_period_never_worsens_a_share(values: list[float], target: int) -> None:
    before = judge(values, target, HIGHER, KpiRule.SHARE_OF_PERIODS)
    after = judge([*values, float(target)], target, HIGHER, KpiRule.SHARE_OF_PERIODS)
    assert before.state is not MET or after.state is MET
