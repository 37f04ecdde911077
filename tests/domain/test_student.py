"""Student's t agrees with printed tables and with scipy."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, stdtrit

from cockpit.domain.student import incomplete_beta, quantile, tail


@pytest.mark.parametrize(
    ("probability", "degrees", "printed"),
    [
        # Table of Student's t as printed in statistics textbooks, one-sided.
        (0.95, 1, 6.314), (0.95, 2, 2.920), (0.95, 3, 2.353), (0.95, 4, 2.132), (0.95, 5, 2.015),
        (0.95, 6, 1.943), (0.95, 7, 1.895), (0.95, 8, 1.860), (0.95, 9, 1.833), (0.95, 10, 1.812),
        (0.95, 15, 1.753), (0.95, 20, 1.725), (0.95, 30, 1.697), (0.95, 60, 1.671), (0.95, 120, 1.658),
        (0.90, 4, 1.533), (0.975, 4, 2.776), (0.975, 10, 2.228), (0.99, 7, 2.998), (0.995, 20, 2.845), (0.9995, 5, 6.869),
    ],
)  # fmt: skip
def test_a_quantile_is_the_one_in_printed_tables(probability: float, degrees: int, printed: float) -> None:
    assert round(quantile(probability, degrees), 3) == printed


def test_one_and_two_degrees_of_freedom_have_closed_forms() -> None:
    for probability in (0.6, 0.75, 0.9, 0.95, 0.999):
        assert quantile(probability, 1) == pytest.approx(math.tan(math.pi * (probability - 0.5)), rel=1e-9)
        offset = 2 * probability - 1
        assert quantile(probability, 2) == pytest.approx(offset * math.sqrt(2 / (1 - offset**2)), rel=1e-9)


@given(st.floats(0.001, 0.999), st.floats(0.3, 1000))
def test_a_quantile_is_that_of_scipy(probability: float, degrees: float) -> None:
    assert quantile(probability, degrees) == pytest.approx(stdtrit(degrees, probability), rel=1e-9, abs=1e-9)


@given(st.floats(0.1, 200), st.floats(0.1, 200), st.floats(0, 1))
def test_the_incomplete_beta_function_is_that_of_scipy(a: float, b: float, x: float) -> None:
    assert incomplete_beta(a, b, x) == pytest.approx(betainc(a, b, x), rel=1e-9, abs=1e-12)


@given(st.floats(0.5, 0.9999), st.floats(0.5, 300))
def test_the_tail_beyond_a_quantile_is_what_is_left(probability: float, degrees: float) -> None:
    assert tail(quantile(probability, degrees), degrees) == pytest.approx(1 - probability, rel=1e-9)


@pytest.mark.parametrize(("probability", "degrees"), [(0, 5), (1, 5), (0.95, 0), (0.95, -1), (math.nan, 5), (0.95, math.nan)])
def test_what_has_no_quantile_is_an_error(probability: float, degrees: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile(probability, degrees)


@pytest.mark.parametrize("probability", [0.75, 0.9, 0.999, 0.999999])
def test_with_one_degree_of_freedom_it_is_cauchy_s(probability: float) -> None:
    assert quantile(probability, 1) == pytest.approx(math.tan(math.pi * (probability - 0.5)), rel=1e-9)
