"""Shares and their differences agree with R and with the tables of the articles that the formulas come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.normal import two_sided_tail
from cockpit.domain.proportion import Share, cases_per_group, difference_interval, pooled_z

SIX = 5e-7
"""Six significant digits, as a relative error."""


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [
        # R 4.2.2: prop.test(x, n, correct = FALSE)$conf.int
        (81, 263, 0.255288519878274, 0.366209576982800),
        (15, 148, 0.0623863995307363, 0.1604872417233080),
        (0, 20, 0.0, 0.161125158052819),
        (1, 29, 0.00611321429276266, 0.17175521879320282),
        (20, 20, 0.838874841947181, 1.0),
        (1, 1, 0.206549314377238, 1.0),
    ],
)
def test_the_interval_of_a_share_is_that_of_r(successes: int, count: int, low: float, high: float) -> None:
    found = Share(successes, count).interval()
    assert found.low == pytest.approx(low, rel=SIX)
    assert found.high == pytest.approx(high, rel=SIX)


def test_the_interval_of_a_share_heeds_the_confidence() -> None:
    # R 4.2.2: prop.test(42, 200, conf.level = 0.9, correct = FALSE)$conf.int
    found = Share(42, 200).interval(0.9)
    assert found.low == pytest.approx(0.166655466224042, rel=SIX)
    assert found.high == pytest.approx(0.261085886955727, rel=SIX)


@pytest.mark.parametrize(
    ("pilot", "control", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_interval_of_a_difference_is_that_of_newcombe(
    pilot: tuple[int, int], control: tuple[int, int], low: float, high: float
) -> None:
    found = difference_interval(Share(*control), Share(*pilot))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("pilot", "control", "p_value"),
    [
        # R 4.2.2: prop.test(c(x1, x2), c(n1, n2), correct = FALSE)$p.value
        ((56, 70), (48, 80), 0.00804508136819656),
        ((15, 148), (30, 150), 0.0174075000687241),
        ((1, 1000), (12, 990), 0.00207639550687083),
    ],
)
def test_the_p_value_is_that_of_r(pilot: tuple[int, int], control: tuple[int, int], p_value: float) -> None:
    z = pooled_z(Share(*control), Share(*pilot))
    assert z is not None
    assert two_sided_tail(z) == pytest.approx(p_value, rel=SIX)


@pytest.mark.parametrize(
    ("baseline", "effect", "power", "alpha", "needed"),
    [
        # R 4.2.2: power.prop.test(p1, p2, power, sig.level, tol = 1e-12)$n
        (0.5, 0.25, 0.9, 0.05, 76.7069284517774),
        (0.034, 0.005, 0.8, 0.05, 22081.0162487609),
        (0.1, -0.02, 0.8, 0.1, 2530.71064007765),
        (0.02, 0.48, 0.8, 0.05, 11.8566149385251),
    ],
)
def test_the_cases_needed_are_those_of_r(baseline: float, effect: float, power: float, alpha: float, needed: float) -> None:
    assert cases_per_group(baseline, effect, power, alpha) == pytest.approx(needed, rel=SIX)


@st.composite
def shares(draw: st.DrawFn) -> Share:
    """Any share, the ends often."""
    count = draw(st.integers(1, 10**6))
    return Share(draw(st.sampled_from((0, count)) | st.integers(0, count)), count)


@given(shares(), shares())
def test_an_interval_holds_what_was_seen_and_is_never_a_point(control: Share, pilot: Share) -> None:
    for each in (control, pilot):
        found = each.interval()
        assert 0 <= found.low <= each.rate <= found.high <= 1
        assert found.low < found.high
    found = difference_interval(control, pilot)
    assert -1 <= found.low <= pilot.rate - control.rate <= found.high <= 1
    assert found.low < found.high


@given(shares(), shares())
def test_the_other_way_round_the_difference_is_the_opposite(control: Share, pilot: Share) -> None:
    one, other = difference_interval(control, pilot), difference_interval(pilot, control)
    assert one.low == pytest.approx(-other.high)
    assert one.high == pytest.approx(-other.low)


def test_without_any_difference_in_outcome_there_is_no_p_value() -> None:
    assert pooled_z(Share(0, 10), Share(0, 20)) is None
    assert pooled_z(Share(10, 10), Share(1, 1)) is None
