"""Student's t distribution, for the confidence bound of a mean.

Written out here because a verdict is on the first screen: importing ``scipy.special`` takes 150 to 450 ms, this takes none.  The
tests hold it to printed tables and to scipy.
"""

import math
from functools import lru_cache

_TINY = 1e-300
_PRECISION = 1e-15
_MOST_STEPS = 100_000


@lru_cache(maxsize=1024)
def quantile(probability: float, degrees: float) -> float:
    """The value that Student's t with ``degrees`` of freedom, which need not be whole, stays below with ``probability``.

    Newton's method on the distribution function, held inside a bracket that halves when a step would leave it.
    ``probability`` lies strictly between 0 and 1, ``degrees`` above 0; :class:`ValueError` otherwise.
    """
    if not (0 < probability < 1 and degrees > 0):
        raise ValueError(f"no quantile of t: probability {probability}, degrees {degrees}")
    if probability < 0.5:
        return -quantile(1 - probability, degrees)
    if probability == 0.5:
        return 0.0
    low, high = 0.0, 1.0
    while tail(high, degrees) > 1 - probability:
        low, high = high, 2 * high
    value = (low + high) / 2
    for _ in range(200):
        excess = tail(value, degrees) - (1 - probability)
        low, high = (value, high) if excess > 0 else (low, value)
        following = value + excess / _density(value, degrees)
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - value) <= 1e-14 * value:
            return following
        value = following
    return value


def tail(value: float, degrees: float) -> float:
    """The probability that Student's t with ``degrees`` of freedom exceeds ``value``, which is not negative."""
    return 0.5 * incomplete_beta(degrees / 2, 0.5, degrees / (degrees + value * value))


def _density(value: float, degrees: float) -> float:
    half = (degrees + 1) / 2
    scale = math.lgamma(half) - math.lgamma(degrees / 2) - 0.5 * math.log(degrees * math.pi)
    return math.exp(scale - half * math.log1p(value * value / degrees))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1] (DLMF 8.17)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(scale) / (a * _continued_fraction(a, b, x))


def _continued_fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of DLMF 8.17.22, by Lentz's method; it converges quickly for x < (a + 1)/(a + b + 2)."""
    value = numerator = 1.0
    denominator = 0.0
    for step in range(1, _MOST_STEPS):
        m, odd = divmod(step, 2)
        if odd:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        denominator = 1 / (1 + term * denominator or _TINY)
        numerator = 1 + term / numerator or _TINY
        value *= numerator * denominator
        if abs(numerator * denominator - 1) < _PRECISION:
            break
    return value
