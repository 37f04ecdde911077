"""Means and their differences agree with R."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.mean import Sample, compared, sample_of, values_per_group

SIX = 5e-7

# R's data set mtcars: miles per gallon by transmission.
AUTOMATIC = [21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 21.5, 15.5, 15.2, 13.3, 19.2]
MANUAL = [21, 21, 22.8, 32.4, 30.4, 33.9, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4]


def test_a_sample_is_summed_up_as_r_does() -> None:
    # R 4.2.2: sapply(split(mtcars$mpg, mtcars$am), mean), and sd
    found = sample_of(AUTOMATIC)
    assert found.mean == pytest.approx(17.1473684210526, rel=SIX)
    assert found.deviation == pytest.approx(3.83396638556131, rel=SIX)


def test_two_means_are_compared_as_r_does() -> None:
    # R 4.2.2: t.test(mpg ~ am, data = mtcars), which takes the second group from the first.
    found = compared(sample_of(MANUAL), sample_of(AUTOMATIC))
    assert found is not None
    assert found.t == pytest.approx(-3.76712314514492519, rel=SIX)
    assert found.degrees == pytest.approx(18.33225163840046079, rel=SIX)
    assert found.p_value == pytest.approx(0.00137363833307103, rel=SIX)
    assert found.interval.low == pytest.approx(-11.28019435504016066, rel=SIX)
    assert found.interval.high == pytest.approx(-3.20968418746995976, rel=SIX)


def test_two_samples_given_by_their_figures_are_compared_as_r_does() -> None:
    # R 4.2.2: t.test(extra ~ group, data = sleep); Student's own data, 10 patients a group.
    found = compared(Sample(2.33, 2.00224873579683, 10), Sample(0.75, 1.78900965775916, 10))
    assert found is not None
    assert found.difference == pytest.approx(-1.58)
    assert found.t == pytest.approx(-1.8608134674868531, rel=SIX)
    assert found.degrees == pytest.approx(17.7764735161784984, rel=SIX)
    assert found.p_value == pytest.approx(0.0793941401873582, rel=SIX)
    assert found.interval.low == pytest.approx(-3.3654832307117104, rel=SIX)
    assert found.interval.high == pytest.approx(0.2054832307117102, rel=SIX)


@pytest.mark.parametrize(
    ("effect", "deviation", "power", "alpha", "needed"),
    [
        # R 4.2.2: power.t.test(delta, sd, power, sig.level, tol = 1e-12)$n
        (1, 1, 0.9, 0.05, 22.021095570094),
        (0.5, 2, 0.8, 0.05, 252.128116356971),
        (-20, 100, 0.8, 0.01, 585.609265580142),
    ],
)
def test_the_values_needed_are_those_of_r(effect: float, deviation: float, power: float, alpha: float, needed: float) -> None:
    assert values_per_group(deviation, effect, power, alpha) == pytest.approx(needed, rel=SIX)


def test_an_effect_far_above_the_noise_takes_two_values_and_one_far_below_none_that_could_be_had() -> None:
    assert values_per_group(1, 1e6, 0.8, 0.05) == 2
    assert values_per_group(1, 1e-9, 0.8, 0.05) is None


@pytest.mark.parametrize(
    ("control", "pilot"),
    [
        (Sample(1, None, 1), Sample(2, 0.5, 10)),
        (Sample(1, 0.5, 10), Sample(2, None, 1)),
        (Sample(1, 0, 10), Sample(2, 0, 10)),
        (Sample(1, 1e-200, 10), Sample(2, 0, 10)),
    ],
)
def test_without_a_spread_nothing_is_concluded(control: Sample, pilot: Sample) -> None:
    assert compared(control, pilot) is None


def test_one_group_that_does_not_vary_leaves_the_other_to_tell() -> None:
    # All error comes from the pilot: degrees 9, interval 1 -+ t(0.975, 9) x 2 / sqrt(10) = 1 -+ 2.262157 x 0.632456.
    found = compared(Sample(4, 0, 5), Sample(5, 2, 10))
    assert found is not None
    assert found.degrees == pytest.approx(9)
    assert found.interval.high - 1 == pytest.approx(2.262157 * 0.632456, rel=1e-5)


@given(
    st.floats(-1e9, 1e9),
    st.floats(1e-6, 1e6),
    st.integers(2, 10**6),
    st.floats(-1e9, 1e9),
    st.floats(0, 1e6),
    st.integers(2, 10**6),
)
def test_an_interval_holds_the_difference_and_is_finite(
    mean: float, deviation: float, count: int, other: float, its: float, of: int
) -> None:
    found = compared(Sample(mean, deviation, count), Sample(other, its, of))
    assert found is not None
    assert found.interval.low <= found.difference <= found.interval.high
    assert all(math.isfinite(each) for each in (found.t, found.degrees, found.p_value, found.interval.low, found.interval.high))
    assert min(count, of) - 1 <= found.degrees * (1 + 1e-9)
    assert found.degrees <= (count + of - 2) * (1 + 1e-9)


def test_one_value_has_a_mean_and_no_deviation() -> None:
    assert sample_of([7.5]) == Sample(7.5, None, 1)
