"""Bounds of a number of events, against printed tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.poisson import at_most, lower_bound, upper_bound


@pytest.mark.parametrize(
    ("count", "upper"), [(0, 2.996), (1, 4.744), (2, 6.296), (3, 7.754), (4, 9.154), (5, 10.513), (10, 16.962), (20, 29.062)]
)
def test_the_upper_bound_is_that_of_the_tables(count: int, upper: float) -> None:
    # Pearson and Hartley, Biometrika Tables for Statisticians I, table 40: upper limit at 1 - 2 alpha = 0.90.
    assert upper_bound(count) == pytest.approx(upper, abs=1e-3)


@pytest.mark.parametrize(
    ("count", "lower"), [(0, 0), (1, 0.0513), (2, 0.355), (3, 0.818), (4, 1.366), (5, 1.970), (10, 5.425), (20, 13.255)]
)
def test_the_lower_bound_is_that_of_the_tables(count: int, lower: float) -> None:
    # The same table, lower limit.
    assert lower_bound(count) == pytest.approx(lower, abs=1e-3)


@pytest.mark.parametrize(("count", "low", "high"), [(1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)])
def test_on_both_sides_they_are_garwood_s_interval(count: int, low: float, high: float) -> None:
    # Garwood (1936): 95 %, two-sided.
    assert (lower_bound(count, 0.975), upper_bound(count, 0.975)) == pytest.approx((low, high), abs=1e-3)


def test_nothing_expected_is_nothing_seen() -> None:
    assert at_most(0, 0) == 1
    assert at_most(0, 3) == pytest.approx(0.049787, abs=1e-6)  # e^-3


@given(count=st.integers(0, 2000))
def test_the_bounds_lie_on_either_side_and_rise_with_the_events(count: int) -> None:
    assert lower_bound(count) <= count < upper_bound(count)
    assert lower_bound(count) < lower_bound(count + 1)
    assert upper_bound(count) < upper_bound(count + 1)


@pytest.mark.parametrize("count", [4_000, 100_000, 1_000_000])
def test_the_bounds_of_many_events_lie_about_them(count: int) -> None:
    # Wilson and Hilferty's approximation of the chi-squared quantiles that Garwood's bounds are, with z = 1.644854.
    def bound(number: float, z: float) -> float:
        return float(number * (1 - 1 / (9 * number) + z / (3 * number**0.5)) ** 3)

    assert lower_bound(count) == pytest.approx(bound(count, -1.644854), rel=1e-4)
    assert upper_bound(count) == pytest.approx(bound(count + 1, 1.644854), rel=1e-4)
