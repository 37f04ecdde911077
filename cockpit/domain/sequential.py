"""Looking at an experiment before its end without fooling oneself.

Each look that may stop it spends a part of the accepted risk of a false alarm: after Lan and DeMets (*Discrete sequential boundaries
for clinical trials*, Biometrika 70, 1983), with the spending of the type of O'Brien and Fleming.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cockpit.domain import normal

_NODES = 24
"""Gauss-Legendre nodes on each stretch that is one standard deviation of an increment long."""
_FARTHEST = 9.0
"""Standard deviations beyond which a path is not followed: the chance of being there is below 1e-18."""


@dataclass(frozen=True, slots=True)
class Looks:
    """For each look in order: the bound that abs(z) has to reach (None where nothing can yet), and the risk spent by then."""

    bounds: tuple[float | None, ...]
    spent: tuple[float, ...]


def equal_fractions(looks: int) -> tuple[float, ...]:
    """The shares of the information at ``looks`` looks with as much between any two."""
    return tuple(look / looks for look in range(1, looks + 1))


def spent_by(fraction: float, alpha: float) -> float:
    """The two-sided risk that may be spent by a share of the planned information: 4 - 4 Phi(z_{1 - alpha/4} / sqrt(t)).

    Beyond the plan nothing is left to spend.
    """
    if fraction >= 1:
        return alpha
    from scipy.special import ndtr

    return 4 * float(ndtr(-normal.quantile(1 - alpha / 4) / math.sqrt(fraction)))


def bounds_at(fractions: Sequence[float], alpha: float = 0.05, information: Sequence[float] | None = None) -> Looks:
    """The bounds at looks with these shares of the planned information, which rise, each above 0 and at most 1.

    The risk is spent by ``fractions``; ``information`` is what was really there at each look, in any unit, where it is not that:
    a last look that spends all that is left, though fewer or more cases came than planned.

    Recursive integration of the chance that a Brownian motion has crossed no bound so far (P. Armitage, C. K. McPherson and
    B. C. Rowe, *Repeated significance tests on accumulating data*, JRSS A 132, 1969).
    """
    return _bounds_at(tuple(fractions), alpha, tuple(information or fractions))


@lru_cache(maxsize=256)
def _bounds_at(fractions: tuple[float, ...], alpha: float, information: tuple[float, ...]) -> Looks:
    import numpy as np
    from scipy.special import ndtr

    spent = tuple(spent_by(fraction, alpha) for fraction in fractions)
    bounds: list[float | None] = []
    places: Any = np.zeros(1)
    masses: Any = np.ones(1)
    before, already = 0.0, 0.0
    for had, total in zip(information, spent, strict=True):
        step = math.sqrt(had - before)
        wanted = total - already

        def crossing(edge: float, places: Any = places, masses: Any = masses, step: float = step) -> float:
            return float(masses @ (ndtr((places - edge) / step) + ndtr((-edge - places) / step)))

        edge = _edge(crossing, wanted, math.sqrt(had))
        bounds.append(None if edge is None else edge / math.sqrt(had))
        farthest = _FARTHEST * math.sqrt(had)
        inside, weights = _nodes(farthest if edge is None else min(edge, farthest), step)
        shifts = (inside[:, None] - places[None, :]) / step
        density = np.exp(-0.5 * shifts * shifts) @ masses / (step * math.sqrt(2 * math.pi))
        places, masses = inside, weights * density
        before, already = had, total
    return Looks(tuple(bounds), spent)


def _edge(crossing: Any, wanted: float, scale: float) -> float | None:
    """Where the chance of crossing is ``wanted``; None where that is too small for a number to hold."""
    low, high = 0.0, 40.0 * scale
    if wanted <= 0 or crossing(high) > wanted:
        return None
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if crossing(middle) > wanted else (low, middle)
        if high - low <= 1e-13 * high:
            break
    return (low + high) / 2


def _nodes(edge: float, step: float) -> tuple[Any, Any]:
    """Places and weights that integrate over [-edge, edge] what varies over a ``step``."""
    import numpy as np

    pieces = max(1, math.ceil(2 * edge / (2 * step)))
    unit, weights = np.polynomial.legendre.leggauss(_NODES)
    half = edge / pieces
    middles = -edge + half * (2 * np.arange(pieces) + 1)
    return (middles[:, None] + half * unit[None, :]).ravel(), np.tile(half * weights, pieces)


def confidence_factor(size: float, planned: float, alpha: float = 0.05) -> float:
    """Standard errors that a confidence sequence reaches on either side with ``size`` cases: true at every moment at once.

    sqrt(2 (n rho^2 + 1) / (n rho^2) log(sqrt(n rho^2 + 1) / alpha)), rho fixed such that the sequence is narrowest about the
    ``planned`` size (I. Waudby-Smith and others, *Time-uniform central limit theory and asymptotic confidence sequences*, 2021).
    """
    logarithm = -2 * math.log(alpha)
    grown = size * (logarithm + math.log(logarithm + 1)) / planned
    return math.sqrt(2 * (grown + 1) / grown * math.log(math.sqrt(grown + 1) / alpha))
