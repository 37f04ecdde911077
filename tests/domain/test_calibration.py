"""The Brier score of forecasts that can be worked by hand."""

import pytest

from cockpit.domain.calibration import brier


def test_the_score_is_the_mean_squared_error() -> None:
    # (0.7 - 1)^2 + (0.3 - 0)^2 + (0.1 - 1)^2 = 0.09 + 0.09 + 0.81.
    assert brier([(0.7, 1), (0.3, 0), (0.1, 1)]) == pytest.approx(0.33)


def test_always_half_scores_a_quarter_and_the_right_certainty_nothing() -> None:
    assert brier([(0.5, 1), (0.5, 0)]) == 0.25
    assert brier([(1, 1), (0, 0)]) == 0
