"""How good forecasts were, once it is known what came."""

from collections.abc import Sequence


def brier(forecasts: Sequence[tuple[float, int]]) -> float:
    """Mean of (forecast - outcome)^2, the outcome being 1 or 0 (G. W. Brier, Monthly Weather Review 78, 1950).

    Of at least one forecast.  0 is perfect, 1 always wrong; always saying 50 % scores 0.25.
    """
    return sum((forecast - outcome) ** 2 for forecast, outcome in forecasts) / len(forecasts)
