"""Sizes of groups are held against their plan as R does."""

import pytest

from cockpit.domain.sample_ratio import sample_ratio


@pytest.mark.parametrize(
    ("counts", "split", "chi2", "degrees", "p_value"),
    [
        # R 4.2.2: chisq.test(counts, p = split / sum(split))
        ((480, 520), (0.5, 0.5), 1.6, 1, 0.205903210732068),
        ((1000, 1200, 800), (1, 1, 1), 80.0, 2, 4.24835425529159e-18),
        ((89, 37, 30, 28, 2), (40, 20, 20, 15, 5), 9.9901433691756267, 4, 0.0405940433447812),
    ],
)
def test_the_chi_squared_test_is_that_of_r(
    counts: tuple[int, ...], split: tuple[float, ...], chi2: float, degrees: int, p_value: float
) -> None:
    found = sample_ratio(counts, split)
    assert found is not None
    assert found.chi2 == pytest.approx(chi2, rel=5e-7)
    assert found.degrees == degrees
    assert found.p_value == pytest.approx(p_value, rel=5e-7)


def test_only_what_chance_hardly_explains_is_a_mismatch() -> None:
    # Chi-squared of 1 degree exceeds 10.828 with probability 0.001: 448 to 552 gives 10.816, 447 to 553 gives 11.236.
    inside, outside = sample_ratio((448, 552), (1, 1)), sample_ratio((447, 553), (1, 1))
    assert inside is not None
    assert outside is not None
    assert (inside.mismatch, outside.mismatch) == (False, True)


def test_without_cases_nothing_is_said() -> None:
    assert sample_ratio((0, 0), (1, 1)) is None
