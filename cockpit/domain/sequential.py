"""Looking at an experiment before its end without fooling oneself.

Each look that may stop it spends a part of the accepted risk of a false alarm: after Lan and DeMets (*Discrete sequential boundaries
for clinical trials*, Biometrika 70, 1983), with the spending of the type of O'Brien and Fleming.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from cockpit.domain import normal

_NODES = 12
"""Gauss-Legendre nodes on each stretch that is two standard deviations of an increment long."""
_MOST_PIECES = 400
"""Stretches beyond which a grid is not refined, for looks with next to no new cases."""
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
    return 4 * normal.tail(normal.quantile(1 - alpha / 4) / math.sqrt(fraction))


def bounds_at(fractions: Sequence[float], alpha: float = 0.05, information: Sequence[float] | None = None) -> Looks:
    """The bounds at looks with these shares of the planned information, which rise, each above 0 and at most 1.

    The risk is spent by ``fractions``; ``information`` is what was really there at each look, in any unit, where it is not that:
    a last look that spends all that is left, though fewer or more cases came than planned.

    Recursive integration of the chance that a Brownian motion has crossed no bound so far (P. Armitage, C. K. McPherson and
    B. C. Rowe, *Repeated significance tests on accumulating data*, JRSS A 132, 1969).
    """
    if not fractions:
        return Looks((), ())
    found = _followed(tuple(fractions), alpha, tuple(information or fractions))
    return Looks(found.bounds, found.spent)


@dataclass(frozen=True, slots=True)
class _Followed:
    """Paths up to a look that have crossed no bound so far.

    Before its increment, of standard deviation ``step``, the chance (``masses``) of being at each of ``places``, which rise; after it they
    are followed as far as ``edge``.
    """

    bounds: tuple[float | None, ...]
    spent: tuple[float, ...]
    places: tuple[float, ...]
    masses: tuple[float, ...]
    step: float
    edge: float


@lru_cache(maxsize=1024)
def _followed(fractions: tuple[float, ...], alpha: float, information: tuple[float, ...]) -> _Followed:
    """The paths up to the last of these looks.  Each is kept, as the looks before a further one are the same whatever its size."""
    earlier = _followed(fractions[:-1], alpha, information[:-1]) if len(fractions) > 1 else None
    had, before = information[-1], information[-2] if earlier else 0.0
    total, already = spent_by(fractions[-1], alpha), earlier.spent[-1] if earlier else 0.0
    step, scale = math.sqrt(had - before), math.sqrt(had)
    places, masses = _places(earlier, step) if earlier else ((0.0,), (1.0,))

    def crossing(edge: float) -> float:
        return math.fsum(
            mass * (normal.tail((edge - place) / step) + normal.tail((edge + place) / step))
            for place, mass in zip(places, masses, strict=True)
        )

    edge = _edge(crossing, total - already, scale)
    bound = None if edge is None else edge / scale
    farthest = _FARTHEST * scale if edge is None else min(edge, _FARTHEST * scale)
    known = (earlier.bounds, earlier.spent) if earlier else ((), ())
    return _Followed((*known[0], bound), (*known[1], total), places, masses, step, farthest)


def _places(earlier: _Followed, step: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Where the paths are after a look, close enough together for what varies over its own increment and over the one to come."""
    places, weights = _nodes(earlier.edge, min(earlier.step, step))
    return places, tuple(weight * _density(earlier, place) for place, weight in zip(places, weights, strict=True))


def _density(earlier: _Followed, place: float) -> float:
    """The density at a place of the paths up to a look."""
    reach = _FARTHEST * earlier.step
    first, last = bisect_left(earlier.places, place - reach), bisect_right(earlier.places, place + reach)
    half = -0.5 / (earlier.step * earlier.step)
    chance = sum(
        mass * math.exp(half * (place - before) * (place - before))
        for before, mass in zip(earlier.places[first:last], earlier.masses[first:last], strict=True)
    )
    return chance / (earlier.step * math.sqrt(2 * math.pi))


def _edge(crossing: Callable[[float], float], wanted: float, scale: float) -> float | None:
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


def _nodes(edge: float, step: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Places, which rise, and weights that integrate over [-edge, edge] what varies over a ``step``."""
    pieces = min(max(1, math.ceil(edge / step)), _MOST_PIECES)
    half = edge / pieces
    middles = [-edge + half * (2 * piece + 1) for piece in range(pieces)]
    unit = _legendre(_NODES)
    places = tuple(middle + half * node for middle in middles for node, _ in unit)
    return places, tuple(half * weight for _, weight in unit) * pieces


@cache
def _legendre(count: int) -> tuple[tuple[float, float], ...]:
    """The nodes and weights of Gauss and Legendre on [-1, 1], by Newton's method on the Legendre polynomial (DLMF 3.5(v))."""
    found = []
    for number in range(count, 0, -1):
        node = math.cos(math.pi * (number - 0.25) / (count + 0.5))
        for _ in range(100):
            before, value = 1.0, node
            for degree in range(2, count + 1):
                before, value = value, ((2 * degree - 1) * node * value - (degree - 1) * before) / degree
            slope = count * (node * value - before) / (node * node - 1)
            node -= value / slope
            if abs(value / slope) < 1e-15:
                break
        found.append((node, 2 / ((1 - node * node) * slope * slope)))
    return tuple(found)


def confidence_factor(size: float, planned: float, alpha: float = 0.05) -> float:
    """Standard errors that a confidence sequence reaches on either side with ``size`` cases: true at every moment at once.

    sqrt(2 (n rho^2 + 1) / (n rho^2) log(sqrt(n rho^2 + 1) / alpha)), rho fixed such that the sequence is narrowest about the
    ``planned`` size (I. Waudby-Smith and others, *Time-uniform central limit theory and asymptotic confidence sequences*, 2021).
    """
    logarithm = -2 * math.log(alpha)
    grown = size * (logarithm + math.log(logarithm + 1)) / planned
    return math.sqrt(2 * (grown + 1) / grown * math.log(math.sqrt(grown + 1) / alpha))
