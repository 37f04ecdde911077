"""The bounds for looks before the end are those that other programs give, and the looks together spend the risk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cockpit.domain.sequential import Looks, bounds_at, equal_fractions, spent_by
from tests.thoroughness import examples


@pytest.mark.parametrize(
    ("fractions", "alpha", "bounds"),
    [
        # rpact 3.3.4 in R 4.2.2: getDesignGroupSequential(informationRates, alpha / 2, sided = 1, typeOfDesign = "asOF"); the first
        # and the third are also printed, to three decimals, in Reboussin, DeMets, Kim and Lan's ld98.
        (equal_fractions(4), 0.05, (4.33263364605, 2.96313159907, 2.35904428310, 2.01409014844)),
        (equal_fractions(6), 0.05, (5.36655775927, 3.71034078108, 2.96973786439, 2.53867744649, 2.25219002593, 2.04479018232)),
        (
            equal_fractions(8), 0.05,
            (6.23197447316, 4.33263639879, 3.48137845047, 2.97960681160, 2.64434287680, 2.40116475691, 2.21464471385, 2.06578384008),
        ),
        ((0.2, 0.5, 1), 0.05, (4.87688494879, 2.96262924647, 1.96859635605)),
        ((0.3, 0.6, 0.9, 1), 0.05, (3.92857254263, 2.66997200443, 2.12119421811, 2.06254330539)),
        ((0.25, 0.6, 1), 0.2, (3.08936723599, 1.83330573858, 1.34033993230)),
    ],
)  # fmt: skip
def test_the_bounds_are_those_of_other_programs(fractions: tuple[float, ...], alpha: float, bounds: tuple[float, ...]) -> None:
    assert bounds_at(fractions, alpha).bounds == pytest.approx(bounds, abs=5e-5)


def test_the_risk_spent_is_that_of_another_program() -> None:
    # rpact 3.3.4, as above: twice alphaSpent.
    spent = (1.47336168719e-05, 3.05064551552e-03, 1.92986499090e-02, 0.05)
    assert bounds_at(equal_fractions(4)).spent == pytest.approx(spent, rel=1e-6)


def test_a_single_look_is_the_usual_test() -> None:
    # The normal quantile of 97.5 %, as in every table.
    assert bounds_at((1.0,)).bounds == pytest.approx((1.959963985,), abs=1e-8)


def test_so_early_that_nothing_could_be_spent_there_is_no_bound() -> None:
    found = bounds_at((0.0001, 0.5, 1))
    assert found.bounds[0] is None
    assert found.bounds[1:] == pytest.approx(bounds_at((0.5, 1)).bounds, abs=1e-6)


def test_a_look_each_week_of_a_year_can_be_planned() -> None:
    found = bounds_at(equal_fractions(52))
    told = [bound for bound in found.bounds if bound is not None]
    assert told == sorted(told, reverse=True)
    assert 2 < told[-1] < 2.5


@given(st.sets(st.integers(1, 40), min_size=1, max_size=6), st.floats(0.001, 0.3))
@examples(30)
def test_the_risk_spent_rises_to_what_was_accepted(fortieths: set[int], alpha: float) -> None:
    fractions = sorted({each / 40 for each in fortieths} | {1.0})
    found = bounds_at(fractions, alpha)
    assert list(found.spent) == sorted(found.spent)
    assert found.spent[-1] == pytest.approx(alpha)
    assert all(bound is None or bound > 0 for bound in found.bounds)


def test_beyond_the_plan_there_is_nothing_left_to_spend() -> None:
    assert spent_by(1.3, 0.05) == 0.05


def test_a_look_with_hardly_any_new_cases_has_a_bound_of_its_own() -> None:
    # Nearly the same twice, and nearly nothing more to spend: the second bound is the higher one, and the last is little changed by it.
    first, second, third = bounds_at((0.5, 0.501, 1.0)).bounds
    assert first == pytest.approx(2.96259, abs=1e-4)  # as with (0.2, 0.5, 1) above, where next to nothing is spent at 0.2
    assert first is not None
    assert second is not None
    assert second > first
    assert third == pytest.approx(1.9686, abs=1e-3)


def test_where_nobody_looks_there_are_no_bounds() -> None:
    assert bounds_at(()) == Looks((), ())
